"""Lines that are no statement of TOML, and statements that stand twice or in two versions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from facilitator.domain.text import visible
from facilitator.storage.slips.values import Slip, called
from facilitator.storage.toml_scan import KEY, Statement, place_at, shown_key
from facilitator.storage.toml_shape import Names, Shape

_MOST_CELLS = 40
_WORD = r"[A-Za-z0-9_-]+"
_COLON = re.compile(rf"({KEY})[ \t]*(:=|=>|:)[ \t]*([^\n]*)")
_NO_EQUALS = re.compile(rf"({KEY})[ \t]+([\"'\[{{]|[+-]?\d|true\b|false\b)")
_VALUE = re.compile(r"[\"'\[{\d…]|(?:true|false)\Z")
_SPACES = re.compile(rf"({_WORD}(?:[ \t]+{_WORD})+)[ \t]*=")
_HEADER = re.compile(r"(\[+)[ \t]*([^\]\[\n#]*?)[ \t]*(\]*)(?=[ \t]*(?:#|\n|\Z))")
_CELLS = re.compile(r"[^\n=]*\S[ \t]*\t[^\n=]*")
_CELLS_TOLD = (
    "a row of a spreadsheet stands here, with tabs between its cells",
    'write each cell as key = "value" on a line of its own, below a [[header]]',
)
_OTHER_FORMATS = (
    ("```|~~~", "a fence of Markdown stands here", "take this line out"),
    (r"\{", "this is JSON, or the like, and no TOML", "write key = value below [headers]"),
    ("<(?!!--)", "this is HTML, or the like, and no TOML", "write key = value below [headers]"),
    (r"(?:---|\.\.\.|\+\+\+)\Z", "{} has no meaning in TOML", "take this line out"),
    (
        r"[-*•–][ \t]+",
        "a list of YAML or Markdown stands here",
        'write [[header]] before each entry of tables, or ["one", "two"] for texts',
    ),
    (
        r"//|/\*|;|--(?!-)|<!--|%|\bREM\b|'''",
        "a comment begins with #",
        "write # at the beginning of this line",
    ),
)
"""How a line begins that is of another format, what is told of it, and the mend."""
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


def of_line(text: str, at: int, start: int) -> Slip | None:
    """What a line is that can't be read as a key with its value, or as a header."""
    begin = max(start, text.rfind("\n", 0, at) + 1)
    line = text[begin:].partition("\n")[0]
    begin += len(line) - len(line.lstrip())
    line = line.strip()
    if not line:
        return None
    found = _of_other_format(line) or _of_header(line) or _of_key(line) or _of_cells(line)
    if found is not None:
        return Slip(begin, *found)
    letter = text[at : at + 1]
    if letter and not letter.isascii():
        words = f"{letter} stands in a key, and is {called(letter)}: keys are of a-z, 0-9, _ and -"
        return Slip(at, words, "write the key without it, or in quotes")
    if "=" not in line:
        words = f"this line is no key with a value: {visible(line, most_cells=_MOST_CELLS)}"
        hint = 'begin a comment with #; text over several lines stands between """ and """'
        return Slip(begin, words, hint)
    return None


def of_rest(text: str, after: int, at: int) -> Slip | None:
    """What follows a value or a header on its line, which ends at ``after``, and should not."""
    rest = text[at:].partition("\n")[0].strip()
    if not rest:
        return None
    if rest in (",", ";") or rest.startswith((", #", ",#", "; #")):
        return Slip(at, f"{rest[0]} stands at the end of a line", "take it out")
    if rest.startswith(("//", "/*", "--", "<!--", ";")):
        return Slip(at, "a comment begins with #", "write # there")
    if "\t" in text[after:at]:
        return Slip(at, *_CELLS_TOLD)
    if re.match(rf"[,;]?[ \t]*{KEY}[ \t]*=", rest):
        return Slip(at, "a second key stands on this line", "each key has a line of its own")
    return None


def _of_other_format(line: str) -> tuple[str, str] | None:
    for pattern, told, mend in _OTHER_FORMATS:
        if re.match(pattern, line):
            return told.format(line), mend
    return None


def _of_header(line: str) -> tuple[str, str] | None:
    if not line.startswith("["):
        return None
    match = _HEADER.match(line)
    if match is None:
        hint = (
            "write it as [table] or [[list]], alone on its line; a comment after it begins with #"
        )
        return "this header can't be read", hint
    opening, name, closing = match[1], match[2], match[3]
    if not name:
        return "this header has no name", "write it as [table] or [[list]]"
    both = min(2, max(len(opening), len(closing)))
    mend = f"write {'[' * both}{visible(name, most_cells=_MOST_CELLS)}{']' * both}"
    if len(opening) != len(closing):
        return "this header has not as many ] as [", mend
    if len(opening) > both:
        return "this header has too many brackets", mend
    if not re.fullmatch(KEY, name):
        shown = visible(name, most_cells=_MOST_CELLS)
        return f"{shown} is no name of a table", "its words are of a-z, 0-9, _ and -"
    return None


def _of_key(line: str) -> tuple[str, str] | None:
    if line.startswith("="):
        return "a key is missing before =", "write one"
    spaces = _SPACES.match(line)
    if spaces:
        plain = "_".join(spaces[1].split())
        return "a key has no spaces", f"write {visible(plain, most_cells=_MOST_CELLS)}"
    colon = _COLON.match(line)
    if colon:
        key, sign, value = colon[1], colon[2], colon[3]
        shown = visible(key, most_cells=_MOST_CELLS)
        example = visible(value.strip().rstrip(","), most_cells=_MOST_CELLS) or "…"
        if not _VALUE.match(example):
            example = f'"{example}"'
        return f"{sign} stands where = belongs", f"write {shown} = {example}"
    without = _NO_EQUALS.match(line)
    if without:
        shown = visible(without[1], most_cells=_MOST_CELLS)
        is_tab = "\t" in without.group()
        text = f"a tab stands after {shown}, and no =" if is_tab else f"= is missing after {shown}"
        return text, f"write {shown} = and its value"
    return None


def _of_cells(line: str) -> tuple[str, str] | None:
    if _CELLS.fullmatch(line):
        return _CELLS_TOLD
    if "=" not in line and "," in line and '"' not in line.partition(",")[0]:
        return "a row of a table stands here, with commas between its cells", _CELLS_TOLD[1]
    return None


def of_twice(
    said: str, text: str, at: int, statements: Sequence[Statement], shape: Shape
) -> Slip | None:
    """The slip behind what the parser says of something that is there already."""
    if not said.startswith(_TOLD):
        return None
    if said.startswith("Duplicate inline"):
        words = "a key stands twice in this table in braces"
        return Slip(at, words, "take one out, or begin another table with , {")
    before = [each for each in statements if each.start < at]
    if not before:
        return None
    *earlier, last = before
    if last.opens:
        return _of_header_again(text, earlier, last, shape)
    return _of_key_again(text, earlier, last)


def _of_header_again(text: str, earlier: list[Statement], last: Statement, shape: Shape) -> Slip:
    """A header that doesn't go with what stands before it."""
    shown = _shown(last)
    name = ".".join(map(shown_key, last.keys))
    table: Names = ()
    for other in earlier:
        table = other.keys if other.opens else table
        if not other.opens:
            if (*table, *other.keys) == last.keys:
                words = f"{name} is a value on line {_line(text, other)}, and here it is {shown}"
                return Slip(last.start, words, "write all of it in one of the two ways")
            continue
        if other.keys == last.keys and other.opens != last.opens:
            return _both(other, last, shape)
        length = len(last.keys)
        is_early = len(other.keys) > length and other.keys[:length] == last.keys
        if is_early and last.opens == "[[":
            words = f"{_shown(other)} stands before the first {shown}"
            return Slip(other.start, words, f"put it below the {shown} that it belongs to")
    for other in reversed(earlier):
        if other.opens and other.keys == last.keys:
            if shape.is_list(last.keys):
                return _needs_list(other, last.keys)
            words = f"this table stands twice: {shown} is on line {_line(text, other)} already"
            return Slip(last.start, words, "put the keys of both into one")
    words = f"{shown} goes into something that is written as a value"
    return Slip(last.start, words, "write all of it in one way, with headers or as values")


def _both(other: Statement, last: Statement, shape: Shape) -> Slip:
    """The same name as a table and as a list of tables."""
    single, double = (other, last) if other.opens == "[" else (last, other)
    if shape.is_table(last.keys):
        text = f"{_shown(double)} opens a list, and there is one table {_shown(single)}"
        return Slip(double.start, text, f"write {_shown(single)}, and once")
    return _needs_list(single, last.keys)


def _needs_list(single: Statement, names: Names) -> Slip:
    name = ".".join(map(shown_key, names))
    text = f"[{name}] opens one table, and a list of {shown_key(names[-1])} needs [[{name}]]"
    return Slip(single.start, text, f"write [[{name}]], with double brackets")


def _of_key_again(text: str, earlier: list[Statement], last: Statement) -> Slip:
    """A key that is there already."""
    key = ".".join(map(shown_key, last.keys))
    headers = [number for number, each in enumerate(earlier) if each.opens]
    header = earlier[headers[-1]] if headers else None
    table = header.keys if header else ()
    own = earlier[headers[-1] + 1 :] if headers else earlier
    for other in own:
        if other.keys == last.keys:
            words = f"{key} stands twice in this table, first on line {_line(text, other)}"
            is_next = header is not None and header.opens == "[[" and other is own[0]
            hint = "take one out"
            if is_next and header is not None:
                hint = f"take one out, or begin the next entry with {_shown(header)}"
            return Slip(last.start, words, hint)
    for other in earlier:
        if other.opens and other.keys == (*table, *last.keys):
            words = f"{key} is a table on line {_line(text, other)}, and here a value"
            return Slip(last.start, words, "write it in one of the two ways")
    words = f"{key} doesn't go with what stands before it"
    return Slip(last.start, words, "a key or a table stands here twice: take one out")


def _shown(header: Statement) -> str:
    name = ".".join(map(shown_key, header.keys))
    return f"{header.opens}{name}{']' * len(header.opens)}"


def _line(text: str, statement: Statement) -> int:
    return place_at(text, statement.start).line


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
    for mark in left:
        words = f"{mark[1]} is the mark of a git conflict, without the other end of it"
        mend = "take this line out, and look at what stands around it"
        found.append(Slip(mark.start(), words, mend))
    return sorted(found)[:MOST_TOLD]


def _conflict(text: str, opened: re.Match[str], closed: re.Match[str]) -> Slip:
    first = text.count("\n", 0, opened.start()) + 1
    last = first + text.count("\n", opened.start(), closed.start())
    words = f"an unresolved git conflict, from line {first} to line {last}"
    return Slip(opened.start(), words, "keep what holds, and take the lines with the marks out")
