"""What an app's terminal gets and gives, with a real client at the other end."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest

from facilitator.terminal.line import ENTER

pytestmark = pytest.mark.asyncio


async def test_the_app_takes_the_terminal_over_with_its_first_frame(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    before = await ana.enter()
    assert ENTER.encode() in before


async def test_no_query_and_no_key_protocol_is_sent(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    shown = await ana.enter() + await ana.until("80x24")
    for unwanted in (b"$p", b"\x1b[>", b"?1000h", b"?1003h", b"?1004h", b"\x1b]22"):
        assert unwanted not in shown


async def test_keys_reach_the_app(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type("a\x1b[A\x1b")
    await ana.until("a up escape")


async def test_control_c_is_a_key_like_any_other(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type("\x03z")
    await ana.until("z")
    assert lobby.apps[0].seen in (["ctrl+c", "z"], ["z"])
    assert not ana.screen.closed


async def test_a_character_split_between_two_packets_is_one_key(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type("é".encode()[:1])
    ana.type("é".encode()[1:])
    await ana.until("é")


async def test_a_resize_reaches_the_app(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down(size=(100, 30))
    await ana.enter()
    await ana.until("100x30")
    ana.channel.change_terminal_size(61, 17)
    await ana.until("61x17")


async def test_of_many_resizes_the_last_counts(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    for width in range(20, 120):
        ana.channel.change_terminal_size(width, 10)
    await ana.until("119x10")


@pytest.mark.parametrize(
    ("asked", "given"),
    [((100_000, 100_000), "400x200"), ((0, 0), "80x24"), ((2**32 - 1, 3), "400x3")],
)
async def test_a_terminal_is_no_larger_than_allowed(
    lobby: Any, app: Any, asked: Any, given: str
) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down(size=asked)
    await ana.enter()
    await ana.until(given)


@pytest.mark.parametrize("claim", ["\x1b[48;9999;9999;1;1t", "\x1b[9;9R", "\x1b[<0;5;5M"])
async def test_what_a_client_claims_of_its_terminal_is_not_believed(
    lobby: Any, app: Any, claim: str
) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type(f"{claim}z")
    await ana.until("z")
    assert lobby.apps[0].size == (80, 24)
    assert lobby.apps[0].seen == ["z"]


async def test_malformed_sequences_end_nothing(lobby: Any, app: Any, eventually: Any) -> None:
    await lobby.serve(app=app)
    ana = await lobby.sit_down()
    await ana.enter()
    for nonsense in ("\x1b[1:1;1u", "\x1b[99999999999;1u", "\x1b[<99999999999999999999;1;1M"):
        ana.type(nonsense)
    ana.type(bytes(byte for byte in range(256) if byte not in b"QX\x11"))
    ana.type("zz")
    await eventually(lambda: lobby.apps[0].seen[-2:] == ["z", "z"])
    assert not ana.screen.closed


async def test_the_mouse_is_reported_where_the_server_is_told_so(lobby: Any) -> None:
    await lobby.serve(mouse=True)
    ana = await lobby.sit_down()
    before = await ana.enter()
    assert b"\x1b[?1000h\x1b[?1006h" in before
    ana.type("Q")
    assert b"\x1b[?1000l\x1b[?1006l" in await ana.screen.until_closed()


async def test_a_long_paste_is_shortened_and_keys_still_work(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app, paste_characters=50)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type("\x1b[200~" + "x" * 5000 + "\x1b[201~")
    await ana.until("pasted:50")
    ana.type("z")
    await ana.until("z")


async def test_a_paste_without_an_end_is_ended(lobby: Any, app: Any) -> None:
    await lobby.serve(app=app, paste_characters=50)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type("\x1b[200~" + "x" * 100_000)
    await ana.until("pasted:50")


async def test_a_flood_of_keys_is_read_no_faster_than_allowed(
    lobby: Any, app: Any, eventually: Any
) -> None:
    await lobby.serve(app=app, input_burst=10, input_rate=1.0, receive_packet=64)
    ana = await lobby.sit_down()
    await ana.enter()
    ana.type("x" * 60_000)
    await eventually(lambda: len(lobby.apps[0].seen) > 10)
    ben = await lobby.sit_down()
    await ben.enter()
    assert len(lobby.apps[0].seen) < 200


async def test_colours_are_the_256_of_most_terminals_whatever_the_server_has(
    lobby: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("NO_COLOR", "1")
    await lobby.serve()
    ana = await lobby.sit_down()
    shown = await ana.enter() + await ana.until("80x24")
    assert b"48;5;" in shown
    assert b"48;2;" not in shown
    assert os.environ["COLORTERM"] == "truecolor"


async def test_a_terminal_of_16_colours_gets_those_while_another_has_256(lobby: Any) -> None:
    await lobby.serve()
    console = await lobby.sit_down(term="linux")
    ana = await lobby.sit_down()
    few = await console.enter() + await console.until("80x24")
    many = await ana.enter() + await ana.until("80x24")
    assert b"48;5;" in many
    assert b";5;" not in few
    assert b"\x1b[" in few


# A client that reads too little


@pytest.mark.parametrize("layer", ["channel", "network"])
async def test_a_slow_reader_gets_the_newest_frame(lobby: Any, app: Any, layer: str) -> None:
    await lobby.serve(app=app, stale_bytes=4000)
    ana = await lobby.sit_down(window=1 << 16 if layer == "channel" else 1 << 27)
    await ana.enter()
    await ana.until("80x24")
    served = lobby.apps[0]
    source = ana.channel if layer == "channel" else ana.connection._transport
    source.pause_reading()
    unsent = []
    for turn in range(1000):
        served.show(f"frame-{turn}-", more=30_000)
        await asyncio.sleep(0)
        unsent.append(served.line.unsent())
    assert 4000 < max(unsent) < 100_000
    served.show("last-one")
    source.resume_reading()
    late = await ana.until("last-one")
    assert late.count(b"frame-") < 500


async def test_a_client_too_far_behind_for_too_long_is_closed(
    lobby: Any, app: Any, eventually: Any
) -> None:
    await lobby.serve(app=app, stale_bytes=10**9, backlog_bytes=50_000, backlog_seconds=0.1)
    ana = await lobby.sit_down(window=1000)
    ben = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("ABCD-EFGH\r")
    await eventually(lambda: bool(lobby.apps))
    ana.channel.pause_reading()
    lobby.apps[0].line.send(b"." * 200_000)
    async with asyncio.timeout(10):
        await ana.connection.wait_closed()
    await ben.enter()
    await eventually(lambda: bool(lobby.gone))
