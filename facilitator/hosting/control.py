"""How a server and the terminal that watches over it talk.

A terminal that started the server talks to it by pipes, one that resumes the session by the
server's :mod:`control socket <facilitator.hosting.control_socket>`, and begins by ``attend``. From
there on the lines are the same: the server reports what it does as JSON, and every second that it
is there; it is told to ``stop``, how it is ``shown`` to voters, or that the terminal takes its
``leave``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from facilitator.errors import Misused
from facilitator.hosting import control_socket
from facilitator.hosting.addresses import Shown, split_shown

ATTEND = b"attend\n"
STOP = b"stop\n"
LEAVE = b"leave\n"
SHOWN = b"shown "
"""Begins the line that says what voters type for the server's host from now on."""
BEAT_SECONDS = 1.0
"""How often a server says that it is there."""
_MOST_UNREAD = 65_536
"""Bytes that wait for a terminal which reads nothing; a pipe holds as many."""

_log = logging.getLogger(__name__)
News = dict[str, Any]


@dataclass(eq=False, slots=True)
class Link:
    """A terminal's way to one server.

    ``first`` is what the server said before this was handed on. ``ended`` waits for the end of the
    process and returns in words how that was; ``is_over`` is set after it by whoever listens.
    """

    server: str
    pid: int
    reader: asyncio.StreamReader
    write: Callable[[bytes], object]
    ended: Callable[[], Awaitable[str]]
    first: News = field(default_factory=dict)
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, line: bytes) -> None:
        """Tell the server something; it may be gone."""
        with contextlib.suppress(OSError, ValueError):
            self.write(line)


async def reach(server: control_socket.ControlSocket) -> Link | None:
    """Take over a server that lives on; None when it is gone, and then nothing is left of it.

    Raises NotReached when it is there and can't be taken over.
    """
    connected = server.connect()
    if connected is None:
        server.clear()
        return None
    pid = control_socket.peer_of(connected).pid
    reader, writer = await asyncio.open_unix_connection(sock=connected)

    async def ended() -> str:
        writer.close()
        return "it ended"

    writer.write(ATTEND)
    try:
        first = await _first_news(reader, pid)
    except control_socket.NotReached:
        writer.close()
        raise
    if first is None:
        writer.close()
        return None
    return Link(server.server, pid, reader, writer.write, ended, first)


async def _first_news(reader: asyncio.StreamReader, pid: int) -> News | None:
    """What a server says first: where it listens. None when it ends instead; raises NotReached."""
    if pid <= 0:  # what a kernel calls a process that is out of this one's sight
        raise control_socket.NotReached(
            "the session's server runs where this terminal doesn't see it, as in a container:"
            " end it there"
        )
    try:
        line = await asyncio.wait_for(reader.readline(), control_socket.ANSWER_SECONDS)
        return _listening(line) if line else None
    except ConnectionError:
        return None
    except (TimeoutError, ValueError) as error:
        raise control_socket.NotReached(
            f"the session's server (process {pid}) does not answer; end it with: kill -9 {pid}"
        ) from error


def _listening(line: bytes) -> News:
    """What a server says of where it listens; raises ValueError when it is something else."""
    news = json.loads(line)
    match news:
        case {"state": "listening", "host": str(), "port": int()}:
            return dict(news)
    raise ValueError


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
        self._socket: control_socket.ControlSocket | None = None
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
        says = self._begin(lambda data: os.write(output, data))
        task = asyncio.create_task(self._listen(reader, says), name="terminal")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def open(self, journal: Path, server: str) -> None:
        """Let a terminal that resumes the session take over.

        Where that can't be, as on a file system without sockets, the server does not outlive its
        terminal: nobody would find it again.
        """
        try:
            listening = control_socket.listen(journal, server)
        except OSError as error:
            _log.warning(
                "no terminal can take this server over (%s): it ends with the one that it has",
                error.strerror or error,
            )
            self.is_lasting = False
            self.is_told_to_stop = self.is_told_to_stop or not self.is_attended
            return
        self._socket = control_socket.socket_of(journal, server)
        self._server = await asyncio.start_unix_server(self._taken_over, sock=listening)

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
            peer = control_socket.peer_of(writer.get_extra_info("socket"))
            if peer.user == os.geteuid() and await _has_come_to_attend(reader):
                await self._listen(reader, self._begin(partial(_write, writer)))
        finally:
            self._writers.discard(writer)
            writer.close()

    def _begin(self, says: Callable[[bytes], object]) -> Callable[[bytes], object]:
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
                if line == STOP:
                    self.is_told_to_stop = True
                    self.stirred.set()
                if line == LEAVE:
                    break
                if line.startswith(SHOWN):
                    self._show(line.removeprefix(SHOWN).decode(errors="replace"))
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


async def _has_come_to_attend(reader: asyncio.StreamReader) -> bool:
    """Whether that is what somebody says first; they may say anything, or hang up."""
    try:
        return await reader.readline() == ATTEND
    except (OSError, ValueError):
        return False


def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Send to a terminal; raises BlockingIOError when it has read nothing for long."""
    if writer.transport.get_write_buffer_size() > _MOST_UNREAD:
        raise BlockingIOError
    writer.write(data)
