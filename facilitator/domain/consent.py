"""Whether both teams of a promise have said yes to it."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import Attribution
from facilitator.domain.anonymity import withheld
from facilitator.domain.commitments import CommitmentStatus, Promise, PromiseRecord
from facilitator.domain.earlier import EarlierCommitment
from facilitator.domain.marks import CONSENT, OBJECTION, YES, ItemRound, marks_of
from facilitator.domain.state import Session

_OPEN = CommitmentStatus.OPEN


@dataclass(frozen=True, slots=True)
class Consent:
    """What a revealed round says of a promise.

    ``objectors`` are participant ids; ``lacking`` the teams from which nobody said yes, empty where
    attribution is anonymous: there the room as a whole consents. Where answers are ``withheld``
    there is nothing but their number and ``silent``.
    """

    yes: int
    aside: int
    silent: int
    objectors: tuple[str, ...]
    lacking: tuple[str, ...]
    withheld: int = 0

    @property
    def is_given(self) -> bool:
        """Whether the promise can be agreed: a yes from both teams, and nobody objects.

        Of what is withheld neither can be told, so it is not.
        """
        return bool(self.yes) and not self.objectors and not self.lacking


def round_about(state: Session, step: str, record: PromiseRecord) -> ItemRound | None:
    """The newest round that asked about a promise in its present words."""
    rounds = state.rounds_on(step)[record.rounds_before :]
    return next((held for held in reversed(rounds) if held.about == record.promise.id), None)


def read_consent(state: Session, record: PromiseRecord, held: ItemRound) -> Consent:
    """Read a closed round about a promise."""
    answers = {voter: marks_of(held, voter).get(CONSENT) for voter in held.electorate}
    values = {voter: mark.value for voter, mark in answers.items() if mark is not None}
    silent = len(answers) - len(values)
    if number := withheld(state.agenda, len(values)):
        return Consent(0, 0, silent, objectors=(), lacking=(), withheld=number)
    yes = [voter for voter, value in values.items() if value == YES]
    teams = {held.electorate[voter] for voter in yes}
    is_named = state.agenda.rules.attribution is Attribution.NAMED
    lacking = [team for team in record.promise.teams if team not in teams] if is_named else []
    return Consent(
        yes=len(yes),
        aside=sum(value is None for value in values.values()),
        silent=silent,
        objectors=tuple(voter for voter, value in values.items() if value == OBJECTION),
        lacking=tuple(lacking),
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
    return any(
        state.statuses.get(owed.id, _OPEN) is _OPEN and _is_same(owed, record.promise)
        for owed in state.owed
    )


def _is_same(owed: EarlierCommitment, promise: Promise) -> bool:
    told = (promise.giver, promise.receiver, promise.text)
    return owed.id == promise.id or (owed.giver, owed.receiver, owed.text) == told
