"""What became of a task, and the read-back of all of them."""

from __future__ import annotations

from facilitator.domain.agenda import InputKind
from facilitator.domain.decisions import Dissent, Outcome
from facilitator.domain.views import DecisionView, TaskView
from facilitator.ui.theme import OUTCOME_SIGNS
from facilitator.ui.voting.drawing.page import Page, blocks
from facilitator.ui.voting.drawing.reveal import tally
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.ink import BLANK, Ink, Line, line, paragraph

WORDS = {
    Outcome.DECIDED: "Decided",
    Outcome.DEFERRED: "Deferred: no decision today",
    Outcome.ESCALATED: "Escalated: passed up for a decision",
    Outcome.PARKED: "Parked: set aside for later",
    Outcome.SKIPPED: "Skipped: not taken up today",
}
GIVES = {
    InputKind.INFORM: "informs",
    InputKind.CONSULT: "is consulted",
    InputKind.REVIEW: "reviews",
    InputKind.CONTRIBUTE: "contributes",
    InputKind.APPROVE: "approves",
}
LABEL = 10


def settled(subject: Subject, task: TaskView, decision: DecisionView, width: int) -> Page:
    """The outcome of the task at hand, and the vote that led to it."""
    reveal = subject.reveal
    vote = [line(f"The vote, round {reveal.number}", Ink.MUTED)] if reveal else []
    return Page(
        main=blocks(
            paragraph(task.question, width, Ink.STRONG),
            [line(f"{OUTCOME_SIGNS[decision.outcome].glyph} {WORDS[decision.outcome]}", Ink.GOOD)],
            _details(task, decision, width),
            [*vote, *tally(subject.mine, reveal, width)] if reveal else [],
        ),
        status="Recorded for the decision log. If it reads wrong, say so now.",
    )


def closing(subject: Subject, width: int) -> Page:
    """The read-back."""
    return Page(
        main=blocks([line("What we settled", Ink.STRONG)], _read_back(subject, width)),
        status="Listen to the read-back. If something is wrong, say so now.",
    )


def ended(subject: Subject, width: int) -> Page:
    """Thanks, and what came of it."""
    return Page(
        main=blocks(
            paragraph(f"Thank you, {subject.name}. The workshop has ended.", width, Ink.STRONG),
            _read_back(subject, width),
        ),
        status="Everything is recorded. Q leaves.",
    )


def _details(task: TaskView, decision: DecisionView, width: int) -> list[Line]:
    rows: list[Line] = []
    if decision.driver is not None:
        rows += _row("Driver", decision.driver.name, width, Ink.MINE)
    if decision.owner:
        rows += _row("Owner", decision.owner, width)
    if decision.rationale:
        rows += _row("Why", decision.rationale, width)
    for number, (team, given) in enumerate(decision.support):
        when = f", {given.when}" if given.when else ""
        detail = f": {given.detail}" if given.detail else ""
        words = f"{team.name} {GIVES[given.input]}{detail}{when}"
        rows += _row("Support" if not number else "", words, width)
    teams = {c.id: c.name for c in task.candidates}
    for number, dissent in enumerate(decision.dissent):
        rows += _row("Dissent" if not number else "", _dissent(dissent, teams), width)
    if decision.review_on is not None:
        rows += _row("Review", f"{decision.review_on:%d %B %Y}", width)
    return rows


def _dissent(dissent: Dissent, teams: dict[str, str]) -> str:
    who = dissent.name or "Someone"
    what = f"{who} would have {teams.get(dissent.position, dissent.position)} drive it"
    why = f": “{dissent.reason}”" if dissent.reason else ""
    would = f" Would change that mind: {dissent.would_change}" if dissent.would_change else ""
    return f"{what}{why}.{would}"


def _row(label: str, words: str, width: int, ink: str = Ink.TEXT) -> list[Line]:
    first, *rest = paragraph(words, max(20, width - LABEL - 2), ink)
    lead = ((f"  {label:<{LABEL}}", Ink.MUTED),)
    return [(*lead, *first), *(((" " * (LABEL + 2), Ink.TEXT), *each) for each in rest)]


def _read_back(subject: Subject, width: int) -> list[Line]:
    if not subject.settled:
        return [line("No task was settled.", Ink.MUTED)]
    rows: list[Line] = []
    for title, decision in subject.settled:
        sign = OUTCOME_SIGNS[decision.outcome]
        lead = ((f"  {sign.glyph} ", Ink.GOOD),)
        first, *rest = paragraph(title, max(20, width - 4), Ink.STRONG)
        rows += [(*lead, *first), *((("    ", Ink.TEXT), *each) for each in rest)]
        rows += [(("    ", Ink.TEXT), *each) for each in paragraph(_result(decision), width - 4)]
    return [*rows, BLANK]


def _result(decision: DecisionView) -> str:
    if decision.driver is None:
        return WORDS[decision.outcome]
    owner = f", {decision.owner}" if decision.owner else ""
    return f"{decision.driver.name}{owner}"
