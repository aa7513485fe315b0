"""The facilitator's side of the SSH server: starts it, watches it, starts it again when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from facilitator.errors import Misused, OutsideFailed
from facilitator.hosting.addresses import Address, is_local, joined, ssh_command
from facilitator.hosting.control import LEAVE, STOP, Link, News, Standing
from facilitator.live.ports import RosterStatus, ServerState, ServerStatus
from facilitator.ssh.addresses import try_port
from facilitator.ssh.limits import Limits, descriptors_in_use, descriptors_needed, raise_descriptors
from facilitator.storage.own_file import open_own

FIRST_PAUSE = 0.2
"""Seconds from a server's death to its restart; doubled each time it dies young …"""
LONGEST_PAUSE = 10.0
"""… up to this many."""
GROWN_UP = 30.0
"""A server that has lived for so many seconds dies of something new: pauses begin anew."""
TIME_TO_STOP = 12.0
"""Seconds that a server gets to see its voters off before it is killed."""

PORT_PATIENCE = 4.0
"""Seconds to wait for a port that a dying server still holds."""

SILENT_SECONDS = 2.0
"""A server says something every :data:`~facilitator.hosting.lifetime.BEAT_SECONDS`: one that says
nothing for so many seconds hangs …"""
GIVEN_UP_SECONDS = 15
"""… and is killed, and another started in its place, after so many more."""
_SECOND_LOOK = 0.2
"""Seconds for what a server has said while this process itself had no time to listen."""

LOCAL_ONLY = "Only this computer gets in. For others, leave and type: facilitator resume --lan"
LOCAL_BUT_SHOWN = "Only this computer gets in, and whoever is led to it, as by a tunnel."
"""Where somebody has said what voters type for it."""
NOT_RECORDING = "Votes are not being recorded: {reason}. Voters have been told."
SILENT = (
    "The SSH server does not answer: voters' keys do nothing now. Should it go on so for"
    f" {GIVEN_UP_SECONDS} seconds, it is started again; seats and recorded votes are kept."
)
ENOUGH_DESCRIPTORS = 1024
"""How many open files a large room needs, and most systems give unless they are told otherwise."""
_KINDS = ("lost", "silent", "recording", "crowd")
"""What can be wrong with a server, the worst first: only that is shown."""

ServerLost = Callable[[str], Awaitable[object]]


class ServerProcesses(Standing):
    """The SSH servers of one session: processes that this one starts, or takes over.

    ``arguments(server_id, port)`` is the command line that starts one; ``lost(server_id)`` is
    awaited when one has died, before another takes its place. ``running`` are those that have
    outlived the terminal before.
    """

    def __init__(
        self,
        address: Address,
        arguments: Callable[[str, int], Sequence[str]],
        lost: ServerLost,
        *,
        log: Path,
        running: Sequence[Link] = (),
    ) -> None:
        super().__init__(ServerStatus(ServerState.STARTING))
        self._address = address
        self._arguments = arguments
        self._lost = lost
        self._log = log
        self._port = address.port
        self._running = list(running)
        self._links: list[Link] = []
        self._troubles: list[dict[str, str]] = []
        self._watchers: list[asyncio.Task[None]] = []
        self._has_port = asyncio.Event()
        self._stopping = False

    def start(self) -> None:
        """Start the servers, or go on with those that run; watch over them until :meth:`stop`."""
        self._watchers = [
            asyncio.create_task(self._watch(is_first=number == 0), name=f"ssh server {number}")
            for number in range(max(self._address.servers, len(self._running)))
        ]

    async def stop(self) -> None:
        """Let every server see its voters off, then end it; or leave all to live on."""
        self._stopping = True
        if self.is_kept:
            for link in self._links:
                link.tell(LEAVE)
        else:
            await end_all(self._links)
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)

    async def _watch(self, *, is_first: bool) -> None:
        """Keep one server running."""
        pause = FIRST_PAUSE
        troubles: dict[str, str] = {}
        self._troubles.append(troubles)
        link = self._running.pop(0) if self._running else None
        if link is None and not is_first:  # the first one finds the port that the others share
            await self._has_port.wait()
        while not self._stopping:
            began = asyncio.get_running_loop().time()
            server_id = link.server if link else secrets.token_hex(4)
            try:
                link = link or await self._start_one(server_id)
                reason = await self._attend(link, troubles)
            except OSError as error:  # no process, or no room for its log: by and by there may be
                reason = f"The SSH server can't be started ({error.strerror or error})."
            link = None
            if self._stopping:
                return
            await self._lost(server_id)
            if asyncio.get_running_loop().time() - began > GROWN_UP:
                pause = FIRST_PAUSE
            troubles.clear()
            troubles["lost"] = reason
            self._say(replace(self.status, state=ServerState.RESTARTING))
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _start_one(self, server_id: str) -> Link:
        """Start a server that can outlive this process; raises OSError.

        Not through asyncio, which would kill it on leaving.
        """
        descriptor = open_own(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with os.fdopen(descriptor, "ab") as log:
            child = subprocess.Popen(  # noqa: ASYNC220, S603 - in a thread it could start unseen
                self._arguments(server_id, self._port),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                bufsize=0,
                start_new_session=True,  # what happens to this terminal is not for it
            )
        assert child.stdin is not None  # noqa: S101 - a pipe was asked for
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        with contextlib.ExitStack() as otherwise:
            otherwise.callback(child.kill)
            await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), child.stdout)
            otherwise.pop_all()
        return Link(server_id, child.pid, reader, child.stdin.write, partial(_end_of, child))

    async def _attend(self, link: Link, troubles: dict[str, str]) -> str:
        """Listen to one server to its end; return why it ended, in words."""
        self._links.append(link)
        if self._stopping:
            link.tell(STOP)
        reason = self._take_in(link.first, troubles)
        is_heard = bool(link.first)
        try:
            while line := await self._next_line(link, troubles, is_heard=is_heard):
                reason = self._hear(line, troubles) or reason
                is_heard = True
            how = await link.ended()
        finally:
            self._links.remove(link)
            link.is_over.set()
        return reason or f"The SSH server died ({how}); starting it again."

    async def _next_line(self, link: Link, troubles: dict[str, str], *, is_heard: bool) -> bytes:
        """What a server says next; b"" at its end, which a server that hangs is brought to.

        One that has not been heard of yet is still starting, and takes its time for that.
        """
        reading = asyncio.create_task(link.reader.readline())
        try:
            if is_heard and not await _is_done(reading, SILENT_SECONDS) and not self._stopping:
                troubles["silent"] = SILENT
                self._say(self.status)
                if not await _is_done(reading, GIVEN_UP_SECONDS):
                    _kill(link)
            return await reading
        finally:
            reading.cancel()

    def _hear(self, line: bytes, troubles: dict[str, str]) -> str:
        """Take in a line of what a server reports; return why it can't go on, if it says so."""
        try:
            news = json.loads(line)
        except ValueError:
            return ""
        return self._take_in(news, troubles) if isinstance(news, dict) else ""

    def _take_in(self, news: News, troubles: dict[str, str]) -> str:
        status = self.status
        if troubles.pop("silent", ""):
            self._say(status)
        if news.get("state") == "listening":
            self._port = news["port"]
            self._has_port.set()
            troubles.pop("lost", None)
            reach = ""
            if is_local(news.get("host", self._address.host)):
                reach = LOCAL_BUT_SHOWN if news.get("shown") else LOCAL_ONLY
            command = news.get("command") or ssh_command(
                self._address.host, self._port, self._address.shown
            )
            status = ServerStatus(ServerState.LISTENING, command, news["fingerprint"], reach=reach)
        if "roster" in news:
            status = replace(status, roster=RosterStatus(**news["roster"]))
        if "recording" in news:
            is_recording = news["recording"]
            troubles["recording"] = "" if is_recording else NOT_RECORDING.format(**news)
        if "crowd" in news:
            troubles["crowd"] = news["crowd"]
        if news.keys() - {"beat"}:
            self._say(status)
        return str(news.get("failed", ""))

    def _say(self, status: ServerStatus) -> None:
        """Have a status shown, with the worst that is wrong with any of the servers."""
        parts = [
            troubles[kind] for kind in _KINDS for troubles in self._troubles if kind in troubles
        ]
        worst = next(filter(None, parts), "")
        if any("lost" in troubles for troubles in self._troubles):
            status = replace(status, state=ServerState.RESTARTING)
        self.become(replace(status, message=worst))


async def _is_done(task: asyncio.Task[bytes], seconds: float) -> bool:
    """Whether a task ends in time; this process may itself have been stopped for longer."""
    for patience in (seconds, _SECOND_LOOK):
        if (await asyncio.wait({task}, timeout=patience))[0]:
            return True
    return False


def _kill(link: Link) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(link.pid, signal.SIGKILL)


async def end_all(links: Sequence[Link]) -> None:
    """Tell servers to stop, and wait until they have ended; kill those that take too long."""
    for link in links:
        link.tell(STOP)
    waiting = [asyncio.create_task(link.is_over.wait()) for link in links]
    if waiting:
        await asyncio.wait(waiting, timeout=TIME_TO_STOP)
    late = [link for link in links if not link.is_over.is_set()]
    for link in late:
        _kill(link)
    for link in late:
        await link.is_over.wait()
    for each in waiting:
        each.cancel()


def serve_arguments(*options: str) -> tuple[str, ...]:
    """The command line that starts this program as a server process.

    By ``-m`` alone Python would import whatever lies in the folder that the program was started in,
    a stranger's ``click.py`` too; it may only where this process does so itself.
    """
    safely = () if {"", str(Path.cwd())} & set(sys.path) else ("-P",)
    return (sys.executable, *safely, "-m", "facilitator", "serve", *options)


async def wait_for_port(host: str, port: int) -> None:
    """Make sure that a port can be listened on; raises Misused when it stays taken."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PORT_PATIENCE
    while True:
        try:
            try_port(host, port)
        except OSError as error:
            if loop.time() > deadline:
                raise Misused(
                    f"can't listen on {joined(host, port)} ({error.strerror or error}); choose"
                    " another address with --listen HOST:PORT, or go without voters by --no-ssh"
                ) from error
        else:
            return
        await asyncio.sleep(0.1)


def check_descriptors(limits: Limits) -> None:
    """Make sure that a server could open files for a few voters at least; raises OutsideFailed."""
    descriptors = raise_descriptors()
    if descriptors < descriptors_needed(limits, descriptors_in_use()):
        raise OutsideFailed(
            f"only {descriptors} files may be open at a time here, too few for voters to get in;"
            f" first: ulimit -n {ENOUGH_DESCRIPTORS}, or go without voters by --no-ssh"
        )


async def _end_of(child: subprocess.Popen[bytes]) -> str:
    """Wait for the end of a process that has closed its output; how it ended."""
    code = await asyncio.to_thread(child.wait)
    return f"exit code {code}" if code >= 0 else f"signal {-code}"
