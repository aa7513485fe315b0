"""The decision in force comes on screen after the blind round, with whether the room holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from facilitator.domain.decisions import Outcome
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.events import WordGiven
from facilitator.domain.views import Standing, stage_view
from tests.worlds.scenario import (
    NOON,
    TWO,
    entered,
    joined,
    opened,
    session,
    started,
    voted,
)

SPRING_BEFORE = date(2026, 5, 20)
DECIDED = EarlierDecision(
    task="fruit",
    title="Picking fruit",
    outcome=Outcome.DECIDED,
    session="earlier",
    decided_on=SPRING_BEFORE,
    driver="a",
    owner="Ana",
)
BEGUN, FACILITATOR = started()
FOLLOWING = (
    replace(
        BEGUN,
        earlier=Earlier(
            session="earlier", title="Kitchen", held_on=SPRING_BEFORE, in_force=(DECIDED,)
        ),
    ),
    FACILITATOR,
    TWO,
    joined("p3", "Cleo", "c"),
    entered("fruit"),
)


def in_force(*happenings):
    return stage_view(session(FOLLOWING, *happenings)).in_force


def test_nobody_sees_it_before_the_room_has_voted():
    assert in_force() is None
    assert in_force(opened("fruit")) is None


@pytest.mark.parametrize(
    ("votes", "standing", "share"),
    [
        ({"p1": "a", "p2": "a", "p3": "a"}, Standing.HELD, 1.0),
        ({"p1": "a", "p2": "a", "p3": "b"}, Standing.WAVERING, 2 / 3),
        ({"p1": "b", "p2": "b", "p3": "a"}, Standing.DRIFTED, 1 / 3),
        ({"p1": "b", "p2": "a"}, Standing.DRIFTED, 1 / 2),
    ],
)
def test_the_first_round_says_whether_it_is_still_held(votes, standing, share):
    found = in_force(voted("fruit", **votes))
    assert found is not None
    assert (found.driver, found.owner, found.decided_on) == ("Apples", "Ana", SPRING_BEFORE)
    assert (found.standing, found.share) == (standing, share)
    again = in_force(voted("fruit", **votes), voted("fruit", 2, p1="c", p2="c", p3="c"))
    assert again == found


def test_a_task_never_decided_has_none():
    assert in_force(entered("soup"), voted("soup", p1="a", p2="a")) is None


def test_who_has_the_word_is_told_with_their_team():
    word = stage_view(session(FOLLOWING, WordGiven(at=NOON, to="p1", by="f1"))).word
    assert word is not None
    assert (word.name, word.team, word.since) == ("Ana", "Apples", NOON)
