"""Bounds on what a client types, applied ahead of the parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from facilitator.terminal.limits import TerminalLimits

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

    def __init__(self, limits: TerminalLimits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._pasting = False
        self._room = 0
        self._begun = ""
        self._latest = 0.0

    def feed(self, text: str) -> str:
        """Return what of ``text`` may go to the parser, with end marks put in where needed.

        Takes time for what is passed on; what is dropped is only looked through for an end mark.
        """
        passed = [self._end_silent_paste()]
        while text:
            take = self._pasted if self._pasting else self._typed
            let_in, text = take(text)
            passed.append(let_in)
        return "".join(passed)

    def _typed(self, text: str) -> tuple[str, str]:
        """Pass keys on at once, and notice where a paste begins; return what comes after that."""
        known = len(self._begun)
        seen = self._begun + text
        place = seen.find(PASTE_BEGIN)
        if place < 0:
            self._begun = _begun(seen, PASTE_BEGIN)
            return text, ""
        end = place + len(PASTE_BEGIN)
        self._begun = ""
        self._pasting = True
        self._room = self._limits.paste_characters
        return seen[known:end], seen[end:]

    def _pasted(self, text: str) -> tuple[str, str]:
        """Pass pasted text on while there is room; hold back what may become the end mark."""
        seen = self._begun + text
        place = seen.find(PASTE_END)
        if place >= 0:
            self._begun = ""
            let_in = self._let_in(seen[:place])
            return let_in + self._end_paste(), seen[place + len(PASTE_END) :]
        self._begun = _begun(seen, PASTE_END)
        return self._let_in(seen[: len(seen) - len(self._begun)]), ""

    def _let_in(self, text: str) -> str:
        """As much as there is room for, and the end mark once there is none."""
        if self._room <= 0 or not text:
            return ""
        kept = text.replace(ESCAPE, "")
        passed = kept[: self._room]
        self._room -= len(kept)
        return passed if self._room > 0 else passed + PASTE_END

    def _end_paste(self) -> str:
        self._pasting = False
        return PASTE_END if self._room > 0 else ""

    def _end_silent_paste(self) -> str:
        now = self._clock()
        silence = now - self._latest
        self._latest = now
        if not self._pasting or silence < self._limits.paste_seconds:
            return ""
        self._begun = ""
        return self._end_paste()


def _begun(text: str, mark: str) -> str:
    """The longest end of ``text`` that ``mark`` begins with, the whole mark apart."""
    place = text.rfind(ESCAPE, max(0, len(text) - len(mark) + 1))
    return text[place:] if place >= 0 and mark.startswith(text[place:]) else ""
