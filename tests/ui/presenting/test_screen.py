"""The wall on a terminal: it follows the session by itself, and takes two keys."""

from __future__ import annotations

import itertools
from contextlib import asynccontextmanager

import pytest

from facilitator.domain.commands import CloseRound, Envelope
from facilitator.live.memory import MemoryJournal, MemoryStore
from facilitator.live.session import Accepted, LiveSession
from facilitator.ui.presenting.screen import WallScreen
from facilitator.ui.text import cells
from tests.painted import on_screen, words_of
from tests.ui.voting.every_kind import KINDS
from tests.ui.voting.rooms import STAGES


@asynccontextmanager
async def wall(room, size):
    """A wall, and another process that can do something to its session."""
    store, ids = MemoryStore(), (f"id{n}" for n in itertools.count())
    ours = LiveSession(MemoryJournal(store), lambda: next(ids))
    others = LiveSession(MemoryJournal(store), lambda: next(ids))
    await others.open()
    for command in room.commands:
        assert isinstance(await others.submit(command), Accepted)
    await ours.open()
    screen = WallScreen(ours, lambda: "ssh -p 2222 10.0.0.5", lambda: room.now)
    try:
        async with on_screen(screen, size) as seat:
            yield seat, others
    finally:
        await ours.close()
        await others.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("name", ["gathering", "voting", "revealed", "rate-revealed", "ended"])
async def test_it_fills_the_screen_at_every_size(name, size):
    async with wall({**STAGES, **KINDS}[name](), size) as (seat, _):
        rows = seat.screen.rows(*size)
        assert len(rows) == size[1]
        assert all(cells(words_of(row)) == size[0] for row in rows)
        assert "Leave" in seat.shown.split("\n")[-1]


async def test_it_follows_what_others_do():
    room = STAGES["voting"]()
    async with wall(room, (80, 24)) as (seat, others):
        assert "75% needed" not in seat.shown
        command = Envelope(room.now, "f1", CloseRound(step="messaging", number=1))
        assert isinstance(await others.submit(command), Accepted)
        await seat.until("75% needed")


async def test_it_follows_the_clock():
    room = STAGES["voting"]()
    async with wall(room, (80, 24)) as (seat, _):
        before = seat.shown
        room.wait(minutes=1)
        await seat.until_that(lambda: seat.shown != before)


async def test_nothing_is_painted_while_nothing_changes():
    async with wall(STAGES["voting"](), (80, 24)) as (seat, _):
        painted = seat.line.raw
        seat.screen._look()
        seat.painted.changed()
        await seat.settle()
        assert seat.line.raw == painted


async def test_help_and_leaving_are_the_only_keys():
    async with wall(STAGES["voting"](), (80, 24)) as (seat, _):
        before = seat.shown
        await seat.press("1", "space", "a", "escape", "enter")
        await seat.paste("q")
        assert seat.shown == before
        await seat.press("question_mark")
        await seat.until("what everybody may see", "Leave; the workshop goes on.")
        await seat.press("escape")
        assert seat.shown == before
        assert seat.is_running
        await seat.press("q")
        assert not seat.is_running
    assert seat.farewell == "You have left the wall. The workshop goes on without it."


async def test_after_the_end_it_says_so():
    async with wall(STAGES["ended"](), (80, 24)) as (seat, _):
        assert seat.farewell == "The workshop has ended."


async def test_a_window_too_small_says_so_until_it_is_larger():
    async with wall(STAGES["voting"](), (50, 15)) as (seat, _):
        assert "Please make this window larger" in seat.shown
        seat.line.resize(80, 24)
        await seat.until("Leave", gone=["larger"])


async def test_a_wall_that_is_left_is_woken_no_more():
    async with wall(STAGES["voting"](), (80, 24)) as (seat, _):
        session = seat.screen._session
    assert not session._fanout._prompt


async def test_walls_that_show_the_same_share_its_rows():
    async with wall(STAGES["revealed"](), (80, 24)) as (seat, _):
        twin = WallScreen(seat.screen._session, seat.screen._how_to_join, seat.screen._clock)
        async with on_screen(twin, (80, 24)) as other:
            assert other.screen.rows(80, 24) is seat.screen.rows(80, 24)
            assert other.screen.rows(100, 24) is not seat.screen.rows(80, 24)
