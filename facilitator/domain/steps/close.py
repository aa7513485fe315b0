"""The end: what was decided, and changed since the earlier session; what the room thinks of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from facilitator.domain.agenda import Attribution, StepBase
from facilitator.domain.anonymity import item_shown, stand_by_choices
from facilitator.domain.decision_log.verdicts import Told, Verdict, verdict_between
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.earlier import EarlierDecision
from facilitator.domain.rounds import ItemCount, ItemRound, marks_of
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import ItemKind, Stage
from facilitator.domain.words.figures import day_of

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


@dataclass(frozen=True, slots=True)
class StandingView:
    """A decision in force: who drives what, since when, and whether its review is overdue today."""

    title: str
    driver: str
    since: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A task that either session took up; ``before`` and ``now`` are who drives it, or the outcome.

    They are "" for a session that says nothing of it. ``standing`` is the decision that was in
    force until today, from whichever session.
    """

    title: str
    verdict: Verdict
    before: str
    now: str
    standing: StandingView | None = None


@dataclass(frozen=True, slots=True)
class SinceView:
    """Today against the session that it follows, which was held on ``held_on``.

    ``changes`` stand in today's order, then what was not taken up again. ``untouched`` is in force,
    was not taken up today, and was not left open last time: that is among the changes.
    ``promises`` counts what became of those that were open, by status.
    """

    held_on: date
    changes: tuple[ChangeView, ...]
    untouched: tuple[StandingView, ...]
    promises: tuple[tuple[CommitmentStatus, int], ...]


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


def since_view(state: Session) -> SinceView | None:
    """What changed; None before the close, and where there is no earlier session."""
    earlier = state.earlier
    closes = state.ended_at is not None or isinstance(state.current_step, Close)
    if earlier is None or not closes:
        return None
    reached = {
        task.id: (task.title, state.record(task.id).as_logged)
        for task in state.tasks
        if task.id in state.entered or state.record(task.id).decision is not None
    }
    changes = []
    for task in dict.fromkeys([*reached, *(each.task for each in earlier.decisions)]):
        was = earlier.decision(task)
        title, now = reached.get(task, (was.title if was else "", None))
        verdict = verdict_between(was, now)
        if verdict is not None:
            standing = _standing(state, earlier.standing(task))
            said = _said(state, was), _said(state, now)
            changes.append(ChangeView(title, verdict, *said, standing))
    dropped = [each.task for each in earlier.decisions if each.driver is None]
    statuses = [state.statuses.get(each.id, CommitmentStatus.OPEN) for each in earlier.promised]
    counted = ((status, statuses.count(status)) for status in CommitmentStatus)
    return SinceView(
        held_on=earlier.held_on,
        changes=tuple(changes),
        untouched=tuple(
            view
            for each in earlier.in_force
            if each.task not in (*reached, *dropped)
            and (view := _standing(state, each)) is not None
        ),
        promises=tuple((status, number) for status, number in counted if number),
    )


def _standing(state: Session, told: EarlierDecision | None) -> StandingView | None:
    if told is None or told.driver is None:
        return None
    again = state.earlier.decision(told.task) if state.earlier is not None else None
    review_on = (again.review_on if again is not None else None) or told.review_on
    return StandingView(
        title=told.title,
        driver=state.team_names.get(told.driver, told.driver),
        since=told.decided_on,
        is_overdue=review_on is not None and review_on < day_of(state.started_at),
    )


def _said(state: Session, told: Told | None) -> str:
    if told is None or told.outcome is Outcome.SKIPPED:
        return ""
    return state.team_names.get(told.driver, told.driver) if told.driver else str(told.outcome)
