"""What a session knows of those before it: the log it follows, and the decisions in force.

Teams come and go between sessions: a decision in force may name a driver that today's agenda lacks,
and a promise too. Such promises are asked about no more, for nobody is there to answer, but they
are carried on from log to log (:attr:`Earlier.elsewhere`) until somebody amends them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from facilitator.domain.agenda import Phase
from facilitator.domain.decisions import UNDECIDED, Outcome, Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierDecision:
    """What an earlier session made of a task; ``session`` is that session's id."""

    task: str
    title: str
    outcome: Outcome
    session: str
    decided_on: date
    phase: Phase | None = None
    driver: str | None = None
    owner: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The session that this one follows, as its log tells it.

    ``decisions`` are that log's own, without skipped tasks. ``in_force`` is the newest decision on
    each task of that log, of those before it or of today, whichever workshop took it.
    ``commitments`` are the open promises between teams of today's agenda, ``elsewhere`` the other
    open ones. ``team_names`` are by team id. ``promise_ids`` are those of every promise that the
    earlier logs hold, whatever became of it: one made today gets another.
    """

    session: str
    title: str
    held_on: date
    decisions: tuple[EarlierDecision, ...] = ()
    in_force: tuple[EarlierDecision, ...] = ()
    commitments: tuple[Promise, ...] = ()
    elsewhere: tuple[Promise, ...] = ()
    team_names: Mapping[str, str] = field(default_factory=dict)
    promise_ids: tuple[str, ...] = ()

    @property
    def promised(self) -> tuple[Promise, ...]:
        """Every promise that was open when that session ended."""
        return (*self.commitments, *self.elsewhere)

    def decision(self, task: str) -> EarlierDecision | None:
        """What that log itself says of a task; None when it says nothing."""
        return next((found for found in self.decisions if found.task == task), None)

    def standing(self, task: str) -> EarlierDecision | None:
        """The decision in force on a task; None when there is none."""
        return next((found for found in self.in_force if found.task == task), None)


def between(earlier: Earlier, teams: Collection[str]) -> Earlier:
    """The same, so that only promises between these teams, given by id, are asked about."""
    here = tuple(p for p in earlier.promised if p.giver in teams and p.receiver in teams)
    there = tuple(p for p in earlier.promised if p not in here)
    return replace(earlier, commitments=here, elsewhere=there)


class DueReason(StrEnum):
    """Why a task is due again."""

    REVIEW = "review"
    REOPENED = "reopened"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task that is to be looked at again, and why.

    *review*: decided, and its review date has come. *reopened*: decided once, then left undecided.
    *open*: never decided so far.
    """

    decision: EarlierDecision
    reason: DueReason


def due_tasks(earlier: Earlier, today: date) -> tuple[DueTask, ...]:
    """What is due again: reviews first, the longest overdue leading, then what was left open."""
    undecided = {d.task: d for d in earlier.decisions if d.outcome in UNDECIDED}
    reviews = [
        decision
        for decision in earlier.in_force
        if decision.task not in undecided
        and decision.review_on is not None
        and decision.review_on <= today
    ]
    reviews.sort(key=lambda decision: (decision.review_on, decision.task))
    was_decided = {decision.task for decision in earlier.in_force}
    left = sorted(undecided.values(), key=lambda decision: decision.task not in was_decided)
    return (
        *(DueTask(decision, DueReason.REVIEW) for decision in reviews),
        *(
            DueTask(d, DueReason.REOPENED if d.task in was_decided else DueReason.OPEN)
            for d in left
        ),
    )
