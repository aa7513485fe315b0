"""The terminal that this program was started in."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from facilitator.terminal.line import Attached, TerminalLimits

_BY_SSH = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_PIECE = 4096
_LAST_WORDS_SECONDS = 1.0
"""How long the last of the output may take; a terminal that takes nothing is not waited for."""


def is_reached_by_ssh(environment: Mapping[str, str]) -> bool:
    """Whether this process's own terminal is at the other end of an SSH connection."""
    return any(environment.get(name) for name in _BY_SSH)


@contextlib.contextmanager
def own_terminal(lost: Callable[[], None]) -> Iterator[OwnTerminal]:
    """Take over standard input's terminal, and give it back as it was found.

    ``lost`` is called when it is gone. What was typed before is kept: it can be meant for what
    comes now. Raises OSError or termios.error where standard input is no terminal.
    """
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    with _opened_anew(descriptor) as writing:
        terminal = OwnTerminal(descriptor, writing, before, lost)
        tty.setraw(descriptor, termios.TCSANOW)
        terminal.listen()
        try:
            yield terminal
        finally:
            terminal.close()
            with contextlib.suppress(termios.error):
                termios.tcsetattr(descriptor, termios.TCSANOW, before)


class OwnTerminal:
    """A terminal as a line for screens; see :func:`own_terminal`."""

    def __init__(
        self, reading: int, writing: int, before: list[Any], lost: Callable[[], None]
    ) -> None:
        self.limits = TerminalLimits()
        self.loop = asyncio.get_running_loop()
        self.term = os.environ.get("TERM", "")
        self.size = self.limits.clamped(0, 0)
        self.can_step_back = signal.SIGTSTP not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
        self._reading = reading
        self._writing = writing
        self._before = before
        self._lost = lost
        self._attached: Attached | None = None
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._waiting = bytearray()
        self._is_closed = False
        self._measure()

    def listen(self) -> None:
        """Hear of keys, of new sizes, and of being stopped, from now on."""
        self.loop.add_reader(self._reading, self._read)
        self.loop.add_signal_handler(signal.SIGWINCH, self._resized)
        self.loop.add_signal_handler(signal.SIGTSTP, self._stop)
        self.loop.add_signal_handler(signal.SIGCONT, self._go_on)

    def close(self) -> None:
        """Hear nothing more, once the last words are out."""
        self._is_closed = True
        self.pause_input()
        for number in (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT):
            self.loop.remove_signal_handler(number)
        self._empty()

    # The line under a screen

    def attach(self, terminal: Attached) -> None:
        """From now on ``terminal`` gets what is typed."""
        self._attached = terminal

    def send(self, data: bytes) -> None:
        """Write ``data``, as soon as the terminal takes it."""
        self._waiting += data
        self._flush()

    def unsent(self) -> int:
        """Return how many bytes the terminal hasn't taken yet."""
        return len(self._waiting)

    def pause_input(self) -> None:
        """Read nothing more."""
        self.loop.remove_reader(self._reading)

    def resume_input(self) -> None:
        """Read again what is typed."""
        if not self._is_closed:
            self.loop.add_reader(self._reading, self._read)

    def drawn(self) -> None:
        """Nobody waits for that here."""

    def _read(self) -> None:
        try:
            data = os.read(self._reading, _PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.pause_input()
            self._lost()
        elif self._attached is not None:
            self._attached.receive(self._decode(data))

    def _resized(self) -> None:
        self._measure()
        if self._attached is not None:
            self._attached.resize()

    def _measure(self) -> None:
        with contextlib.suppress(OSError):
            self.size = self.limits.clamped(*os.get_terminal_size(self._reading))

    def _stop(self) -> None:
        """Leave the terminal to the shell as long as this process is stopped.

        Whatever was started along with it stops too, as at a key of the terminal's. Where there is
        no shell to go back to the system takes no notice of it.
        """
        if self._attached is not None:
            self._attached.step_back()
        self._empty()
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._reading, termios.TCSANOW, self._before)
        self.loop.remove_signal_handler(signal.SIGTSTP)
        os.killpg(0, signal.SIGTSTP)
        # From here on the terminal is this process's again.
        self.loop.add_signal_handler(signal.SIGTSTP, self._stop)
        self._go_on()

    def _go_on(self) -> None:
        """Take the terminal over again: a shell has had it, or may have."""
        with contextlib.suppress(termios.error):
            tty.setraw(self._reading, termios.TCSANOW)
        self._resized()
        if self._attached is not None:
            self._attached.retake()

    def _empty(self) -> None:
        """Write out what waits, for as long as the terminal takes it."""
        self.loop.remove_writer(self._writing)
        with contextlib.suppress(OSError):
            while self._waiting and select.select([], [self._writing], [], _LAST_WORDS_SECONDS)[1]:
                self._write_some()

    def _flush(self) -> None:
        """Write what the terminal takes now; what it doesn't is written once it does."""
        try:
            while self._waiting:
                self._write_some()
        except BlockingIOError:
            if not self._is_closed:
                self.loop.add_writer(self._writing, self._flush)
            return
        except OSError:  # the terminal is gone; whoever reads from it is told
            self._waiting.clear()
        self.loop.remove_writer(self._writing)

    def _write_some(self) -> None:
        piece = self._waiting[:_PIECE]
        del self._waiting[: os.write(self._writing, piece)]


@contextlib.contextmanager
def _opened_anew(descriptor: int) -> Iterator[int]:
    """The same terminal to write to, without waiting for it where that can be had.

    Not waiting is a state of an open file, and the one at hand is the shell's too. Somebody who has
    become another user may not open their terminal.
    """
    try:
        writing = os.open(
            os.ttyname(descriptor), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
        )
    except OSError:
        yield descriptor
        return
    try:
        yield writing
    finally:
        os.close(writing)
