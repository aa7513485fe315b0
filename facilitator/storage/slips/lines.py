"""Lines that are no statement of TOML: from other formats, from spreadsheets, or half a header."""

from __future__ import annotations

import re

from facilitator.domain.text import visible
from facilitator.storage.slips.characters import Slip, called
from facilitator.storage.toml_scan import KEY

_MOST_CELLS = 40
_WORD = r"[A-Za-z0-9_-]+"
_COLON = re.compile(rf"({KEY})[ \t]*(:=|=>|:)[ \t]*([^\n]*)")
_NO_EQUALS = re.compile(rf"({KEY})[ \t]+([\"'\[{{]|[+-]?\d|true\b|false\b)")
_VALUE = re.compile(r"[\"'\[{\d…]|(?:true|false)\Z")
_SPACES = re.compile(rf"({_WORD}(?:[ \t]+{_WORD})+)[ \t]*=")
_HEADER = re.compile(r"(\[+)[ \t]*([^\]\[\n#]*?)[ \t]*(\]*)(?=[ \t]*(?:#|\n|\Z))")
_OTHERS_COMMENT = re.compile(r"//|/\*|;|--(?!-)|<!--|%|\bREM\b|'''")
_FENCE = re.compile(r"```|~~~")
_CELLS = re.compile(r"[^\n=]*\S[ \t]*\t[^\n=]*")
_CELLS_TOLD = (
    "a row of a spreadsheet stands here, with tabs between its cells",
    'write each cell as key = "value" on a line of its own, below a [[header]]',
)
_LIST = re.compile(r"[-*•–][ \t]+")


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
        told = f"{letter} stands in a key, and is {called(letter)}: keys are of a-z, 0-9, _ and -"
        return Slip(at, told, "write the key without it, or in quotes")
    if "=" not in line:
        told = f"this line is no key with a value: {visible(line, most_cells=_MOST_CELLS)}"
        hint = 'begin a comment with #; text over several lines stands between """ and """'
        return Slip(begin, told, hint)
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
    if _FENCE.match(line):
        return "a fence of Markdown stands here", "take this line out"
    if line.startswith("{"):
        return "this is JSON, or the like, and no TOML", "write key = value below [headers]"
    if line.startswith("<") and not line.startswith("<!--"):
        return "this is HTML, or the like, and no TOML", "write key = value below [headers]"
    if line in ("---", "...", "+++"):
        return f"{line} has no meaning in TOML", "take this line out"
    if _LIST.match(line):
        told = "a list of YAML or Markdown stands here"
        return told, 'write [[header]] before each entry of tables, or ["one", "two"] for texts'
    if _OTHERS_COMMENT.match(line):
        return "a comment begins with #", "write # at the beginning of this line"
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
        told = f"a tab stands after {shown}, and no =" if is_tab else f"= is missing after {shown}"
        return told, f"write {shown} = and its value"
    return None


def _of_cells(line: str) -> tuple[str, str] | None:
    if _CELLS.fullmatch(line):
        return _CELLS_TOLD
    if "=" not in line and "," in line and '"' not in line.partition(",")[0]:
        return "a row of a table stands here, with commas between its cells", _CELLS_TOLD[1]
    return None
