"""What teams promise each other, and whether both have said yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from facilitator.domain.agenda import AnId, Attribution, Sentence, StepBase, Team
from facilitator.domain.anonymity import withheld
from facilitator.domain.decisions import CommitmentStatus, PromiseRecord
from facilitator.domain.fields import Called, copied
from facilitator.domain.rounds import ItemRound, marks_of
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import ItemKind, NextAction

CONSENT = "consent"
"""The one item of a round that asks two teams about a promise."""
OBJECTION, YES = 0, 1
"""What a mark on :data:`CONSENT` says; None stands aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A commitment that the agenda proposes: ``giver`` promises ``text`` to ``receiver``."""

    id: AnId
    giver: Annotated[AnId, Called("from")]
    receiver: Annotated[AnId, Called("to")]
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit(StepBase):
    """What teams promise each other."""

    proposals: tuple[Proposal, ...] = ()


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
    """What a revealed round said of a promise.

    ``lacking`` names the teams from which nobody said yes, empty where attribution is anonymous:
    there the room as a whole consents. Where answers are ``withheld`` there is nothing but their
    number and ``silent``.
    """

    silent: int
    yes: int = 0
    aside: int = 0
    objections: tuple[ObjectionView, ...] = ()
    lacking: tuple[str, ...] = ()
    withheld: int = 0

    @property
    def is_given(self) -> bool:
        """Whether the promise can be agreed: a yes from both teams, and nobody objects.

        Of what is withheld neither can be told, so it is not.
        """
        return bool(self.yes) and not self.objections and not self.lacking


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


class CommitKind(ItemKind[Commit, CommitView]):
    """The two teams of a promise are asked whether they agree to it."""

    word = "commit"
    is_closing = True

    def view(self, state: Session, step: Commit) -> CommitView:
        """The promises, and what was said of the one at hand."""
        record = promise_at_hand(state, step.id)
        return CommitView(
            promises=tuple(promise_view(state, each) for each in promises_at(state, step.id)),
            at_hand=promise_view(state, record) if record else None,
            consent=consent_to(state, step.id, record) if record else None,
            owed=tuple(
                promise_view(state, each)
                for each in state.promises[step.id].values()
                if is_still_owed(state, each)
            ),
            reworded=record is not None and _was_asked(state, step.id, record),
        )

    def items_asked(self, _state: Session, _step: Commit) -> tuple[str, ...]:
        """Consent to the promise at hand."""
        return (CONSENT,)

    def numbers(self, _step: Commit) -> range:
        """An objection, or a yes."""
        return range(OBJECTION, YES + 1)

    def is_concluded(self, state: Session, step: Commit) -> bool:
        """Whether the promise at hand, or every one, is agreed or left out."""
        record = promise_at_hand(state, step.id)
        return record is None or record.agreed is not None

    def teams_concerned(self, state: Session, step: Commit, about: str) -> frozenset[str]:
        """A promise is the matter of its two teams."""
        if about not in state.promises[step.id]:
            return super().teams_concerned(state, step, about)
        return frozenset(state.promises[step.id][about].promise.teams)

    def asks_why(self, _item: str) -> bool:
        """Who objects says why."""
        return True

    def flaw_of_opening(self, state: Session, step: Commit, about: str) -> str:
        """A round asks about one promise that is not settled."""
        records = {record.promise.id: record for record in promises_at(state, step.id)}
        if about not in records:
            return "This step has no such promise."
        return "" if records[about].agreed is None else "This promise is settled. Reopen it first."

    def newest_round(self, state: Session, step: Commit) -> ItemRound | None:
        """The newest round about the promise at hand, in its present words."""
        record = promise_at_hand(state, step.id)
        return round_about(state, step.id, record) if record else None

    def after_reveal(self, state: Session, step: Commit) -> NextAction:
        """Promise it with both teams' consent; ask again where too few were asked; else reword."""
        record = promise_at_hand(state, step.id)
        consent = consent_to(state, step.id, record) if record else None
        if consent is not None and consent.withheld:
            return NextAction.NEW_ROUND
        return NextAction.PROMISE if consent and consent.is_given else NextAction.REWORD


def round_about(state: Session, step: str, record: PromiseRecord) -> ItemRound | None:
    """The newest round that asked about a promise in its present words."""
    rounds = state.rounds_on(step)[record.rounds_before :]
    return next((held for held in reversed(rounds) if held.about == record.promise.id), None)


def consent_to(state: Session, step: str, record: PromiseRecord) -> ConsentView | None:
    """What the newest round about a promise said; None before it is revealed."""
    held = round_about(state, step, record)
    if held is None or not held.is_revealed:
        return None
    answers = {voter: marks_of(held, voter).get(CONSENT) for voter in held.electorate}
    values = {voter: mark.value for voter, mark in answers.items() if mark is not None}
    silent = len(answers) - len(values)
    if number := withheld(state.agenda, len(values)):
        return ConsentView(silent, withheld=number)
    yes = {held.electorate[voter] for voter, value in values.items() if value == YES}
    is_named = state.agenda.rules.attribution is Attribution.NAMED
    lacking = [team for team in record.promise.teams if team not in yes] if is_named else []
    return ConsentView(
        silent,
        yes=sum(value == YES for value in values.values()),
        aside=sum(value is None for value in values.values()),
        objections=_objections(state, held, [v for v in values if values[v] == OBJECTION]),
        lacking=tuple(state.agenda.team(team).name for team in lacking),
    )


def _objections(state: Session, held: ItemRound, voters: list[str]) -> tuple[ObjectionView, ...]:
    reasons = {voter: marks_of(held, voter)[CONSENT].reason for voter in voters}
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        return tuple(ObjectionView("", "", reason) for reason in sorted(reasons.values()))
    return tuple(
        ObjectionView(
            state.participants[voter].name, state.agenda.team(held.electorate[voter]).name, reason
        )
        for voter, reason in reasons.items()
    )


def promises_at(state: Session, step: str) -> tuple[PromiseRecord, ...]:
    """The promises of a step that the room can agree; those still owed from earlier are none."""
    records = state.promises.get(step, {})
    return tuple(record for record in records.values() if not is_still_owed(state, record))


def promise_at_hand(state: Session, step: str) -> PromiseRecord | None:
    """The promise the room is on: the one asked about, the one turned to, or the first open one."""
    records = promises_at(state, step)
    held = state.open_round(step)
    turned_to = held.about if held is not None else state.at_hand.get(step)
    at_hand = next((record for record in records if record.promise.id == turned_to), None)
    return at_hand or next((record for record in records if record.agreed is None), None)


def is_still_owed(state: Session, record: PromiseRecord) -> bool:
    """Whether the very promise that an agenda proposes is open from an earlier session.

    It is the same by its id, or by its words between its teams: one that was made anew after it had
    been kept has another id since.
    """
    promise = record.promise
    return any(
        owed.id == promise.id or (owed.teams, owed.text) == (promise.teams, promise.text)
        for owed in state.owed
        if state.statuses.get(owed.id, CommitmentStatus.OPEN) is CommitmentStatus.OPEN
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
    giver, receiver = map(state.agenda.team, record.promise.teams)
    return copied(PromiseView, record.promise, giver=giver, receiver=receiver, agreed=record.agreed)
