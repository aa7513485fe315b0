"""What changed since the earlier session is read back on everybody's screen at the close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.decisions import CommitmentStatus, Outcome, Verdict
from facilitator.domain.views import ChangeView, SinceView, StandingView
from facilitator.domain.words.sentences import since_rows, since_title
from tests.ui.facilitating.rooms import EARLIER, EVERY_KIND, FOUR, begun
from tests.ui.facilitating.staging import live
from tests.ui.test_pictures import facilitator, picture, voter, wall

LONG, USUAL = (100, 80), (80, 24)


def change(
    verdict: Verdict, title: str, before: str = "", now: str = "", in_force: str = ""
) -> ChangeView:
    return ChangeView(title, verdict, before, now, standing(title, in_force) if in_force else None)


def standing(title: str, driver: str, *, is_overdue: bool = False) -> StandingView:
    return StandingView(title, driver, date(2025, 11, 3), is_overdue)


def told(*changes: ChangeView, untouched=(), promises=()) -> list[tuple[str, str]]:
    return list(since_rows(SinceView(date(2026, 5, 20), changes, untouched, promises)))


def test_the_heading_says_since_when():
    assert since_title(SinceView(date(2026, 5, 20), (), (), ())) == "What changed since 20 May 2026"


def test_what_turned_round_comes_first_and_what_stayed_is_only_named():
    assert told(
        change(Verdict.REAFFIRMED, "Launch plan", "PM", "PM", "PM"),
        change(Verdict.NEW, "Personas", "", "PM"),
        change(Verdict.REOPENED, "Pricing", "Sales", "deferred", "Sales"),
        change(Verdict.REVERSED, "Messaging", "PM", "PMM", "PM"),
        change(Verdict.REAFFIRMED, "Training", "PM", "PM", "PM"),
        change(Verdict.DROPPED, "Analysts", "parked"),
        untouched=(standing("Events", "PMM"), standing("Booths", "Sales", is_overdue=True)),
        promises=((CommitmentStatus.KEPT, 2), (CommitmentStatus.MISSED, 1)),
    ) == [
        ("⇄", "Messaging, reversed: PM → PMM"),
        ("↺", "Pricing, reopened: Sales → deferred"),
        ("–", "Analysts, dropped: parked"),
        ("+", "Decided for the first time: Personas"),
        ("=", "Reaffirmed: Launch plan, Training"),
        ("·", "Not taken up, still in force: Events (PMM), Booths (Sales, review overdue)"),
        ("→", "Promises: 2 kept, 1 missed"),
    ]


@pytest.mark.parametrize(
    ("verdict", "before", "now", "in_force", "sentence"),
    [
        (
            Verdict.SETTLED,
            "deferred",
            "PM",
            "PMM",
            "Pricing, settled: deferred → PM; replaces PMM, in force since 3 Nov 2025",
        ),
        (
            Verdict.SETTLED,
            "deferred",
            "PMM",
            "PMM",
            "Pricing, settled: deferred → PMM; confirms PMM, in force since 3 Nov 2025",
        ),
        (
            Verdict.NEW,
            "",
            "PM",
            "PMM",
            "Pricing, new: PM; replaces PMM, in force since 3 Nov 2025",
        ),
        (
            Verdict.STILL_OPEN,
            "deferred",
            "parked",
            "PMM",
            "Pricing, still open: deferred → parked; PMM, in force since 3 Nov 2025, stays so",
        ),
    ],
)
def test_what_becomes_of_the_decision_in_force_is_said(verdict, before, now, in_force, sentence):
    ((_, said),) = told(change(verdict, "Pricing", before, now, in_force))
    assert said == sentence


@pytest.mark.parametrize(("show", "size"), [(facilitator, LONG), (voter, LONG), (wall, USUAL)])
async def test_a_reversal_is_read_back_to_everybody(show, size):
    task = EVERY_KIND.tasks[0]
    held = replace(
        EARLIER.decisions[0],
        task=task.id,
        title=task.title,
        outcome=Outcome.DECIDED,
        driver="pm",
    )
    room = begun(EVERY_KIND, replace(EARLIER, decisions=(held,))).join(*FOUR).enter(task.id)
    room = room.open_round().vote(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm").close_round()
    async with live(room.decide("pmm").enter(EVERY_KIND.steps[-1].id)) as staged:
        shown = " ".join((await picture(show(staged), size)).split())
    assert "What changed since 2 Jun 2026" in shown
    assert f"{task.title}, reversed: Product Management → Product Marketing" in shown
