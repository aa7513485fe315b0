"""The wall as an app: it follows the session by itself, and takes two keys."""

from __future__ import annotations

import itertools
from contextlib import asynccontextmanager

import pytest

from facilitator.domain.commands import CloseRound
from facilitator.live.memory import MemoryJournal, MemoryStore
from facilitator.live.session import Accepted, LiveSession
from facilitator.ui.presenting.app import PresenterApp
from facilitator.ui.presenting.screen import Wall
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
    app = PresenterApp(ours, lambda: "ssh -p 2222 10.0.0.5", lambda: room.now)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield app, pilot, others
    finally:
        await ours.close()
        await others.close()


def shown(app) -> str:
    return app.screen.query_one(Wall).render().plain


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("name", ["gathering", "voting", "revealed", "rate-revealed", "ended"])
async def test_it_fills_the_screen_at_every_size(name, size):
    async with wall({**STAGES, **KINDS}[name](), size) as (app, _, _):
        rows = shown(app).split("\n")
        assert len(rows) == size[1]
        assert "Leave" in rows[-1]


async def test_it_follows_what_others_do():
    room = STAGES["voting"]()
    async with wall(room, (80, 24)) as (app, pilot, others):
        assert "75% needed" not in shown(app)
        command = CloseRound(at=room.now, by="f1", step="messaging", number=1)
        assert isinstance(await others.submit(command), Accepted)
        await pilot.pause()
        assert "75% needed" in shown(app)


async def test_help_and_leaving_are_the_only_keys():
    async with wall(STAGES["voting"](), (80, 24)) as (app, pilot, _):
        before = shown(app)
        await pilot.press("1", "space", "a", "escape", "enter")
        assert shown(app) == before
        await pilot.press("question_mark")
        await pilot.press("escape")
        assert shown(app) == before
        await pilot.press("q")
    assert app.farewell == "You have left the wall. The workshop goes on without it."


async def test_after_the_end_it_says_so():
    async with wall(STAGES["ended"](), (80, 24)) as (app, _, _):
        assert app.farewell == "The workshop has ended."


async def test_a_window_too_small_says_so():
    async with wall(STAGES["voting"](), (50, 15)) as (app, pilot, _):
        await pilot.pause()
        assert not app.screen.query(Wall)
