"""What is refused, in words where the protocol has room for them."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncssh
import pytest
from asyncssh.packet import Boolean, String

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("command", ["uptime", "scp -t .", "rsync --server"])
async def test_commands_are_refused(lobby: Any, command: str) -> None:
    await lobby.serve()
    screen = await lobby.request(command=command)
    assert screen.errors == (
        b"This server runs no commands. Connect without one, from a terminal, with ssh -t. If you"
        b" gave none, your SSH configuration does: connect with ssh -t -o RemoteCommand=none.\n"
    )
    assert (screen.status, screen.output) == (1, b"")


@pytest.mark.parametrize("subsystem", ["sftp", "netconf"])
async def test_subsystems_are_refused(lobby: Any, subsystem: str) -> None:
    await lobby.serve()
    screen = await lobby.request(subsystem=subsystem)
    assert b"no SFTP, no SCP" in screen.errors
    assert screen.status == 1


async def test_a_shell_without_a_terminal_is_refused(lobby: Any) -> None:
    await lobby.serve()
    screen = await lobby.request()
    assert screen.errors.count(b"\n") == 1
    assert b"ssh -t" in screen.errors
    assert screen.status == 1
    assert screen.output == b""


async def test_a_second_terminal_on_a_connection_is_refused(lobby: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    with pytest.raises(asyncssh.ChannelOpenError, match="One terminal for each connection"):
        await lobby.sit_down(connection=ana.connection)
    await ana.enter()


async def test_forwarding_of_every_kind_is_refused(lobby: Any) -> None:
    await lobby.serve()
    connection = await lobby.connect()
    for opening in (
        connection.open_connection("127.0.0.1", 22),
        connection.open_unix_connection("/tmp/socket"),  # noqa: S108
    ):
        with pytest.raises(asyncssh.ChannelOpenError, match="forwards nothing"):
            await opening
    for listening in (
        connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 22),
        connection.forward_remote_path("/tmp/there", "/tmp/here"),  # noqa: S108
    ):
        with pytest.raises(asyncssh.ChannelListenError):
            await listening
    for kind in (connection.create_tun, connection.create_tap):
        with pytest.raises(asyncssh.ChannelOpenError, match="forwards nothing"):
            await kind(asyncssh.SSHTunTapSession)


async def test_variables_agents_and_displays_are_refused(lobby: Any) -> None:
    await lobby.serve(sent_bytes=10**7)
    connection = await lobby.connect()
    ana = await lobby.sit_down(connection=connection)
    await ana.enter()
    (channel,) = lobby.server._connections[1]._ssh._channels.values()
    for number in range(1000):
        ana.channel._send_request(b"env", String(b"NAME%d" % number), String(b"x" * 1000))
    assert not await ana.channel._make_request(b"env", String(b"LANG"), String(b"C"))
    assert not await ana.channel._make_request(b"auth-agent-req@openssh.com")
    assert channel.get_environment_bytes() == {}
    assert not await ana.channel._make_request(
        b"x11-req",
        Boolean(False),  # noqa: FBT003
        String(b"MIT-MAGIC-COOKIE-1"),
        String(b"00" * 16),
        b"\0\0\0\0",
    )


async def test_a_connection_ends_after_its_terminal(lobby: Any) -> None:
    await lobby.serve(linger_seconds=0.05)
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("\x04")
    async with asyncio.timeout(10):
        await ana.connection.wait_closed()
