"""How well tasks are covered today, by what the room rated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.steps.rate import Rate, Statement, coverage
from tests.worlds.scenario import (
    FRUIT,
    FULL,
    SOUP,
    TASTE,
    THREE,
    answered,
    closed,
    entered,
    marked,
    opened,
    session,
    started,
)

THERE = (started(FULL), THREE, entered("taste"))


def told(*happenings):
    return [(each.task, each.covered, each.opportunity) for each in coverage(session(*happenings))]


def test_a_task_is_covered_by_the_median_of_its_statement_on_the_scale():
    rated = answered("taste", p1={"ripe": 3, "salted": 1}, p2={"ripe": 2}, p3={"ripe": 3})
    assert told(THERE, rated) == [("soup", 0.0, 0.5), ("fruit", 1.0, 0.0)]


def test_a_gap_in_what_faces_the_market_weighs_twice():
    steps = tuple(replace(FRUIT, market_facing=True) if s is FRUIT else s for s in FULL.steps)
    there = (started(replace(FULL, steps=steps)), THREE, entered("taste"))
    rated = answered("taste", p1={"ripe": 2, "salted": 1})
    assert told(there, rated) == [("fruit", 0.5, 0.5), ("soup", 0.0, 0.5)]
    assert coverage(session(there, rated))[0].market_facing


def test_several_statements_on_a_task_count_alike_wherever_they_were_rated():
    more = Rate(
        id="smell",
        title="How does it smell?",
        question="?",
        scale=("No", "Yes"),
        statements=(Statement(id="smells", text="It smells", tasks=("soup", "fruit")),),
    )
    there = (started(replace(FULL, steps=(TASTE, more, FRUIT, SOUP))), THREE)
    rated = (
        entered("taste"),
        answered("taste", p1={"salted": 2}),
        entered("smell"),
        answered("smell", p1={"smells": 2}),
    )
    assert [(task, covered) for task, covered, _ in told(there, rated)] == [
        ("soup", pytest.approx(0.75)),
        ("fruit", 1.0),
    ]


def test_what_nobody_could_rate_is_left_out():
    assert told(THERE) == []
    assert told(THERE, answered("taste", p1={"ripe": None})) == []
    open_round = (opened("taste"), marked("p1", "ripe", 3, step="taste"))
    assert told(THERE, open_round) == []
    assert told(THERE, open_round, closed("taste")) == [("fruit", 1.0, 0.0)]


def test_the_newest_revealed_round_counts():
    rounds = (answered("taste", p1={"ripe": 1}), answered("taste", 2, p1={"ripe": 3}))
    assert told(THERE, rounds, opened("taste", 3)) == [("fruit", 1.0, 0.0)]
