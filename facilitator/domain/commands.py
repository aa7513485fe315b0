"""Intents given to a session. Each may be refused.

A command comes in an :class:`Envelope` that says when and by whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from facilitator.domain.agenda import Agenda
from facilitator.domain.commitments import CommitmentStatus, Promise
from facilitator.domain.decisions import Decision
from facilitator.domain.earlier import Earlier
from facilitator.domain.people import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSession:
    """Open a session on an agenda, with its first facilitator.

    ``join_code`` is what new voters are asked for; ``earlier`` is the session that this one is held
    against, ``remarks`` what is to be said of its log and of others. ``likeness`` says what the
    facilitator's name is like, as every participant's (see :class:`JoinSession`), so that nobody
    takes one that can't be told from it.
    """

    session: str
    agenda: Agenda
    facilitator: str
    join_code: str
    earlier: Earlier | None = None
    remarks: tuple[str, ...] = ()
    rehearsal: bool = False
    likeness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinSession:
    """Take a new seat.

    ``likeness`` says what the name is like (see :mod:`facilitator.domain.likeness`); ``credential``
    is what brings its holder back to this seat: ``key:`` and a verified key's fingerprint, or
    ``code:`` and the digest of a resume code. ``connection`` is where the participant sits now. A
    facilitator's seat needs the digest of the ``facilitator_code``, or somebody ``is_listed`` for
    it on a roster.
    """

    name: str
    likeness: str
    team: str
    credential: str
    connection: str
    seat: Seat = Seat.VOTER
    facilitator_code: str = ""
    is_listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatSomebody:
    """Give a voter's seat to somebody in the room without a terminal; facilitators vote for them.

    ``likeness`` is as in :class:`JoinSession`.
    """

    name: str
    likeness: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectTeam:
    """Put somebody into another team, between rounds."""

    participant: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParticipant:
    """Have somebody leave, with a reason that they are told."""

    participant: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmitParticipant:
    """Let somebody come back who was removed."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacilitatorCode:
    """Have a one-time code open a facilitator's seat; a newer code makes the older one void."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverLead:
    """Let another facilitator lead."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveWord:
    """Give somebody the word, and lower their hand; ``to`` "" takes it back."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeSeat:
    """Come back to the seat that a credential opens."""

    credential: str
    connection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSession:
    """A connection has ended: whoever sits there has left. The seat and its ballots stay."""

    connection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportServerLost:
    """An SSH server has died, and every connection through it."""

    server: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterStep:
    """Go to a step of the agenda, forward or back."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendTime:
    """Give the current step more time."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """Start a blind vote on the current step; ``number`` is the round's, as the sender sees it.

    ``about`` is the id of the promise that consent is asked for; "" in every other kind of step.
    """

    step: str
    number: int
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRound:
    """Close the open round and reveal it."""

    step: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CastBallot:
    """Cast or replace a ballot. By a facilitator for somebody else it is a proxy ballot."""

    step: str
    number: int
    participant: str
    choice: str
    confidence: int | None = None
    reason: str = ""
    today: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawBallot:
    """Take one's ballot back before the round closes."""

    step: str
    number: int
    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkItem:
    """Answer on one item of the open round: rate, place dots, consent, show fingers.

    ``value`` None says "can't say", or stands aside. By a facilitator for somebody else it is a
    proxy answer.
    """

    step: str
    number: int
    participant: str
    item: str
    value: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMark:
    """Take one's answer on one item back before the round closes."""

    step: str
    number: int
    participant: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleShortlist:
    """Take these tasks today; other tasks than the dots chose need a ``reason``."""

    step: str
    taken: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenShortlist:
    """Choose again which tasks to take; the dots stay."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatuses:
    """Record what became of earlier promises, as the receiving teams have told it."""

    step: str
    statuses: Mapping[str, CommitmentStatus]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpPromise:
    """Turn to a promise of the current step."""

    step: str
    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPromise:
    """Add a promise (``promise.id`` is ""), or give one other words, another day, an owner."""

    step: str
    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePromise:
    """Record that a promise was agreed by both its teams, or leave it out."""

    step: str
    promise: str
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenPromise:
    """Take a settled promise up again."""

    step: str
    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTask:
    """Put a new task on today's agenda: typed, or made of the parked item of that number.

    ``before`` is a step not reached yet; None stands for the usual place, ahead of the closing
    part. Without ``candidates`` every team is one.
    """

    title: str
    question: str = ""
    candidates: tuple[str, ...] = ()
    before: str | None = None
    parked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStep:
    """Take a step earlier or later: before another one that was not reached either, or last."""

    step: str
    before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeItems:
    """Make one parked item of several that say the same."""

    items: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDissent:
    """Confirm the objection that a decision keeps in one's name, or put it in one's own words."""

    step: str
    participant: str
    reason: str
    would_change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDissent:
    """No longer object to a decision."""

    step: str
    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBackTask:
    """Put a task of the earlier session on today's agenda."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTask:
    """Take a task that was added on the spot off the agenda again."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecision:
    """Record the outcome of a task."""

    step: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenDecision:
    """Take up again a task that has an outcome; its rounds stay."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseHand:
    """Ask to speak."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerHand:
    """No longer ask to speak, or be given the word."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkItem:
    """Set something aside for later."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession:
    """End the workshop. What was reached and not settled is parked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLogWritten:
    """The decision log lies on disk and reads back right."""

    file: str


Command = (
    StartSession
    | JoinSession
    | ResumeSeat
    | LeaveSession
    | ReportServerLost
    | EnterStep
    | ExtendTime
    | OpenRound
    | CloseRound
    | CastBallot
    | WithdrawBallot
    | MarkItem
    | WithdrawMark
    | SettleShortlist
    | ReopenShortlist
    | RecordStatuses
    | TakeUpPromise
    | WordPromise
    | SettlePromise
    | ReopenPromise
    | AddTask
    | MoveStep
    | MergeItems
    | AnswerDissent
    | WithdrawDissent
    | SeatSomebody
    | CorrectTeam
    | RemoveParticipant
    | ReadmitParticipant
    | IssueFacilitatorCode
    | HandOverLead
    | GiveWord
    | BringBackTask
    | RemoveTask
    | RecordDecision
    | ReopenDecision
    | RaiseHand
    | LowerHand
    | ParkItem
    | EndSession
    | NoteLogWritten
)

Sent_co = TypeVar("Sent_co", bound=Command, covariant=True)


@dataclass(frozen=True, slots=True)
class Envelope(Generic[Sent_co]):
    """A command with when (UTC) and by whom it comes, for the rules know neither clock nor screen.

    ``by`` is a participant's id, "" for somebody who holds no seat yet.
    """

    at: datetime
    by: str
    command: Sent_co


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rules' answer to a command that does not apply: a sentence for the person."""

    reason: str
