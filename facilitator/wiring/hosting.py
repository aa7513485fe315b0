"""The facilitator's side of the SSH server: starts it, watches it, starts it again when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from facilitator.ui.facilitating.ports import RosterStatus, ServerState, ServerStatus
from facilitator.wiring.errors import Misused

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

LOCAL_ONLY = "Only this computer gets in. For others, leave and type: facilitator resume --lan"
NOT_RECORDING = "Votes are not being recorded: {reason}. Voters have been told."

ServerLost = Callable[[str], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and how many server processes share it."""

    host: str
    port: int
    servers: int = 1


class ServerProcesses:
    """The SSH servers of one session, as child processes of this one.

    ``arguments(server_id, port)`` is the command line that starts one; ``lost(server_id)`` is
    awaited when one has died, before another takes its place.
    """

    def __init__(
        self,
        address: Address,
        arguments: Callable[[str, int], Sequence[str]],
        command: Callable[[int], str],
        lost: ServerLost,
        log: Path,
    ) -> None:
        self._address = address
        self._arguments = arguments
        self._command = command
        self._lost = lost
        self._log = log
        self._port = address.port
        self._status = ServerStatus(ServerState.STARTING)
        self._wakes: list[Callable[[], None]] = []
        self._children: list[asyncio.subprocess.Process] = []
        self._watchers: list[asyncio.Task[None]] = []
        self._has_port = asyncio.Event()
        self._stopping = False

    @property
    def status(self) -> ServerStatus:
        """How voters get in now."""
        return self._status

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` whenever the status has changed."""
        self._wakes.append(wake)

    def start(self) -> None:
        """Start the servers and watch over them until :meth:`stop`."""
        self._watchers = [
            asyncio.create_task(self._watch(is_first=number == 0), name=f"ssh server {number}")
            for number in range(self._address.servers)
        ]

    async def stop(self) -> None:
        """Let every server see its voters off, then end it."""
        self._stopping = True
        for child in self._children:
            if child.stdin is not None:
                child.stdin.close()
        waiting = [asyncio.create_task(child.wait()) for child in self._children]
        if waiting:
            await asyncio.wait(waiting, timeout=TIME_TO_STOP)
        for child in self._children:
            if child.returncode is None:
                child.kill()
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)

    async def _watch(self, *, is_first: bool) -> None:
        """Keep one server running."""
        pause = FIRST_PAUSE
        if not is_first:  # the first one finds the port that the others share
            await self._has_port.wait()
        while not self._stopping:
            began = asyncio.get_running_loop().time()
            server_id = secrets.token_hex(4)
            try:
                reason = await self._run(server_id)
            except OSError as error:  # no process, or no room for its log: by and by there may be
                reason = f"The SSH server can't be started ({error.strerror or error})."
            if self._stopping:
                return
            await self._lost(server_id)
            if asyncio.get_running_loop().time() - began > GROWN_UP:
                pause = FIRST_PAUSE
            self._say(replace(self._status, state=ServerState.RESTARTING, message=reason))
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _run(self, server_id: str) -> str:
        """Run one server to its end; return why it ended, in words."""
        descriptor = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as log:
            child = await asyncio.create_subprocess_exec(
                *self._arguments(server_id, self._port),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl+C in the facilitator's terminal is not for it
            )
        self._children.append(child)
        reason = ""
        try:
            assert child.stdout is not None  # noqa: S101 - a pipe was asked for
            async for line in child.stdout:
                reason = self._hear(line) or reason
            await child.wait()
        finally:
            if child.returncode is not None:
                self._children.remove(child)
        return reason or f"The SSH server died ({_how(child.returncode)}); starting it again."

    def _hear(self, line: bytes) -> str:
        """Take in what a server reports; return why it can't go on, if it says so."""
        try:
            news = json.loads(line)
        except ValueError:
            return ""
        if not isinstance(news, dict):
            return ""
        if news.get("state") == "listening":
            self._port = news["port"]
            self._has_port.set()
            reach = LOCAL_ONLY if is_local(self._address.host) else ""
            command = self._command(self._port)
            self._say(
                ServerStatus(ServerState.LISTENING, command, news["fingerprint"], reach=reach)
            )
        if "roster" in news:
            self._say(replace(self._status, roster=RosterStatus(**news["roster"])))
        if "recording" in news:
            trouble = "" if news["recording"] else NOT_RECORDING.format(reason=news["reason"])
            self._say(replace(self._status, message=trouble))
        return str(news.get("failed", ""))

    def _say(self, status: ServerStatus) -> None:
        self._status = status
        for wake in self._wakes:
            wake()


class NoServer:
    """Hosting nobody: a session for this terminal alone. ``why`` says so to people, or ""."""

    def __init__(self, why: str = "") -> None:
        self._status = ServerStatus(ServerState.OFF, message=why)

    @property
    def status(self) -> ServerStatus:
        """Off, and it stays off."""
        return self._status

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Nothing ever changes."""


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
            with socket.create_server((host, port), family=family(host)):
                return
        except OSError as error:
            if loop.time() > deadline:
                raise Misused(
                    f"can't listen on {host}:{port} ({error.strerror or error}); choose another"
                    " address with --listen HOST:PORT, or go without voters by --no-ssh"
                ) from error
        await asyncio.sleep(0.1)


def is_local(host: str) -> bool:
    """Whether an address that is listened on is reached from this computer alone."""
    return host.startswith("127.") or host in ("::1", "localhost")


def reachable_host(host: str) -> str:
    """What voters should type for a host that is listened on; all interfaces: the LAN's address."""
    if host not in ("", "0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return host
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
    ):
        # A datagram socket sends nothing when it connects: it only picks the way out.
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return socket.gethostname()


def family(host: str) -> socket.AddressFamily:
    """Which kind of address a host to listen on is."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _how(returncode: int | None) -> str:
    if returncode is not None and returncode < 0:
        return f"signal {-returncode}"
    return f"exit code {returncode}"
