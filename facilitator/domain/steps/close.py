"""The end: everything that was decided, promised and set aside, and what the room thinks of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from facilitator.domain.agenda import Attribution, StepBase
from facilitator.domain.anonymity import item_shown, stand_by_choices
from facilitator.domain.rounds import ItemCount, ItemRound, marks_of
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import ItemKind, Stage

PLAN = "plan"
RETURN_ON_TIME = "return-on-time"
"""The two items of the closing round, each a fist of five."""
FINGERS = range(1, 6)
LOW_FINGERS = 2
"""Up to so many fingers on the plan the reason is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(StepBase):
    """The read-back of all that was decided."""


@dataclass(frozen=True, slots=True)
class LowView:
    """Why somebody showed one finger or two.

    Where attribution is anonymous ``name`` is "", and ``fingers`` is None where few showed as many.
    """

    fingers: int | None
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanView:
    """The closing round, once revealed: fingers on the plan and on the time, and the doubts.

    Of fingers ``cant_say`` counts those who abstained.
    """

    plan: ItemCount
    return_on_time: ItemCount
    low: tuple[LowView, ...]


@dataclass(frozen=True, slots=True)
class CloseView:
    """The end of a workshop; ``plan`` is what the closing round said, None before its reveal."""

    plan: PlanView | None


class CloseKind(ItemKind[Close, CloseView]):
    """A fist of five on the plan, and one on the time."""

    word = "close"
    unasked = Stage.CLOSING
    is_closing = True

    def view(self, state: Session, step: Close) -> CloseView:
        """What the closing round said, once it is revealed."""
        held = state.last_revealed(step.id)
        if held is None:
            return CloseView(None)
        plan = _fingers(state, held, PLAN)
        low = () if plan.withheld else _low(state, held, plan)
        return CloseView(PlanView(plan, _fingers(state, held, RETURN_ON_TIME), low))

    def items_asked(self, _state: Session, _step: Close) -> tuple[str, ...]:
        """The plan, and whether the time was well spent."""
        return (PLAN, RETURN_ON_TIME)

    def numbers(self, _step: Close) -> range:
        """One finger to five."""
        return FINGERS

    def asks_why(self, item: str) -> bool:
        """Doubts in the plan are worth a reason."""
        return item == PLAN


def _low(state: Session, held: ItemRound, plan: ItemCount) -> tuple[LowView, ...]:
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


def _fingers(state: Session, held: ItemRound, item: str) -> ItemCount:
    return item_shown(state.agenda, held, item, FINGERS)
