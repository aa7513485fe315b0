"""The fold that makes a session's state from its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, assert_never

from facilitator.domain.agenda import Commit, Proposal, Shortlist, Step
from facilitator.domain.asking import teams_asked
from facilitator.domain.commitments import Promise, PromiseRecord
from facilitator.domain.events import (
    BallotCast,
    BallotWithdrawn,
    DecisionRecorded,
    DecisionReopened,
    DissentAnswered,
    DissentWithdrawn,
    Event,
    FacilitatorCodeIssued,
    HandLowered,
    HandRaised,
    ItemMarked,
    ItemParked,
    ItemsMerged,
    LeadHandedOver,
    LogWritten,
    MarkWithdrawn,
    ParticipantConnected,
    ParticipantDisconnected,
    ParticipantJoined,
    ParticipantReadmitted,
    ParticipantRemoved,
    PromiseReopened,
    PromiseSettled,
    PromiseTakenUp,
    PromiseWorded,
    RoundClosed,
    RoundOpened,
    RoundRevealed,
    SessionEnded,
    SessionStarted,
    ShortlistReopened,
    ShortlistSettled,
    StatusesRecorded,
    StepEntered,
    StepMoved,
    TaskAdded,
    TaskRemoved,
    TeamCorrected,
    TimeExtended,
    WordGiven,
)
from facilitator.domain.people import Participant, Seat
from facilitator.domain.rounds import Round
from facilitator.domain.state import Choice, ParkedItem, Session, State, StepRecord, Timer


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
        steps=event.agenda.steps,
        follows=event.follows,
        rehearsal=event.rehearsal,
        earlier=event.earlier,
        remarks=event.remarks,
        promises={
            step.id: {each.id: PromiseRecord(_promise(each)) for each in step.proposals}
            for step in event.agenda.steps
            if isinstance(step, Commit)
        },
    )


def _evolve_started(state: Session, event: Event) -> Session:  # noqa: C901, PLR0911, PLR0912 - one arm an event
    match event:
        case SessionStarted():
            return state
        case ParticipantJoined(participant=who, seat=seat):
            joined = _with_participant(state, _seated(event))
            if seat is not Seat.FACILITATOR:
                return joined
            return replace(joined, lead=state.lead or who, facilitator_code="")
        case ParticipantConnected(at=at, participant=who, connection=connection):
            person = replace(state.participants[who], connection=connection, changed_at=at)
            return _with_participant(state, person)
        case ParticipantDisconnected(at=at, participant=who, connection=connection):
            person = state.participants[who]
            if person.connection != connection:
                return state
            return _with_participant(state, replace(person, connection=None, changed_at=at))
        case StepEntered(at=at, step=step):
            return replace(
                state,
                current=step,
                entered={**state.entered, step: Timer(at)},
                speaking=None,
                set_aside=state.set_aside - {step},
            )
        case TimeExtended(step=step, seconds=seconds):
            timer = state.entered[step]
            timer = replace(timer, extended=timer.extended + seconds)
            return replace(state, entered={**state.entered, step: timer})
        case BallotCast() | BallotWithdrawn() | ItemMarked() | MarkWithdrawn():
            return _answered(state, event)
        case RoundOpened(at=at, step=step, number=number, about=about):
            rounds = (*state.rounds_on(step), Round(number, at, about))
            at_hand = {**state.at_hand, step: about} if about else state.at_hand
            return replace(_with_rounds(state, step, rounds), speaking=None, at_hand=at_hand)
        case RoundClosed(at=at, step=step, number=number):
            held = state.rounds_on(step)[number - 1]
            asked = teams_asked(state, step, held.about)
            teams = {p.id: p.team for p in state.voters if p.team is not None and p.team in asked}
            closed = replace(held, closed_at=at, electorate=teams)
            return replace(_with_round(state, step, closed), speaking=None)
        case RoundRevealed(at=at, step=step, number=number):
            revealed = replace(state.rounds_on(step)[number - 1], revealed_at=at)
            return replace(_with_round(state, step, revealed), speaking=None)
        case (
            ShortlistSettled()
            | ShortlistReopened()
            | StatusesRecorded()
            | TaskAdded()
            | TaskRemoved()
            | StepMoved()
        ):
            return _planned(state, event)
        case PromiseTakenUp() | PromiseWorded() | PromiseSettled() | PromiseReopened():
            return _promised(state, event)
        case DecisionRecorded(at=at, step=step, decision=decision, by=by):
            record = replace(state.record(step), decision=decision, decided_at=at, decided_by=by)
            return _with_record(state, step, record)
        case DissentAnswered() | DissentWithdrawn():
            return _dissented(state, event)
        case (
            TeamCorrected()
            | ParticipantRemoved()
            | ParticipantReadmitted()
            | FacilitatorCodeIssued()
            | LeadHandedOver()
            | WordGiven()
        ):
            return _in_the_room(state, event)
        case DecisionReopened(step=step):
            record = state.record(step)
            reopened = replace(
                record,
                decision=None,
                decided_at=None,
                decided_by="",
                rounds_before=len(record.rounds),
            )
            said = frozenset(each for each in state.dissent_answered if each[0] != step)
            return replace(_with_record(state, step, reopened), dissent_answered=said)
        case HandRaised(at=at, participant=who):
            return _with_participant(state, replace(state.participants[who], hand_raised_at=at))
        case HandLowered(participant=who):
            return _with_participant(state, replace(state.participants[who], hand_raised_at=None))
        case ItemParked(item=number, text=text, by=by):
            return replace(state, parked=(*state.parked, ParkedItem(number, text, by)))
        case ItemsMerged(items=items, text=text):
            return replace(state, parked=tuple(_merged(each, items, text) for each in state.parked))
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


def _with_record(state: Session, step: str, record: StepRecord) -> Session:
    return replace(state, records={**state.records, step: record})


def _with_rounds(state: Session, step: str, rounds: tuple[Round[Any], ...]) -> Session:
    return _with_record(state, step, replace(state.record(step), rounds=rounds))


def _with_round(state: Session, step: str, held: Round[Any]) -> Session:
    rounds = state.rounds_on(step)
    return _with_rounds(state, step, (*rounds[: held.number - 1], held, *rounds[held.number :]))


def _answered(
    state: Session, event: BallotCast | BallotWithdrawn | ItemMarked | MarkWithdrawn
) -> Session:
    """The session after somebody answered in a round, or took an answer back."""
    held = state.rounds_on(event.step)[event.number - 1]
    answers = dict(held.answers)
    match event:
        case BallotCast(participant=voter, ballot=ballot):
            answers[voter] = ballot
        case BallotWithdrawn(participant=voter):
            answers.pop(voter, None)
        case ItemMarked(participant=voter, item=item, mark=mark):
            answers[voter] = {**answers.get(voter, {}), item: mark}
        case MarkWithdrawn(participant=voter, item=item):
            marks = answers.get(voter, {})
            answers[voter] = {name: mark for name, mark in marks.items() if name != item}
        case _:
            assert_never(event)
    return _with_round(state, event.step, replace(held, answers=answers))


def _planned(
    state: Session,
    event: ShortlistSettled
    | ShortlistReopened
    | StatusesRecorded
    | TaskAdded
    | TaskRemoved
    | StepMoved,
) -> Session:
    """The session after something changed about which tasks are taken, or what was promised."""
    match event:
        case ShortlistSettled(step=step, taken=taken, reason=reason):
            offered = frozenset(_offered(state, step))
            return replace(
                state,
                choices={**state.choices, step: Choice(taken, reason)},
                set_aside=(state.set_aside | offered) - frozenset(taken),
            )
        case ShortlistReopened(step=step):
            left = {of: choice for of, choice in state.choices.items() if of != step}
            return replace(
                state, choices=left, set_aside=state.set_aside - set(_offered(state, step))
            )
        case StatusesRecorded(step=step, statuses=statuses):
            told = state.statuses_told | {step}
            return replace(state, statuses={**state.statuses, **statuses}, statuses_told=told)
        case TaskAdded(task=task, before=before, parked=number):
            return replace(
                state,
                steps=_inserted(state.steps, task, before),
                added=state.added | {task.id},
                parked=tuple(
                    replace(each, became=task.id) if each.number == number else each
                    for each in state.parked
                ),
            )
        case StepMoved(step=step, before=before):
            moved = state.step(step)
            others = tuple(each for each in state.steps if each is not moved)
            return replace(state, steps=_inserted(others, moved, before))
        case TaskRemoved(task=removed):
            steps = tuple(step for step in state.steps if step.id != removed)
            return replace(
                state,
                steps=steps,
                added=state.added - {removed},
                parked=tuple(
                    replace(each, became=None) if each.became == removed else each
                    for each in state.parked
                ),
            )
        case _:
            assert_never(event)


def _inserted(steps: tuple[Step, ...], step: Step, before: str | None) -> tuple[Step, ...]:
    ids = [each.id for each in steps]
    place = ids.index(before) if before in ids else len(ids)
    return (*steps[:place], step, *steps[place:])


def _merged(item: ParkedItem, items: tuple[int, ...], text: str) -> ParkedItem:
    """A parked item after several became one."""
    if item.number == items[0]:
        return replace(item, text=text)
    return replace(item, merged=items[0]) if item.number in items else item


def _dissented(state: Session, event: DissentAnswered | DissentWithdrawn) -> Session:
    """The session after an objector had a say on what a decision keeps of them."""
    record = state.record(event.step)
    if record.decision is None:
        return state
    kept = []
    for each in record.decision.dissent:
        if each.participant != event.participant:
            kept.append(each)
        elif isinstance(event, DissentAnswered):
            kept.append(replace(each, reason=event.reason, would_change=event.would_change))
    decision = replace(record.decision, dissent=tuple(kept))
    answered = state.dissent_answered | {(event.step, event.participant)}
    state = _with_record(state, event.step, replace(record, decision=decision))
    return replace(state, dissent_answered=answered)


def _in_the_room(
    state: Session,
    event: TeamCorrected
    | ParticipantRemoved
    | ParticipantReadmitted
    | FacilitatorCodeIssued
    | LeadHandedOver
    | WordGiven,
) -> Session:
    """The session after something changed about who is here and what they may do."""
    match event:
        case TeamCorrected(participant=who, team=team):
            return _with_participant(state, replace(state.participants[who], team=team))
        case ParticipantRemoved(at=at, participant=who, reason=reason):
            gone = replace(
                state.participants[who],
                removed=reason,
                connection=None,
                changed_at=at,
                hand_raised_at=None,
            )
            state = _with_participant(state, gone)
            speaking = state.speaking if state.speaking and state.speaking[0] != who else None
            return replace(state, speaking=speaking, lead="" if state.lead == who else state.lead)
        case ParticipantReadmitted(participant=who):
            return _with_participant(state, replace(state.participants[who], removed=None))
        case FacilitatorCodeIssued(digest=digest):
            return replace(state, facilitator_code=digest)
        case LeadHandedOver(to=to):
            return replace(state, lead=to)
        case WordGiven(at=at, to=to):
            return replace(state, speaking=(to, at) if to else None)
        case _:
            assert_never(event)


def _offered(state: Session, step: str) -> tuple[str, ...]:
    held_on = state.step(step)
    return held_on.tasks if isinstance(held_on, Shortlist) else ()


def _promised(
    state: Session, event: PromiseTakenUp | PromiseWorded | PromiseSettled | PromiseReopened
) -> Session:
    """The session after something happened to a promise."""
    records = dict(state.promises.get(event.step, {}))
    at_hand = dict(state.at_hand)
    match event:
        case PromiseTakenUp(step=step, promise=promise):
            at_hand[step] = promise
        case PromiseWorded(step=step, promise=worded):
            records[worded.id] = PromiseRecord(worded, len(state.rounds_on(step)))
            at_hand[step] = worded.id
        case PromiseSettled(step=step, promise=promise, agreed=agreed):
            records[promise] = replace(records[promise], agreed=agreed)
            at_hand.pop(step, None)
        case PromiseReopened(step=step, promise=promise):
            records[promise] = replace(records[promise], agreed=None)
            at_hand[step] = promise
        case _:
            assert_never(event)
    return replace(state, promises={**state.promises, event.step: records}, at_hand=at_hand)


def _promise(proposal: Proposal) -> Promise:
    """The promise that an agenda proposes, before anybody has reworded or dated it."""
    return Promise(
        id=proposal.id, giver=proposal.giver, receiver=proposal.receiver, text=proposal.text
    )
