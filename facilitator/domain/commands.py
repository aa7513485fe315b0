"""Intents given to a session. Each may be refused.

A command comes in an :class:`Envelope` that says when and by whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from facilitator.domain.agenda import Agenda
from facilitator.domain.decisions import CommitmentStatus, Decision, Promise
from facilitator.domain.earlier import Earlier
from facilitator.domain.people import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What every command is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutStep(Command):
    """A command about one step, by its id."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutRound(AboutStep):
    """A command about one round of a step, by its ``number`` as the sender sees it."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSession(Command):
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
class JoinSession(Command):
    """Take a new seat.

    ``likeness`` says what the name is like (see :mod:`facilitator.domain.people`); ``credential``
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
class SeatSomebody(Command):
    """Give a voter's seat to somebody in the room without a terminal; facilitators vote for them.

    ``likeness`` is as in :class:`JoinSession`.
    """

    name: str
    likeness: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectTeam(Command):
    """Put somebody into another team, between rounds."""

    participant: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParticipant(Command):
    """Have somebody leave, with a reason that they are told."""

    participant: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmitParticipant(Command):
    """Let somebody come back who was removed."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueFacilitatorCode(Command):
    """Have a one-time code open a facilitator's seat; a newer code makes the older one void."""

    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverLead(Command):
    """Let another facilitator lead."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveWord(Command):
    """Give somebody the word, and lower their hand; ``to`` "" takes it back."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeSeat(Command):
    """Come back to the seat that a credential opens."""

    credential: str
    connection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSession(Command):
    """A connection has ended: whoever sits there has left. The seat and its ballots stay."""

    connection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportServerLost(Command):
    """An SSH server has died, and every connection through it."""

    server: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterStep(AboutStep):
    """Go to a step of the agenda, forward or back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendTime(Command):
    """Give the current step more time."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound(AboutRound):
    """Start a blind vote on the current step.

    ``about`` is the id of the promise that consent is asked for; "" in every other kind of step.
    """

    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseRound(AboutRound):
    """Close the open round and reveal it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CastBallot(AboutRound):
    """Cast or replace a ballot. By a facilitator for somebody else it is a proxy ballot."""

    participant: str
    choice: str
    confidence: int | None = None
    reason: str = ""
    today: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawBallot(AboutRound):
    """Take one's ballot back before the round closes."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkItem(AboutRound):
    """Answer on one item of the open round: rate, place dots, consent, show fingers.

    ``value`` None says "can't say", or stands aside. By a facilitator for somebody else it is a
    proxy answer.
    """

    participant: str
    item: str
    value: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMark(AboutRound):
    """Take one's answer on one item back before the round closes."""

    participant: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleShortlist(AboutStep):
    """Take these tasks today; other tasks than the dots chose need a ``reason``."""

    taken: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenShortlist(AboutStep):
    """Choose again which tasks to take; the dots stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStatuses(AboutStep):
    """Record what became of earlier promises, as the receiving teams have told it."""

    statuses: Mapping[str, CommitmentStatus]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpPromise(AboutStep):
    """Turn to a promise of the current step."""

    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPromise(AboutStep):
    """Add a promise (``promise.id`` is ""), or give one other words, another day, an owner."""

    promise: Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePromise(AboutStep):
    """Record that a promise was agreed by both its teams, or leave it out."""

    promise: str
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenPromise(AboutStep):
    """Take a settled promise up again."""

    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTask(Command):
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
class MoveStep(AboutStep):
    """Take a step earlier or later: before another one that was not reached either, or last."""

    before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeItems(Command):
    """Make one parked item of several that say the same."""

    items: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDissent(AboutStep):
    """Confirm the objection that a decision keeps in one's name, or put it in one's own words."""

    participant: str
    reason: str
    would_change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDissent(AboutStep):
    """No longer object to a decision."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BringBackTask(Command):
    """Put a task of the earlier session on today's agenda."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveTask(Command):
    """Take a task that was added on the spot off the agenda again."""

    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDecision(AboutStep):
    """Record the outcome of a task."""

    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenDecision(AboutStep):
    """Take up again a task that has an outcome; its rounds stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseHand(Command):
    """Ask to speak."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerHand(Command):
    """No longer ask to speak, or be given the word."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkItem(Command):
    """Set something aside for later."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession(Command):
    """End the workshop. What was reached and not settled is parked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLogWritten(Command):
    """The decision log lies on disk and reads back right."""

    file: str


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
