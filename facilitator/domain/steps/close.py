"""The end: everything that was decided, promised and set aside, and what the room thinks of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitator.domain.agenda import Attribution, Close
from facilitator.domain.anonymity import item_shown, stand_by_choices
from facilitator.domain.marks import (
    FINGERS,
    LOW_FINGERS,
    PLAN,
    RETURN_ON_TIME,
    ItemRound,
    marks_of,
)
from facilitator.domain.state import Session


@dataclass(frozen=True, slots=True)
class LowView:
    """Why somebody showed one finger or two.

    Where attribution is anonymous ``name`` is "", and ``fingers`` is None where few showed as many.
    """

    fingers: int | None
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FingersView:
    """A fist of five, counted from one finger to five.

    Where answers are ``withheld`` there is nothing but their number and ``silent``.
    """

    counts: tuple[int, ...]
    abstained: int
    silent: int
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class PlanView:
    """The closing round, once revealed: fingers on the plan and on the time, and the doubts."""

    plan: FingersView
    return_on_time: FingersView
    low: tuple[LowView, ...]


@dataclass(frozen=True, slots=True)
class CloseView:
    """The end of a workshop; ``plan`` is what the closing round said, None before its reveal."""

    plan: PlanView | None


def plan_view(state: Session, step: Close) -> PlanView | None:
    """What the closing round said; None before it is revealed."""
    held = state.last_revealed(step.id)
    if held is None:
        return None
    plan = _fingers(state, held, PLAN)
    low = () if plan.withheld else _low(state, held, plan)
    return PlanView(plan, _fingers(state, held, RETURN_ON_TIME), low)


def _low(state: Session, held: ItemRound, plan: FingersView) -> tuple[LowView, ...]:
    low = [
        LowView(mark.value, state.participants[voter].name, mark.reason)
        for voter in held.electorate
        if (mark := marks_of(held, voter).get(PLAN)) and mark.value and mark.value <= LOW_FINGERS
    ]
    if state.agenda.rules.attribution is Attribution.NAMED:
        return tuple(low)
    # Without names even the order in which people joined must not tell them apart.
    if stand_by_choices(plan.counts[:LOW_FINGERS]):
        hidden = [replace(each, name="") for each in low]
        return tuple(sorted(hidden, key=lambda each: (each.fingers or 0, each.reason)))
    reasons = sorted(each.reason for each in low if each.reason)
    return tuple(LowView(None, "", reason) for reason in reasons)


def _fingers(state: Session, held: ItemRound, item: str) -> FingersView:
    count = item_shown(state.agenda, held, item, FINGERS)
    return FingersView(count.counts, count.cant_say, count.silent, count.withheld)
