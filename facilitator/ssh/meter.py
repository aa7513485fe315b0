"""What one connection sends, measured before anything is made of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from enum import IntEnum
from time import perf_counter
from typing import cast

import asyncssh

from facilitator.ssh.limits import Limits
from facilitator.ssh.turns import Turns
from facilitator.terminal.budget import Budget

_READ_AT_ONCE = 8192
_PIECE = 1024
"""Bytes made something of at a time: of the smallest packets about 25, in one or two ms."""
_log = logging.getLogger(__name__)
_buffer = bytearray(_READ_AT_ONCE)
"""One for all connections: what was read is taken out at once, before anybody else reads."""


class Stage(IntEnum):
    """How far somebody has come."""

    SILENT = 1
    """They have not said what they are, as clients do at once and first of all: in a line."""
    AT_THE_DOOR = 2
    """Not authenticated."""
    LOGGED_IN = 3
    """Authenticated, and nothing is shown to them yet."""
    ASKED = 4
    """At the code prompt."""
    ADMITTED = 5
    """Let in, but they sit nowhere yet."""
    SEATED = 6
    """In a seat, or before a wall: never closed for somebody else."""
    OVER = 7
    """Their terminal has ended; the connection is about to."""


class Meter(asyncio.BufferedProtocol):
    """Stands between a socket and AsyncSSH, which would take in anything at any time.

    What a person with a seat types goes through at once. Strangers' bytes, and those beyond what a
    person types, wait for their turn; and beyond what a connection may send nothing is read at all.
    Being told that writing has to pause is of no use here: whoever writes looks at how much has not
    been taken yet.
    """

    stage = Stage.SILENT
    """How far its person has come: set by the connection."""

    def __init__(
        self,
        ssh: asyncssh.SSHServerConnection,
        source: str,
        *,
        limits: Limits,
        turns: Turns,
        gone: Callable[[Meter], None],
    ) -> None:
        loop = asyncio.get_running_loop()
        self.source = source
        self.since = loop.time()
        """When this stage was reached."""
        self._ssh = ssh
        self._loop = loop
        self._turns = turns
        self._gone = gone
        self._typed = Budget(limits.typed_bytes, limits.typed_rate, loop.time)
        self._sent = Budget(limits.sent_bytes, limits.sent_rate, loop.time)
        self._waiting = bytearray()
        self._transport: asyncio.Transport | None = None
        self.parting: Callable[[], None] | None = None
        """Says why, before the connection is closed for somebody else."""
        self._is_cut = False
        self._read_at: asyncio.TimerHandle | None = None

    # asyncio's calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let AsyncSSH begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._ssh.set_extra_info(meter=self)
        self._ssh.connection_made(transport)
        if self._is_cut:
            self._transport.abort()

    def get_buffer(self, sizehint: int) -> bytearray:  # noqa: ARG002  (a little is enough)
        """Where to read to."""
        return _buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Take what was read."""
        if self.stage is Stage.SILENT and _buffer.find(b"\n", 0, nbytes) >= 0:
            self.reach(Stage.AT_THE_DOOR)
        self._waiting += memoryview(_buffer)[:nbytes]
        pause = self._sent.spend(nbytes)
        if pause:
            self._read_no_more(pause)
        if self._goes_first(nbytes):
            began = perf_counter()
            self._make_something_of(nbytes)
            self._turns.served(self.source, perf_counter() - began)
        else:
            self._read_on_or_not()
            self._turns.ask(self.source, self)

    def eof_received(self) -> bool | None:
        """End, as AsyncSSH does."""
        self._ssh.eof_received()
        return None

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone, and with it what was waiting."""
        self._waiting.clear()
        if self._read_at is not None:
            self._read_at.cancel()
        transport, self._transport = self._transport, None
        self._ssh.connection_lost(exc)
        self._ssh.set_extra_info(meter=None)
        self.parting = None
        # Both keep a method of their own, and so would stay until the garbage collector comes.
        self._ssh._recv_handler = _hear_nothing  # noqa: SLF001
        vars(transport).pop("_read_ready_cb", None)
        self._gone(self)

    # In its turn

    def attend(self) -> tuple[int, bool]:
        """Make something of a piece of what waits; return how long that was.

        Where nothing more waits then, it is for the other side to say something.
        """
        made = min(_PIECE, len(self._waiting))
        self._make_something_of(made)
        self._read_on_or_not()
        return made, bool(self._waiting)

    def reach(self, stage: Stage) -> None:
        """Its person has come so far now."""
        self.stage = stage
        self.since = self._loop.time()

    def make_room(self) -> None:
        """Close for somebody else who comes."""
        if self.parting is not None:
            self.parting()
        self.cut()

    def cut(self) -> None:
        """Close without waiting for anything to be taken."""
        self._is_cut = True
        if self._transport is not None:
            self._transport.abort()

    def _goes_first(self, nbytes: int) -> bool:
        """Whether what was just read is no more than what somebody in a seat types."""
        return (
            self.stage is Stage.SEATED
            and nbytes == len(self._waiting) <= _PIECE
            and self._turns.may_go_first(self.source)
            and self._typed.spend(nbytes) == 0
        )

    def _make_something_of(self, most: int) -> None:
        piece = bytes(self._waiting[:most])
        del self._waiting[:most]
        if self._transport is None or not piece:
            return
        try:
            self._ssh.data_received(piece)
        except Exception as error:  # noqa: BLE001  (one connection's failure ends one connection)
            _log.info("Unreadable bytes from %s: %s", self.source, type(error).__name__)
            self._waiting.clear()
            self.cut()

    def _read_no_more(self, seconds: float) -> None:
        if self._read_at is not None:
            self._read_at.cancel()
        self._read_at = self._loop.call_later(seconds, self._read_again)
        self._read_on_or_not()

    def _read_again(self) -> None:
        self._read_at = None
        self._read_on_or_not()

    def _read_on_or_not(self) -> None:
        """Read as long as there is room and budget: beyond that the other side has to wait."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        reads = self._read_at is None and len(self._waiting) < _READ_AT_ONCE
        if reads and not transport.is_reading():
            transport.resume_reading()
        elif not reads and transport.is_reading():
            transport.pause_reading()


def _hear_nothing() -> bool:
    """What becomes of more bytes from a connection that is gone: there are none."""
    return False
