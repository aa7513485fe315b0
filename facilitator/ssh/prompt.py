"""One line typed at a plain terminal that is in raw mode."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LONGEST = 64
_CONTROL_C, _CONTROL_D, _CONTROL_U = "\x03", "\x04", "\x15"
_BACKSPACES = "\x7f\b"
_DASHES = "\u2212\u30fc\uff70"
"""A minus sign, and what the key of the hyphen types in Japanese."""
_RUB_OUT = "\b \b"
_BELL = "\a"
_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[^\[O])?")


@dataclass(frozen=True, slots=True)
class Typed:
    """What came of some input: what to echo, and whether the line is finished or abandoned."""

    echo: str = ""
    line: str | None = None
    left: bool = False


class LineEntry:
    """A line being typed. Enter finishes it; Ctrl-C leaves, and so does Ctrl-D.

    Printable ASCII only, and at most 64 characters: anything else rings the bell. What an input
    method types instead, as full-width letters and digits, comes out as ASCII.
    """

    def __init__(self) -> None:
        self._line = ""

    def feed(self, text: str) -> Typed:
        """Take what was typed; what follows a finished line in the same piece is dropped."""
        echo = ""
        for character in _ESCAPE_SEQUENCE.sub("", text):
            if character in "\r\n":
                line, self._line = self._line, ""
                hidden = _RUB_OUT * len(line) + "*" * len(line)
                return Typed(echo + hidden, line=line)
            if character in (_CONTROL_C, _CONTROL_D):
                return Typed(echo, left=True)
            echo += self._take(character)
        return Typed(echo)

    def _take(self, character: str) -> str:
        """Change the line by one key; return what shows the change."""
        if character in _BACKSPACES:
            rubbed, self._line = self._line[-1:], self._line[:-1]
            return _RUB_OUT if rubbed else ""
        if character == _CONTROL_U:
            rubbed, self._line = self._line, ""
            return _RUB_OUT * len(rubbed)
        plain = _plain(character)
        if not (plain.isascii() and plain.isprintable()) or len(self._line) >= _LONGEST:
            return _BELL
        self._line += plain
        return plain


def _plain(character: str) -> str:
    """The ASCII character that another one is a form of: wide, of a digit, a dash or a space."""
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Pd" or character in _DASHES:
        return "-"
    form = unicodedata.normalize("NFKC", character)
    return form if len(form) == 1 else character
