"""The home screen: what can be chosen, and what it gives back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from textual.app import App

from facilitator.domain.agenda import Agenda, Team
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.commit import Commit
from facilitator.ui.home.model import (
    AgendaCard,
    HomeModel,
    InterruptedCard,
    PastSummary,
    RehearseWorkshop,
    ResumeWorkshop,
    ReviewPast,
    StartWorkshop,
)
from facilitator.ui.home.screen import HomeApp
from tests.ui.facilitating.watching import shown

SIZE = (80, 24)
PLAN = Agenda(
    id="grey-areas",
    title="Who owns the grey areas?",
    teams=(Team("pm", "Product Management", "PM"), Team("pmm", "Product Marketing", "PMM")),
    steps=(Brief(id="brief", title="Two sides", minutes=45, text="x"),),
)
READY = AgendaCard("grey-areas", PLAN.title, "ships with the program", "Nine tasks.", PLAN)
BROKEN = AgendaCard("broken", "broken", "agendas/broken.toml", problems=("steps[3]: no team “x”",))
PROMISING = AgendaCard(
    "later",
    "What we owe",
    "agendas/later.toml",
    agenda=replace(PLAN, steps=(*PLAN.steps, Commit(id="commit", title="Promises"))),
)
STOPPED = InterruptedCard(
    "2026-11-22-grey-areas-7k2m", "Grey areas", datetime(2026, 11, 22, 14, 2, tzinfo=UTC), 3, 9
)


def words(app: App[Any]) -> str:
    return " ".join(shown(app).split())


async def test_enter_gives_back_the_agenda_chosen():
    app = HomeApp(HomeModel((READY,), sessions_folder="./sessions"), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        text = words(app)
        assert "1 step · 45 min" in text
        assert "Product Management and Product Marketing" in text
        assert "New here? R rehearses with simulated people" in text
        assert text.index("R Rehearse") < text.index("Enter Start this workshop")
        assert "No past decisions yet. Logs go to ./sessions" in text
        await pilot.press("enter")
    assert app.return_value == StartWorkshop(READY)


async def test_interrupted_sessions_come_first():
    app = HomeApp(HomeModel((READY,), (STOPPED,)), dark=False)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "3 of 9 tasks decided" in words(app)
        assert "stopped 22 Nov 2026, 14:02" in words(app)
        await pilot.press("enter")
    assert app.return_value == ResumeWorkshop(STOPPED.session)


async def test_a_broken_agenda_is_listed_with_its_problems_and_not_started():
    app = HomeApp(HomeModel((READY, BROKEN)), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "steps[3]: no team “x”" in words(app)
        assert "This agenda has 1 problem" in words(app)
        assert "Start this workshop" not in words(app)
        assert app.is_running
        await pilot.press("Q")
    assert app.return_value is None


async def test_an_agenda_with_any_kind_of_step_can_be_started():
    app = HomeApp(HomeModel((PROMISING,)), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Enter Start this workshop" in words(app)
        await pilot.press("enter")
    assert app.return_value == StartWorkshop(PROMISING)


async def test_r_gives_back_the_agenda_chosen_to_rehearse_it():
    app = HomeApp(HomeModel((BROKEN, READY), (STOPPED,)), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert "Choose an agenda to rehearse" in words(app)
        await pilot.press("down", "r")
        await pilot.pause()
        assert "This agenda has 1 problem" in words(app)
        assert app.is_running
        await pilot.press("down")
        await pilot.pause()
        assert "R Rehearse" in words(app)
        await pilot.press("R")
    assert app.return_value == RehearseWorkshop(READY)


async def test_what_is_due_is_said():
    past = PastSummary(12, "Grey areas", date(2026, 5, 20), 3)
    app = HomeApp(HomeModel((READY,), past=past), dark=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "12 past sessions; newest: Grey areas, 20 May 2026" in words(app)
        assert "! 3 overdue: P shows them" in words(app)
        assert "New here?" not in words(app)
        assert words(app).index("Enter Start this workshop") < words(app).index("R Rehearse")


async def test_without_agendas_it_says_how_to_get_one():
    app = HomeApp(HomeModel(()), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        for key in ("enter", "r"):
            await pilot.press(key)
            await pilot.pause()
            assert "Put one into the folder agendas/" in words(app)


async def test_help_and_the_small_window():
    app = HomeApp(HomeModel((READY,)), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "The home screen" in words(app)
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert "60×20 is the least that works" in words(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "The home screen" in words(app)


async def test_past_decisions_are_one_key_away():
    app = HomeApp(HomeModel((READY,)), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("p")
    assert app.return_value == ReviewPast()


async def test_the_screen_stands_while_past_decisions_are_still_being_read():
    may_end = asyncio.Event()

    async def read_past() -> PastSummary:
        await may_end.wait()
        return PastSummary(logs=2, newest="Grey areas", newest_on=date(2026, 5, 20))

    app = HomeApp(HomeModel((READY,), past=None, sessions_folder="./logs"), read_past, dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "Reading past decisions in ./logs" in words(app)
        assert "New here?" not in words(app)
        may_end.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "2 past sessions; newest: Grey areas, 20 May 2026" in words(app)


async def test_a_folder_that_cant_be_read_is_said_and_keeps_nobody_from_starting():
    past = PastSummary(problem="sessions: this folder can't be listed: Permission denied")
    app = HomeApp(HomeModel((READY,), past=past), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "this folder can't be listed" in words(app)
        await pilot.press("enter")
    assert app.return_value == StartWorkshop(READY)


async def test_where_there_were_only_rehearsals_newcomers_are_still_welcomed():
    past = PastSummary(2, "Grey areas", date(2026, 5, 20), rehearsed=True)
    app = HomeApp(HomeModel((READY,), past=past), dark=True)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "2 rehearsals; newest: Grey areas" in words(app)
        assert "New here?" in words(app)
        assert "due" not in words(app)
