"""Facts that happened in a session. Their names on disk are the codec's, never these classes'.

Each says when it happened (``at``, UTC).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from facilitator.domain.agenda import Agenda, ContestedTask
from facilitator.domain.decisions import CommitmentStatus, Decision, Promise
from facilitator.domain.earlier import Earlier
from facilitator.domain.people import Seat
from facilitator.domain.rounds import Ballot, Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBase:
    """What every event carries."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEvent(EventBase):
    """What happened in one step, by its id."""

    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEvent(StepEvent):
    """What happened to one round of a step."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted(EventBase):
    """A session began on an agenda, which is immutable from here on.

    ``remarks`` are sentences for its facilitators on the logs of earlier sessions.
    """

    session: str
    agenda: Agenda
    join_code: str
    follows: str | None
    rehearsal: bool
    earlier: Earlier | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantJoined(EventBase):
    """Somebody took a new seat."""

    participant: str
    name: str
    likeness: str
    team: str | None
    seat: Seat
    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantConnected(EventBase):
    """A seat is held from this connection now; an older one no longer counts."""

    participant: str
    connection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantDisconnected(EventBase):
    """The connection that held a seat has ended."""

    participant: str
    connection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntered(StepEvent):
    """The room turned to a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExtended(StepEvent):
    """A step was given more time."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOpened(RoundEvent):
    """A blind vote began; ``about`` names what it asks about within its step, or is ""."""

    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotCast(RoundEvent):
    """A ballot was cast, or replaced an earlier one in the same round."""

    participant: str
    ballot: Ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotWithdrawn(RoundEvent):
    """A ballot was taken back before its round closed."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMarked(RoundEvent):
    """Somebody answered on one item, or answered anew."""

    participant: str
    item: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkWithdrawn(RoundEvent):
    """An answer on one item was taken back before its round closed."""

    participant: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(RoundEvent):
    """No more ballots are taken; the seated voters of this moment are the electorate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRevealed(RoundEvent):
    """Everybody may see the ballots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecorded(StepEvent):
    """A task has an outcome."""

    decision: Decision
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionReopened(StepEvent):
    """A task is taken up again; its rounds stay."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistSettled(StepEvent):
    """The tasks to take today were chosen; ``reason`` says why the dots were overruled, if so."""

    taken: tuple[str, ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistReopened(StepEvent):
    """The choice of tasks is open again; the dots stay."""

    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusesRecorded(StepEvent):
    """What became of earlier promises, by commitment id."""

    statuses: Mapping[str, CommitmentStatus]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseTakenUp(StepEvent):
    """The room turned to a promise."""

    promise: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseWorded(StepEvent):
    """A promise was added, or has other words now; consent to earlier words no longer counts."""

    promise: Promise
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseSettled(StepEvent):
    """A promise was agreed, or left out."""

    promise: str
    agreed: bool
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseReopened(StepEvent):
    """A settled promise is taken up again."""

    promise: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAdded(EventBase):
    """A task joined the agenda on the spot, before the step ``before``, or at the end.

    ``parked`` is the number of the parked item that it was made of, if it was.
    """

    task: ContestedTask
    before: str | None
    by: str
    parked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRemoved(EventBase):
    """A task that was added on the spot left the agenda again, before it was reached."""

    task: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMoved(StepEvent):
    """A step that was not reached yet has another place, before ``before`` or at the end."""

    before: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentAnswered(StepEvent):
    """An objector had a say on the objection kept with a decision: confirmed, or in other words."""

    participant: str
    reason: str
    would_change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DissentWithdrawn(StepEvent):
    """An objector no longer objects to a decision."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCorrected(EventBase):
    """Somebody belongs to another team from here on; rounds that are closed stay as they were."""

    participant: str
    team: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRemoved(EventBase):
    """Somebody was asked to leave; the seat is kept, and may be given back."""

    participant: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantReadmitted(EventBase):
    """Somebody who was removed may come back."""

    participant: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilitatorCodeIssued(EventBase):
    """A one-time code opens a facilitator's seat; ``digest`` is the code's."""

    digest: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadHandedOver(EventBase):
    """Another facilitator leads from here on."""

    to: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGiven(EventBase):
    """Somebody has the word; ``to`` is a participant's id, or "" when nobody has it any more."""

    to: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsMerged(EventBase):
    """Parked items that say the same became one, the first of ``items``, in these words."""

    items: tuple[int, ...]
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandRaised(EventBase):
    """Somebody asks to speak."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandLowered(EventBase):
    """Somebody no longer asks to speak, or was given the word."""

    participant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemParked(EventBase):
    """Something was set aside; ``item`` numbers the parking lot from 1."""

    item: int
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(EventBase):
    """The workshop is over; ``early`` when steps were left out or tasks unsettled."""

    early: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogWritten(EventBase):
    """The decision log lies safely on disk, as a file of this name."""

    file: str


SeatEvent = ParticipantJoined | ParticipantConnected | ParticipantDisconnected
PeopleEvent = (
    TeamCorrected
    | ParticipantRemoved
    | ParticipantReadmitted
    | FacilitatorCodeIssued
    | LeadHandedOver
)
SpeechEvent = HandRaised | HandLowered | WordGiven
CourseEvent = StepEntered | TimeExtended | TaskAdded | TaskRemoved | StepMoved
TurnEvent = RoundOpened | RoundClosed | RoundRevealed
AnswerEvent = BallotCast | BallotWithdrawn | ItemMarked | MarkWithdrawn
DecisionEvent = DecisionRecorded | DecisionReopened
DissentEvent = DissentAnswered | DissentWithdrawn
ChoiceEvent = ShortlistSettled | ShortlistReopened | StatusesRecorded
PromiseEvent = PromiseTakenUp | PromiseWorded | PromiseSettled | PromiseReopened
ParkingEvent = ItemParked | ItemsMerged
Event = (
    SessionStarted
    | SeatEvent
    | PeopleEvent
    | SpeechEvent
    | CourseEvent
    | TurnEvent
    | AnswerEvent
    | DecisionEvent
    | DissentEvent
    | ChoiceEvent
    | PromiseEvent
    | ParkingEvent
    | SessionEnded
    | LogWritten
)
