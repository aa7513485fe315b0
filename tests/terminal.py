"""A pseudo-terminal with a program in it, read as a person reads it.

Everything that the program writes goes through a terminal emulator, so that a test can wait for
what the screen says; the raw bytes are kept for tests that look at the wire.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import ptyprocess
import pyte

PATIENCE = 60.0
"""Seconds to wait for something to appear, on the slowest machine."""

TO_READ = 0.5
"""Seconds that somebody takes to read a screen before pressing a key: the program asks for it."""
_CLOCKS = re.compile(r"\d+:\d\d")
AGAIN_AFTER = 10.0
"""Seconds after which somebody presses a key again when nothing has come of it."""


class NotSeen(AssertionError):  # noqa: N818 - reads as what happened
    """What was waited for did not appear; shows what the screen says instead."""


class Terminal:
    """One program in one terminal. Use as a context manager: its end ends the program."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        size: tuple[int, int] = (80, 24),
        only_this: bool = False,
    ) -> None:
        """``only_this``: the program has nothing of the tests' own environment beside ``env``."""
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._news = threading.Condition()
        self._raw = bytearray()
        self._ended = False
        self._words = ""
        self._changed_at = time.monotonic()
        environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        for size_of_another in ("COLUMNS", "LINES"):
            environment.pop(size_of_another, None)
        if only_this:
            environment = dict(env or {})
        self.process = ptyprocess.PtyProcess.spawn(
            list(argv), env=environment, cwd=cwd and str(cwd), dimensions=(lines, columns)
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.isalive():
            self.kill()
        self._reader.join(PATIENCE)
        self.process.close(force=True)

    @property
    def raw(self) -> bytes:
        """Every byte written so far."""
        with self._news:
            return bytes(self._raw)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will be written."""
        with self._news:
            return self._ended

    @property
    def text(self) -> str:
        """What the screen says now."""
        with self._news:
            return "\n".join(line.rstrip() for line in self._lines()).rstrip()

    def painted_since(self, start: int) -> list[str]:
        """What was written after so many raw bytes, where it stands on the screen, line by line."""
        screen = pyte.Screen(self._screen.columns, self._screen.lines)
        pyte.ByteStream(screen).feed(_understood(self.raw[start:]))
        return list(screen.display)

    def send(self, keys: str) -> None:
        """Press keys."""
        self.process.write(keys.encode())

    def see(self, *wanted: str, patience: float = PATIENCE) -> str:
        """Wait until the screen says everything wanted; return all that it says then."""
        return self.see_that(
            lambda text: all(words in text for words in wanted), " and ".join(wanted), patience
        )

    def let_it_be_read(self) -> None:
        """Wait until the screen, but for its clocks, has been the same for a moment."""
        deadline = time.monotonic() + PATIENCE
        with self._news:
            while (now := time.monotonic()) < min(self._changed_at + TO_READ, deadline):
                self._news.wait(self._changed_at + TO_READ - now)

    def press(self, keys: str, *wanted: str) -> str:
        """Press keys until the screen says everything wanted.

        As a person does who pressed too soon: keys that come within a blink of a change on the
        screen are not acted on, so that nobody acts on what they have not read. Pressed again only
        where nothing at all has come of it.
        """
        deadline = time.monotonic() + PATIENCE
        self.let_it_be_read()
        while True:
            before = self._words
            self.send(keys)
            try:
                return self.see(*wanted, patience=AGAIN_AFTER)
            except NotSeen:
                if time.monotonic() > deadline or self._ended:
                    raise
            if self._words != before:
                return self.see(*wanted)

    def press_to_end(self, keys: str) -> int:
        """Press keys, again if need be, until the program has ended; return its exit code."""
        for _ in range(int(PATIENCE / AGAIN_AFTER)):
            self.let_it_be_read()
            self.send(keys)
            self._reader.join(AGAIN_AFTER)
            if not self._reader.is_alive():
                break
        return self.wait_for_end()

    def see_no(self, unwanted: str) -> str:
        """Wait until the screen does not say something any more."""
        return self.see_that(lambda text: unwanted not in text, f"no {unwanted!r}")

    def see_that(self, holds: Callable[[str], bool], what: str, patience: float = PATIENCE) -> str:
        """Wait until something holds for what the screen says."""
        deadline = time.monotonic() + patience
        while True:
            text = self.text
            if holds(text):
                return text
            with self._news:
                left = deadline - time.monotonic()
                if left <= 0 or self._ended:
                    raise NotSeen(f"not seen: {what}\nthe screen says:\n{text}")
                self._news.wait(min(left, 1.0))

    def wait_for_end(self) -> int:
        """Wait until the program has ended; return its exit code, or minus the signal's number."""
        self._reader.join(PATIENCE)
        if self._reader.is_alive():
            raise NotSeen(f"the program has not ended\nthe screen says:\n{self.text}")
        self.process.wait()
        status = self.process.exitstatus
        return -self.process.signalstatus if status is None else status

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the program."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, number)

    def hang_up(self) -> None:
        """Close the terminal itself, as somebody who closes its window.

        Whoever waits for the program to write keeps it open until then: a new size has it write.
        """
        kept = os.dup(self.process.fd)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, self.process.fd)
        os.close(nowhere)
        fcntl.ioctl(kept, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 70, 0, 0))
        self._reader.join(PATIENCE)
        os.close(kept)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        with self._news:
            self._screen.resize(lines, columns)
        self.process.setwinsize(lines, columns)

    def _lines(self) -> list[str]:
        """The screen's lines. The emulator's own fail where half of a wide character is left."""
        screen = self._screen
        return [
            "".join(screen.buffer[y][x].data for x in range(screen.columns))
            for y in range(screen.lines)
        ]

    def _read(self) -> None:
        while True:
            try:
                data = self.process.read(65536)
            except (EOFError, OSError):
                break
            with self._news:
                self._raw += data
                self._stream.feed(_understood(data))
                words = _CLOCKS.sub("", "".join(self._lines()))
                if words != self._words:
                    self._words, self._changed_at = words, time.monotonic()
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


def _understood(data: bytes) -> bytes:
    """The bytes without the few sequences that the emulator takes for text."""
    for sequence in (b"\x1b[>1u", b"\x1b[<u", b"\x1b[<1u"):
        data = data.replace(sequence, b"")
    return data
