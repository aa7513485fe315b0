"""Which slip was made where a text is no TOML: the parser only says what it can't go on with.

Each slip is told at its own place, with a mend that mends it. Here is the way from what the parser
says to the slip; where none is recognised, that is put in words. The modules below know one kind of
slip each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import tomli

from facilitator.domain.text import visible
from facilitator.storage.slips.statements import conflicts, of_line, of_rest, of_twice
from facilitator.storage.slips.values import (
    Slip,
    called,
    is_text,
    of_brackets,
    of_character,
    of_text,
    of_value,
    quotes_within,
)
from facilitator.storage.toml_scan import Statement, Token, statements, tokens
from facilitator.storage.toml_shape import Shape

_BACKSLASH = (
    "a backslash in a text has a meaning of its own",
    "write it twice, or the text in single quotes",
)
_IN_WORDS = {
    "Invalid value": ("no value can begin like this", "text needs quotes"),
    "Expected '='": ("= is missing after a key", "a key is followed by = and its value"),
    "Unclosed inline table": ("a table in braces has no closing }", "write } at its end"),
    "Unclosed array": ("an array has no closing ]", "write ] at its end"),
    "Expected newline": ("more stands here than one value", "each key has a line of its own"),
    "Unescaped": _BACKSLASH,
    "Invalid hex": _BACKSLASH,
    "Escaped character": ("this escape is no character", "write the character itself"),
    "Invalid date": ("there is no such day or time", "write one like 2027-03-22"),
    "Invalid initial": ("a key is missing here", "write a key, or take out the comma before"),
    "Invalid statement": ("this line is no key and no header", "write it as key = value"),
}
"""What the messages of the parser come to, by their beginnings."""
_COMMENT = re.compile(r"[ \t]#")


def slips(error: tomli.TOMLDecodeError, text: str, shape: Shape) -> list[Slip]:
    """What was done wrong, each with its place in the text; at least one."""
    unresolved = conflicts(text)
    if unresolved:
        return unresolved
    said, at = error.msg, min(error.pos, len(text))
    earlier = list(statements(text, at))
    start, statement, before = _spot(text, at, earlier)
    found = (
        of_twice(said, text, at, earlier, shape)
        or of_text(said, text, at, before)
        or of_character(text, at)
        or of_brackets(said, text, at, before)
        or (_of_value(text, at, statement, before) if statement is not None else None)
        or of_line(text, at, start)
    )
    return [found or _in_words(said, text, at)]


def _spot(
    text: str, at: int, before: Sequence[Statement]
) -> tuple[int, Statement | None, tuple[Token, ...]]:
    """Where what can't be read begins, in which statement, and what stands before in its value.

    Comments apart; where no statement can be made out, it begins with its line.
    """
    line = text.rfind("\n", 0, at) + 1
    last: Statement | None = None
    for each in before:
        is_behind_another = last is not None and "\n" not in text[last.end : each.start]
        if each.start > at or (each.start == at and is_behind_another):
            break
        last = each
    if last is None or last.opens or (last.end <= at and "\n" in text[last.end : at]):
        return line, None, ()
    found = tuple(each for each in tokens(text, last.value, at) if each.text[0] != "#")
    return max(line, last.start), last, found


def _of_value(text: str, at: int, statement: Statement, before: Sequence[Token]) -> Slip | None:
    """In the value of a key, or behind it on its line."""
    if at < statement.value:
        return None
    if before and is_text(before[0]) and before[0].end <= at:
        return of_rest(text, before[0].end, at) or _behind_text(text, before[0], at)
    value = _COMMENT.split(text[statement.value :].partition("\n")[0])[0]
    if "\n" in text[statement.value : at]:
        return None
    rest = of_rest(text, before[-1].end, at) if before else None
    told = rest or of_value(value)
    return told if isinstance(told, Slip) or told is None else Slip(statement.value, *told)


def _behind_text(text: str, value: Token, at: int) -> Slip | None:
    """What stands behind a text in quotes, as if it had ended too early."""
    if "\n" in value.text:
        line = text.count("\n", 0, value.start) + 1
        quotes = value.text[:3]
        words = f"the text that begins on line {line} ends here, at {quotes}"
        return Slip(value.end - len(quotes), words, f"is a closing {quotes} missing further up?")
    rest = text[at:].partition("\n")[0]
    return quotes_within(value) if value.text[0] in rest else None


def _in_words(said: str, text: str, at: int) -> Slip:
    if said.startswith(("Illegal character", "Found invalid character")):
        char = text[at : at + 1]
        return Slip(at, f"{called(char)} stands here, which nobody can see", "take it out")
    for beginning, (message, hint) in _IN_WORDS.items():
        if said.startswith(beginning):
            return Slip(at, message, hint)
    return Slip(at, visible(said, most_cells=120), "correct the syntax here, or before")
