"""What stands twice in a document, as two different things, or unresolved between two versions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from facilitator.domain.text import visible
from facilitator.storage.slips.characters import Slip
from facilitator.storage.toml_scan import Statement, place_at
from facilitator.storage.toml_shape import Names, Shape

MOST_TOLD = 10
"""How many conflicts of one file are told of at the most."""

_MARK = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?:[ \t][^\n]*)?$", re.MULTILINE)
_OPENS, _PARTS, _CLOSES = "<" * 7, "=" * 7, ">" * 7
_TOLD = (
    "Cannot overwrite",
    "Cannot declare",
    "Cannot mutate",
    "Cannot redefine",
    "Duplicate inline",
)


def of_twice(
    said: str, text: str, at: int, statements: Sequence[Statement], shape: Shape
) -> Slip | None:
    """The slip behind what the parser says of something that is there already."""
    if not said.startswith(_TOLD):
        return None
    if said.startswith("Duplicate inline"):
        told = "a key stands twice in this table in braces"
        return Slip(at, told, "take one out, or begin another table with , {")
    before = [each for each in statements if each.start < at]
    if not before:
        return None
    *earlier, last = before
    if last.opens:
        return _of_header(text, earlier, last, shape)
    return _of_key(text, earlier, last)


def _of_header(text: str, earlier: list[Statement], last: Statement, shape: Shape) -> Slip:
    """A header that doesn't go with what stands before it."""
    shown = _shown(last)
    name = ".".join(map(_word, last.keys))
    table: Names = ()
    for other in earlier:
        table = other.keys if other.opens else table
        if not other.opens:
            if (*table, *other.keys) == last.keys:
                told = f"{name} is a value on line {_line(text, other)}, and here it is {shown}"
                return Slip(last.start, told, "write all of it in one of the two ways")
            continue
        if other.keys == last.keys and other.opens != last.opens:
            return _both(other, last, shape)
        length = len(last.keys)
        is_early = len(other.keys) > length and other.keys[:length] == last.keys
        if is_early and last.opens == "[[":
            told = f"{_shown(other)} stands before the first {shown}"
            return Slip(other.start, told, f"put it below the {shown} that it belongs to")
    for other in reversed(earlier):
        if other.opens and other.keys == last.keys:
            if shape.is_list(last.keys):
                return _needs_list(other, last.keys)
            told = f"this table stands twice: {shown} is on line {_line(text, other)} already"
            return Slip(last.start, told, "put the keys of both into one")
    told = f"{shown} goes into something that is written as a value"
    return Slip(last.start, told, "write all of it in one way, with headers or as values")


def _both(other: Statement, last: Statement, shape: Shape) -> Slip:
    """The same name as a table and as a list of tables."""
    single, double = (other, last) if other.opens == "[" else (last, other)
    if shape.is_table(last.keys):
        told = f"{_shown(double)} opens a list, and there is one table {_shown(single)}"
        return Slip(double.start, told, f"write {_shown(single)}, and once")
    return _needs_list(single, last.keys)


def _needs_list(single: Statement, names: Names) -> Slip:
    name = ".".join(map(_word, names))
    told = f"[{name}] opens one table, and a list of {_word(names[-1])} needs [[{name}]]"
    return Slip(single.start, told, f"write [[{name}]], with double brackets")


def _of_key(text: str, earlier: list[Statement], last: Statement) -> Slip:
    """A key that is there already."""
    key = ".".join(map(_word, last.keys))
    headers = [number for number, each in enumerate(earlier) if each.opens]
    header = earlier[headers[-1]] if headers else None
    table = header.keys if header else ()
    own = earlier[headers[-1] + 1 :] if headers else earlier
    for other in own:
        if other.keys == last.keys:
            told = f"{key} stands twice in this table, first on line {_line(text, other)}"
            is_next = header is not None and header.opens == "[[" and other is own[0]
            hint = "take one out"
            if is_next and header is not None:
                hint = f"take one out, or begin the next entry with {_shown(header)}"
            return Slip(last.start, told, hint)
    for other in earlier:
        if other.opens and other.keys == (*table, *last.keys):
            told = f"{key} is a table on line {_line(text, other)}, and here a value"
            return Slip(last.start, told, "write it in one of the two ways")
    told = f"{key} doesn't go with what stands before it"
    return Slip(last.start, told, "a key or a table stands here twice: take one out")


def _shown(header: Statement) -> str:
    name = ".".join(map(_word, header.keys))
    return f"{header.opens}{name}{']' * len(header.opens)}"


def _line(text: str, statement: Statement) -> int:
    return place_at(text, statement.start).line


def _word(part: str) -> str:
    is_bare = re.fullmatch(r"[A-Za-z0-9_-]+", part)
    return visible(part, most_cells=40) if is_bare else f'"{visible(part, most_cells=40)}"'


def conflicts(text: str) -> list[Slip]:
    """Every conflict, with the lines that it begins and ends on, and marks left over from one.

    They are looked for in texts of several lines too, where they would spoil what was meant without
    a word from the parser.
    """
    found: list[Slip] = []
    opened: re.Match[str] | None = None
    is_parted = False
    left: list[re.Match[str]] = []
    for mark in _MARK.finditer(text):
        if mark[1] == _OPENS:
            left += [opened] if opened is not None else []
            opened, is_parted = mark, False
        elif opened is None:
            left += [mark] if mark[1] == _CLOSES else []
        elif mark[1] == _PARTS:
            is_parted = True
        elif mark[1] == _CLOSES and is_parted:
            found.append(_conflict(text, opened, mark))
            opened = None
    left += [opened] if opened is not None else []
    found += [_left_over(mark) for mark in left]
    return sorted(found)[:MOST_TOLD]


def _conflict(text: str, opened: re.Match[str], closed: re.Match[str]) -> Slip:
    first = text.count("\n", 0, opened.start()) + 1
    last = first + text.count("\n", opened.start(), closed.start())
    told = f"an unresolved git conflict, from line {first} to line {last}"
    return Slip(opened.start(), told, "keep what holds, and take the lines with the marks out")


def _left_over(mark: re.Match[str]) -> Slip:
    told = f"{mark[1]} is the mark of a git conflict, without the other end of it"
    return Slip(mark.start(), told, "take this line out, and look at what stands around it")
