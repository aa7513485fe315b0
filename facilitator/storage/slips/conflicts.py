"""Conflicts that nobody has resolved, as version control marks them in a file."""

from __future__ import annotations

import re

from facilitator.storage.slips.slip import Slip

MOST_TOLD = 10
"""How many conflicts of one file are told of at the most."""

_MARK = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?:[ \t][^\n]*)?$", re.MULTILINE)
_OPENS, _PARTS, _CLOSES = "<" * 7, "=" * 7, ">" * 7


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
