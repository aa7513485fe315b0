"""One line typed at a plain terminal that is in raw mode."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 64
_CONTROL_C, _CONTROL_D, _CONTROL_U = "\x03", "\x04", "\x15"
_BACKSPACES = "\x7f\b"
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

    Printable ASCII only, and at most 64 characters: anything else rings the bell.
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
        if not (character.isascii() and character.isprintable()) or len(self._line) >= _LONGEST:
            return _BELL
        self._line += character
        return character
