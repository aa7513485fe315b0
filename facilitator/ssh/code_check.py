"""The code prompt in a plain terminal, and the line that is typed at it."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from facilitator.ssh import words
from facilitator.ssh.limits import Limits

LEFT = 0
REFUSED = 1
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


class CodeCheck:
    """Asks for a code, a few times, and says how that ended.

    A right code is answered at once. The answer to a wrong one is held back, longer the more codes
    have failed from the same address; what is typed meanwhile is dropped. It can be attached to a
    line as it is.
    """

    def __init__(
        self,
        limits: Limits,
        welcome: str,
        *,
        admits: Callable[[str], bool],
        failed: Callable[[], float],
        send: Callable[[bytes], None],
        admitted: Callable[[str], None],
        closed: Callable[[str, int], None],
    ) -> None:
        """Hand an accepted code to ``admitted``, else last words and a status to ``closed``.

        ``welcome`` is shown above the prompt; ``failed`` is called for every wrong code, and says
        for how many seconds the answer to it is held back.
        """
        self._limits = limits
        self._welcome = welcome
        self._admits = admits
        self._failed = failed
        self._send = send
        self._admitted = admitted
        self._closed = closed
        self._entry = LineEntry()
        self._typed = 0
        self._wrong = 0
        self._answer_at: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Show the welcome line and the prompt."""
        self._send(words.on_terminal(f"\n{self._welcome}\n\n{words.CODE_PROMPT}"))

    def receive(self, text: str) -> None:
        """Take what the person types."""
        if self._answer_at is not None:
            return
        self._typed += len(text)
        if self._typed > self._limits.code_characters:
            self._closed(words.NO_CODE, REFUSED)
            return
        typed = self._entry.feed(text)
        self._send(typed.echo.encode())
        if typed.left:
            self._closed(words.GOODBYE, LEFT)
        elif typed.line is not None:
            self._typed = 0
            self._consider(typed.line.strip())

    def resize(self) -> None:
        """Nothing to do: what is shown are lines."""

    step_back = resize

    def give_back(self) -> None:
        """Forget an answer that is being held back: nobody waits for it any more."""
        if self._answer_at is not None:
            self._answer_at.cancel()

    def retake(self) -> None:
        """Ask again."""
        self.ask()

    def _consider(self, code: str) -> None:
        if not code:
            self._send(words.on_terminal(f"\n{words.CODE_PROMPT}"))
        elif self._admits(code):
            self._send(b"\r\n")
            self._admitted(code)
        else:
            self._wrong += 1
            loop = asyncio.get_running_loop()
            self._answer_at = loop.call_later(self._failed(), self._answer_wrong)

    def _answer_wrong(self) -> None:
        self._answer_at = None
        if self._wrong >= self._limits.code_tries:
            self._closed(words.NO_MORE_TRIES, REFUSED)
        else:
            self._send(words.on_terminal(f"\n{words.WRONG_CODE}\n\n{words.CODE_PROMPT}"))
