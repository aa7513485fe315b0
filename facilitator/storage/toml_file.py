"""From a path to the root table of a TOML document, whatever lies at that path."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import tomli

from facilitator.domain.text import visible
from facilitator.storage.toml_problems import Problems
from facilitator.storage.toml_table import Table

MOST_BYTES = 1024 * 1024
"""The largest file that is read where its reader asks for no other: 1 MiB."""

MOST_KEY_PARTS = 32
"""The longest dotted key that is read: tomli takes memory by the square of its length."""

_LONG_KEY = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_KEY_PARTS}}}"""
)
_TOML_POSITION = re.compile(r"(?P<what>.*) \(at (?P<where>.*)\)\Z", re.DOTALL)
_SYNTAX_HINTS = {
    "Invalid value": "text needs quotes, and every key a value",
    "Cannot overwrite a value": "this key stands twice, so take one out",
    "Cannot declare": "this table stands twice, so put the keys of both into one",
    "Cannot mutate immutable namespace": "these keys belong to the table further up",
    "Illegal character": "text in quotes ends on its line, or stands between three quotes",
    "Unterminated string": "the text before has no closing quotes",
    'Expected \'"""\'': "the text before has no closing quotes",
    "Expected '='": "a key is followed by = and its value",
    "Unclosed array": "the array before has no closing ]",
    "Unclosed inline table": "the table before has no closing }",
    "Expected newline or end of document": "each key has a line of its own",
    "Unescaped '\\'": "write a backslash twice, or the text in single quotes",
}
"""What the messages of tomli come to, for people, by their beginnings."""
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
    data: bytes, problems: Problems, *, wanted: str, most: int = MOST_BYTES
) -> Table | None:
    """The document's root table, its ``format`` key checked and taken; None when it is unusable.

    ``wanted`` is the format that the caller reads, like ``facilitator.agenda/1``; ``most`` is the
    largest document that it reads, in bytes. A missing ``format`` is a problem but doesn't keep the
    rest from being read; another format does.
    """
    text = _decode(data, problems, most)
    if text is None:
        return None
    if _has_long_key(text, problems):
        return None
    try:
        root = Table(tomli.loads(text), (), problems)
    except tomli.TOMLDecodeError as error:
        _note_syntax(error, text, problems)
        return None
    except RecursionError:
        problems.add((), "arrays or tables are nested too deeply", "write them flat")
        return None
    except ValueError as error:  # such as a number of thousands of digits
        problems.add((), f"a value can't be read: {visible(str(error))}", "correct the value")
        return None
    return root if _is_format(root, wanted) else None


def _reason(error: Exception) -> str:
    for kind, reason in _REASONS.items():
        if isinstance(error, kind):
            return reason
    said = error.strerror if isinstance(error, OSError) else str(error)
    return f"this file can't be read: {said}; check its path"


def _decode(data: bytes, problems: Problems, most: int) -> str | None:
    if len(data) > most:
        told = f"the file is larger than {most // MOST_BYTES} MiB"
        problems.add((), told, "shorten it, or split it in several")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _position(data[: error.start].decode("utf-8", "replace"))
        found = f"byte {error.start + 1} of the file (0x{data[error.start]:02x}) is not UTF-8"
        problems.add_syntax(place, found, "save the file with the encoding UTF-8")
        return None


def _position(before: str) -> str:
    """The line and column, counted from 1, of what follows ``before``."""
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def _has_long_key(text: str, problems: Problems) -> bool:
    found = _LONG_KEY.search(text)
    if found:
        place = f"line {text.count(chr(10), 0, found.start()) + 1}"
        message = f"more than {MOST_KEY_PARTS} words with dots between them"
        problems.add_syntax(place, message, "write a shorter key, or prose with spaces")
    return found is not None


def _note_syntax(error: tomli.TOMLDecodeError, text: str, problems: Problems) -> None:
    """Note a syntax error; before Python 3.14 its position is only in its message."""
    match = _TOML_POSITION.match(str(error))
    what, where = match.group("what", "where") if match else (str(error), "")
    if not where.startswith("line"):  # "end of document"
        where = _position(text)
    hints = (hint for fault, hint in _SYNTAX_HINTS.items() if what.startswith(fault))
    more = "".join(f": {hint}" for hint in hints)
    what = visible(what, most_cells=120)
    mend = f"correct the syntax here, or just before{more}"
    problems.add_syntax(where, f"not valid TOML: {what}", mend)


def _is_format(root: Table, wanted: str) -> bool:
    found = root.take("format")
    mend = f'write format = "{wanted}" at the top of the file'
    if found is None:
        root.problem("format", "is missing", mend)
        return True
    if found == wanted:
        return True
    family, number = wanted.rsplit("/", 1)
    shown = f'"{visible(found)}"' if isinstance(found, str) else "this value"
    newer = re.fullmatch(re.escape(family) + r"/([1-9][0-9]{0,8})", str(found), re.ASCII)
    if newer and int(newer.group(1)) > int(number):
        problem = f'{shown} is newer than what is understood here, "{wanted}"'
        root.problem("format", problem, "update facilitator")
    else:
        root.problem("format", f"{shown} is not the format of this kind of file", mend)
    return False
