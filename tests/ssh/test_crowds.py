"""How many get in, how often, and who makes room."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import asyncssh
import pytest

if TYPE_CHECKING:
    from facilitator.ssh.shared import Visitor

pytestmark = pytest.mark.asyncio


async def test_a_seat_is_not_connected_to_too_often(lobby: Any, key: Any) -> None:
    lobby.gate.codes.add("RESUME")
    lobby.gate.seats["RESUME"] = "seat 7"
    lobby.gate.keys.add(key.get_fingerprint())
    await lobby.serve(seat_arrivals=2)
    for _ in range(2):
        await (await lobby.sit_down()).enter("RESUME")
        await (await lobby.sit_down(keys=(key,))).until("page")
    with_code, with_key = await lobby.sit_down(), await lobby.sit_down(keys=(key,))
    await with_code.until("Code: ")
    with_code.type("RESUME\r")
    for refused in (with_code, with_key):
        assert b"connected to several times" in await refused.screen.until_closed()
    for _ in range(6):
        await (await lobby.sit_down()).enter()


async def test_everybody_in_line_gets_in_and_sees_their_place(lobby: Any) -> None:
    gates: list[asyncio.Event] = []

    class Slow:
        farewell, return_code = "", None

        def __init__(self, visitor: Visitor, line: Any) -> None:
            self.visitor = visitor
            self.line = line
            self.ending = asyncio.Event()
            gates.append(asyncio.Event())

        async def run_async(self, *, mouse: bool) -> None:
            await gates[-1].wait()
            self.line.send(b"page")
            self.line.drawn()
            await self.ending.wait()

        def exit(self) -> None:
            self.ending.set()

    await lobby.serve(app=Slow, starting_apps=1)
    terminals = [await lobby.sit_down() for _ in range(4)]
    for terminal in terminals:
        await terminal.until("Code: ")
        terminal.type("ABCD-EFGH\r")
        await terminal.until("\r\n")
    await terminals[1].until("You are next in line.")
    await terminals[2].until("You are number 2 in line.")
    await terminals[3].until("You are number 3 in line.")
    terminals[2].type("\x03")
    assert (await terminals[2].screen.until_closed()).endswith(b"Goodbye.\r\n")
    await terminals[3].until("You are number 2 in line.")
    for turn, terminal in enumerate((terminals[0], terminals[1], terminals[3])):
        gates[turn].set()
        await terminal.until("page")


async def test_one_connection_too_many_is_told_so(lobby: Any, eventually: Any) -> None:
    await lobby.serve(connections=2)
    seated = [await lobby.sit_down() for _ in range(2)]
    for terminal in seated:
        await terminal.enter()
    await eventually(lambda: lobby.seated == 2)
    third = await lobby.sit_down()
    assert b"Every place in this server is taken" in await third.screen.until_closed()
    seated[0].type("Q")
    await seated[0].screen.until_closed()
    await (await lobby.sit_down()).enter()


async def test_who_waits_longest_without_a_code_makes_room(lobby: Any, eventually: Any) -> None:
    await lobby.serve(half_open=2, idle_seconds=0.0)
    ana = await lobby.sit_down()
    await ana.enter()
    await eventually(lambda: lobby.seated == 1)
    idler = await lobby.sit_down()
    await idler.until("Code: ")
    await (await lobby.sit_down()).enter()
    assert b"Others were waiting to get in" in await idler.screen.until_closed()
    ana.type("z")
    await ana.until("z")


async def test_who_was_let_in_and_takes_no_seat_makes_room_too(lobby: Any) -> None:
    lobby.gate.sitting = set()
    await lobby.serve(half_open=2, idle_seconds=0.0)
    idler = await lobby.sit_down()
    await idler.enter()
    await (await lobby.sit_down()).enter()
    await idler.screen.until_closed()


async def test_whoever_takes_no_seat_cannot_stay_for_ever(lobby: Any) -> None:
    lobby.gate.sitting = set()
    await lobby.serve(form_seconds=1.0, sweep_seconds=0.05)
    idler = await lobby.sit_down()
    await idler.enter()
    assert b"Nobody took a seat" in await idler.screen.until_closed()


@pytest.mark.parametrize("shell", [False, True], ids=["no channel", "a channel"])
async def test_who_logs_in_and_asks_for_nothing_is_sent_away(lobby: Any, *, shell: bool) -> None:
    await lobby.serve(login_seconds=0.2, sweep_seconds=0.05)
    connection = await lobby.connect()
    if shell:
        await _open_channel(connection)
    async with asyncio.timeout(10):
        await connection.wait_closed()


async def _open_channel(connection: Any) -> None:
    """A session channel on which no shell is ever asked for."""
    channel = asyncssh.channel.SSHClientChannel(
        connection, connection._loop, "strict", None, "strict", 65536, 32768
    )
    await channel._open(b"session")


async def test_of_too_many_half_open_connections_the_oldest_makes_room(lobby: Any) -> None:
    await lobby.serve(half_open=4, silent_seconds=0.05)
    ana = await lobby.sit_down()
    idle = [await asyncio.open_connection("127.0.0.1", lobby.server.port) for _ in range(2)]
    for reader, _ in idle:
        await reader.readline()
    async with asyncio.timeout(10):
        while not idle[0][0].at_eof():
            idle.append(await asyncio.open_connection("127.0.0.1", lobby.server.port))
            await asyncio.wait([asyncio.ensure_future(idle[-1][0].readline())], timeout=0.1)
            await asyncio.wait([asyncio.ensure_future(idle[0][0].read())], timeout=0.1)
    await ana.enter()
    for _, writer in idle:
        writer.close()


async def test_logging_in_does_not_take_for_ever(lobby: Any) -> None:
    await lobby.serve(login_seconds=0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", lobby.server.port)
    async with asyncio.timeout(10):
        assert (await reader.read()).startswith(b"SSH-2.0-facilitator\r\n")
    writer.close()
    connection = await lobby.connect()
    async with asyncio.timeout(10):
        await connection.wait_closed()
