"""What the earlier session left due. Its drivers stay hidden: tasks are voted on blind again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from facilitator.domain.agenda import FollowUp, Team
from facilitator.domain.anonymity import item_shown
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.days import day_of
from facilitator.domain.earlier import DueReason, DueTask, EarlierCommitment, due_tasks
from facilitator.domain.marks import TOLD
from facilitator.domain.state import Session
from facilitator.domain.turnout import statuses_told


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


def follow_up_view(state: Session, step: FollowUp) -> FollowUpView:
    """The picture of a follow-up step."""
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


def _owed(state: Session, step: FollowUp, promise: EarlierCommitment) -> OwedView:
    held = state.last_revealed(step.id)
    said: list[tuple[CommitmentStatus, int]] = []
    withheld = 0
    if held is not None:
        found = item_shown(state.agenda, held, promise.id, range(1, len(TOLD) + 1))
        withheld = found.withheld
        said = [(status, count) for status, count in zip(TOLD, found.counts, strict=True) if count]
        said.sort(key=lambda each: -each[1])
    return OwedView(
        id=promise.id,
        giver=state.agenda.team(promise.giver),
        receiver=state.agenda.team(promise.receiver),
        text=promise.text,
        due=promise.due,
        owner=promise.owner,
        overdue=promise.due is not None and promise.due <= day_of(state.started_at),
        said=tuple(said),
        possible=statuses_told(state, step.id, promise.id),
        status=state.statuses.get(promise.id),
        withheld=withheld,
    )


def _due(state: Session, due: DueTask) -> DueView:
    task = due.decision.task
    if task in state.added:
        place = Place.BROUGHT_BACK
    else:
        is_here = any(step.id == task for step in state.steps)
        place = Place.ON_AGENDA if is_here else Place.NOT_TODAY
    return DueView(
        task=task,
        title=due.decision.title,
        reason=due.reason,
        decided_on=due.decision.decided_on,
        review_on=due.decision.review_on,
        place=place,
    )
