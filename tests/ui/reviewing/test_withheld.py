"""What too few said in an anonymous session, on the screen for past decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.register import history
from facilitator.ui.reviewing.drawing.changes import compared_lines
from facilitator.ui.reviewing.drawing.decision import decision_lines
from facilitator.ui.reviewing.drawing.session import PARTS
from facilitator.ui.reviewing.drawing.timeline import timeline_lines
from tests.worlds.workshop import few_voters

LOG = project_log(few_voters())
OLDER = replace(LOG, session=replace(LOG.session, id="2025-11-22-grey-areas-1111"))
MESSAGING, LAUNCH = LOG.decisions
WIDTH = 76


def words(lines) -> str:
    return " ".join(" ".join(line.plain for line in lines).split())


def test_a_round_stands_with_the_number_of_its_ballots():
    told = words(decision_lines(LOG, MESSAGING, WIDTH, rounds=True))
    assert "Round 1 3 voters · 1 silent · 2 withheld: too few to be told Round 2" in told
    assert "Since the round before" not in told


def test_the_pattern_is_said_with_the_round_that_it_is_of():
    assert "vote 2 thin:" in words(decision_lines(LOG, MESSAGING, WIDTH))
    told = words(decision_lines(LOG, LAUNCH, WIDTH))
    assert [word for word in ("agreement", "first vote", "vote 1") if word in told] == []


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("Shortlist", "✔ Launch plan: too few placed dots for them to be told"),
        ("Shortlist", "chosen because: Both are late."),
        ("Fists of five", "The plan: too few answered for it to be told The time: 3 × 4 of 5"),
    ],
)
def test_the_other_parts_say_so_as_well(part, said):
    assert said in words(PARTS[part].draw(LOG, WIDTH))


def test_the_history_of_a_task_says_so_as_well():
    told = words(timeline_lines(history([OLDER, LOG], "launch-plan"), WIDTH))
    assert told.count("1 vote. Figures are shown from three on.") == 2
    assert "avering" not in told


def test_a_comparison_says_so_as_well():
    told = compare(OLDER, LOG)
    each = next(each for each in told.decisions if each.task == "launch-plan")
    shown = words(compared_lines(told, each, WIDTH))
    assert "First vote this time 1 vote. Figures are shown from three on." in shown
    assert "Agreement" not in shown
