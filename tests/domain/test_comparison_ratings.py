"""Ratings of the same statement are compared, whatever became of the title of their step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.decision_log.model import Rating
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.past.comparison import compare
from tests.worlds.workshop import held_session

LOG = project_log(held_session())


def rated(step: str, statement: str = "pmm", text: str = "They are there", median: float = 2.0):
    return Rating(
        step=step, statement=statement, text=text, scale=5, counts=(1,) * 5, median=median
    )


def compared(older, newer):
    found = compare(replace(LOG, ratings=older), replace(LOG, ratings=newer)).ratings
    return [(each.step, each.median.older, each.median.newer) for each in found]


def test_a_step_whose_id_was_made_of_its_title_is_known_by_its_statement():
    older, newer = rated("wie-fur-grokunden"), rated("wie-fur-grosskunden", median=4.0)
    assert compared((older,), (newer,)) == [("wie-fur-grosskunden", 2.0, 4.0)]


@pytest.mark.parametrize(
    "newer",
    [
        (rated("b", text="Other words"),),
        (rated("b", "other"),),
        (rated("b"), rated("c")),
    ],
    ids=["another text", "another statement", "either of two"],
)
def test_what_is_not_surely_the_same_is_not_compared(newer):
    assert compared((rated("a"),), newer)[-1] == ("a", 2.0, None)


def test_nothing_is_lost_where_two_steps_asked_the_same():
    both = (rated("a"), rated("b", median=3.0))
    assert compared(both, (rated("c"),)) == [("c", None, 2.0), ("a", 2.0, None), ("b", 3.0, None)]
    assert compared(both, (rated("b"),)) == [("b", 3.0, 2.0), ("a", 2.0, None)]
