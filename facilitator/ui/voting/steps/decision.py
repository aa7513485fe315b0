"""What became of a task."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.decisions import Dissent, Outcome
from facilitator.domain.views import DecisionView, TaskView
from facilitator.domain.words.choices import support_sentence
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.ink import Ink, Line, line, paragraph
from facilitator.ui.voting.drawing.page import Key, Page, blocks
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.steps.reveal import tally

WORDS = {
    Outcome.DECIDED: "Decided",
    Outcome.DEFERRED: "Deferred: no decision today",
    Outcome.ESCALATED: "Escalated: passed up for a decision",
    Outcome.PARKED: "Parked: set aside for later",
    Outcome.SKIPPED: "Skipped: not taken up today",
}
LABEL = 10
OBJECTOR_KEYS: tuple[Key, ...] = (("C", "Confirm"), ("W", "Reword"), ("X", "Withdraw"))


def settled(subject: Subject, task: TaskView, decision: DecisionView, width: int) -> Page:
    """The outcome of the task at hand, and the vote that led to it."""
    reveal = subject.reveal
    status, keys = _standing(subject)
    vote = [line(f"The vote, round {reveal.number}", Ink.MUTED)] if reveal else []
    return Page(
        main=blocks(
            paragraph(task.question, width, Ink.STRONG),
            [line(f"{OUTCOME_SIGNS[decision.outcome].glyph} {WORDS[decision.outcome]}", Ink.GOOD)],
            _driven(decision, width),
            _own_objection(subject, width),
            _details(subject, task, decision, width),
            [*vote, *tally(subject.mine, reveal, width)] if reveal else [],
        ),
        status=status,
        keys=keys,
    )


def withdrawing(page: Page) -> Page:
    """The page while it is asked whether an objection is to be withdrawn."""
    status = "Withdraw your objection? X once more withdraws it; any other key keeps it."
    keys = (("X", "Withdraw it"), ("Esc", "Keep it"))
    return replace(page, status=status, keys=keys, scroll_keys="")


def _own_objection(subject: Subject, width: int) -> list[Line]:
    """What the decision keeps in the name of whoever looks, beside a rule of its own."""
    kept = subject.dissent
    if kept is None:
        return []
    room = max(20, width - 4)
    would = f"“{kept.would_change}”" if kept.would_change else "not said"
    rows = [
        *paragraph(f"Your objection is kept with this decision: “{kept.reason}”", room, Ink.STRONG),
        *paragraph(f"What would change your mind: {would}", room),
    ]
    return [(("  ┃ ", Ink.WARN), *row) for row in rows]


def _standing(subject: Subject) -> tuple[str, tuple[Key, ...]]:
    """How it stands and what can be done about it: more for those whose objection is kept."""
    if subject.dissent is None:
        return "Recorded for the decision log. If it reads wrong, say so now.", ()
    if subject.has_answered:
        return "It stands as you answered. W rewords it, X withdraws it.", OBJECTOR_KEYS[1:]
    return "C confirms your objection, W rewords it, X withdraws it.", OBJECTOR_KEYS


def _driven(decision: DecisionView, width: int) -> list[Line]:
    rows: list[Line] = []
    if decision.driver is not None:
        rows += _row("Driver", decision.driver.name, width, Ink.MINE)
    if decision.owner:
        rows += _row("Owner", decision.owner, width)
    return rows


def _details(subject: Subject, task: TaskView, decision: DecisionView, width: int) -> list[Line]:
    rows: list[Line] = []
    if decision.rationale:
        rows += _row("Why", decision.rationale, width)
    for number, (team, given) in enumerate(decision.support):
        rows += _row("Support" if not number else "", support_sentence(team, given), width)
    teams = {c.id: c.name for c in task.candidates}
    for number, dissent in enumerate(decision.dissent):
        said = _dissent(dissent, teams, is_own=dissent == subject.dissent)
        rows += _row("Dissent" if not number else "", said, width)
    if decision.review_on is not None:
        rows += _row("Review", f"{decision.review_on:%d %B %Y}", width)
    return rows


def _dissent(dissent: Dissent, teams: dict[str, str], *, is_own: bool) -> str:
    who = "You" if is_own else dissent.name or "Someone"
    what = f"{who} would have {teams.get(dissent.position, dissent.position)} drive it"
    if is_own:
        return f"{what}, as said above."
    why = f": “{dissent.reason}”" if dissent.reason else ""
    would = f" Would change that mind: {dissent.would_change}" if dissent.would_change else ""
    return f"{what}{why}.{would}"


def _row(label: str, words: str, width: int, ink: str = Ink.TEXT) -> list[Line]:
    first, *rest = paragraph(words, max(20, width - LABEL - 2), ink)
    lead = ((f"  {label:<{LABEL}}", Ink.MUTED),)
    return [(*lead, *first), *(((" " * (LABEL + 2), Ink.TEXT), *each) for each in rest)]
