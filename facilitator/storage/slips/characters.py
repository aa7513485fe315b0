"""Characters that look like those of TOML and are none: from word processors, pages and phones."""

from __future__ import annotations

import unicodedata

from facilitator.domain.text import INVISIBLE
from facilitator.storage.slips.slip import Slip

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
