"""What a person types, as keys and pastes, within the limits on input."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Iterable
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.message import Message

from facilitator.terminal.budget import Budget
from facilitator.terminal.line import Line, TerminalLimits

ESCAPE: Final = "\x1b"
PASTE_BEGIN: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"
_AT_ONCE = 128
"""Characters handed on in one turn of the event loop."""
_log = logging.getLogger(__name__)


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


class KeyParser(XTermParser):
    """Textual's parser, without the cache on a method that keeps a thousand parsers alive.

    With each of them it would keep everything that takes its keys.
    """

    def _parse_extended_key(self, sequence: str) -> list[events.Key] | None:  # type: ignore[override]
        return XTermParser._parse_extended_key.__wrapped__(self, sequence)  # noqa: SLF001

    def close(self) -> None:
        """Let go of what the parser holds, which holds the parser."""
        if inspect.getgeneratorstate(self._gen) != inspect.GEN_RUNNING:
            self._gen.close()


class Input:
    """One terminal's input: hands on what was typed as Textual's messages.

    Whatever a terminal may claim comes out, sizes and positions too: who takes the messages picks
    those to believe.
    """

    def __init__(self, line: Line, take: Callable[[Message], None]) -> None:
        self._line = line
        self._take = take
        self._parser = KeyParser()
        self._paste_cap = PasteCap(line.limits, line.loop.time)
        self._pace = Budget(line.limits.input_burst, line.limits.input_rate, line.loop.time)
        self._pending = ""
        self._on_at: asyncio.TimerHandle | None = None
        self._tick_at: asyncio.TimerHandle | None = None
        self._is_holding = False
        self._listening = True

    def receive(self, text: str) -> None:
        """Take what was typed: a little of it at a time, so that nobody else has to wait for it.

        Until that is done no more is asked for, so that it can't pile up here.
        """
        self._pending += self._paste_cap.feed(text)
        if self._on_at is None and self._pending:
            self._go_on()

    def stop(self) -> None:
        """Hand on nothing more. A second call does nothing."""
        self._listening = False
        self._pending = ""
        self._take = _nobody
        self._parser.close()
        for timer in (self._on_at, self._tick_at):
            if timer is not None:
                timer.cancel()
        self._on_at = self._tick_at = None

    def _go_on(self) -> None:
        """Hand on a piece of what waits; the rest after the pause that the limits ask for."""
        self._on_at = None
        pause = 0.0
        if self._pending:
            piece, self._pending = self._pending[:_AT_ONCE], self._pending[_AT_ONCE:]
            pause = self._pace.spend(self._forward(self._parser.feed(piece)))
        if not self._listening:
            return
        if self._pending or pause:
            self._hold(pause)
            return
        if self._is_holding:
            self._is_holding = False
            self._line.resume_input()
        self._await_rest_of_sequence()

    def _hold(self, pause: float) -> None:
        if not self._is_holding:
            self._is_holding = True
            self._line.pause_input()
        self._on_at = self._line.loop.call_later(pause, self._go_on)

    def _forward(self, messages: Iterable[Message]) -> int:
        """Pass parsed input on; return how much there was.

        Textual's parser raises on some malformed sequences, and then is of no more use.
        """
        taken = 0
        parsed = iter(messages)
        while self._listening:
            try:
                message = next(parsed)
            except StopIteration:
                break
            except (ValueError, OverflowError, RuntimeError) as error:
                _log.debug("Unreadable terminal input: %s", type(error).__name__)
                self._parser = KeyParser()
                return taken + 1
            taken += 1
            self._take(message)
        return taken

    def _await_rest_of_sequence(self) -> None:
        """Have a lone Escape taken for the key once nothing more has come for a moment."""
        due = self._parser._timeout_time  # noqa: SLF001  (nothing public tells)
        if due is not None and self._tick_at is None and self._listening:
            self._tick_at = self._line.loop.call_later(ESCAPE_DELAY, self._tick)

    def _tick(self) -> None:
        self._tick_at = None
        if self._listening:
            self._forward(self._parser.tick())
            self._await_rest_of_sequence()


def _nobody(_: Message) -> None:
    """Whom input is handed to that has stopped: it holds nobody any more."""
