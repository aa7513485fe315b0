"""The state of a session, and the fold that makes it from events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from facilitator.domain.agenda import Agenda, ContestedTask, Step
from facilitator.domain.ballots import VotingRound
from facilitator.domain.decisions import Decision
from facilitator.domain.events import (
    BallotCast,
    BallotWithdrawn,
    DecisionRecorded,
    DecisionReopened,
    Event,
    HandLowered,
    HandRaised,
    ItemParked,
    LogWritten,
    ParticipantConnected,
    ParticipantDisconnected,
    ParticipantJoined,
    RoundClosed,
    RoundOpened,
    RoundRevealed,
    SessionEnded,
    SessionStarted,
    StepEntered,
    TimeExtended,
)
from facilitator.domain.people import Participant, Seat


@dataclass(frozen=True, slots=True)
class Timer:
    """When a step was entered, and how many seconds it was given beyond its timebox."""

    started_at: datetime
    extended: int = 0


@dataclass(frozen=True, slots=True)
class ParkedItem:
    """Something set aside; ``by`` is a participant's id."""

    number: int
    text: str
    by: str


@dataclass(frozen=True, slots=True, eq=False)
class TaskRecord:
    """What happened to one contested task so far.

    ``rounds_before`` counts the rounds held before it was last reopened: the most rounds allowed
    are counted afresh from there.
    """

    rounds: tuple[VotingRound, ...] = ()
    decision: Decision | None = None
    decided_at: datetime | None = None
    rounds_before: int = 0

    @property
    def open_round(self) -> VotingRound | None:
        """The round that is taking ballots, if any."""
        return self.rounds[-1] if self.rounds and self.rounds[-1].is_open else None

    @property
    def revealed(self) -> tuple[VotingRound, ...]:
        """The rounds that everybody may see, oldest first."""
        return tuple(held for held in self.rounds if held.is_revealed)

    def round(self, number: int) -> VotingRound | None:
        """The round of that number, if it was held."""
        return self.rounds[number - 1] if 0 < number <= len(self.rounds) else None


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """One workshop as it stands. Made by :func:`evolve` alone, compared by identity.

    ``entered`` gives every step that was entered its timer; ``current`` is None while people
    gather.
    """

    id: str
    agenda: Agenda
    started_at: datetime
    join_code: str
    follows: str | None = None
    rehearsal: bool = False
    participants: Mapping[str, Participant] = field(default_factory=dict)
    current: str | None = None
    entered: Mapping[str, Timer] = field(default_factory=dict)
    tasks: Mapping[str, TaskRecord] = field(default_factory=dict)
    parked: tuple[ParkedItem, ...] = ()
    ended_at: datetime | None = None
    ended_early: bool = False
    log_file: str | None = None

    @property
    def current_step(self) -> Step | None:
        """The step that the room is on; None while people gather."""
        return None if self.current is None else self.agenda.step(self.current)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in the order in which they are to be taken."""
        return self.agenda.steps

    def task(self, step: str) -> TaskRecord:
        """What happened to the task of that step id; an empty record before anything did."""
        return self.tasks.get(step, _UNTOUCHED)

    @property
    def facilitators(self) -> tuple[Participant, ...]:
        """Who holds a facilitator's seat."""
        return tuple(p for p in self.participants.values() if p.seat is Seat.FACILITATOR)

    @property
    def voters(self) -> tuple[Participant, ...]:
        """Who may vote."""
        return tuple(p for p in self.participants.values() if p.seat is Seat.VOTER)

    def holder(self, credential: str) -> Participant | None:
        """Whose seat a credential opens."""
        return next((p for p in self.participants.values() if p.credential == credential), None)

    def is_settled(self, step: Step) -> bool:
        """Whether a step needs no more time: a task has its outcome, any other was left."""
        if isinstance(step, ContestedTask):
            return self.task(step.id).decision is not None
        return step.id in self.entered and step.id != self.current


_UNTOUCHED = TaskRecord()

State = Session | None
"""A session, or None before it has started."""


def fold(events: Iterable[Event], state: State = None) -> State:
    """The state after all the events, in order."""
    for event in events:
        state = evolve(state, event)
    return state


def evolve(state: State, event: Event) -> Session:
    """The state after one event. Total: raises ValueError only for events before the first."""
    if state is not None:
        return _evolve_started(state, event)
    if not isinstance(event, SessionStarted):
        raise ValueError("a session's first event says that it started")  # noqa: TRY004 - its order
    return Session(
        id=event.session,
        agenda=event.agenda,
        started_at=event.at,
        join_code=event.join_code,
        follows=event.follows,
        rehearsal=event.rehearsal,
    )


def _evolve_started(state: Session, event: Event) -> Session:  # noqa: C901, PLR0911, PLR0912 - one arm an event
    match event:
        case SessionStarted():
            return state
        case ParticipantJoined():
            return _with_participant(state, _seated(event))
        case ParticipantConnected(at=at, participant=who, connection=connection):
            person = replace(state.participants[who], connection=connection, changed_at=at)
            return _with_participant(state, person)
        case ParticipantDisconnected(at=at, participant=who, connection=connection):
            person = state.participants[who]
            if person.connection != connection:
                return state
            return _with_participant(state, replace(person, connection=None, changed_at=at))
        case StepEntered(at=at, step=step):
            return replace(state, current=step, entered={**state.entered, step: Timer(at)})
        case TimeExtended(step=step, seconds=seconds):
            timer = state.entered[step]
            timer = replace(timer, extended=timer.extended + seconds)
            return replace(state, entered={**state.entered, step: timer})
        case RoundOpened() | RoundClosed() | RoundRevealed() | BallotCast() | BallotWithdrawn():
            return _with_task(state, event.step, _voted(state, event))
        case DecisionRecorded(at=at, step=step, decision=decision):
            record = replace(state.task(step), decision=decision, decided_at=at)
            return _with_task(state, step, record)
        case DecisionReopened(step=step):
            record = state.task(step)
            reopened = replace(
                record, decision=None, decided_at=None, rounds_before=len(record.rounds)
            )
            return _with_task(state, step, reopened)
        case HandRaised(at=at, participant=who):
            return _with_participant(state, replace(state.participants[who], hand_raised_at=at))
        case HandLowered(participant=who):
            return _with_participant(state, replace(state.participants[who], hand_raised_at=None))
        case ItemParked(item=number, text=text, by=by):
            return replace(state, parked=(*state.parked, ParkedItem(number, text, by)))
        case SessionEnded(at=at, early=early):
            return replace(state, ended_at=at, ended_early=early)
        case LogWritten(file=file):
            return replace(state, log_file=file)
        case _:
            assert_never(event)


def _seated(event: ParticipantJoined) -> Participant:
    return Participant(
        id=event.participant,
        name=event.name,
        likeness=event.likeness,
        team=event.team,
        seat=event.seat,
        credential=event.credential,
        changed_at=event.at,
    )


def _with_participant(state: Session, person: Participant) -> Session:
    return replace(state, participants={**state.participants, person.id: person})


def _with_task(state: Session, step: str, record: TaskRecord) -> Session:
    return replace(state, tasks={**state.tasks, step: record})


def _voted(
    state: Session,
    event: RoundOpened | RoundClosed | RoundRevealed | BallotCast | BallotWithdrawn,
) -> TaskRecord:
    """The record of a task after something happened to one of its rounds."""
    record = state.task(event.step)
    if isinstance(event, RoundOpened):
        return replace(record, rounds=(*record.rounds, VotingRound(event.number, event.at)))
    held = record.rounds[event.number - 1]
    match event:
        case BallotCast(participant=voter, ballot=ballot):
            held = replace(held, ballots={**held.ballots, voter: ballot})
        case BallotWithdrawn(participant=voter):
            left = {v: ballot for v, ballot in held.ballots.items() if v != voter}
            held = replace(held, ballots=left)
        case RoundClosed(at=at):
            teams = {p.id: p.team for p in state.voters if p.team is not None}
            held = replace(held, closed_at=at, electorate=teams)
        case RoundRevealed(at=at):
            held = replace(held, revealed_at=at)
        case _:
            assert_never(event)
    rounds = (*record.rounds[: held.number - 1], held, *record.rounds[held.number :])
    return replace(record, rounds=rounds)
