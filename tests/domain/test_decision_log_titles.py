"""What tasks are called of which a log holds no decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.decision_log.model import LogParkedItem, ShortlistEntry, task_titles
from facilitator.domain.decision_log.projection import project_log
from tests.worlds.workshop import held_session

LOG = project_log(held_session())
DECIDED = {each.task: each.title for each in LOG.decisions}


def titles(left: dict[str, int], *parked: str) -> dict[str, str]:
    """The titles of tasks left at a shortlist with so many dots, as a parking lot tells them."""
    entries = [
        ShortlistEntry(task=task, dots=dots, people=min(dots, 1), taken=False)
        for task, dots in left.items()
    ]
    taken = ShortlistEntry(task="launch-plan", dots=9, people=4, taken=True)
    log = replace(
        LOG,
        shortlist=(taken, *entries),
        parking_lot=tuple(LogParkedItem(text=text) for text in parked),
    )
    found = task_titles(log)
    assert DECIDED.items() <= found.items()
    return {task: title for task, title in found.items() if task not in DECIDED}


@pytest.mark.parametrize(
    ("parked", "first", "second"),
    [
        (("Product launch (3 dots)", "Win/loss (no dots)"), "Product launch", "Win/loss"),
        (("Not it (2 dots)", "A (3 dots)", "B (no dots)"), "A", "B"),
        (("Win/loss (2 dots)", "What to launch? (3 dots)"), "Launch it", "Win/loss"),
        (("Who answers?", "Lunch (3 dots)"), "Launch it", "Win loss"),
        ((), "Launch it", "Win loss"),
    ],
    ids=["in-order", "the-last-ones", "by-an-id-made-of-it", "not-told", "no-parking-lot"],
)
def test_the_parking_lot_tells_what_a_task_is_called_that_was_left(parked, first, second):
    expected = {"launch-it": first, "win-loss": second}
    assert titles({"launch-it": 3, "win-loss": 0}, *parked) == expected


def test_one_dot_is_one():
    assert titles({"x": 1}, "Nicer (1 dot)") == {"x": "Nicer"}


def test_without_a_shortlist_decisions_alone_have_titles():
    assert task_titles(replace(LOG, parking_lot=(LogParkedItem(text="A (1 dot)"),))) == DECIDED
