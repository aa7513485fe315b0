"""Voters' SSH clients: the same for the server that is measured and for its floors."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import asyncssh

from benchmarks.errors import GaveUp
from benchmarks.screens import has_all, text_of

HOST = "127.0.0.1"
TERMINAL = "xterm-256color"
SIZE = (80, 24)
PATIENCE = 120.0
"""Seconds that any one wait may take before the benchmark gives up."""
_LOOKED_BACK = 1 << 16
"""Bytes of a screen that are kept while something is waited for."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is going to connect. The same key means the same person."""

    number: int
    options: asyncssh.SSHClientConnectionOptions = field(repr=False)

    @property
    def team_key(self) -> bytes:
        """The key that picks a team, or votes for it: one of three."""
        return b"123"[self.number % 3 : self.number % 3 + 1]


def people(count: int) -> list[Who]:
    """So many people, each with a key of their own, ready to connect."""
    return [Who(number, _options(number)) for number in range(count)]


_CIPHERS = (
    "chacha20-poly1305@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
)
_MACS = ("umac-64-etm@openssh.com", "umac-128-etm@openssh.com", "hmac-sha2-256-etm@openssh.com")


class Terminal(asyncssh.SSHClientSession[bytes]):
    """One terminal that can wait for text to arrive."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._channel: asyncssh.SSHClientChannel[bytes] | None = None
        self._sent = bytearray()
        self._wanted: Sequence[bytes] = ()
        self._arrival: asyncio.Future[float] | None = None

    def expect(self, *wanted: bytes) -> asyncio.Future[float]:
        """The time of the event loop at which all that is wanted has arrived from now on."""
        self._sent.clear()
        self._wanted = wanted
        self._arrival = self._loop.create_future()
        return self._arrival

    def press(self, keys: bytes, *wanted: bytes) -> asyncio.Future[float]:
        """Press keys, and expect what they bring."""
        arrival = self.expect(*wanted)
        if self._channel is None or self._channel.is_closing():
            arrival.set_exception(GaveUp("the connection was closed before a key was pressed"))
        else:
            self._channel.write(keys)
        return arrival

    def shown(self) -> str:
        """The last that arrived, as text, for a person who has to find out what went wrong."""
        return text_of(self._sent).decode("utf-8", "replace")[-500:].strip()

    # AsyncSSH's calls

    def connection_made(self, chan: asyncssh.SSHClientChannel[bytes]) -> None:
        """The channel is open."""
        self._channel = chan

    def data_received(self, data: bytes, datatype: int | None) -> None:  # noqa: ARG002
        """Look whether this is what is waited for; while nothing is, it costs next to nothing."""
        arrival = self._arrival
        if arrival is None:
            return
        self._sent += data
        if has_all(self._sent, self._wanted):
            self._arrival = None
            if not arrival.done():
                arrival.set_result(self._loop.time())
        elif len(self._sent) > _LOOKED_BACK:
            del self._sent[: -_LOOKED_BACK // 2]

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing will arrive any more."""
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_exception(GaveUp(f"connection lost ({exc}): {self.shown()}"))


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody with an open terminal."""

    who: Who
    terminal: Terminal
    connection: asyncssh.SSHClientConnection

    async def press(self, keys: bytes, *wanted: bytes) -> float:
        """Press keys; return when all that is wanted has arrived. Raises GaveUp."""
        return await patiently(self.terminal, self.terminal.press(keys, *wanted))


async def connect(port: int, who: Who, *wanted: bytes) -> tuple[Voter, float]:
    """Connect and open a terminal; return when it has shown what is wanted. Raises GaveUp."""
    try:
        async with asyncio.timeout(PATIENCE):
            connection = await asyncssh.connect(HOST, port, options=who.options)
            terminal = Terminal()
            arrival = terminal.expect(*wanted)
            await connection.create_session(
                lambda: terminal, term_type=TERMINAL, term_size=SIZE, encoding=None
            )
    except (TimeoutError, OSError, asyncssh.Error) as error:
        raise GaveUp(f"voter {who.number} could not connect: {error!r}") from error
    return Voter(who, terminal, connection), await patiently(terminal, arrival)


async def patiently(terminal: Terminal, arrival: asyncio.Future[float]) -> float:
    """Wait for an arrival, not for ever; raises GaveUp."""
    try:
        return await asyncio.wait_for(arrival, PATIENCE)
    except TimeoutError:
        raise GaveUp(f"waited for {PATIENCE:g} s; the screen shows: {terminal.shown()}") from None


async def leave(voters: Sequence[Voter]) -> None:
    """Close all connections."""
    for voter in voters:
        voter.connection.close()
    closing = [asyncio.ensure_future(voter.connection.wait_closed()) for voter in voters]
    if closing:
        _, pending = await asyncio.wait(closing, timeout=PATIENCE)
        for each in pending:
            each.cancel()


def _options(number: int) -> asyncssh.SSHClientConnectionOptions:
    """OpenSSH's own preferences, without a look at the user's files or agent.

    The key exchange is what versions up to 9.9 and a server without post-quantum ones agree on.
    """
    return asyncssh.SSHClientConnectionOptions(
        username=f"Voter {number:03}",
        client_keys=[asyncssh.generate_private_key("ssh-ed25519")],
        known_hosts=None,
        config=None,
        agent_path=None,
        gss_host=None,
        x509_trusted_certs=None,
        preferred_auth="publickey",
        kex_algs=["curve25519-sha256"],
        encryption_algs=_CIPHERS,
        mac_algs=_MACS,
        compression_algs=None,
    )
