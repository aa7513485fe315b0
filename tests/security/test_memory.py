"""What a connection leaves behind is gone at once: nothing waits for the garbage collector."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import logging
from collections import Counter

import asyncssh
import pytest

from facilitator.hosting.host_key import load_or_create_host_key
from facilitator.live.arrivals import Arrival
from facilitator.live.memory import MemoryJournal
from facilitator.live.session import LiveSession
from facilitator.ssh.limits import Limits
from facilitator.ssh.server import start_server
from facilitator.terminal.painted import Painted
from facilitator.ui.presenting.screen import WallScreen
from facilitator.ui.voting.screen import VoterScreen
from tests.ssh.conftest import FakeGate, Screen
from tests.ui.voting.rooms import STAGES

OURS = ("facilitator.ssh", "facilitator.terminal", "facilitator.ui")
TIMES = 12


@pytest.fixture
async def session():
    room = STAGES["voting"]()
    ids = (f"id{number}" for number in itertools.count())
    session = LiveSession(MemoryJournal(), lambda: next(ids))
    await session.open()
    for command in room.commands:
        await session.submit(command)
    session.room_clock = lambda: room.now
    yield session
    await session.close()


class Broken(WallScreen):
    """A screen that fails of every key."""

    def press(self, key, character):
        raise LookupError(key)


@pytest.fixture
async def server(session, tmp_path):
    """A server of real screens: the wall's for ``wall@``, Ana's for everybody else."""
    gate = FakeGate()

    def make(visitor, line):
        if visitor.username == "broken":
            return Painted(line, Broken(session, lambda: "ssh host", session.room_clock))
        if visitor.username == "wall":
            return Painted(line, WallScreen(session, lambda: "ssh host", session.room_clock))
        arrival = Arrival(visitor.connection, "ana", "key:Ana", None, "ssh host", str.casefold)
        return Painted(line, VoterScreen(session, arrival, session.room_clock))

    server = await start_server(
        host="127.0.0.1",
        port=0,
        host_key=load_or_create_host_key(tmp_path / "private" / "host_key").private,
        gate=gate,
        make_app=make,
        on_disconnect=lambda _: None,
        limits=Limits(seat_arrivals=10_000, penalty_step_seconds=0.0),
        server_id="test",
    )
    server.gate = gate
    yield server
    await server.close("")


async def silent(server, _):
    _, writer = await asyncio.open_connection("127.0.0.1", server.port)
    await asyncio.sleep(0)
    writer.close()
    await writer.wait_closed()


async def handshake(server, _):
    (await _connect(server, "mallory", None)).abort()


async def at_the_prompt(server, _):
    connection = await _connect(server, "mallory", None)
    channel, screen = await _terminal(connection)
    await screen.until(b"Code: ")
    channel.write(b"x" * 5000)
    await screen.until_closed()
    connection.abort()


async def voter(server, key):
    await _seen(server, "ana", key, b"6 of 7 voted", resize=True)


async def wall(server, key):
    await _seen(server, "wall", key, b"Join", resize=True)


async def voter_that_is_cut_off(server, key):
    connection = await _connect(server, "ana", key)
    _, screen = await _terminal(connection)
    await screen.until(b"6 of 7 voted")
    connection.abort()


async def screen_that_fails(server, key):
    connection = await _connect(server, "broken", key)
    channel, screen = await _terminal(connection)
    await screen.until(b"Join")
    channel.write(b"x")
    await screen.until(b"Something went wrong")
    await screen.until_closed()
    connection.close()
    await connection.wait_closed()


async def _seen(server, username, key, words, *, resize):
    connection = await _connect(server, username, key)
    channel, screen = await _terminal(connection)
    await screen.until(words)
    if resize:
        channel.change_terminal_size(100, 30)
    channel.write(b"?\x1b[A\x1bq")
    await screen.until(b"Leave")
    channel.write(b"?q")
    await screen.until_closed()
    connection.close()
    await connection.wait_closed()


async def _connect(server, username, key):
    return await asyncssh.connect(
        "127.0.0.1",
        server.port,
        username=username,
        known_hosts=None,
        config=None,
        agent_path=None,
        client_keys=[key] if key else None,
        client_factory=_Client,
    )


async def _terminal(connection):
    return await connection.create_session(
        Screen, term_type="xterm-256color", term_size=(80, 24), encoding=None
    )


class _Client(asyncssh.SSHClient):
    def kbdint_auth_requested(self):
        return ""


def ours():
    """How many of each of our classes are there, and of AsyncSSH's end of a connection."""
    kinds = (type(each) for each in gc.get_objects())
    return Counter(
        kind.__qualname__
        for kind in kinds
        if kind.__module__.startswith(OURS) or kind.__qualname__ == "SSHServerConnection"
    )


@contextlib.contextmanager
def no_collector():
    """Nobody tidies up, and pytest keeps no records of what failed, with all that hangs on them."""
    gc.collect()
    gc.disable()
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        gc.enable()


@pytest.mark.parametrize(
    "visit",
    [silent, handshake, at_the_prompt, voter, voter_that_is_cut_off, wall, screen_that_fails],
)
async def test_nothing_of_a_connection_is_left_when_it_has_ended(server, visit):
    key = asyncssh.generate_private_key("ssh-ed25519")
    server.gate.keys.add(key.get_fingerprint())
    await visit(server, key)
    with no_collector():
        before = ours()
        for _ in range(TIMES):
            await visit(server, key)
        async with asyncio.timeout(20):
            while any(count >= TIMES for count in (ours() - before).values()):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
