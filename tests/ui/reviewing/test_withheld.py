"""What too few said in an anonymous session, on the screen for past decisions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.register import history
from facilitator.reports.documents.comparison import compared_section
from facilitator.reports.documents.decisions import decision_section
from facilitator.reports.documents.history import history_document
from facilitator.reports.documents.log import further_parts
from facilitator.ui.reviewing.drawing import section_lines
from tests.worlds.workshop import few_voters

LOG = project_log(few_voters())
OLDER = replace(LOG, session=replace(LOG.session, id="2025-11-22-grey-areas-1111"))
MESSAGING, LAUNCH = LOG.decisions
WIDTH = 76


def words(told) -> str:
    return " ".join(" ".join(line.plain for line in section_lines(told, WIDTH)).split())


def test_a_round_stands_with_the_number_of_its_ballots():
    told = words(decision_section(LOG, MESSAGING))
    assert (
        "Round 1 3 voters · 1 silent · 2 withheld Figures are shown from three on. Round 2" in told
    )
    assert "Since the round before" not in told


def test_the_pattern_is_said_with_the_round_that_it_is_of():
    assert "vote 2 thin:" in words(decision_section(LOG, MESSAGING, rounds=False))
    told = words(decision_section(LOG, LAUNCH, rounds=False))
    assert [word for word in ("agreement", "first vote", "vote 1") if word in told] == []


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("Shortlist", "✔ Launch plan dots withheld: too few placed any · taken"),
        ("Shortlist", "Chosen because: Both are late."),
        (
            "At the end",
            "The plan too few answered for it to be told Worth the time ···█· 3 × 4 of 5",
        ),
    ],
)
def test_the_other_parts_say_so_as_well(part, said):
    assert said in words(further_parts(LOG)[part])


def test_the_history_of_a_task_says_so_as_well():
    told = words(history_document(history([OLDER, LOG], "launch-plan")))
    assert told.count("1 vote. Figures are shown from three on.") == 2
    assert "avering" not in told


def test_a_comparison_says_so_as_well():
    told = compare(OLDER, LOG)
    each = next(each for each in told.decisions if each.task == "launch-plan")
    shown = words(compared_section(told, each, whole=True))
    assert "First vote this time 1 vote. Figures are shown from three on." in shown
    assert "Agreement" not in shown
