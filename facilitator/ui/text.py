"""The one way untrusted text reaches a screen.

Textual and Rich hand escape sequences, C1 controls and bidirectional overrides on to the terminal
from every widget; turning markup off stops markup, not escapes. So whatever people or files have
written goes through here last, however well it was checked on its way in. Widths are measured as
Textual measures them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from textual.content import Content

from facilitator.domain.text import JOINER, WORD_BREAK, WORD_PARTS, is_part_of_word, joins_emoji

REPLACEMENT = "\ufffd"
"""What stands for a character that must not reach a terminal."""
ELLIPSIS = "…"
MARKS_IN_A_ROW = 4
"""Most combining marks shown on one character; more would smear over the lines around."""

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Invisible although letters, marks or symbols: they would make a name look empty or like another.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
# These say how neighbours are drawn, and terminals differ on it. Without them each symbol is drawn
# by itself, as wide as Textual believes, which takes whatever a joiner joins for one.
_JOINERS = frozenset(f"{JOINER}\ufe0e\ufe0f")
_SPACES = frozenset("\n\r\t\v\f\x85\u2028\u2029")


def printable(text: str) -> str:
    """The text as one line that no terminal obeys: for drawing lines.

    Line breaks and tabs become spaces; joiners are dropped, but not what keeps letters apart;
    controls, formatting and bidirectional characters, surrogates, private-use and unassigned ones
    become ``REPLACEMENT``.
    """
    if text.isascii() and text.isprintable():
        return text
    return _printable(text) if len(text) <= _KEPT_CHARACTERS else _neutralised(text)


def typed(text: str) -> str:
    """The text as it may be typed and kept: as :func:`printable`, and all parts of words stay.

    So do the joiners of emoji, one at the end included: what it joins may be yet to come.
    """
    if text.isascii() and text.isprintable():
        return text
    return _neutralised(text, keeps_parts=True)


def is_typed(key: str) -> bool:
    """Whether a key's character is for typing, be it a part of words that shows nothing."""
    return key.isprintable() or key in WORD_PARTS


def content(text: str) -> Content:
    """The text for a widget: its line breaks kept, no markup read, nothing obeyed."""
    return Content("\n".join(printable(line) for line in lines_of(text)))


def lines_of(text: str) -> list[str]:
    """The text split where it breaks its lines, whatever system it was written on."""
    return re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)


def cells(text: str) -> int:
    """How many terminal cells the text takes, once printable, as Textual will lay it out."""
    return cell_len(text.replace(JOINER, ""))


def fit(text: str, most: int) -> str:
    """The text as one printable line of at most ``most`` cells; what is cut ends in an ellipsis."""
    line = printable(text)
    if cell_len(line) <= most:
        return line
    if most <= 0:
        return ""
    return head(line, most - 1).rstrip(" ") + ELLIPSIS


def pad(text: str, width: int) -> str:
    """The text fitted into exactly ``width`` cells, with spaces behind."""
    line = fit(text, width)
    return line + " " * (width - cell_len(line))


def head(text: str, most: int) -> str:
    """The longest start of a printable text that takes at most ``most`` cells."""
    if text.isascii():
        return text[: max(0, most)]
    used = 0
    for index, char in enumerate(text):
        used += cell_len(char)
        if used > most:
            return text[:index]
    return text


def wrap(text: str, width: int) -> list[str]:
    """The text as printable lines of at most ``width`` cells (1 or more), broken between words.

    Its own line breaks are kept; a word wider than a line is broken where it must be.
    """
    return [line for paragraph in lines_of(text) for line in _wrap_line(paragraph, max(1, width))]


def _wrap_line(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in printable(paragraph).split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = broken(word, width)
        lines.extend(full)
    return [*lines, line]


def broken(word: str, width: int) -> list[str]:
    """A printable word in pieces that fit; a character wider than all becomes an ellipsis."""
    pieces: list[str] = []
    while cell_len(word) > width:
        piece = head(word, width)
        pieces.append(piece or ELLIPSIS)
        word = word[len(piece) or 1 :]
    return [*pieces, word] if word or not pieces else pieces


_KEPT_CHARACTERS = 512


def _neutralised(text: str, *, keeps_parts: bool = False) -> str:
    shown: list[str] = []
    marks = 0
    for index, char in enumerate(text):
        if char in WORD_PARTS and is_part_of_word(text, index):
            if keeps_parts or char not in (JOINER, WORD_BREAK):
                shown.append(char)
            continue
        if char in _JOINERS:
            if keeps_parts and char == JOINER and _joins_or_will(text, index):
                shown.append(char)
            continue
        category = unicodedata.category(char)
        if (category[0] == "M" and char not in _INVISIBLE) or _is_trailing_jamo(char):
            marks += 1
            if not shown:
                shown.append(REPLACEMENT)
            if marks <= MARKS_IN_A_ROW:
                shown.append(char)
            continue
        marks = 0
        shown.append(_shown(char, category))
    return "".join(shown)


_printable = lru_cache(maxsize=2048)(_neutralised)


def _joins_or_will(text: str, index: int) -> bool:
    """Whether a joiner joins emoji, or would if one came after it."""
    return joins_emoji(text if index + 1 < len(text) else f"{text}\U0001f600", index)


def _is_trailing_jamo(char: str) -> bool:
    """Whether it is a Hangul vowel or final, which is drawn onto the character before it."""
    return ("\u1160" < char <= "\u11ff") or "\ud7b0" <= char <= "\ud7fb"


def _shown(char: str, category: str) -> str:
    if char in _SPACES:
        return " "
    if category in _HARMFUL and not _may_be_new_emoji(char, category):
        return REPLACEMENT
    return REPLACEMENT if char in _INVISIBLE else char


def _may_be_new_emoji(char: str, category: str) -> bool:
    """Whether it is unknown only because this Python's Unicode is older than the picture."""
    return category == "Cn" and "\U0001f300" <= char <= "\U0001faff"
