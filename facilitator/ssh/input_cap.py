"""Bounds on what a client types, applied ahead of Textual's parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from facilitator.ssh.limits import Limits

ESCAPE: Final = "\x1b"
PASTE_BEGIN: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"


class PasteCap:
    """Shortens bracketed pastes, so that one without an end can't fill memory or eat later keys.

    The parser keeps a paste until its end mark. Here the mark is put in once a paste is as long as
    allowed, and once it has been silent for so long that its end must have been lost. The rest of a
    shortened paste is dropped. Escape characters inside a paste are dropped too: the parser would
    turn what follows them into keys pressed.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._pasting = False
        self._room = 0
        self._matched = 0
        self._latest = 0.0

    def feed(self, text: str) -> str:
        """Return what of ``text`` may go to the parser, with end marks put in where needed."""
        return self._end_silent_paste() + "".join(map(self._pass_on, text))

    def _pass_on(self, character: str) -> str:
        return self._pasted(character) if self._pasting else self._typed(character)

    def _typed(self, character: str) -> str:
        """Pass a key on at once, and notice when a paste begins."""
        if self._matches(character, PASTE_BEGIN):
            self._pasting = True
            self._room = self._limits.paste_characters
        return character

    def _pasted(self, character: str) -> str:
        """Pass pasted text on while there is room; hold back what may become the end mark."""
        held = PASTE_END[1 : self._matched]
        if self._matches(character, PASTE_END):
            return self._end_paste()
        if self._matched > 1:
            return ""
        return self._let_in(held + ("" if character == ESCAPE else character))

    def _let_in(self, text: str) -> str:
        if self._room <= 0:
            return ""
        passed = text[: self._room]
        self._room -= len(text)
        return passed if self._room > 0 else passed + PASTE_END

    def _end_paste(self) -> str:
        self._pasting = False
        return PASTE_END if self._room > 0 else ""

    def _matches(self, character: str, mark: str) -> bool:
        """Follow ``mark`` by one character; return whether it is now complete."""
        if character == mark[self._matched]:
            self._matched += 1
        else:
            self._matched = 1 if character == ESCAPE else 0
        if self._matched < len(mark):
            return False
        self._matched = 0
        return True

    def _end_silent_paste(self) -> str:
        now = self._clock()
        silence = now - self._latest
        self._latest = now
        if not self._pasting or silence < self._limits.paste_seconds:
            return ""
        self._matched = 0
        return self._end_paste()


class InputPace:
    """How many input events a client may send: a burst, then a steady rate."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._credit = float(limits.input_burst)
        self._latest = clock()

    def spend(self, events: int) -> float:
        """Count ``events`` taken; return for how many seconds to read nothing now, mostly 0."""
        now = self._clock()
        gained = (now - self._latest) * self._limits.input_rate
        self._credit = min(float(self._limits.input_burst), self._credit + gained) - events
        self._latest = now
        return max(0.0, -self._credit / self._limits.input_rate)
