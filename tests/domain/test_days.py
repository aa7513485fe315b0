"""Days are those of the wall's calendar: what is due, and when, turns at midnight here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from facilitator.domain.commands import WordPromise
from facilitator.domain.decision_log.checks import check_log
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Promise
from facilitator.domain.events import PromiseWorded
from facilitator.domain.past.register import register
from facilitator.domain.words.figures import day_of
from tests.worlds.scenario import FULL, THREE, entered, given, started
from tests.worlds.workshop import held_session

EVENING = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
EAST, WEST = "AAA-13", "BBB+11"
TODAY, TOMORROW, AFTER = (date(2026, 11, day) for day in (22, 23, 24))


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        (EAST, EVENING, TOMORROW),
        (WEST, EVENING, TODAY),
        (WEST, datetime(2026, 11, 23, 10, 59, tzinfo=UTC), TODAY),
        (WEST, datetime(2026, 11, 23, 11, 0, tzinfo=UTC), TOMORROW),
        # half past midnight on the night in which the clocks go back, and before it
        (
            "CET-1CEST,M3.5.0,M10.5.0/3",
            datetime(2026, 10, 24, 22, 30, tzinfo=UTC),
            date(2026, 10, 25),
        ),
        (
            "CET-1CEST,M3.5.0,M10.5.0/3",
            datetime(2026, 10, 25, 22, 30, tzinfo=UTC),
            date(2026, 10, 25),
        ),
        (EAST, datetime(2028, 2, 28, 12, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_of_a_moment_is_the_one_here(in_time_zone, zone, moment, day):
    in_time_zone(zone)
    assert day_of(moment) == day


@pytest.mark.parametrize(("zone", "soonest"), [("UTC0", TOMORROW), (EAST, AFTER), (WEST, TOMORROW)])
def test_a_promise_is_due_on_a_later_day_than_it_is_here(in_time_zone, zone, soonest):
    in_time_zone(zone)
    before = (started(FULL), THREE, entered("owe"))
    bread = Promise(id="", giver="b", receiver="c", text="Bread", due=soonest)
    wording = given(before).when(WordPromise, step="owe", promise=bread, at=EVENING)
    wording.then(PromiseWorded(at=EVENING, step="owe", promise=replace(bread, id="bread"), by="f1"))
    today = replace(bread, due=soonest - timedelta(days=1))
    refusal = given(before).when(WordPromise, step="owe", promise=today, at=EVENING)
    refusal.refused("The day by which it is to be kept has to lie in the future.")


def test_a_decision_is_in_force_since_the_day_that_it_was_here(in_time_zone):
    log = project_log(held_session())
    decided = replace(log.decisions[0], decided_at=EVENING)
    (standing, *_) = register([replace(log, decisions=(decided,))])
    assert standing.since == TODAY
    in_time_zone(EAST)
    assert standing.since == TOMORROW


@pytest.mark.parametrize(
    ("review_on", "is_fault"),
    [(TODAY - timedelta(days=1), False), (TODAY - timedelta(days=2), True), (TOMORROW, False)],
)
def test_a_log_is_as_sound_elsewhere_as_where_it_was_written(review_on, is_fault):
    """A review on the day of the decision, west of here, may be the day before in UTC."""
    log = project_log(held_session())
    decided = replace(log.decisions[0], decided_at=EVENING, review_on=review_on)
    places = [fault.place[-1] for fault in check_log(replace(log, decisions=(decided,)))]
    assert ("review_on" in places) == is_fault
