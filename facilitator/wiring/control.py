"""How a server and the terminal that watches over it find each other and talk.

A server leaves a note beside the journal, for its owner alone: its process, and a socket in a
folder of its own that nobody else may enter. A terminal that started the server talks to it by
pipes, one that resumes the session by that socket, which begins by ``attend``. From there on the
lines are the same: the server reports what it does as JSON, and is told to ``stop``, or that the
terminal takes its ``leave``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitator.storage.secret_file import create_secret

SUFFIX = ".server"
ATTEND = b"attend\n"
STOP = b"stop\n"
LEAVE = b"leave\n"
ANSWER_SECONDS = 5.0
"""How long a server that lives on may take to say where it listens."""
_LONGEST_PATH = 100
"""What every system takes as the path of a socket, in bytes."""

_log = logging.getLogger(__name__)
News = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ServerNote:
    """What a server has left beside its session's journal, at ``path``."""

    path: Path
    server: str
    pid: int
    socket: Path

    @property
    def session(self) -> str:
        """The id of the server's session."""
        return self.path.name.rsplit(".", 2)[0]

    @property
    def is_alive(self) -> bool:
        """Whether the server still listens; it is not disturbed by the question."""
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(ANSWER_SECONDS)
            try:
                probe.connect(str(self.socket))
            except OSError:
                return False
        return True

    def clear(self) -> None:
        """Remove what a server that is gone has left behind."""
        self.path.unlink(missing_ok=True)
        shutil.rmtree(self.socket.parent, ignore_errors=True)


def find_notes(journal: Path) -> tuple[ServerNote, ...]:
    """The servers of a session that live on, or that were killed; unreadable notes are none."""
    found = (_read(path) for path in sorted(journal.parent.glob(f"{journal.stem}.*{SUFFIX}")))
    return tuple(note for note in found if note is not None)


def find_living(folder: Path) -> tuple[ServerNote, ...]:
    """The servers of every session in a folder of journals that live on."""
    found = (_read(path) for path in sorted(folder.glob(f"*{SUFFIX}")))
    return tuple(note for note in found if note is not None and note.is_alive)


def _read(path: Path) -> ServerNote | None:
    try:
        told = json.loads(path.read_bytes())
        return ServerNote(path, str(told["server"]), int(told["pid"]), Path(told["socket"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


class NoAnswer(Exception):  # noqa: N818 - says what happened
    """A server is there and does not answer."""

    def __init__(self, note: ServerNote) -> None:
        self.pid = note.pid
        super().__init__(f"the session's server (process {note.pid}) does not answer")


async def reach(note: ServerNote) -> Link | None:
    """Take over a server that lives on; None when it is gone, and then nothing is left of it.

    Raises NoAnswer when it is there and says nothing.
    """
    try:
        reader, writer = await asyncio.open_unix_connection(str(note.socket))
    except OSError:
        note.clear()
        return None

    async def ended() -> str:
        writer.close()
        return "it ended"

    writer.write(ATTEND)
    try:
        line = await asyncio.wait_for(reader.readline(), ANSWER_SECONDS)
        first = json.loads(line) if line else {}
    except (TimeoutError, ValueError) as error:
        writer.close()
        raise NoAnswer(note) from error
    if not line:
        writer.close()
        return None
    return Link(note.server, note.pid, reader, writer.write, ended, first)


class Attendance:
    """A server's side: who watches over it, and what they have told it.

    ``lasting``: it lives on when its terminal is gone. ``stirred`` is set whenever something about
    this has changed.
    """

    def __init__(self, *, lasting: bool) -> None:
        self.stirred = asyncio.Event()
        self.is_told_to_stop = False
        self.is_lasting = lasting
        self._says: Callable[[bytes], object] | None = None
        self._standing: dict[str, News] = {}
        self._note: ServerNote | None = None
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
        says = self._begin(lambda data: os.write(output, data))
        task = asyncio.create_task(self._listen(reader, says), name="terminal")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def open(self, journal: Path, server: str) -> None:
        """Let a terminal that resumes the session take over; raises OSError."""
        folder = Path(tempfile.mkdtemp(prefix="facilitator-"))
        if len(os.fsencode(folder)) > _LONGEST_PATH - 10:
            folder.rmdir()
            folder = Path(tempfile.mkdtemp(prefix="facilitator-", dir="/tmp"))
        path = journal.with_suffix(f".{server}{SUFFIX}")
        self._note = ServerNote(path, server, os.getpid(), folder / "control")
        self._server = await asyncio.start_unix_server(self._taken_over, self._note.socket)
        told = {"server": server, "pid": os.getpid(), "socket": str(self._note.socket)}
        create_secret(path, json.dumps(told).encode())

    def close(self) -> None:
        """Be found no more, and let go of whoever watches."""
        if self._server is not None:
            self._server.close()
        if self._note is not None:
            self._note.clear()
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.close()

    async def _taken_over(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if await reader.readline() == ATTEND:
                await self._listen(reader, self._begin(writer.write))
        finally:
            self._writers.discard(writer)
            writer.close()

    def _begin(self, says: Callable[[bytes], object]) -> Callable[[bytes], object]:
        """Somebody watches from now on: tell them all that stands."""
        self._says = says
        for news in self._standing.values():
            self._say(news)
        self.stirred.set()
        return says

    async def _listen(self, reader: asyncio.StreamReader, says: Callable[[bytes], object]) -> None:
        """Do as one terminal says, until it is gone."""
        with contextlib.suppress(OSError, ValueError):
            while line := await reader.readline():
                if line == STOP:
                    self.is_told_to_stop = True
                    self.stirred.set()
                if line == LEAVE:
                    break
        if self._says is says:
            self._says = None
            self.is_told_to_stop = self.is_told_to_stop or not self.is_lasting
            self.stirred.set()

    def _say(self, news: News) -> None:
        if self._says is None:
            return
        try:
            self._says(json.dumps(news).encode() + b"\n")
        except OSError:
            _log.info("nobody listens any more")
