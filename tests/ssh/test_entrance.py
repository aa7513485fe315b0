"""Who is taken up at the door, who makes room, and that nobody waits behind a flood."""

from __future__ import annotations

import asyncio
import resource
import socket
from contextlib import AsyncExitStack
from typing import Any

import pytest

from facilitator.ssh.entrance import Entrance
from facilitator.ssh.limits import MOST_DESCRIPTORS, Limits, Places, raise_descriptors
from facilitator.ssh.turns import Turns


@pytest.fixture
async def knock(lobby: Any) -> Any:
    """Connects without saying anything; all are closed in the end."""
    async with AsyncExitStack() as stack:

        async def connect(
            source: str = "127.0.0.1", says: bytes = b""
        ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", lobby.server.port, local_addr=(source, 0)
            )
            stack.callback(writer.close)
            writer.write(says)
            return reader, writer

        yield connect


def few(monkeypatch: pytest.MonkeyPatch, everybody: int, seated: int) -> None:
    """Have the server find so many places."""
    monkeypatch.setattr("facilitator.ssh.server.places_for", lambda *_: Places(everybody, seated))


async def is_closed(reader: asyncio.StreamReader) -> bool:
    """Whether a connection is closed by the other side, after what it had to say."""
    async with asyncio.timeout(10):
        try:
            await reader.read()
        except ConnectionResetError:
            return True
    return True


def is_open(reader: asyncio.StreamReader) -> bool:
    return not reader.at_eof()


async def test_of_too_many_the_silent_one_that_came_first_makes_room(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 4, 3)
    await lobby.serve(silent_seconds=0.05)
    speaking, _ = await knock(says=b"SSH-2.0-somebody\r\n")
    await speaking.readline()
    silent = [await knock() for _ in range(2)]
    for reader, _ in silent:
        await reader.readline()
    await asyncio.sleep(0.05)  # that is what silent_seconds are
    ana = await lobby.sit_down()
    await ana.enter()
    assert await is_closed(silent[0][0])
    assert is_open(silent[1][0])
    assert is_open(speaking)


async def test_who_does_not_log_in_makes_room_too_whatever_they_say(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 4, 3)
    await lobby.serve()
    slow = [await knock(says=b"SSH-2.0-somebody\r\n") for _ in range(3)]
    for reader, writer in slow:
        await reader.readline()
        writer.write(b"\0")
    await (await lobby.sit_down()).enter()
    assert await is_closed(slow[0][0])
    assert is_open(slow[2][0])


async def test_where_they_pile_up_they_make_room(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 8, 6)
    await lobby.serve(idle_seconds=0.0, silent_seconds=0.0)
    silent, _ = await knock()
    waiting = [await lobby.sit_down() for _ in range(5)]
    for terminal in waiting:
        await terminal.until("Code: ")
    await (await lobby.sit_down()).enter()
    assert b"Others were waiting" in await waiting[0].screen.until_closed()
    assert is_open(silent)


async def test_whoever_cannot_be_taken_up_yet_waits_and_is_not_refused(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    few(monkeypatch, 4, 3)
    await lobby.serve(silent_seconds=60.0)
    waiting = [await knock(f"127.0.0.{source}") for source in (2, 2, 2, 3)]
    for reader, _ in waiting:
        await reader.readline()
    arriving = asyncio.ensure_future(lobby.sit_down())
    await eventually(lambda: lobby.server.crowd.is_there)
    assert not arriving.done()
    waiting[0][1].close()
    await (await arriving).enter()


async def test_one_source_never_takes_the_places_of_all_others(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 8, 6)
    await lobby.serve(silent_seconds=60.0)
    other, _ = await knock(source="127.0.0.2")
    await other.readline()
    flood = [await knock(source="127.0.0.3") for _ in range(12)]
    answered = [reader for reader, _ in flood[:6]]
    for reader in answered:
        assert (await reader.readline()).startswith(b"SSH-2.0")
    assert all(is_open(reader) for reader in answered)
    assert is_open(other)


async def test_a_slow_flood_from_one_source_keeps_nobody_else_out(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 4, 3)
    await lobby.serve()
    for _ in range(6):
        reader, _ = await knock("127.0.0.3", b"SSH-2.0-slow\r\n")
        await reader.readline()
    await (await lobby.sit_down()).enter()
    assert is_open(reader)


async def test_a_flood_from_one_source_costs_another_no_half_open_connection(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 8, 6)
    await lobby.serve(silent_seconds=0.02)
    other, _ = await knock(source="127.0.0.2", says=b"SSH-2.0-somebody\r\n")
    await other.readline()
    for _ in range(40):
        reader, _ = await knock(source="127.0.0.3")
        await reader.readline()
    assert is_open(other)


async def test_those_who_sit_make_room_for_nobody_who_knocks(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    few(monkeypatch, 4, 3)
    await lobby.serve(silent_seconds=0.02)
    ana = await lobby.sit_down()
    await ana.enter()
    await eventually(lambda: lobby.seated == 1)
    for _ in range(20):
        await asyncio.sleep(0.02)  # that is what silent_seconds are
        reader, _ = await knock()
        await reader.readline()
    ana.type("z")
    await ana.until("z")


async def test_everybody_who_facilitates_hears_of_a_crowd_and_of_its_end(
    lobby: Any, knock: Any, monkeypatch: pytest.MonkeyPatch, eventually: Any
) -> None:
    few(monkeypatch, 4, 3)
    monkeypatch.setattr("facilitator.ssh.entrance.CALM_SECONDS", 0.2)
    server = await lobby.serve(silent_seconds=0.02)
    told = []
    server.crowd.changed = lambda: told.append(server.crowd.is_there)
    for _ in range(6):
        await knock()
    await eventually(lambda: told == [True])
    await eventually(lambda: told == [True, False])


async def test_where_no_file_can_be_opened_nobody_is_taken_up_until_one_can(
    lobby: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await lobby.serve()
    accept, failures = socket.socket.accept, [2]

    def full(self: socket.socket) -> Any:
        if failures[0]:
            failures[0] -= 1
            raise OSError(24, "Too many open files")
        return accept(self)

    monkeypatch.setattr(socket.socket, "accept", full)
    ana = await lobby.sit_down()
    await ana.enter()
    assert caplog.text.count("No connection can be taken up") == 2


async def test_the_door_of_a_server_that_is_closing_is_closed(lobby: Any) -> None:
    server = await lobby.serve()
    port = server.port
    await server.close("")
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


async def test_both_kinds_of_address_have_one_port(lobby: Any, host_key: Any) -> None:
    limits = Limits()
    turns = Turns(limits, asyncio.get_running_loop())
    entrance = Entrance(limits, Places(4, 3), turns, reuse_port=False, crowded=lambda: None)
    await entrance.create_server(lambda *_: None, "localhost", 0)
    try:
        assert {address[1] for address in entrance.get_addresses()} == {entrance.get_port()}
    finally:
        entrance.close()


async def test_a_connection_from_nowhere_that_raises_ends_alone(lobby: Any, knock: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    await ana.enter()
    reader, _ = await knock(says=b"SSH-2.0-\xff\xfe\r\n" * 3)
    assert await is_closed(reader)
    ana.type("z")
    await ana.until("z")


def test_as_many_files_as_may_be_are_asked_for() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
        raised = raise_descriptors()
        assert raised == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        assert raised == min(hard, MOST_DESCRIPTORS)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
