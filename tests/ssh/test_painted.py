"""Painted screens: what they fail of ends them, and what is typed never piles up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from facilitator.terminal.keys import Input
from facilitator.terminal.painted import Painted
from tests.painted import FakeLine

pytestmark = pytest.mark.asyncio


class Page:
    """A screen that fails of one key."""

    farewell = ""

    def __init__(self, fails_of: str = "") -> None:
        self.fails_of = fails_of
        self.pressed: list[str] = []
        self.typed: list[str | None] = []

    def begin(self, canvas: Any) -> None:
        """Nothing to follow."""

    def rows(self, width: int, height: int) -> list[bytes]:
        return [b" " * width] * height

    def press(self, key: str, character: str | None) -> None:
        if key == self.fails_of:
            raise LookupError(key)
        self.pressed.append(key)
        self.typed.append(character)

    def paste(self, text: str) -> None:
        """Nothing is pasted."""

    def close(self) -> None:
        """Nothing is held."""


async def failing(keys: str, fails_of: str) -> None:
    """Run a screen until it has failed of what was typed."""
    line = FakeLine()
    run = asyncio.ensure_future(Painted(line, Page(fails_of)).run_async())
    await asyncio.sleep(0)
    line.attached.receive(keys)
    async with asyncio.timeout(5):
        with pytest.raises(LookupError):
            await run


@pytest.mark.parametrize(
    ("keys", "fails_of"),
    [("a", "a"), ("b" * 500 + "a", "a"), ("\x1b", "escape")],
    ids=["at once", "by and by", "a lone Escape"],
)
async def test_whatever_key_a_screen_fails_of_ends_it(keys: str, fails_of: str) -> None:
    loop = asyncio.get_running_loop()
    elsewhere: list[Any] = []
    loop.set_exception_handler(lambda _, context: elsewhere.append(context))
    await failing(keys, fails_of)
    assert elsewhere == []


async def test_no_more_is_asked_for_until_what_was_typed_is_handed_on() -> None:
    line, taken = FakeLine(), []
    line.limits = type(line.limits)(input_burst=200, input_rate=2000.0)
    keys = Input(line, taken.append)
    keys.receive("x" * 5000)
    assert line.is_paused
    most = len(keys._pending)
    async with asyncio.timeout(20):
        while line.is_paused:
            assert len(keys._pending) <= most
            await asyncio.sleep(0.01)
    assert len(taken) == 5000
    keys.receive("y")
    assert len(taken) == 5001
    keys.stop()


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "क\u094d\u200dष", "ភាសា\u200bខ្មែរ", "ᠠ\u180b\u180eᠠ", "👩\u200d💻"]
)
async def test_a_part_of_a_word_that_shows_nothing_is_typed_like_any_letter(text: str) -> None:
    line, page = FakeLine(), Page(fails_of="a")
    run = asyncio.ensure_future(Painted(line, page).run_async())
    await asyncio.sleep(0)
    line.attached.receive(f"{text}\u202e")
    line.attached.receive("a")
    async with asyncio.timeout(5):
        with pytest.raises(LookupError):
            await run
    assert page.typed == [*text, None]
