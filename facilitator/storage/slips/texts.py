"""Texts in quotes that never end, or that end too early."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.storage.slips.characters import called
from facilitator.storage.slips.slip import Slip
from facilitator.storage.toml_scan import Token

_BLOCKS = ('"""', "'''")
_SAID = ("Illegal character", "Found invalid", "Unterminated", "Expected '\"", "Expected \"'")
"""How the parser speaks of these."""
_CLOSING = "”“„‟″’‘‚»«＂"


def of_text(said: str, text: str, at: int, before: Sequence[Token]) -> Slip | None:
    """A text that is open where the line or the file ends; ``before`` is its value up to there."""
    if not said.startswith(_SAID):
        return None
    if at < len(text) and text[at] != "\n":
        char = text[at]
        told = f"{called(char)} stands in a text or a comment, where nobody can see it"
        return Slip(at, told, "take it out")
    block = next((each for each in before if text.startswith(_BLOCKS, each.start)), None)
    if block is not None and not _ends(block):
        quotes = text[block.start : block.start + 3]
        return Slip(
            block.start,
            f"the text that begins here has no closing {quotes}",
            f"write {quotes} at its end",
        )
    line = text.rfind("\n", 0, at) + 1
    opened = [each for each in before if each.text in ('"', "'") and each.start >= line]
    return _of_line(text, opened[0].start, at) if opened else None


def is_text(token: Token) -> bool:
    """Whether a value is text in quotes."""
    return len(token.text) > 1 and token.text[0] in "\"'"


def quotes_within(value: Token) -> Slip:
    """The slip where a text has quotes within, of the kind that it stands in."""
    if value.text[0] == "'":
        told, hint = "a ' within single quotes ends the text", 'put it in double quotes, "…"'
    else:
        told = 'a " within the text ends it'
        hint = 'write \\" for those within, or put the text in single quotes'
    return Slip(value.end - 1, told, hint)


def _ends(block: Token) -> bool:
    least = 2 * len(_BLOCKS[0])
    return len(block.text) >= least and block.text.endswith(block.text[:3])


def _of_line(text: str, opening: int, at: int) -> Slip:
    """A text whose quote is open at the end of its line."""
    quote, inside = text[opening], text[opening + 1 : at]
    end = inside.rstrip(" \t,;]}")
    if end and end[-1] in _CLOSING:
        told = f"the text begins with {quote} and ends with {end[-1]}, {called(end[-1])}"
        return Slip(opening + len(end), told, f"write {quote} at its end, no typographic quote")
    line = text.rfind("\n", 0, opening) + 1
    if quote == "'" and "'" in text[line:opening]:
        told = "a ' within single quotes ends the text"
        return Slip(opening, told, 'put the text in double quotes, "…"')
    if quote == '"' and '"' in text[line:opening] and inside.strip(" \t,;]}") == "":
        told = 'a " stands here that opens a text, and nothing closes it'
        return Slip(opening, told, 'take it out, or write \\" for a quote within a text')
    told = f"the text that begins here has no closing {quote}"
    hint = f'text in quotes ends on its line: write {quote} there, or the text between """ and """'
    return Slip(opening, told, hint)
