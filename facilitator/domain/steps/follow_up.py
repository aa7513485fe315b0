"""What the earlier session left due. Its drivers stay hidden: tasks are voted on blind again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from facilitator.domain.agenda import Attribution, StepBase, Team
from facilitator.domain.anonymity import item_shown
from facilitator.domain.decisions import CommitmentStatus, Promise
from facilitator.domain.earlier import DueReason, DueTask, due_tasks
from facilitator.domain.fields import copied
from facilitator.domain.people import Participant
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import ItemKind, NextAction
from facilitator.domain.words.figures import day_of

TOLD = (
    CommitmentStatus.KEPT,
    CommitmentStatus.PARTLY,
    CommitmentStatus.MISSED,
    CommitmentStatus.OPEN,
)
"""What a receiving team can tell of a promise; a mark counts them from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(StepBase):
    """What the earlier log left due."""


class Place(StrEnum):
    """Whether a due task is taken up today."""

    NOT_TODAY = "not-today"
    ON_AGENDA = "on-agenda"
    BROUGHT_BACK = "brought-back"


@dataclass(frozen=True, slots=True)
class OwedView:
    """A promise that was open when the earlier session ended.

    ``said`` counts what the receiving team's voters say, once revealed, most said first;
    ``status`` is what was recorded, or None. ``said`` is empty before, and where ``withheld``
    answers were given of which anonymity lets nothing be told.
    """

    id: str
    giver: Team
    receiver: Team
    text: str
    due: date | None
    owner: str
    overdue: bool
    said: tuple[tuple[CommitmentStatus, int], ...]
    possible: tuple[CommitmentStatus, ...]
    status: CommitmentStatus | None
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class DueView:
    """A task that is due again: why, since when, and whether it is on today's agenda."""

    task: str
    title: str
    reason: DueReason
    decided_on: date
    review_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class FollowUpView:
    """The earlier session and what it left due.

    ``earlier`` is its title and ``held_on`` its day; "" and None when there was none. ``told``
    once it is recorded what became of the promises.
    """

    earlier: str
    held_on: date | None
    owed: tuple[OwedView, ...]
    due: tuple[DueView, ...]
    told: bool


class FollowUpKind(ItemKind[FollowUp, FollowUpView]):
    """Those who were to receive something say what became of it."""

    word = "follow-up"

    def view(self, state: Session, step: FollowUp) -> FollowUpView:
        """The earlier session, and what it left due."""
        earlier = state.earlier
        if earlier is None:
            return FollowUpView("", None, (), (), told=False)
        today = day_of(state.started_at)
        return FollowUpView(
            earlier=earlier.title,
            held_on=earlier.held_on,
            owed=tuple(_owed(state, step, promise) for promise in state.owed),
            due=tuple(_due(state, each) for each in due_tasks(earlier, today)),
            told=step.id in state.statuses_told,
        )

    def items_asked(self, state: Session, _step: FollowUp) -> tuple[str, ...]:
        """The promises that were open."""
        return tuple(promise.id for promise in state.owed)

    def items_for(self, state: Session, step: FollowUp, voter: Participant) -> tuple[str, ...]:
        """Those to the voter's own team."""
        if state.agenda.rules.attribution is Attribution.ANONYMOUS:
            return self.items_asked(state, step)
        return tuple(promise.id for promise in state.owed if promise.receiver == voter.team)

    def numbers(self, _step: FollowUp) -> range:
        """What can be told of a promise, as :data:`TOLD` counts it."""
        return range(1, len(TOLD) + 1)

    def is_concluded(self, state: Session, step: FollowUp) -> bool:
        """Whether it is recorded what became of the promises, if there were any."""
        return not state.owed or step.id in state.statuses_told

    def teams_concerned(self, state: Session, _step: FollowUp, _about: str) -> frozenset[str]:
        """What became of promises is the matter of those who receive them."""
        return frozenset(promise.receiver for promise in state.owed)

    def flaw_of_opening(self, state: Session, step: FollowUp, about: str) -> str:
        """There have to be promises of which nothing is recorded."""
        if not state.owed:
            return "Nothing was promised that could be followed up."
        if step.id in state.statuses_told:
            return "It is recorded what became of the promises."
        return super().flaw_of_opening(state, step, about)

    def after_reveal(self, _state: Session, _step: FollowUp) -> NextAction:
        """Record what was said."""
        return NextAction.RECORD_TOLD

    def passes_by_itself(self, state: Session) -> bool:
        """Without an earlier session there is nothing to follow."""
        return state.earlier is None


def _counted(
    state: Session, step: str, promise: str
) -> tuple[tuple[tuple[CommitmentStatus, int], ...], int]:
    """What the receiving team says of a promise, most said first, and how much is withheld."""
    held = state.last_revealed(step)
    if held is None:
        return (), 0
    found = item_shown(state.agenda, held, promise, range(1, len(TOLD) + 1))
    said = [(status, count) for status, count in zip(TOLD, found.counts, strict=True) if count]
    return tuple(sorted(said, key=lambda each: -each[1])), found.withheld


def statuses_told(state: Session, step: str, promise: str) -> tuple[CommitmentStatus, ...]:
    """What the receiving team says of an earlier promise, most said first.

    When nobody says anything it is still open; so it is where anonymity lets nothing be told.
    """
    said, _ = _counted(state, step, promise)
    return tuple(status for status, _ in said) or (CommitmentStatus.OPEN,)


def _owed(state: Session, step: FollowUp, promise: Promise) -> OwedView:
    said, withheld = _counted(state, step.id, promise.id)
    giver, receiver = map(state.agenda.team, promise.teams)
    return copied(
        OwedView,
        promise,
        giver=giver,
        receiver=receiver,
        overdue=promise.due is not None and promise.due <= day_of(state.started_at),
        said=said,
        possible=statuses_told(state, step.id, promise.id),
        status=state.statuses.get(promise.id),
        withheld=withheld,
    )


def _due(state: Session, due: DueTask) -> DueView:
    task = due.decision.task
    is_here = any(step.id == task for step in state.steps)
    place = Place.ON_AGENDA if is_here else Place.NOT_TODAY
    if task in state.added:
        place = Place.BROUGHT_BACK
    return copied(DueView, due.decision, reason=due.reason, place=place)
