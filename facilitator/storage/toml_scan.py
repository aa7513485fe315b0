"""Where things stand in the text of a TOML document: statements, and the values in them.

The parser gives values without their places. This walks over the same text, and over no more of it
than is asked for: what nobody asks about is stepped over as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import tomli

from facilitator.domain.text import visible

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
"""A part of a key that needs no quotes."""
Path = tuple[str | int, ...]

_BASIC = r'"(?:[^"\\\n]++|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_BLOCKS = r'"""(?:[^"\\]++|\\(?s:.)|"(?!""))*+"{3,5}' + r"|'''(?:[^']++|'(?!''))*+'{3,5}"
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
KEY = rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+"
"""A key as it may stand before an equals sign or in a header."""
_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_STATEMENT = re.compile(
    rf"(?:(?P<open>\[\[?)[ \t]*+(?P<header>{KEY})[ \t]*+\]\]?|(?P<key>{KEY})[ \t]*+=[ \t]*+)"
)
_PARTS = re.compile(_PART)
_TEXT = re.compile(rf"{_BLOCKS}|{_BASIC}|{_LITERAL}")
_BLOCK = re.compile(_BLOCKS)
_BARE = re.compile(r"[^\n#,\]}]*+")
_BARE_LINE = re.compile(r"[^\n#]*+")
_TOKEN = re.compile(
    rf"{_BLOCKS}|{_BASIC}|{_LITERAL}|#[^\n]*+|[\[\]{{}},]|[^\s\[\]{{}},\"'#]++|[\"']"
)
_FENCE = re.compile(rf"{_BLOCKS}|{_BASIC}|{_LITERAL}|#[^\n]*+|[\[\]{{}}]")


class Statement(NamedTuple):
    """A header or a pair of key and value, by where it stands in the text.

    ``opens`` is ``[`` or ``[[`` of a header, or nothing. ``value`` is where a pair's value begins;
    ``end`` is what follows the statement.
    """

    start: int
    opens: str
    keys: tuple[str, ...]
    value: int
    end: int


class Token(NamedTuple):
    """A bracket, a comma, a comment, or a value that is none of them, as it stands."""

    start: int
    end: int
    text: str


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


def statements(text: str, until: int | None = None) -> Iterator[Statement]:
    """The statements that begin before ``until``, as far as they can be made out."""
    position = skip_space(text, 0)
    last = len(text) if until is None else until
    while position < len(text) and position <= last:
        match = _STATEMENT.match(text, position)
        if match is None:
            return
        name = match["header"] or match["key"]
        value = match.end()
        end = value if match["open"] else _after_value(text, value, is_nested=False)
        yield Statement(position, match["open"] or "", key_parts(name), value, end)
        position = skip_space(text, end)


def tokens(text: str, start: int, until: int) -> Iterator[Token]:
    """What stands in a value that begins at ``start``, up to ``until``."""
    for match in _TOKEN.finditer(text, start, until):
        yield Token(match.start(), match.end(), match.group())


def place_at(text: str, index: int) -> Place:
    """The line and column of a character."""
    return Place(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def key_parts(name: str) -> tuple[str, ...]:
    """The parts of a dotted key, without quotes."""
    if name.isidentifier():
        return (name,)
    return tuple(_unquoted(part) for part in _PARTS.findall(name))


def shown_key(part: str) -> str:
    """One part of a key as it is told of: in quotes unless it needs none."""
    shown = visible(part, most_cells=40)
    return shown if BARE_KEY.fullmatch(part) else f'"{shown}"'


def places(text: str, paths: Iterable[Path]) -> dict[Path, Place]:
    """Where values stand in a valid document, given by keys and indexes counted from 0.

    Of a value that isn't there, the place of what it would stand in: its table or array. What
    would stand at the top of the file has none.
    """
    wanted = set(paths)
    if not wanted:
        return {}
    found = _Finder(text, wanted).offsets()
    nearest = {path: _nearest(path, found) for path in wanted}
    lines: dict[int, Place] = {}
    line, before = 1, 0
    for offset in sorted({offset for offset in nearest.values() if offset is not None}):
        line += text.count("\n", before, offset)
        before = offset
        lines[offset] = Place(line, offset - text.rfind("\n", 0, offset))
    return {path: lines[offset] for path, offset in nearest.items() if offset is not None}


def _nearest(path: Path, found: dict[Path, int]) -> int | None:
    lengths = range(len(path), 0, -1)
    return next((found[path[:length]] for length in lengths if path[:length] in found), None)


class _Finder:
    """Looks for the places of paths; it steps over what none of them leads through."""

    def __init__(self, text: str, wanted: set[Path]) -> None:
        self._text = text
        self._through = {path[:length] for path in wanted for length in range(len(path))}
        self._ways = self._through.union(wanted)
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}

    def offsets(self) -> dict[Path, int]:
        """Where each wanted path, and each beginning of one, stands first."""
        table: Path | None = ()
        for each in statements(self._text):
            if each.opens:
                table = self._header(each)
            elif table is not None:
                self._pair(each.keys, each.start, each.value, table)
        return self._found

    def _at(self, path: Path, start: int) -> bool:
        """Note where a path stands; False where nothing that is wanted does."""
        is_wanted = path in self._ways
        if is_wanted:
            self._found.setdefault(path, start)
        return is_wanted

    def _header(self, header: Statement) -> Path | None:
        """The table that a header opens; None where nothing in it is wanted."""
        path: Path = ()
        for number, part in enumerate(header.keys, 1):
            path = (*path, part)
            if not self._at(path, header.start):
                return None
            if number == len(header.keys) and header.opens == "[[":
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
                if not self._at(path, header.start):
                    return None
        return path

    def _pair(self, keys: Path, start: int, value: int, table: Path) -> None:
        path = table
        for part in keys:
            path = (*path, part)
            if not self._at(path, start):
                return
        if path in self._through and self._text.startswith(("[", "{"), value):
            self._nested(value, path)

    def _nested(self, start: int, path: Path) -> None:
        """Look through an array or an inline table."""
        text = self._text
        is_table = text[start] == "{"
        position = skip_space(text, start + 1)
        index = 0
        while position < len(text) and text[position] not in "]}":
            value = position
            if is_table:
                match = _STATEMENT.match(text, position)
                if match is None:
                    return
                value = match.end()
                self._pair(key_parts(match["key"] or ""), position, value, path)
            else:
                self._pair((index,), position, value, path)
            position = skip_space(text, _after_value(text, value, is_nested=True))
            if text.startswith(",", position):
                position = skip_space(text, position + 1)
            index += 1


def skip_space(text: str, position: int) -> int:
    """What follows space, line ends and comments."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _after_value(text: str, start: int, *, is_nested: bool) -> int:
    """What follows a value; at the least the character after its first."""
    if text.startswith(("[", "{"), start):
        return _after_brackets(text, start)
    is_block = text.startswith(('"""', "'''"), start)
    if is_block and not (match := _BLOCK.match(text, start)):
        return len(text)
    match = _TEXT.match(text, start) or (_BARE if is_nested else _BARE_LINE).match(text, start)
    end = match.end() if match else start
    return max(end, start + 1) if is_nested else end


def _after_brackets(text: str, start: int) -> int:
    depth = 0
    for match in _FENCE.finditer(text, start):
        bracket = match.group()
        if bracket in ("[", "{"):
            depth += 1
        elif bracket in ("]", "}"):
            depth -= 1
            if not depth:
                return match.end()
    return len(text)


def _unquoted(part: str) -> str:
    if part[0] not in "\"'":
        return part
    try:
        return str(tomli.loads(f"key = {part}")["key"])
    except tomli.TOMLDecodeError:  # what it means can't be told
        return part[1:-1]
