"""How a server and the terminal that watches over it find each other and talk.

A terminal that started the server talks to it by pipes, one that resumes the session by the
server's control socket, and begins by ``attend``. From there on the lines are the same: the server
reports what it does as JSON, and every second that it is there; it is told to ``stop``, how it is
``shown`` to voters, or that the terminal takes its ``leave``.

A control socket lies beside its session's journal as ``SESSION.SERVER.socket``, in a folder that
nobody but its owner writes in (:func:`~facilitator.hosting.journals.check_folder`). No file tells
of a server: it is found by that name, it lives when somebody listens, and whose process that is the
kernel says.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import re
import socket
import stat
import struct
import sys
import tempfile
import weakref
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitator.errors import Misused
from facilitator.hosting import journals
from facilitator.live.ports import ServerStatus

ATTEND = b"attend\n"
STOP = b"stop\n"
LEAVE = b"leave\n"
SHOWN = b"shown "
"""Begins the line that says what voters type for the server's host from now on."""
ANSWER_SECONDS = 5.0
"""How long a server that lives on may take to let a terminal in, or to say where it listens."""
_SERVER = "[0-9a-f]{8}"
_NAME = re.compile(rf"(?P<session>.+)\.(?P<server>{_SERVER})\.socket", re.DOTALL)
_LONGEST_FOLDER = 80
"""In bytes: what every system takes as the path of a socket, some 100, less the name in it."""
_BACKLOG = 100
"""Terminals that may wait to be let in: as many as asyncio has by itself."""
_SOL_LOCAL, _LOCAL_PEERCRED, _LOCAL_PEERPID = 0, 1, 2
"""What macOS calls the questions about a peer, in ``sys/un.h``; Python has no names for them."""

News = dict[str, Any]


class NotReached(Misused):
    """A server is there, or may be, and can't be taken over. Its text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A process at the other end of a socket, as the kernel tells."""

    pid: int
    user: int


@dataclass(frozen=True, slots=True)
class ControlSocket:
    """Where one server of a session can be taken over, for as long as it lives."""

    path: Path
    session: str
    server: str

    @property
    def is_alive(self) -> bool:
        """Whether the server still listens, as far as can be told; it is not disturbed by this."""
        try:
            connected = self.connect()
        except NotReached:
            return True
        if connected is not None:
            connected.close()
        return connected is not None

    def connect(self) -> socket.socket | None:
        """A connection to the server; None when nobody listens there any more.

        Raises NotReached when there is no telling, or when the listener is another user's.
        """
        with contextlib.ExitStack() as otherwise:
            connected = otherwise.enter_context(socket.socket(socket.AF_UNIX))
            if not self._let_in(connected):
                return None
            otherwise.pop_all()
            return connected

    def _let_in(self, connected: socket.socket) -> bool:
        connected.settimeout(ANSWER_SECONDS)
        try:
            with _short_way(self.path) as way:
                if not _is_listened_to(way, connected):
                    return False
            peer = peer_of(connected)
        except OSError as error:
            raise NotReached(
                f"the session's server can't be reached ({error.strerror or error}): try again"
            ) from error
        if peer.user != os.geteuid():
            raise NotReached(f"another user listens at {self.path}: have them end that")
        return True

    def clear(self) -> None:
        """Remove what a server that is gone has left behind, if that is a socket of ours."""
        _remove_our_socket(self.path)


def socket_of(journal: Path, server: str) -> ControlSocket:
    """Where a server of a session would be taken over."""
    return ControlSocket(journal.with_suffix(f".{server}.socket"), journal.stem, server)


def find_servers(journal: Path) -> tuple[ControlSocket, ...]:
    """The servers of a session that live on, or that were killed. Raises Unusable."""
    return tuple(each for each in _all(journal.parent) if each.session == journal.stem)


def find_living(folder: Path) -> tuple[ControlSocket, ...]:
    """The servers of every session in a folder of journals that live on. Raises Unusable."""
    return tuple(each for each in _all(folder) if each.is_alive)


def is_served(journal: Path) -> bool:
    """Whether a server of that session lives on. Raises Unusable."""
    return any(each.is_alive for each in find_servers(journal))


def clear_gone(journal: Path) -> None:
    """Remove what servers of that session that are gone have left behind. Raises Unusable."""
    for each in find_servers(journal):
        if not each.is_alive:
            each.clear()


def listen(journal: Path, server: str) -> socket.socket:
    """A socket that listens where :func:`socket_of` says. Raises OSError.

    It has its name only once it listens: whoever finds one and is refused thinks it left behind.
    """
    if re.fullmatch(_SERVER, server) is None:
        raise OSError(errno.EINVAL, f"no terminal would look for a server called {server}")
    there = socket_of(journal, server).path
    made = journal.with_name(server)
    with contextlib.ExitStack() as otherwise:
        listening = otherwise.enter_context(socket.socket(socket.AF_UNIX))
        otherwise.callback(_remove_our_socket, made)
        with _short_way(journal.parent) as way:
            listening.bind(str(way / made.name))
        made.chmod(0o600)
        listening.listen(_BACKLOG)
        made.rename(there)
        otherwise.pop_all()
        return listening


def _remove_our_socket(path: Path) -> None:
    if _is_our_socket(path):
        path.unlink(missing_ok=True)


def peer_of(connected: socket.socket, platform: str = sys.platform) -> Peer:
    """Who is at the other end; raises OSError where the system does not tell."""
    if platform == "darwin":
        credentials = connected.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, struct.calcsize("2Ih16I"))
        _, user = struct.unpack_from("2I", credentials)
        (pid,) = struct.unpack("i", connected.getsockopt(_SOL_LOCAL, _LOCAL_PEERPID, 4))
    else:
        credentials = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        pid, user, _ = struct.unpack("i2I", credentials)
    return Peer(pid, user)


def _is_listened_to(way: Path, connected: socket.socket) -> bool:
    """Connect, unless nobody is there; raises OSError when there is no telling."""
    try:
        connected.connect(str(way))
    except (ConnectionRefusedError, FileNotFoundError):
        return False
    return True


def _all(folder: Path) -> list[ControlSocket]:
    journals.check_folder(folder)
    named = ((path, _NAME.fullmatch(path.name)) for path in journals.listed(folder, ".socket"))
    return [
        ControlSocket(path, match["session"], match["server"])
        for path, match in named
        if match and _is_our_socket(path)
    ]


def _is_our_socket(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISSOCK(found.st_mode) and found.st_uid == os.geteuid()


@contextlib.contextmanager
def _short_way(place: Path) -> Iterator[Path]:
    """A path to a place that a socket's address has room for, as long as the block runs.

    It is a link in a folder that was made for it and that nobody else enters. Raises OSError.
    """
    private = Path(tempfile.mkdtemp(prefix="facilitator-"))
    if len(os.fsencode(private)) > _LONGEST_FOLDER:
        private.rmdir()
        private = Path(tempfile.mkdtemp(prefix="facilitator-", dir="/tmp"))
    way = private / "way"
    try:
        way.symlink_to(place.absolute())
        yield way
    finally:
        way.unlink(missing_ok=True)
        private.rmdir()


class Standing:
    """How a server stands, for the screens that show it: those that are gone are forgotten.

    ``is_kept``, set before the end, has servers live on that this process has started.
    """

    def __init__(self, status: ServerStatus) -> None:
        self.status = status
        self.is_kept = False
        self._wakes: list[weakref.WeakMethod[Callable[[], None]]] = []

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Call ``wake``, a method of whoever follows, whenever the status has changed."""
        here = [each for each in self._wakes if each() is not None]
        self._wakes = [*here, weakref.WeakMethod(wake)]

    def become(self, status: ServerStatus) -> None:
        """Have it stand otherwise, and whoever follows know."""
        self.status = status
        for wake in [each() for each in self._wakes]:
            if wake is not None:
                wake()


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


async def reach(server: ControlSocket) -> Link | None:
    """Take over a server that lives on; None when it is gone, and then nothing is left of it.

    Raises NotReached when it is there and can't be taken over.
    """
    connected = server.connect()
    if connected is None:
        server.clear()
        return None
    pid = peer_of(connected).pid
    reader, writer = await asyncio.open_unix_connection(sock=connected)

    async def ended() -> str:
        writer.close()
        return "it ended"

    writer.write(ATTEND)
    try:
        first = await _first_news(reader, pid)
    except NotReached:
        writer.close()
        raise
    if first is None:
        writer.close()
        return None
    return Link(server.server, pid, reader, writer.write, ended, first)


async def _first_news(reader: asyncio.StreamReader, pid: int) -> News | None:
    """What a server says first: where it listens. None when it ends instead; raises NotReached."""
    if pid <= 0:  # what a kernel calls a process that is out of this one's sight
        raise NotReached(
            "the session's server runs where this terminal doesn't see it, as in a container:"
            " end it there"
        )
    try:
        line = await asyncio.wait_for(reader.readline(), ANSWER_SECONDS)
        if not line:
            return None
        match json.loads(line):
            case {"state": "listening", "host": str(), "port": int()} as news:
                return dict(news)
        raise ValueError(line)
    except ConnectionError:
        return None
    except (TimeoutError, ValueError) as error:
        raise NotReached(
            f"the session's server (process {pid}) does not answer; end it with: kill -9 {pid}"
        ) from error
