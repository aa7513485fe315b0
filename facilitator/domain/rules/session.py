"""Rules for the course of a session: its start, its steps, what is parked on the way, its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from facilitator.domain import commands, events
from facilitator.domain.commands import Envelope
from facilitator.domain.fields import copied
from facilitator.domain.people import Seat
from facilitator.domain.rules.common import (
    Events,
    Refused,
    recorded,
    refuse_in_open_round,
    short_line,
)
from facilitator.domain.rules.decisions import outcome_at_end
from facilitator.domain.rules.people import clean_name
from facilitator.domain.state import Session, State
from facilitator.domain.steps import kind_of

LONGEST_EXTENSION = timedelta(hours=4)
MOST_PARKED_CHARACTERS = 280
MOST_PARKED_ITEMS = 500
"""Items in the parking lot, everybody's together."""
MOST_PARKED_ITEMS_EACH = 20
"""Items that one person sets aside, so that nobody fills the parking lot for all. Facilitators, who
write down what the room says, set aside as many as there is room for."""
FEWEST_MERGED = 2


def start(state: State, command: commands.StartSession, at: datetime) -> Events:
    """Open a session on an agenda, with its first facilitator."""
    if state is not None:
        raise Refused("The session has already started.")
    name = clean_name(command.facilitator)
    follows = command.earlier.session if command.earlier else None
    started = copied(events.SessionStarted, command, at=at, follows=follows)
    facilitator = events.ParticipantJoined(
        at=at,
        participant="f1",
        name=name,
        likeness=command.likeness or name.casefold(),
        team=None,
        seat=Seat.FACILITATOR,
        credential="local",
    )
    return (started, facilitator)


def enter(state: Session, sent: Envelope[commands.EnterStep]) -> Events:
    """Go to a step, forward or back."""
    step = sent.command.step
    if step not in {each.id for each in state.steps}:
        raise Refused("The agenda has no such step.")
    if state.current == step:
        return ()
    refuse_in_open_round(state, "A vote is open here. Close it before you leave the step.")
    return (recorded(events.StepEntered, sent),)


def extend(state: Session, sent: Envelope[commands.ExtendTime]) -> Events:
    """Give the current step more time."""
    if state.current is None:
        raise Refused("The clock starts with the first step.")
    if not 0 < sent.command.seconds <= LONGEST_EXTENSION.total_seconds():
        raise Refused("Extend by at least a second and at most four hours.")
    return (events.TimeExtended(at=sent.at, step=state.current, seconds=sent.command.seconds),)


def park_item(state: Session, sent: Envelope[commands.ParkItem]) -> Events:
    """Set something aside."""
    person = state.participants.get(sent.by)
    if person is None:
        raise Refused("Take a seat first.")
    if len(state.parked) >= MOST_PARKED_ITEMS:
        raise Refused(f"The parking lot is full: it holds {MOST_PARKED_ITEMS} items.")
    theirs = sum(item.by == person.id for item in state.parked)
    if theirs >= MOST_PARKED_ITEMS_EACH and person.seat is not Seat.FACILITATOR:
        words = f"You have parked {MOST_PARKED_ITEMS_EACH} items, the most for one person."
        raise Refused(f"{words} Ask the facilitator to add more.")
    text = _parked_text(sent.command.text, "That can't be parked")
    return (events.ItemParked(at=sent.at, item=len(state.parked) + 1, text=text, by=sent.by),)


def merge_items(state: Session, sent: Envelope[commands.MergeItems]) -> Events:
    """Make one parked item of several."""
    here = {item.number for item in state.parked_now}
    items = set(sent.command.items)
    if len(items) < FEWEST_MERGED or not items <= here:
        raise Refused("Pick two or more items that are in the parking lot.")
    text = _parked_text(sent.command.text, "That item can't be used")
    return (recorded(events.ItemsMerged, sent, items=tuple(sorted(items)), text=text),)


def _parked_text(typed: str, cant: str) -> str:
    wrong_length = f"Write 1 to {MOST_PARKED_CHARACTERS} characters."
    text = short_line(typed, MOST_PARKED_CHARACTERS, wrong_length, cant)
    if not text:
        raise Refused(wrong_length)
    return text


def end(state: Session, sent: Envelope[commands.EndSession]) -> Events:
    """End the workshop; what was reached and not settled gets the outcome that leaves it."""
    refuse_in_open_round(state, "A vote is open. Close it before you end the workshop.")
    loose = [
        events.DecisionRecorded(at=sent.at, step=task.id, decision=outcome, by=sent.by)
        for task in state.tasks
        if (outcome := outcome_at_end(state, task)) is not None
    ]
    unreached = any(
        step.id not in state.entered and not kind_of(step).is_settled(state, step)
        for step in state.steps
    )
    return (*loose, events.SessionEnded(at=sent.at, early=unreached or bool(loose)))


def note_log(state: Session, sent: Envelope[commands.NoteLogWritten]) -> Events:
    """Note that the decision log lies on disk."""
    if state.ended_at is None:
        raise Refused("The log is written once the workshop has ended.")
    return () if state.log_file == sent.command.file else (recorded(events.LogWritten, sent),)
