"""Clients that speak the protocol and mean ill: each harms itself at the most."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncssh
import pytest
from asyncssh.constants import MSG_USERAUTH_REQUEST
from asyncssh.packet import String, UInt32

from tests.ssh.conftest import Screen


@pytest.fixture
async def ben(lobby: Any, app: Any) -> Any:
    """Somebody honest at the same server, whose keys go on being answered."""
    await lobby.serve(app=app)
    ben = await lobby.sit_down()
    await ben.enter()
    return ben


async def is_served(ben: Any) -> None:
    ben.type("b")
    await ben.until("b")


@pytest.mark.parametrize("size", [0, 1, 2, 1000])
async def test_packets_too_small_for_a_screen_are_not_served(
    lobby: Any, ben: Any, size: int
) -> None:
    connection = await lobby.connect()
    try:
        _, screen = await connection.create_session(
            Screen, term_type="xterm", term_size=(80, 24), encoding=None, max_pktsize=size
        )
        await screen.until_closed()
    except asyncssh.ChannelOpenError:
        assert size == 0
    else:
        assert b"too small for a screen" in screen.errors
        assert screen.output == b""
    await is_served(ben)


async def test_a_packet_size_without_bounds(lobby: Any, ben: Any) -> None:
    connection = await lobby.connect()
    _, screen = await connection.create_session(
        Screen, term_type="xterm", term_size=(80, 24), encoding=None, max_pktsize=2**32 - 1
    )
    await screen.until(b"Code: ")
    await is_served(ben)


@pytest.mark.parametrize("window", [0, 1, 2**31 - 1, 2**32 - 1])
async def test_a_window_of_any_size_that_nothing_is_read_from(
    lobby: Any, ben: Any, window: int
) -> None:
    connection = await lobby.connect()
    channel, _ = await connection.create_session(
        Screen, term_type="xterm", term_size=(80, 24), encoding=None, window=window
    )
    connection._transport.pause_reading()
    channel.write(b"ABCD-EFGH\r" + b"abc" * 500)
    await is_served(ben)


async def test_a_window_that_is_opened_for_ever(lobby: Any, ben: Any) -> None:
    connection = await lobby.connect()
    channel, _ = await connection.create_session(
        Screen, term_type="xterm", term_size=(80, 24), encoding=None
    )
    for _ in range(100):
        channel.send_packet(93, UInt32(2**32 - 1))  # SSH_MSG_CHANNEL_WINDOW_ADJUST
    await is_served(ben)


async def test_bytes_beyond_the_window(lobby: Any, ben: Any) -> None:
    connection = await lobby.connect()
    channel, screen = await connection.create_session(
        Screen, term_type="xterm", term_size=(80, 24), encoding=None
    )
    for _ in range(40):
        channel.send_packet(94, String(b"x" * 4000))  # SSH_MSG_CHANNEL_DATA
    await screen.until_closed()
    await is_served(ben)


@pytest.mark.parametrize("term", ["x" * 10_000, "\x1b]0;owned\x07", "../../passwd", "xterm\x00"])
async def test_a_terminal_of_any_name_is_served(lobby: Any, ben: Any, term: str) -> None:
    await (await lobby.sit_down(term=term)).enter()
    await is_served(ben)


async def test_a_terminal_whose_name_is_no_text_is_not(lobby: Any, ben: Any) -> None:
    with pytest.raises(asyncssh.ProtocolError):
        await lobby.sit_down(term="日本")
    await is_served(ben)


async def test_channels_without_end_are_refused_but_for_one(lobby: Any, ben: Any) -> None:
    connection = await lobby.connect()
    await lobby.sit_down(connection=connection)
    refused = 0
    for _ in range(200):
        try:
            await connection.create_session(Screen, encoding=None)
        except asyncssh.ChannelOpenError:
            refused += 1
    assert refused == 200
    await is_served(ben)


@pytest.mark.parametrize("first", ["ana", "root", "wall"])
async def test_who_changes_the_name_while_logging_in_is_who_logged_in(
    lobby: Any, ben: Any, key: Any, first: str
) -> None:
    """A request under one name is on its way when the client goes on under another."""

    class Switching(asyncssh.SSHClient):
        def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
            self.conn = conn

        def kbdint_auth_requested(self) -> str:
            parts = (String(first.encode()), String(b"ssh-connection"))
            more = (String(b"keyboard-interactive"), String(b""), String(b""))
            self.conn.send_packet(MSG_USERAUTH_REQUEST, *parts, *more)
            return ""

    lobby.gate.keys.add(key.get_fingerprint())
    ana = await lobby.sit_down(connection=await lobby.connect(client=Switching))
    await ana.enter()
    visitor = lobby.apps[-1].visitor
    assert visitor.fingerprint is None
    assert visitor.username in (first, "ana")
    await is_served(ben)


async def test_a_second_login_on_one_connection_is_none(lobby: Any, ben: Any) -> None:
    connection = await lobby.connect()
    ana = await lobby.sit_down(connection=connection)
    await ana.enter()
    parts = (String(b"wall"), String(b"ssh-connection"), String(b"none"))
    connection.send_packet(MSG_USERAUTH_REQUEST, *parts)
    async with asyncio.timeout(10):
        await connection.wait_closed()
    assert lobby.apps[-1].visitor.username == "ana"
    await is_served(ben)
