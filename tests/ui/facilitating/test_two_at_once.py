"""Two facilitators at their own screens, on one journal, who decide in the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from facilitator.domain.commands import Envelope, ReopenDecision
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.sqlite_journal import SqliteJournal
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.ui.facilitating.forms.decision import DecisionForm
from facilitator.ui.facilitating.frame import StagePanel
from facilitator.ui.ink import plain
from tests.ui.facilitating.rooms import TASK, revealed
from tests.ui.facilitating.staging import FakeHosting, FakeLog, Staged
from tests.ui.facilitating.watching import press, until, words

TIMES = 2
NAMES = {"f1": "Ines", "f2": "Uma"}
Screens = dict[str, Pilot[Any]]


async def session_on(path: Path, prefix: str) -> LiveSession:
    ids = count(1)
    journal = await SqliteJournal.open(path, create=not path.exists())
    return LiveSession(journal, lambda: f"{prefix}{next(ids)}")


@pytest.fixture
async def staged(tmp_path):
    """A revealed round, led by Ines; Uma facilitates too."""
    session = await session_on(tmp_path / "s.journal", "a")
    await session.open()
    room = revealed(Raj="pm: we know it", Lee="pmm", Ana="pmm", Kim="pmm").facilitated_by("Uma")
    for envelope in room.envelopes:
        assert isinstance(await session.submit(envelope), Accepted)
    yield Staged(session)
    await session.close()


@asynccontextmanager
async def both_at_their_screens(staged: Staged, path: Path) -> AsyncIterator[Screens]:
    """The first facilitator's screen, and the second one's in what could be another process."""
    second = await session_on(path, "b")
    await second.open()
    other = FacilitatorApp(second, "f2", FakeHosting(), FakeLog(), staged.clock, dark=True)
    try:
        async with (
            staged.app().run_test(size=(80, 24)) as ines,
            other.run_test(size=(80, 24)) as uma,
        ):
            yield {"f1": ines, "f2": uma}
    finally:
        await second.close()


async def test_one_decision_holds_and_the_other_form_says_whose(staged, tmp_path):
    async with both_at_their_screens(staged, tmp_path / "s.journal") as screens:
        won = [await decide_at_once(staged, screens, turn) for turn in range(TIMES)]
    assert len(won) == TIMES


async def decide_at_once(staged: Staged, screens: Screens, turn: int) -> str:
    """Both save their form at once; return who of them was first."""
    for pilot in screens.values():
        await until(pilot, lambda pilot=pilot: "By team" in words(pilot.app))
        await press(pilot, "d")
        await until(pilot, lambda pilot=pilot: isinstance(pilot.app.screen, DecisionForm))
    order = sorted(screens, reverse=bool(turn % 2))
    await asyncio.gather(*(screens[who].press("ctrl+s") for who in order))

    await until(screens["f1"], lambda: staged.session.state.record(TASK).decision)
    first = staged.session.state.record(TASK).decided_by
    assert first in NAMES
    (late,) = set(NAMES) - {first}
    told = f"Not saved. {NAMES[first]} has recorded an outcome already."
    await until(screens[late], lambda: told in words(screens[late].app))
    await press(screens[late], "escape")
    for pilot in screens.values():
        await until(pilot, lambda pilot=pilot: "SPACE Next:" in words(pilot.app))
    assert panel(screens["f1"]) == panel(screens["f2"])

    reopen = Envelope(staged.clock.now, first, ReopenDecision(step=TASK))
    assert isinstance(await staged.session.submit(reopen), Accepted)
    return first


def panel(pilot: Pilot[Any]) -> list[str]:
    return [plain(each) for each in pilot.app.screen.query_one(StagePanel).draw(50)]
