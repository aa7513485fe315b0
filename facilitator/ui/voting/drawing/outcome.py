"""What became of a task."""

from __future__ import annotations

from facilitator.domain.agenda import InputKind
from facilitator.domain.decisions import Dissent, Outcome
from facilitator.domain.views import DecisionView, TaskView
from facilitator.ui.theme import OUTCOME_SIGNS
from facilitator.ui.voting.drawing.page import Page, blocks
from facilitator.ui.voting.drawing.reveal import tally
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.ink import Ink, Line, line, paragraph

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
