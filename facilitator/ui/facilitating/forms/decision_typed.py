"""What was typed into the decision form, and what has to be mended before it can be saved.

The rules have the last word; this says the same earlier, beside each field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from facilitator.domain.agenda import InputKind, Support
from facilitator.domain.decisions import MOST_CELLS, Decision, Dissent, Outcome
from facilitator.domain.text import clean_line
from facilitator.ui.facilitating.forms.form import day_typed, flaw_of_line

NOTHING = "nothing"
"""The kind of input that a team gives which gives none."""


@dataclass(frozen=True, slots=True)
class SupportTyped:
    """One supporting team's row; ``kind`` is a kind of input or :data:`NOTHING`."""

    team: str
    kind: str
    detail: str
    when: str


@dataclass(frozen=True, slots=True)
class DissentTyped:
    """One objection's row."""

    stance: Dissent
    is_kept: bool
    reason: str
    would_change: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything in the form. Rows that do not apply to the driver chosen are left out."""

    outcome: Outcome
    driver: str | None
    owner: str
    rationale: str
    review_on: str
    support: tuple[tuple[str, SupportTyped], ...] = ()
    dissent: tuple[tuple[str, DissentTyped], ...] = ()

    def needs_rationale(self, leader: str | None) -> bool:
        """Whether it has to be said why: the decision is not for the team that leads the vote."""
        return self.outcome is Outcome.DECIDED and self.driver != leader

    @property
    def has_review(self) -> bool:
        """Whether this outcome is looked at again on a day."""
        return self.outcome in (Outcome.DECIDED, Outcome.DEFERRED)


def problems_of(typed: Typed, leader: str | None, today: date) -> dict[str, str]:
    """What is wrong, a sentence for each field's id; empty when the form can be saved."""
    return {field: problem for field, problem in _problems(typed, leader, today) if problem}


def decision_of(typed: Typed) -> Decision:
    """The decision that a form without problems says."""
    decision = Decision(typed.outcome, rationale=_clean(typed.rationale))
    if typed.has_review:
        decision = replace(decision, review_on=date.fromisoformat(typed.review_on.strip()))
    if typed.outcome is not Outcome.DECIDED:
        return decision
    return replace(
        decision,
        driver=typed.driver,
        owner=_clean(typed.owner),
        support=tuple(
            Support(row.team, InputKind(row.kind), _clean(row.detail), _clean(row.when))
            for _, row in typed.support
            if row.kind != NOTHING
        ),
        dissent=tuple(
            replace(row.stance, reason=_clean(row.reason), would_change=_clean(row.would_change))
            for _, row in typed.dissent
            if row.is_kept
        ),
    )


def _problems(typed: Typed, leader: str | None, today: date) -> Iterator[tuple[str, str]]:
    if typed.outcome is Outcome.DECIDED and typed.driver is None:
        yield "driver", "Choose the one team that drives this task."
    yield "owner", _flaw(typed.owner)
    missing = typed.needs_rationale(leader) and not typed.rationale.strip()
    yield "rationale", "Say why." if missing else _flaw(typed.rationale)
    if typed.has_review:
        yield "review", _flaw_of_day(typed.review_on, today)
    for field, row in typed.support:
        yield field, _flaw_of_support(row)
    for field, objection in typed.dissent:
        yield field, _flaw_of_dissent(objection)


def _flaw_of_day(text: str, today: date) -> str:
    chosen = day_typed(text)
    if chosen is None:
        return f"Type a day as YYYY-MM-DD, such as {today.year + 1}-01-31."
    return "" if chosen > today else "The review has to lie in the future."


def _flaw_of_support(row: SupportTyped) -> str:
    if row.kind == NOTHING:
        lost = row.detail.strip() or row.when.strip()
        return "Turn to a kind of input, or empty this row." if lost else ""
    if not row.detail.strip():
        return "Say what exactly they give."
    if not row.when.strip():
        return "Say when they give it."
    return _flaw(row.detail) or _flaw(row.when)


def _flaw_of_dissent(row: DissentTyped) -> str:
    if not row.is_kept:
        return ""
    if not row.reason.strip():
        return "Say why, or leave the objection out."
    return _flaw(row.reason) or _flaw(row.would_change)


def _flaw(text: str) -> str:
    return flaw_of_line(text, MOST_CELLS)


def _clean(text: str) -> str:
    return clean_line(text, most_cells=MOST_CELLS)
