"""From a path to the root table of a TOML document, whatever lies at that path."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import tomli

from facilitator.domain.text import visible
from facilitator.storage.slips.conflicts import conflicts
from facilitator.storage.slips.finding import slips
from facilitator.storage.toml_formats import check_format
from facilitator.storage.toml_problems import Problems
from facilitator.storage.toml_scan import Place, place_at
from facilitator.storage.toml_shape import Shape
from facilitator.storage.toml_table import Table

MOST_BYTES = 1024 * 1024
"""The largest file that is read where its reader asks for no other: 1 MiB."""

MOST_KEY_PARTS = 32
"""The longest dotted key that is read: tomli takes memory by the square of its length."""

_LONG_KEY = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_KEY_PARTS}}}"""
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins."""
_REASONS: dict[type[Exception], str] = {
    FileNotFoundError: "there is no such file; check the name and the folder",
    NotADirectoryError: "there is no such file; a part of its path is not a folder",
    PermissionError: "you may not read this file; ask its owner, or change its permissions",
}


class FileUnreadable(Exception):  # noqa: N818 - reads as what happened
    """A file could not be read at all; the message is one line for a person."""


def read_bytes(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """The file's bytes: at most one more than ``most``, which shows that it is too long.

    Raises :class:`FileUnreadable` when there is no such file, it may not be read, or it is not a
    regular file: a folder, a loop of links, a pipe that would keep us waiting.
    """
    name = visible(str(path), most_cells=200)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileUnreadable(f"{name}: this is a folder; name a file in it")
        if not stat.S_ISREG(mode):
            raise FileUnreadable(f"{name}: this is not a regular file; copy its content into one")
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb") as file:
            data: bytes | None = file.read(most + 1)
    except (OSError, ValueError) as error:
        raise FileUnreadable(f"{name}: {_reason(error)}") from error
    if data is None:  # one of the kernel's own, of what is yet to happen
        raise FileUnreadable(f"{name}: this file keeps its readers waiting; name another")
    return data


def parse_document(
    data: bytes,
    problems: Problems,
    *,
    wanted: str,
    shape: Callable[[], Shape],
    most: int = MOST_BYTES,
) -> Table | None:
    """The document's root table, its ``format`` key checked and taken; None when it is unusable.

    ``wanted`` is the format that the caller reads, like ``facilitator.agenda/1``; ``shape`` is what
    that knows, and ``most`` the largest document that is read, in bytes. A missing ``format`` is a
    problem but doesn't keep the rest from being read; another format does.
    """
    root = parse_table(data, problems, shape=shape, most=most)
    return root if root is not None and check_format(root, wanted) else None


def parse_table(
    data: bytes, problems: Problems, *, shape: Callable[[], Shape], most: int = MOST_BYTES
) -> Table | None:
    """The root table of a document without a format; None when it is no TOML, which is noted."""
    problems.shape = shape
    text = _decode(data, problems, most)
    if text is None or _has_long_key(text, problems):
        return None
    problems.text = text
    try:
        root = Table(tomli.loads(text), (), problems)
    except tomli.TOMLDecodeError as error:
        for at, told, mend in slips(error, text, shape()):
            problems.add_syntax(place_at(text, at), f"not valid TOML: {told}", mend)
        return None
    except RecursionError:
        problems.add((), "arrays or tables are nested too deeply", "write them flat")
        return None
    except ValueError as error:  # such as a number of thousands of digits
        problems.add((), f"a value can't be read: {visible(str(error))}", "correct the value")
        return None
    for at, told, mend in conflicts(text):
        problems.add_syntax(place_at(text, at), told, mend)
    return root


def _reason(error: Exception) -> str:
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    said = error.strerror if isinstance(error, OSError) else str(error)
    return f"this file can't be read: {said}; check its path"


def _decode(data: bytes, problems: Problems, most: int) -> str | None:
    """The text with the line ends of this system, by which the parser counts too."""
    if len(data) > most:
        told = f"the file is larger than {most // MOST_BYTES} MiB"
        problems.add((), told, "shorten it, or split it in several")
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        found = f"byte {error.start + 1} of the file (0x{data[error.start]:02x}) is not UTF-8"
        if data.startswith(_UTF_16):
            found = "the file is in UTF-16, not UTF-8"
        place = place_at(before, len(before))
        problems.add_syntax(place, found, "save the file with the encoding UTF-8")
        return None


def _has_long_key(text: str, problems: Problems) -> bool:
    found = _LONG_KEY.search(text)
    if found:
        line = place_at(text, found.start()).line
        message = f"more than {MOST_KEY_PARTS} words with dots between them"
        problems.add_syntax(Place(line, 0), message, "write a shorter key, or prose with spaces")
    return found is not None
