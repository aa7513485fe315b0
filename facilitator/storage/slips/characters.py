"""Characters that look like those of TOML and are none, and texts in quotes that end wrongly."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from facilitator.domain.text import INVISIBLE
from facilitator.storage.toml_scan import Token


class Slip(NamedTuple):
    """What was done wrong at a place of the text, counted in characters from 0, and the mend."""

    at: int
    message: str
    hint: str


_QUOTES = "“”„‟″«»‹›‘’‚‛′「」『』＂＇｀`´"
_DASHES = "‐‑‒–—―−－"
_STAND_FOR = {
    "＝": "=", "［": "[", "］": "]", "｛": "{", "｝": "}", "，": ",", "、": ",", "．": ".",
    "：": "=", "＃": "#", "；": ",", "【": "[", "】": "]",
}  # fmt: skip
_NAMES = {
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\ufeff": "a byte order mark",
    "\u00ad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\r": "the line end of an old Mac",
    "\t": "a tab",
}
_BLOCKS = ('"""', "'''")
_SAID = ("Illegal character", "Found invalid", "Unterminated", "Expected '\"", "Expected \"'")
"""How the parser speaks of these."""
_CLOSING = "”“„‟″’‘‚»«＂"


def of_character(text: str, at: int) -> Slip | None:
    """The slip where the character at a place is of those kinds; None where it is not."""
    char = text[at : at + 1]
    if not char or (char.isascii() and char not in "`\r") or text.startswith("```", at):
        return None
    told = _told(char)
    if told is None:
        return None
    hint = f"{told[1]}{_example(text, at)}" if char in _QUOTES else told[1]
    return Slip(at, told[0], hint)


def called(char: str) -> str:
    """What a character is called, with its number."""
    unnamed = "a control character" if unicodedata.category(char) == "Cc" else "a character"
    name = _NAMES.get(char) or unicodedata.name(char, unnamed).lower()
    return f"{name} (U+{ord(char):04X})"


def _told(char: str) -> tuple[str, str] | None:
    name = called(char)
    category = unicodedata.category(char)
    if char in _QUOTES:
        is_known = "` is no quote of TOML" if char == "`" else f"{char} is a typographic quote"
        return f"{is_known}, {name}", 'write " around the text, like '
    told = None
    if char == "\r":
        told = f"{name} stands here", "save the file with the line ends LF"
    elif category == "Zs":
        told = f"{name} stands here, which only looks like a space", "write a plain space"
    elif category in ("Cf", "Cc", "Cs", "Zl", "Zp") or char in INVISIBLE:
        told = f"{name} stands here, which nobody can see", "take it out"
    elif char in _DASHES:
        told = f"{char} is {name}", "write a plain hyphen, -"
    elif char in _STAND_FOR:
        told = f"{char} is {name}", f"write a plain {_STAND_FOR[char]}"
    elif char.isdecimal():
        told = f"{char} is {name}", f"write plain digits: {unicodedata.decimal(char)}"
    return told


def _example(text: str, at: int) -> str:
    """The text that stands between the quotes, if it ends soon."""
    inside = text[at + 1 : at + 61].partition("\n")[0]
    ends = [index for index, char in enumerate(inside) if char in _QUOTES + '"' + "'"]
    return f'"{inside[: ends[0]]}"' if ends and ends[0] else '"this"'


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
