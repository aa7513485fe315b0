"""The end: everything that was decided, promised and set aside, and what the room thinks of it."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import Attribution, Close
from facilitator.domain.marks import (
    FINGERS,
    LOW_FINGERS,
    PLAN,
    RETURN_ON_TIME,
    ItemRound,
    count_item,
)
from facilitator.domain.state import Session


@dataclass(frozen=True, slots=True)
class LowView:
    """Why somebody showed one finger or two; ``name`` is "" where attribution is anonymous."""

    fingers: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FingersView:
    """A fist of five, counted from one finger to five."""

    counts: tuple[int, ...]
    abstained: int
    silent: int


@dataclass(frozen=True, slots=True)
class PlanView:
    """The closing round, once revealed: fingers on the plan and on the time, and the doubts."""

    plan: FingersView
    return_on_time: FingersView
    low: tuple[LowView, ...]


def plan_view(state: Session, step: Close) -> PlanView | None:
    """What the closing round said; None before it is revealed."""
    held = state.revealed_items(step.id)
    if held is None:
        return None
    low = [
        LowView(mark.value, _name(state, voter), mark.reason)
        for voter in held.electorate
        if (mark := held.of(voter).get(PLAN)) and mark.value and mark.value <= LOW_FINGERS
    ]
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        low.sort(key=lambda each: (each.fingers, each.reason))
    return PlanView(_fingers(held, PLAN), _fingers(held, RETURN_ON_TIME), tuple(low))


def _name(state: Session, voter: str) -> str:
    is_named = state.agenda.rules.attribution is Attribution.NAMED
    return state.participants[voter].name if is_named else ""


def _fingers(held: ItemRound, item: str) -> FingersView:
    count = count_item(held, item, FINGERS)
    return FingersView(count.counts, count.cant_say, count.silent)
