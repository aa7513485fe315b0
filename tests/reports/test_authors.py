"""A reason names its author by their own team, whichever team they vote for."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.decision_log.projection import project_log
from facilitator.reports.documents.decisions import decision_section
from facilitator.reports.documents.log import log_document
from facilitator.reports.markdown import as_markdown
from facilitator.ui.reviewing.drawing import section_lines
from tests.reports.reading import shown
from tests.worlds.workshop import held_session

CHOICES = {
    "pmm": "for Product Marketing",
    "need-info": "needs to know more",
    "pm": "for Product Management",
    "abstain": "abstained",
}


def in_text(log: DecisionLog) -> str:
    return " ".join(shown(log_document(log), width=200).split())


def in_markdown(log: DecisionLog) -> str:
    return as_markdown(log_document(log))


def on_the_screen(log: DecisionLog) -> str:
    told = decision_section(log, log.decisions[0])
    return " ".join(" ".join(line.plain for line in section_lines(told, 200)).split())


def said(choice: str) -> DecisionLog:
    """A log in which Lee, who is of Product Management, votes for something with a reason."""
    log = project_log(held_session())
    number = next(
        n for n, each in enumerate(log.decisions) if each.rounds and each.rounds[0].ballots
    )
    decision = log.decisions[number]
    held = decision.rounds[0]
    ballots = tuple(
        replace(cast, ballot=replace(cast.ballot, choice=choice, reason="they hear it first"))
        if cast.participant in {each.id for each in log.participants if each.name == "Lee"}
        else cast
        for cast in held.ballots
    )
    changed = replace(decision, rounds=(replace(held, ballots=ballots),))
    return replace(log, decisions=(changed,))


@pytest.mark.parametrize("drawn", [in_text, in_markdown, on_the_screen])
@pytest.mark.parametrize("choice", CHOICES)
def test_it_is_the_authors_team_and_then_the_choice(choice, drawn):
    told = drawn(said(choice))
    who = rf"Lee \(Product Management\), {CHOICES[choice]}"
    assert re.search(rf"“they hear it first” (– )?{who}", told)
    assert re.search(r"Ana \(Product Marketing\), for Product Marketing", told)
    assert not re.search(r"(Lee|Ana)[,:] Product", told)
