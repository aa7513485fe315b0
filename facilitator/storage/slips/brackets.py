"""Arrays, and tables in braces: commas that are missing or too many, and brackets never closed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from facilitator.domain.text import visible
from facilitator.storage.slips.slip import Slip
from facilitator.storage.slips.texts import is_text, quotes_within
from facilitator.storage.slips.values import of_value
from facilitator.storage.toml_scan import KEY, SPACE, Token

_STATEMENT = re.compile(rf"{KEY}[ \t]*=|\[\[?[ \t]*{KEY}[ \t]*\]\]?[ \t]*(?:#|\n|\Z)")
_ELEMENT = re.compile(r"[^\n#,\]}]*")
_DECIMAL = re.compile(r"(\d+),(\d+)\Z")
_CLOSES = {"[": "]", "{": "}"}
_KINDS = {"[": "array", "{": "table in braces"}


def of_brackets(said: str, text: str, at: int, before: Sequence[Token]) -> Slip | None:
    """The slip in what is open at a place; ``before`` is what of its value stands before that."""
    opened = _opened(before)
    if opened is None:
        return None
    last, char = before[-1], text[at : at + 1]
    is_end = not char or (char in "]}" and char != _CLOSES[opened.text])
    # An older parser keeps a table in braces to one line.
    if char == "\n" and opened.text == "{":
        is_end = said.startswith("Unclosed") or text.startswith(("{", "]"), _skip(text, at))
    if is_end or _is_next_statement(text, at, before, opened):
        told = f"the {_KINDS[opened.text]} that begins here has no closing {_CLOSES[opened.text]}"
        return Slip(opened.start, told, f"write {_CLOSES[opened.text]} at its end")
    return (
        _of_sign(said, text, at, opened)
        or _of_decimal(text, at, opened)
        or _of_two_values(said, text, at, last)
        or _of_value(said, text, at)
    )


def _skip(text: str, at: int) -> int:
    match = SPACE.match(text, at)
    return match.end() if match else at


def _opened(before: Sequence[Token]) -> Token | None:
    """The bracket that is open after all that; None where none is."""
    stack: list[Token] = []
    for token in before:
        if token.text in _CLOSES:
            stack.append(token)
        elif token.text in _CLOSES.values() and stack:
            stack.pop()
    return stack[-1] if stack else None


def _is_next_statement(text: str, at: int, before: Sequence[Token], opened: Token) -> bool:
    """Whether the next statement begins at the place, so that the brackets were to end before."""
    is_first = not text[text.rfind("\n", 0, at) + 1 : at].strip()
    if not is_first or not _STATEMENT.match(text, at):
        return False
    # Within braces a key on a line of its own may be the table's own.
    return opened.text == "[" or text[at] == "[" or before[-1].text not in (",", "{")


def _of_sign(said: str, text: str, at: int, opened: Token) -> Slip | None:
    char = text[at]
    if char == ",":
        told = "a comma stands where a value or a key belongs"
        return Slip(at, told, "take one comma out")
    if char in ";|":
        return Slip(at, f"{char} stands where a comma belongs", "write , there")
    if opened.text == "{" and char == ":":
        return Slip(at, ": stands where = belongs", "write = there")
    if opened.text == "{" and said.startswith("Invalid initial") and char in "}\n":
        told = "a table in braces stands on one line, and ends without a comma"
        return Slip(at, told, "write it so, or give the table a header of its own")
    return None


def _of_decimal(text: str, at: int, opened: Token) -> Slip | None:
    """A decimal comma where commas part keys."""
    if opened.text != "{":
        return None
    match = _DECIMAL.search(text[text.rfind("\n", 0, at) + 1 : at].rstrip())
    told = of_value(match.group()) if match else None
    if match is None or told is None:
        return None
    return Slip(text.rfind("\n", 0, at) + 1 + match.start(), *told)


def _of_two_values(said: str, text: str, at: int, last: Token) -> Slip | None:
    """Two values with nothing between them, or one that was cut in two."""
    if not said.startswith("Unclosed") or last.text in (",", "=", *_CLOSES):
        return None
    if is_text(last):
        if last.end == at and text[at] not in "\"'[{":
            return quotes_within(last)
    elif last.text not in _CLOSES.values():
        told = of_value(text[last.start : at] + _rest(text, at))
        if told is not None and last.end == at:
            return Slip(last.start, *told)
    shown = visible(last.text, most_cells=40)
    return Slip(last.end, "a comma is missing between two values", f"write , after {shown}")


def _of_value(said: str, text: str, at: int) -> Slip | None:
    told = of_value(_rest(text, at)) if said.startswith("Invalid value") else None
    if told is None:
        return None
    return Slip(at, *told)


def _rest(text: str, at: int) -> str:
    match = _ELEMENT.match(text, at)
    return match.group() if match else ""
