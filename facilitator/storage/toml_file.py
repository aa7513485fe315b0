"""From a path to the root table of a TOML document, whatever lies at that path.

A file of ours that was given for another is told what it is, and what a format knows is found out
from its reader: that is given a document in which everything is.

A folder that comes from a Mac may spell ``Ü`` as ``U`` and two dots (NFD), where a keyboard types
one letter (NFC). To Linux those are two names, to people one.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import tomli

from facilitator.domain.text import visible
from facilitator.storage.slips import slips
from facilitator.storage.slips.statements import conflicts
from facilitator.storage.toml_problems import Problems
from facilitator.storage.toml_scan import Place, place_at
from facilitator.storage.toml_shape import Home, Names, Shape, Sort
from facilitator.storage.toml_table import NO_LIMIT, Table

MOST_BYTES = 1024 * 1024
"""The largest file that is read where its reader asks for no other: 1 MiB."""

MOST_KEY_PARTS = 32
"""The longest dotted key that is read: tomli takes memory by the square of its length."""

_LONG_KEY = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_KEY_PARTS}}}"""
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
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
        said = error.strerror if isinstance(error, OSError) else str(error)
        reason = _REASONS.get(type(error), f"this file can't be read: {said}; check its path")
        raise FileUnreadable(f"{name}: {reason}") from error
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


def _decode(data: bytes, problems: Problems, most: int) -> str | None:
    """The text with the line ends of this system, by which the parser counts too."""
    if len(data) > most:
        text = f"the file is larger than {most // MOST_BYTES} MiB"
        problems.add((), text, "shorten it, or split it in several")
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        found = f"byte {error.start + 1} of the file (0x{data[error.start]:02x}) is not UTF-8"
        if data.startswith(UTF_16):
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


@dataclass(frozen=True, slots=True)
class _Family:
    """A format whatever its number. ``telling`` are keys of the root that no other format has."""

    called: str
    read_by: str
    telling: frozenset[str]


_FAMILIES = {
    "facilitator.agenda": _Family(
        "an agenda", "`facilitator agenda check` reads it", frozenset({"steps"})
    ),
    "facilitator.decision-log": _Family(
        "a decision log", "`facilitator log check` reads it", frozenset({"session", "decisions"})
    ),
    "facilitator.roster": _Family(
        "a roster",
        "it lies beside its agenda as NAME.roster.toml, and `facilitator agenda check` on the "
        "agenda NAME.toml reads both",
        frozenset({"people"}),
    ),
    "": _Family(
        "the config file",
        "it is config.toml in the folder that `facilitator doctor` names",
        frozenset({"listen", "theme", "keep_journal", "limits"}),
    ),
}
"""By the name before the number; the config file has none."""


def check_format(root: Table, wanted: str) -> bool:
    """Take the ``format`` key and check it, noting what is wrong; whether to go on reading.

    A missing one is a problem but doesn't keep the rest from being read; another format does, and
    so does what has all the looks of one.
    """
    family, number = wanted.rsplit("/", 1)
    found = root.take("format")
    mend = f'write format = "{wanted}" at the top of the file'
    if found is None:
        looks = _looks_like(root.values, family)
        if looks is not None:
            root.problem((), f"this looks like {looks.called}", looks.read_by)
            return False
        root.problem("format", "is missing", mend)
        root.is_spoilt = True
        return True
    if found == wanted:
        return True
    shown = f'"{visible(found)}"' if isinstance(found, str) else "this value"
    newer = re.fullmatch(re.escape(family) + r"/([1-9][0-9]{0,8})", str(found), re.ASCII)
    if newer and int(newer.group(1)) > int(number):
        problem = f'{shown} is newer than what is understood here, "{wanted}"'
        root.problem("format", problem, "update facilitator")
        return False
    other = _FAMILIES.get(str(found).rsplit("/", 1)[0]) if isinstance(found, str) else None
    if other is None or other is _FAMILIES[family]:
        root.problem("format", f"{shown} is not the format of this kind of file", mend)
        return False
    is_ours = _looks_like(root.values, family) is None and _tells(root.values, family)
    otherwise = f"; if it is {_FAMILIES[family].called}, {mend}" if is_ours else ""
    root.problem("format", f"{shown}: this is {other.called}", f"{other.read_by}{otherwise}")
    return False


def refuse_format(root: Table) -> bool:
    """Refuse a file with the ``format`` of another where the config file is meant; note it."""
    found = root.take("format")
    if found is None:
        return False
    other = _FAMILIES.get(str(found).rsplit("/", 1)[0])
    if other is None:
        root.problem("format", "is not a key of the config file", "take it out")
    else:
        root.problem("format", f"this is {other.called}, and no config file", other.read_by)
    return True


def _looks_like(values: Mapping[str, object], family: str) -> _Family | None:
    """What a document without a format has all the looks of; None where that is what is wanted."""
    if _tells(values, family):
        return None
    return next((_FAMILIES[name] for name in _FAMILIES if _tells(values, name)), None)


def _tells(values: Mapping[str, object], family: str) -> bool:
    return not _FAMILIES[family].telling.isdisjoint(values)


class _Specimen(Table):
    """A table in which everything is there, so that its reader asks for every key that it knows."""

    def __contains__(self, key: str) -> bool:
        return True

    def table(self, key: str, *, required: bool = False) -> Table:  # noqa: ARG002 - always there
        """The table below this one, which is there."""
        self.take(key, Sort.TABLE)
        return self.child((key,), {})

    def tables(
        self,
        key: str,
        *,
        fewest: int = 0,  # noqa: ARG002 - always enough
        most: int = NO_LIMIT,  # noqa: ARG002
        required: bool = False,  # noqa: ARG002
    ) -> list[Table]:
        """Its entries, if the document has them, and else one."""
        found = self.take(key, Sort.TABLES)
        entries: list[Mapping[str, object]] = found if isinstance(found, list) else [{}]
        return [self.child((key, index), values) for index, values in enumerate(entries)]


def shape(read: Callable[[Table], object], example: Mapping[str, object]) -> Shape:
    """What a reader knows. ``example`` has an entry of each kind where there are several."""
    root = _Specimen(example, (), Problems(""))
    read(root)
    kinds: dict[tuple[Names, str, Sort], list[str]] = {}
    every: dict[Names, set[str]] = {}
    for home in root.homes():
        kinds.setdefault((home.table, home.key, home.sort), []).extend(home.kinds)
        every.setdefault(home.table, set()).update(home.kinds)
    return Shape(
        Home(table, key, sort, () if set(found) == every[table] else tuple(dict.fromkeys(found)))
        for (table, key, sort), found in kinds.items()
    )


def composed(name: str) -> str:
    """A name in the form in which names are compared (NFC)."""
    return unicodedata.normalize("NFC", name)


def as_it_lies(path: Path) -> Path:
    """The path as its folders spell it; itself where there is no such file, or that very one."""
    if str(path).isascii() or os.path.lexists(path) or path == path.parent:
        return path
    folder = as_it_lies(path.parent)
    wanted = composed(path.name)
    try:
        found = sorted(each for each in folder.iterdir() if composed(each.name) == wanted)
    except OSError:
        return path
    return found[0] if found else path
