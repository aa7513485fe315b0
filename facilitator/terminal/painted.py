"""A screen on a terminal, painted line by line: what changed is sent, and nothing else.

For screens of which one process shows hundreds: each costs its lines and little more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Protocol

from textual import events
from textual.message import Message

from facilitator.terminal.keys import Input
from facilitator.terminal.line import ENTER, LEAVE, Line, frame

WORD_PARTS = frozenset("\u200b\u200c\u200d\u180b\u180c\u180d\u180e\u180f")
"""What keyboards type that is a part of words in some scripts, though nothing is printed for it."""
CATCH_UP_SECONDS = 0.1
"""How often a client that takes in too little is looked at again."""
REST = 20
"""Between two paints for new sizes so many times as long as one takes: a twentieth of a core is
what somebody gets who drags the edge of a window."""


class Screen(Protocol):
    """What is shown, and what its keys do."""

    @property
    def farewell(self) -> str:
        """Plain text for the normal terminal after the screen has ended; ``""`` for none."""

    def begin(self, canvas: Painted) -> None:
        """Start to show something on ``canvas``."""

    def rows(self, width: int, height: int) -> Sequence[bytes]:
        """The whole screen: ``height`` rows, each of exactly ``width`` cells with its colours."""

    def press(self, key: str, character: str | None) -> None:
        """Take a key, by Textual's name for it, and the character that it types, if any."""

    def paste(self, text: str) -> None:
        """Take pasted text."""

    def close(self) -> None:
        """Let go of everything: the screen is shown no more."""


class Painted:
    """Runs one screen on one terminal, to its end. All failures of it come out of its run."""

    return_code: int | None = None

    def __init__(self, line: Line, screen: Screen) -> None:
        self._line = line
        self.screen = screen
        self._input = Input(line, self._take)
        self._ended: asyncio.Future[None] = line.loop.create_future()
        self._error: BaseException | None = None
        self._shown: Sequence[bytes] = ()
        self._size = (0, 0)
        self._resized = 0.0
        self._paint_took = 0.0
        self._has_entered = False
        self._is_given_back = False
        self._paint_at: asyncio.Handle | None = None
        self._resize_at: asyncio.TimerHandle | None = None

    # What a server, or a program of its own, asks for

    @property
    def farewell(self) -> str:
        """Plain text for the normal terminal."""
        return self.screen.farewell

    async def run_async(self, *, mouse: bool = False) -> None:  # noqa: ARG002  (no mouse here)
        """Show the screen until it ends; raises what it fails of."""
        self._line.attach(self)
        try:
            self.soon(self._begin)
            await self._ended
        finally:
            self.give_back()
            self.screen.close()
        error, self._error = self._error, None  # whose traceback would keep everything here alive
        if error is not None:
            try:
                raise error
            finally:
                del error

    def exit(self) -> None:
        """End the screen."""
        if not self._ended.done():
            self._ended.set_result(None)

    # What the screen asks for

    def changed(self) -> None:
        """Ask for the rows and paint them, at the end of this turn of the event loop."""
        if self._paint_at is None and not self._is_given_back:
            self._paint_at = self._line.loop.call_soon(self._guarded, self._paint)

    def soon(self, step: Callable[[], None]) -> None:
        """Take a step soon; what it fails of ends this screen and nothing else."""
        self._line.loop.call_soon(self._guarded, step)

    def fail(self, error: BaseException) -> None:
        """End the screen for an error."""
        if not self._ended.done():
            self._error = error
            self.exit()

    # What the terminal tells

    def receive(self, text: str) -> None:
        """Take what was typed."""
        self._guarded(self._input.receive, text)

    def resize(self) -> None:
        """Paint for the terminal's new size, not too often."""
        if self._resize_at is None and not self._is_given_back:
            rest = max(self._line.limits.resize_seconds, REST * self._paint_took)
            earliest = self._resized + rest
            self._resize_at = self._line.loop.call_at(earliest, self._guarded, self._follow_size)

    def give_back(self) -> None:
        """Leave the terminal as it was found. A second call does nothing."""
        if self._is_given_back:
            return
        self.step_back()
        self._is_given_back = True
        self._input.stop()
        for handle in (self._paint_at, self._resize_at):
            if handle is not None:
                handle.cancel()

    def step_back(self) -> None:
        """Leave the terminal as it was found, until :meth:`retake`."""
        if self._has_entered and not self._is_given_back:
            self._has_entered = False
            self._line.send(LEAVE.encode())

    def retake(self) -> None:
        """Paint all of the screen."""
        self._size = (0, 0)
        self.changed()

    def _begin(self) -> None:
        self.screen.begin(self)
        self._paint_now()

    def _take(self, message: Message) -> None:
        """Hand on keys and pastes; whatever else a terminal may claim is not believed."""
        if isinstance(message, events.Key):
            is_text = message.is_printable or message.character in WORD_PARTS
            character = message.character if is_text else None
            self._guarded(self.screen.press, message.key, character)
        elif isinstance(message, events.Paste):
            self._guarded(self.screen.paste, message.text)

    def _follow_size(self) -> None:
        self._resize_at = None
        self._resized = self._line.loop.time()
        self._paint_now()

    def _paint_now(self) -> None:
        if self._paint_at is not None:
            self._paint_at.cancel()
        self._paint()

    def _paint(self) -> None:
        """Send the rows that differ from those on the terminal.

        A client that takes in too little gets none until it has caught up, and then the newest.
        """
        self._paint_at = None
        if self._line.unsent() > self._line.limits.stale_bytes:
            again = self._line.loop.call_later(CATCH_UP_SECONDS, self._guarded, self._paint)
            self._paint_at = again
            return
        began = perf_counter()
        size = self._line.size
        rows = fitted(self.screen.rows(*size), size[1])
        before = self._shown if size == self._size else (None,) * len(rows)
        parts = [
            b"\x1b[%d;1H%b" % (place, row)
            for place, (row, old) in enumerate(zip(rows, before, strict=True), start=1)
            if row is not old and row != old
        ]
        self._shown, self._size = rows, size
        if not self._has_entered:
            self._has_entered = True
            parts.insert(0, ENTER.encode())
            self._line.drawn()
        if parts:
            self._line.send(frame(b"".join(parts)))
        self._paint_took = perf_counter() - began

    def _guarded(self, step: Callable[..., None], *arguments: str | None) -> None:
        """Take a step; whatever it fails of ends this screen, and this screen alone."""
        if self._ended.done():
            return
        try:
            step(*arguments)
        except Exception as error:  # noqa: BLE001  (told by the run)
            self.fail(error)


def fitted(rows: Sequence[bytes], height: int) -> Sequence[bytes]:
    """Exactly so many rows, whatever a screen has drawn: missing ones are blank."""
    if len(rows) == height:
        return rows
    return [*rows[:height], *[b"\x1b[0m\x1b[K"] * (height - len(rows))]
