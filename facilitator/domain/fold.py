"""The fold that makes a session's state from its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, assert_never

from facilitator.domain import events
from facilitator.domain.agenda import StepBase
from facilitator.domain.decisions import Promise, PromiseRecord
from facilitator.domain.fields import copied
from facilitator.domain.people import Participant, Seat
from facilitator.domain.rounds import Round
from facilitator.domain.state import Choice, ParkedItem, Session, State, StepRecord, Timer
from facilitator.domain.steps import kind_of
from facilitator.domain.steps.commit import Commit
from facilitator.domain.steps.shortlist import Shortlist


def fold(history: Iterable[events.Event], state: State = None) -> State:
    """The state after all the events, in order."""
    for event in history:
        state = evolve(state, event)
    return state


def evolve(state: State, event: events.Event) -> Session:
    """The state after one event. Total: raises ValueError only for events before the first."""
    if state is not None:
        return _evolve_started(state, event)
    if not isinstance(event, events.SessionStarted):
        raise ValueError("a session's first event says that it started")  # noqa: TRY004 - its order
    return copied(
        Session,
        event,
        id=event.session,
        started_at=event.at,
        steps=event.agenda.steps,
        promises={
            step.id: {each.id: PromiseRecord(copied(Promise, each)) for each in step.proposals}
            for step in event.agenda.steps
            if isinstance(step, Commit)
        },
    )


def _evolve_started(state: Session, event: events.Event) -> Session:  # noqa: C901, PLR0911, PLR0912 - one arm a subject
    if isinstance(event, events.SessionStarted):
        return state
    if isinstance(event, events.SeatEvent):
        return _seats(state, event)
    if isinstance(event, events.PeopleEvent):
        return _people(state, event)
    if isinstance(event, events.SpeechEvent):
        return _speech(state, event)
    if isinstance(event, events.CourseEvent):
        return _course(state, event)
    if isinstance(event, events.TurnEvent):
        return _turns(replace(state, speaking=None), event)
    if isinstance(event, events.AnswerEvent):
        return _answers(state, event)
    if isinstance(event, events.DecisionEvent):
        return _decisions(state, event)
    if isinstance(event, events.DissentEvent):
        return _dissent(state, event)
    if isinstance(event, events.ChoiceEvent):
        return _choices(state, event)
    if isinstance(event, events.PromiseEvent):
        return _promises(state, event)
    if isinstance(event, events.ParkingEvent):
        return _parking(state, event)
    if isinstance(event, events.SessionEnded):
        return replace(state, ended_at=event.at, ended_early=event.early)
    if isinstance(event, events.LogWritten):
        return replace(state, log_file=event.file)
    assert_never(event)


def _seats(state: Session, event: events.SeatEvent) -> Session:
    """The session after somebody took a seat, came back to it, or left."""
    match event:
        case events.ParticipantJoined(participant=who, seat=seat):
            person = copied(Participant, event, id=who, changed_at=event.at)
            joined = _with_participant(state, person)
            if seat is not Seat.FACILITATOR:
                return joined
            return replace(joined, lead=state.lead or who, facilitator_code="")
        case events.ParticipantConnected(at=at, participant=who, connection=connection):
            return _with(state, who, connection=connection, changed_at=at)
        case events.ParticipantDisconnected(at=at, participant=who, connection=connection):
            if state.participants[who].connection != connection:
                return state
            return _with(state, who, connection=None, changed_at=at)
        case _:
            assert_never(event)


def _people(state: Session, event: events.PeopleEvent) -> Session:
    """The session after a facilitator did something about who is here and what they may do."""
    match event:
        case events.TeamCorrected(participant=who, team=team):
            return _with(state, who, team=team)
        case events.ParticipantRemoved(at=at, participant=who, reason=reason):
            state = _with(
                state, who, removed=reason, connection=None, changed_at=at, hand_raised_at=None
            )
            speaking = state.speaking if state.speaking and state.speaking[0] != who else None
            return replace(state, speaking=speaking, lead="" if state.lead == who else state.lead)
        case events.ParticipantReadmitted(participant=who):
            return _with(state, who, removed=None)
        case events.FacilitatorCodeIssued(digest=digest):
            return replace(state, facilitator_code=digest)
        case events.LeadHandedOver(to=to):
            return replace(state, lead=to)
        case _:
            assert_never(event)


def _speech(state: Session, event: events.SpeechEvent) -> Session:
    """The session after a hand went up or down, or somebody got the word."""
    match event:
        case events.HandRaised(at=at, participant=who):
            return _with(state, who, hand_raised_at=at)
        case events.HandLowered(participant=who):
            return _with(state, who, hand_raised_at=None)
        case events.WordGiven(at=at, to=to):
            return replace(state, speaking=(to, at) if to else None)
        case _:
            assert_never(event)


def _with_participant(state: Session, person: Participant) -> Session:
    return replace(state, participants={**state.participants, person.id: person})


def _with(state: Session, who: str, **changes: Any) -> Session:
    """The session with something changed about one participant."""
    return _with_participant(state, replace(state.participants[who], **changes))


def _course(state: Session, event: events.CourseEvent) -> Session:
    """The session after something changed about its steps or its way through them."""
    match event:
        case events.StepEntered(at=at, step=step):
            return replace(
                state,
                current=step,
                entered={**state.entered, step: Timer(at)},
                speaking=None,
                set_aside=state.set_aside - {step},
            )
        case events.TimeExtended(step=step, seconds=seconds):
            timer = state.entered[step]
            timer = replace(timer, extended=timer.extended + seconds)
            return replace(state, entered={**state.entered, step: timer})
        case events.TaskAdded(task=task, before=before, parked=number):
            steps = _inserted(state.steps, task, before)
            made = state if number is None else _became(state, number, task.id)
            return replace(made, steps=steps, added=state.added | {task.id})
        case events.TaskRemoved(task=removed):
            steps = tuple(step for step in state.steps if step.id != removed)
            parked = tuple(
                replace(each, became=None) if each.became == removed else each
                for each in state.parked
            )
            return replace(state, steps=steps, added=state.added - {removed}, parked=parked)
        case events.StepMoved(step=step, before=before):
            moved = state.step(step)
            others = tuple(each for each in state.steps if each is not moved)
            return replace(state, steps=_inserted(others, moved, before))
        case _:
            assert_never(event)


def _became(state: Session, number: int, task: str) -> Session:
    """The session after a parked item was made into a task."""
    parked = (replace(i, became=task) if i.number == number else i for i in state.parked)
    return replace(state, parked=tuple(parked))


def _inserted(
    steps: tuple[StepBase, ...], step: StepBase, before: str | None
) -> tuple[StepBase, ...]:
    ids = [each.id for each in steps]
    place = ids.index(before) if before in ids else len(ids)
    return (*steps[:place], step, *steps[place:])


def _turns(state: Session, event: events.TurnEvent) -> Session:
    """The session after a round was opened, closed or revealed."""
    step, number = event.step, event.number
    rounds = state.rounds_on(step)
    if isinstance(event, events.RoundOpened):
        at_hand = {**state.at_hand, step: event.about} if event.about else state.at_hand
        opened: Round[Any] = Round(number, event.at, event.about)
        return replace(_with_rounds(state, step, (*rounds, opened)), at_hand=at_hand)
    held = rounds[number - 1]
    if isinstance(event, events.RoundRevealed):
        return _with_round(state, step, replace(held, revealed_at=event.at))
    held_on = state.step(step)
    asked = kind_of(held_on).teams_asked(state, held_on, held.about)
    teams = {p.id: p.team for p in state.voters if p.team is not None and p.team in asked}
    return _with_round(state, step, replace(held, closed_at=event.at, electorate=teams))


def _with_record(state: Session, step: str, record: StepRecord) -> Session:
    return replace(state, records={**state.records, step: record})


def _with_rounds(state: Session, step: str, rounds: tuple[Round[Any], ...]) -> Session:
    return _with_record(state, step, replace(state.record(step), rounds=rounds))


def _with_round(state: Session, step: str, held: Round[Any]) -> Session:
    rounds = state.rounds_on(step)
    return _with_rounds(state, step, (*rounds[: held.number - 1], held, *rounds[held.number :]))


def _answers(state: Session, event: events.AnswerEvent) -> Session:
    """The session after somebody answered in a round, or took an answer back."""
    held = state.rounds_on(event.step)[event.number - 1]
    answers = dict(held.answers)
    match event:
        case events.BallotCast(participant=voter, ballot=ballot):
            answers[voter] = ballot
        case events.BallotWithdrawn(participant=voter):
            answers.pop(voter, None)
        case events.ItemMarked(participant=voter, item=item, mark=mark):
            answers[voter] = {**answers.get(voter, {}), item: mark}
        case events.MarkWithdrawn(participant=voter, item=item):
            marks = answers.get(voter, {})
            answers[voter] = {name: mark for name, mark in marks.items() if name != item}
        case _:
            assert_never(event)
    return _with_round(state, event.step, replace(held, answers=answers))


def _decisions(state: Session, event: events.DecisionEvent) -> Session:
    """The session after a task got its outcome, or was taken up again."""
    step = event.step
    record = state.record(step)
    if isinstance(event, events.DecisionRecorded):
        decided = replace(record, decision=event.decision, decided_at=event.at, decided_by=event.by)
        return _with_record(state, step, decided)
    reopened = StepRecord(record.rounds, rounds_before=len(record.rounds))
    said = frozenset(each for each in state.dissent_answered if each[0] != step)
    return replace(_with_record(state, step, reopened), dissent_answered=said)


def _dissent(state: Session, event: events.DissentEvent) -> Session:
    """The session after an objector had a say on what a decision keeps of them."""
    record = state.record(event.step)
    if record.decision is None:
        return state
    kept = []
    for each in record.decision.dissent:
        if each.participant != event.participant:
            kept.append(each)
        elif isinstance(event, events.DissentAnswered):
            kept.append(replace(each, reason=event.reason, would_change=event.would_change))
    decision = replace(record.decision, dissent=tuple(kept))
    answered = state.dissent_answered | {(event.step, event.participant)}
    state = _with_record(state, event.step, replace(record, decision=decision))
    return replace(state, dissent_answered=answered)


def _choices(state: Session, event: events.ChoiceEvent) -> Session:
    """The session after tasks were chosen, or it was told what became of promises."""
    match event:
        case events.ShortlistSettled(step=step, taken=taken, reason=reason):
            choices = {**state.choices, step: Choice(taken, reason)}
            aside = (state.set_aside | _offered(state, step)) - frozenset(taken)
            return replace(state, choices=choices, set_aside=aside)
        case events.ShortlistReopened(step=step):
            choices = {of: choice for of, choice in state.choices.items() if of != step}
            return replace(
                state, choices=choices, set_aside=state.set_aside - _offered(state, step)
            )
        case events.StatusesRecorded(step=step, statuses=statuses):
            told = state.statuses_told | {step}
            return replace(state, statuses={**state.statuses, **statuses}, statuses_told=told)
        case _:
            assert_never(event)


def _offered(state: Session, step: str) -> frozenset[str]:
    held_on = state.step(step)
    return frozenset(held_on.tasks) if isinstance(held_on, Shortlist) else frozenset()


def _promises(state: Session, event: events.PromiseEvent) -> Session:
    """The session after something happened to a promise."""
    records = dict(state.promises.get(event.step, {}))
    at_hand = dict(state.at_hand)
    match event:
        case events.PromiseTakenUp(step=step, promise=promise):
            at_hand[step] = promise
        case events.PromiseWorded(step=step, promise=worded):
            records[worded.id] = PromiseRecord(worded, len(state.rounds_on(step)))
            at_hand[step] = worded.id
        case events.PromiseSettled(step=step, promise=promise, agreed=agreed):
            records[promise] = replace(records[promise], agreed=agreed)
            at_hand.pop(step, None)
        case events.PromiseReopened(step=step, promise=promise):
            records[promise] = replace(records[promise], agreed=None)
            at_hand[step] = promise
        case _:
            assert_never(event)
    return replace(state, promises={**state.promises, event.step: records}, at_hand=at_hand)


def _parking(state: Session, event: events.ParkingEvent) -> Session:
    """The session after something was set aside, or several items became one."""
    if isinstance(event, events.ItemParked):
        item = ParkedItem(event.item, event.text, event.by)
        return replace(state, parked=(*state.parked, item))
    merged = tuple(_merged(item, event.items, event.text) for item in state.parked)
    return replace(state, parked=merged)


def _merged(item: ParkedItem, items: tuple[int, ...], text: str) -> ParkedItem:
    """A parked item after several became one."""
    if item.number == items[0]:
        return replace(item, text=text)
    return replace(item, merged=items[0]) if item.number in items else item
