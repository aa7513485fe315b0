"""A painted screen on a terminal of the test's own, read as a person reads it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import asynccontextmanager

import pyte

from facilitator.terminal.line import TerminalLimits
from facilitator.terminal.painted import Painted

PATIENCE = 5.0
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "question_mark": "?",
    "exclamation_mark": "!",
    "plus": "+",
    "minus": "-",
    "ctrl+c": "\x03",
    "ctrl+u": "\x15",
}
"""What a terminal sends for keys, by Textual's names for them."""


SELECTION = re.compile(r"\x1b\[([0-9;]*)m")


def words_of(row: bytes) -> str:
    """What a row says, without the codes that select its colours."""
    return SELECTION.sub("", row.decode())


class FakeLine:
    """A terminal that keeps what it is sent, and shows it."""

    def __init__(self, size=(80, 24), term="xterm-256color"):
        self.limits = TerminalLimits()
        self.loop = asyncio.get_running_loop()
        self.size = size
        self.term = term
        self.raw = b""
        self.attached = None
        self.is_drawn = False
        self.held_back = 0
        self.is_paused = False
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)

    def attach(self, terminal):
        self.attached = terminal

    def send(self, data):
        self.raw += data
        self._stream.feed(data)

    def unsent(self):
        return self.held_back

    def pause_input(self):
        self.is_paused = True

    def resume_input(self):
        self.is_paused = False

    def drawn(self):
        self.is_drawn = True

    def resize(self, columns, rows):
        self.size = (columns, rows)
        self._screen.resize(rows, columns)
        self.attached.resize()

    @property
    def shown(self):
        return "\n".join(line.rstrip() for line in self._screen.display)


class OnScreen:
    """Somebody at such a terminal."""

    def __init__(self, painted, line):
        self.painted = painted
        self.line = line

    @property
    def screen(self):
        return self.painted.screen

    @property
    def shown(self):
        return self.line.shown

    @property
    def farewell(self):
        return self.painted.farewell

    @property
    def is_running(self):
        return not self.painted._ended.done()

    async def press(self, *keys):
        """Press keys, one after the other, as a person does."""
        for key in keys:
            self.line.attached.receive(KEYS.get(key, key))
            if key == "escape":
                await asyncio.sleep(0.15)  # the parser waits for what might follow
            await self.settle()

    async def paste(self, text):
        self.line.attached.receive(f"\x1b[200~{text}\x1b[201~")
        await self.settle()

    async def settle(self):
        """Let everything happen that is about to."""
        for _ in range(12):
            await asyncio.sleep(0)

    async def until_that(self, holds: Callable[[], bool]):
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 - a screen has no event for each of its words
                await asyncio.sleep(0.005)

    async def until(self, *words, gone=()):
        """Wait until all words are shown and none of ``gone`` is."""
        try:
            await self.until_that(
                lambda: (
                    all(word in self.shown for word in words)
                    and not any(word in self.shown for word in gone)
                )
            )
        except TimeoutError:
            told = f"not seen: {words}, gone {gone}; there is\n{self.shown}"
            raise AssertionError(told) from None


@asynccontextmanager
async def on_screen(screen, size=(80, 24), **line):
    """Show a screen as long as the block runs; what it fails of is raised then."""
    at = FakeLine(size, **line)
    painted = Painted(at, screen)
    run = asyncio.create_task(painted.run_async())
    seat = OnScreen(painted, at)
    await seat.settle()
    try:
        yield seat
    finally:
        painted.exit()
        await run
