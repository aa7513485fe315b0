"""The code prompt, as a person types at it."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.asyncio


async def test_the_prompt_shows_the_welcome_without_its_escapes(lobby: Any) -> None:
    lobby.gate.title = "Who \x1b]0;owns\x07 what?"
    await lobby.serve()
    ana = await lobby.sit_down()
    assert await ana.until("Code: ") == b"\r\nWho ]0;owns what?\r\n\r\n"


async def test_three_wrong_codes(lobby: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    for _ in range(3):
        await ana.until("Code: ")
        ana.type("wrong\r")
    output = await ana.screen.until_closed()
    assert output.endswith(b"Please ask the facilitator, then connect again.\r\n")
    assert ana.screen.status == 1
    assert lobby.apps == []
    assert lobby.gone == []


async def test_an_empty_line_is_no_try(lobby: Any) -> None:
    await lobby.serve(code_tries=1)
    ana = await lobby.sit_down()
    for _ in range(5):
        await ana.until("Code: ")
        ana.type("\r")
    await ana.enter()


async def test_a_mistyped_code_can_be_put_right(lobby: Any) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("ABCD-EFGX\x7fH\r")
    await ana.until("page")
    assert lobby.apps[0].visitor.code == "ABCD-EFGH"


@pytest.mark.parametrize("key_pressed", ["\x03", "\x04"])
async def test_leaving_from_the_prompt(lobby: Any, key_pressed: str) -> None:
    await lobby.serve()
    ana = await lobby.sit_down()
    await ana.until("Code: ")
    ana.type(f"AB{key_pressed}")
    assert (await ana.screen.until_closed()).endswith(b"\r\nGoodbye.\r\n")
    assert ana.screen.status == 0


async def test_the_prompt_does_not_wait_for_ever(lobby: Any) -> None:
    await lobby.serve(code_seconds=0.05)
    ana = await lobby.sit_down()
    assert b"Nobody typed a code" in await ana.screen.until_closed()


async def test_wrong_codes_are_answered_late_and_right_ones_at_once(lobby: Any) -> None:
    await lobby.serve(penalty_step_seconds=3600.0, penalty_most_seconds=3600.0)
    ana, ben = await lobby.sit_down(), await lobby.sit_down()
    await ana.until("Code: ")
    ana.type("wrong\r")
    await ana.until("*****")
    await ben.enter()
    assert b"right" not in ana.screen.output
    ana.connection.abort()


async def test_where_only_listed_keys_get_in_no_code_is_asked(lobby: Any, key: Any) -> None:
    lobby.gate.closed = "Only those listed \x1b]0;get\x07 in."
    lobby.gate.keys.add(key.get_fingerprint())
    await lobby.serve()
    await (await lobby.sit_down(keys=(key,))).until("page")
    ben = await lobby.sit_down()
    assert await ben.screen.until_closed() == b"\r\nOnly those listed ]0;get in.\r\n"
    assert ben.screen.status == 1
    assert len(lobby.apps) == 1


async def test_a_gate_that_fails_ends_one_connection(lobby: Any, caplog: Any) -> None:
    await lobby.serve()
    ana, ben = await lobby.sit_down(), await lobby.sit_down()
    await ana.until("Code: ")
    lobby.gate.codes = None
    ana.type("any\r")
    assert (await ana.screen.until_closed()).endswith(b"Please connect again.\r\n")
    lobby.gate.codes = {"ABCD-EFGH"}
    await ben.enter()
    assert "TypeError" in caplog.text
