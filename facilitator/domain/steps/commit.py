"""What teams promise each other, and whether both have said yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from facilitator.domain.agenda import Attribution, Commit, Team
from facilitator.domain.commitments import PromiseRecord
from facilitator.domain.consent import (
    is_still_owed,
    promise_at_hand,
    promises_at,
    read_consent,
    round_about,
)
from facilitator.domain.marks import CONSENT, ItemRound, marks_of
from facilitator.domain.state import Session


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise. ``agreed`` is None until it is settled; False means left out."""

    id: str
    giver: Team
    receiver: Team
    text: str
    due: date | None
    owner: str
    agreed: bool | None


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """Somebody's objection; ``name`` and ``team`` are "" where attribution is anonymous."""

    name: str
    team: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConsentView:
    """What a revealed round said of the promise at hand.

    ``lacking`` names the teams from which nobody said yes. ``is_given``: it can be agreed. Where
    answers are ``withheld`` there is nothing but their number and ``silent``.
    """

    yes: int
    aside: int
    silent: int
    objections: tuple[ObjectionView, ...]
    lacking: tuple[str, ...]
    is_given: bool
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class CommitView:
    """A step of promises. ``consent`` is None until a round about the one at hand is revealed.

    ``owed`` are promises the agenda proposes that are still open from an earlier session.
    ``reworded``: the one at hand was asked about before, in other words or to another day.
    """

    promises: tuple[PromiseView, ...]
    at_hand: PromiseView | None
    consent: ConsentView | None
    owed: tuple[PromiseView, ...]
    reworded: bool = False


def commit_view(state: Session, step: Commit) -> CommitView:
    """The picture of a step of promises."""
    record = promise_at_hand(state, step.id)
    held = round_about(state, step.id, record) if record else None
    return CommitView(
        promises=tuple(promise_view(state, each) for each in promises_at(state, step.id)),
        at_hand=promise_view(state, record) if record else None,
        consent=_consent(state, record, held) if record and held and held.is_revealed else None,
        owed=tuple(
            promise_view(state, each)
            for each in state.promises[step.id].values()
            if is_still_owed(state, each)
        ),
        reworded=record is not None and _was_asked(state, step.id, record),
    )


def _was_asked(state: Session, step: str, record: PromiseRecord) -> bool:
    """Whether a round has asked about a promise in the words it had before."""
    before = state.rounds_on(step)[: record.rounds_before]
    return any(held.about == record.promise.id for held in before)


def promises_made(state: Session) -> tuple[PromiseView, ...]:
    """Every promise agreed in this session, in agenda order."""
    return tuple(each for each in _every_promise(state) if each.agreed)


def promises_unsettled(state: Session) -> tuple[PromiseView, ...]:
    """Every promise neither agreed nor left out, in agenda order, of the steps the room was on."""
    return tuple(each for each in _every_promise(state, entered=True) if each.agreed is None)


def _every_promise(state: Session, *, entered: bool = False) -> Iterator[PromiseView]:
    for step in state.steps:
        if isinstance(step, Commit) and (step.id in state.entered or not entered):
            for record in promises_at(state, step.id):
                yield promise_view(state, record)


def promise_view(state: Session, record: PromiseRecord) -> PromiseView:
    """A promise with its teams by name."""
    promise = record.promise
    return PromiseView(
        id=promise.id,
        giver=state.agenda.team(promise.giver),
        receiver=state.agenda.team(promise.receiver),
        text=promise.text,
        due=promise.due,
        owner=promise.owner,
        agreed=record.agreed,
    )


def _consent(state: Session, record: PromiseRecord, held: ItemRound) -> ConsentView:
    consent = read_consent(state, record, held)
    objections = [_objection(state, held, voter) for voter in consent.objectors]
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        objections.sort(key=lambda each: each.reason)
    return ConsentView(
        yes=consent.yes,
        aside=consent.aside,
        silent=consent.silent,
        objections=tuple(objections),
        lacking=tuple(state.agenda.team(team).name for team in consent.lacking),
        is_given=consent.is_given,
        withheld=consent.withheld,
    )


def _objection(state: Session, held: ItemRound, voter: str) -> ObjectionView:
    reason = marks_of(held, voter)[CONSENT].reason
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        return ObjectionView("", "", reason)
    team = state.agenda.team(held.electorate[voter])
    return ObjectionView(state.participants[voter].name, team.name, reason)
