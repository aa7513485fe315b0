"""Who watches over a server, and how long it goes on: by a terminal, or facilitators over SSH."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from facilitator.domain.commands import LeaveSession
from facilitator.domain.state import Session
from facilitator.errors import Misused
from facilitator.hosting import control
from facilitator.hosting.addresses import Shown, split_shown
from facilitator.hosting.control import ControlSocket, News, listen, peer_of, socket_of
from facilitator.hosting.sessions import FACILITATOR, TERMINAL, report
from facilitator.live.ports import LogNotWritten, LogWriter
from facilitator.live.session import LiveSession

ALONE_SECONDS = 30 * 60.0
"""How long a server goes on without any facilitator: time enough to find out and to resume."""
PARTING_SECONDS = 10 * 60.0
"""How long the closing screen stays for a facilitator over SSH once the log is written."""
BEAT_SECONDS = 1.0
"""How often a server says that it is there."""
_MOST_UNREAD = 65_536
"""Bytes that wait for a terminal which reads nothing; a pipe holds as many."""
LEFT = "The facilitator has left. Your seat and your votes are kept. To come back: {come_back}"
ALONE = (
    "No facilitator has been here for {minutes} minutes, so this server has ended. Your seat and"
    " your votes are kept. Once the facilitator goes on, come back by: {come_back}"
)
ENDED = "The workshop has ended. Thank you for taking part."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server goes on by itself, in seconds."""

    alone: float = ALONE_SECONDS
    parting: float = PARTING_SECONDS


PATIENCE = Patience()


class Attendance:
    """A server's side: who watches over it, and what they have told it.

    ``lasting``: it lives on when its terminal is gone. ``stirred`` is set whenever something about
    this has changed. ``shown`` is called with what voters type for the host, when that changes.
    """

    def __init__(self, *, lasting: bool) -> None:
        self.stirred = asyncio.Event()
        self.is_told_to_stop = False
        self.is_left = False
        """Whether a terminal is gone and nobody has made anything of that yet."""
        self.is_lasting = lasting
        self.shown: Callable[[Shown], None] | None = None
        self._says: Callable[[bytes], object] | None = None
        self._has_missed = False
        self._beats_at: asyncio.TimerHandle | None = None
        self._standing: dict[str, News] = {}
        self._socket: ControlSocket | None = None
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def is_attended(self) -> bool:
        """Whether a terminal watches over this server now."""
        return self._says is not None

    def report(self, news: News) -> None:
        """Tell the terminal, and any that comes later; whoever listened may be gone."""
        kind = next(iter(news))
        self._standing[kind] = news
        self._say(news)

    async def attend_by_pipes(self) -> None:
        """Whoever started this server watches over it by its standard streams."""
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        output = sys.stdout.fileno()
        os.set_blocking(output, False)  # a terminal that was stopped reads nothing
        says = self.attend(lambda data: os.write(output, data))
        task = asyncio.create_task(self._listen(reader, says), name="terminal")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def open(self, journal: Path, server: str) -> None:
        """Let a terminal that resumes the session take over.

        Where that can't be, as on a file system without sockets, the server does not outlive its
        terminal: nobody would find it again.
        """
        try:
            listening = listen(journal, server)
        except OSError as error:
            _log.warning(
                "no terminal can take this server over (%s): it ends with the one that it has",
                error.strerror or error,
            )
            self.is_lasting = False
            self.is_told_to_stop = self.is_told_to_stop or not self.is_attended
            return
        self._socket = socket_of(journal, server)
        self._server = await asyncio.start_unix_server(self._taken_over, sock=listening)

    def stop(self) -> None:
        """Have the server end now."""
        self.is_told_to_stop = True
        self.stirred.set()

    def beat(self) -> None:
        """Tell the terminal that this server is there, and again every second from now on."""
        self._beats_at = asyncio.get_running_loop().call_later(BEAT_SECONDS, self.beat)
        self._say({"beat": True})
        if self._has_missed:
            self._say_what_stands()

    def close(self) -> None:
        """Be found no more, and let go of whoever watches."""
        if self._beats_at is not None:
            self._beats_at.cancel()
        if self._server is not None:
            self._server.close()
        if self._socket is not None:
            self._socket.clear()
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.close()

    async def _taken_over(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            peer = peer_of(writer.get_extra_info("socket"))
            with contextlib.suppress(OSError, ValueError):  # they may say anything, or hang up
                if peer.user == os.geteuid() and await reader.readline() == control.ATTEND:
                    await self._listen(reader, self.attend(partial(_write, writer)))
        finally:
            self._writers.discard(writer)
            writer.close()

    def attend(self, says: Callable[[bytes], object]) -> Callable[[bytes], object]:
        """Somebody watches from now on: tell them all that stands."""
        self._says = says
        self.is_left = False
        self._say_what_stands()
        self.stirred.set()
        return says

    def _say_what_stands(self) -> None:
        self._has_missed = False
        for news in self._standing.values():
            self._say(news)

    async def _listen(self, reader: asyncio.StreamReader, says: Callable[[bytes], object]) -> None:
        """Do as one terminal says, until it is gone."""
        with contextlib.suppress(OSError, ValueError):
            while line := await reader.readline():
                if line == control.STOP:
                    self.stop()
                if line == control.LEAVE:
                    break
                if line.startswith(control.SHOWN):
                    self._show(line.removeprefix(control.SHOWN).decode(errors="replace"))
        if self._says is says:
            self._says = None
            self.is_left = True
            self.is_told_to_stop = self.is_told_to_stop or not self.is_lasting
            self.stirred.set()

    def _show(self, told: str) -> None:
        if self.shown is not None:
            with contextlib.suppress(Misused):  # the terminal has made sure
                self.shown(split_shown(told))

    def _say(self, news: News) -> None:
        if self._says is None:
            return
        try:
            self._says(json.dumps(news).encode() + b"\n")
        except BlockingIOError:  # it is told once it listens again
            self._has_missed = True
        except OSError:
            _log.info("nobody listens any more")


def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Send to a terminal; raises BlockingIOError when it has read nothing for long."""
    if writer.transport.get_write_buffer_size() > _MOST_UNREAD:
        raise BlockingIOError
    writer.write(data)


@dataclass(eq=False, slots=True)
class Lifetime:
    """Waits for the moment at which one server has to end.

    ``write_log`` is used where a workshop has ended and no facilitator is left to see that it is.
    """

    session: LiveSession
    attendance: Attendance
    write_log: LogWriter
    patience: Patience
    _is_alone_since: float | None = None
    _is_over_since: float | None = None
    _has_tried_to_write: bool = False

    async def until_over(self, come_back: str) -> str:
        """Wait; return the last words for everybody who is connected."""
        self._obey_signals()
        stirred = self.attendance.stirred
        subscription = self.session.subscribe(stirred.set)
        try:
            while True:
                stirred.clear()
                state = subscription.take()
                left = 0.0 if self.attendance.is_told_to_stop else await self._by_itself(state)
                if left is not None and left <= 0:
                    return self._goodbye(state, come_back)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stirred.wait(), left)
        finally:
            subscription.close()

    def _obey_signals(self) -> None:
        """Stop when told so; one that lives on takes no notice of its terminal's end."""
        loop, stop = asyncio.get_running_loop(), self.attendance.stop
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        lasts = self.attendance.is_lasting
        loop.add_signal_handler(signal.SIGHUP, (lambda: None) if lasts else stop)

    async def _by_itself(self, state: Session) -> float | None:
        """For how many seconds more this goes on without a terminal; None for as long as may be."""
        if self.attendance.is_attended:
            self._is_alone_since = self._is_over_since = None
            return None
        if self.attendance.is_left:
            self.attendance.is_left = False
            await self._say_that_the_terminal_is_gone(state)
        has_company = is_facilitated_over_ssh(state)
        moment = asyncio.get_running_loop().time()
        if state.log_file is not None:
            self._is_over_since = self._is_over_since or moment
            return self._is_over_since + self.patience.parting - moment if has_company else 0.0
        if has_company:
            self._is_alone_since = None
            return None
        if state.ended_at is not None and not self._has_tried_to_write:
            await self._write()
        self._is_alone_since = self._is_alone_since or moment
        return self._is_alone_since + self.patience.alone - moment

    async def _say_that_the_terminal_is_gone(self, state: Session) -> None:
        connection = state.participants[FACILITATOR].connection
        if connection is not None:
            await report(self.session, LeaveSession(connection=connection))

    async def _write(self) -> None:
        self._has_tried_to_write = True
        try:
            await self.write_log()
        except LogNotWritten:
            _log.exception("the decision log is not safely written; resuming the session writes it")

    def _goodbye(self, state: Session, come_back: str) -> str:
        if state.ended_at is not None:
            return ENDED
        if self.attendance.is_told_to_stop:
            return LEFT.format(come_back=come_back)
        minutes = max(1, round(self.patience.alone / 60))
        return ALONE.format(minutes=minutes, come_back=come_back)


def is_facilitated_over_ssh(state: Session) -> bool:
    """Whether a facilitator is connected elsewhere than at the first terminal."""
    return any(
        person.connection is not None and not person.connection.startswith(TERMINAL)
        for person in state.facilitators
    )
