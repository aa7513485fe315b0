"""Who takes a seat, comes back, leaves, raises a hand or sets something aside."""

from __future__ import annotations

from hmac import compare_digest

from facilitator.domain.commands import (
    Envelope,
    JoinSession,
    LeaveSession,
    LowerHand,
    ParkItem,
    RaiseHand,
    Refusal,
    ReportServerLost,
    ResumeSeat,
)
from facilitator.domain.events import (
    Event,
    HandLowered,
    HandRaised,
    ItemParked,
    ParticipantConnected,
    ParticipantDisconnected,
    ParticipantJoined,
)
from facilitator.domain.likeness import clash
from facilitator.domain.people import NAME_CELLS, Participant, Seat
from facilitator.domain.state import Session
from facilitator.domain.text import TextRefused, TextTooLong, clean_line

MOST_PARKED_CHARACTERS = 280
MOST_PARKED_ITEMS = 500
"""Items in the parking lot, everybody's together."""
MOST_PARKED_ITEMS_EACH = 20
"""Items that one person sets aside, so that nobody fills the parking lot for all. Facilitators, who
write down what the room says, set aside as many as there is room for."""
MOST_SEATS = 5_000
"""Seats a session gives out at the most: far above any room, far below what would hurt."""

Decided = tuple[Event, ...] | Refusal
"""What a command comes to; no events at all when there is nothing left to do."""


def only_facilitators(state: Session, by: str) -> Refusal | None:
    """Refuse a command that does not come from a facilitator's seat."""
    person = state.participants.get(by)
    if person is None or person.seat is not Seat.FACILITATOR:
        return Refusal("Only a facilitator can do this.")
    return None


def only_those_not_removed(state: Session, by: str) -> Refusal | None:
    """Refuse a command from a seat whose holder was asked to leave."""
    person = state.participants.get(by)
    if person is None or person.removed is None:
        return None
    return Refusal(_removed(person.removed))


def clean_name(typed: str) -> str | Refusal:
    """A person's name fit to be kept and shown, or what is wrong with it."""
    try:
        name = clean_line(typed, most_cells=NAME_CELLS)
    except TextTooLong as error:
        return Refusal(f"That name {error}.")
    except TextRefused as error:
        return Refusal(f"That name can't be used: {error}.")
    return name or Refusal("Type your name first.")


def join(state: Session, sent: Envelope[JoinSession]) -> Decided:
    """Take a new seat."""
    command = sent.command
    name = clean_name(command.name)
    if isinstance(name, Refusal):
        return name
    holder = state.holder(command.credential)
    if holder is not None and holder.connection == command.connection:
        return ()  # sent again, because nobody could say what had become of it
    if holder is not None:
        told = "You already hold a seat here: reconnect to come back to it."
        return Refusal(told if holder.removed is None else _removed(holder.removed))
    facilitates = command.seat is Seat.FACILITATOR
    if facilitates and not command.is_listed and not _opens(state, command.facilitator_code):
        return Refusal(
            "That facilitator code is void: each works once, and a new one takes the place of the"
            " one before. Ask for another."
            if command.facilitator_code
            else "A facilitator's seat needs the facilitator code."
        )
    flaw = flaw_of_new_seat(state, name, command.likeness, None if facilitates else command.team)
    if flaw:
        return Refusal(flaw)
    participant = next_facilitator(state) if facilitates else next_participant(state)
    joined = ParticipantJoined(
        at=sent.at,
        participant=participant,
        name=name,
        likeness=command.likeness,
        team=None if facilitates else command.team,
        seat=command.seat,
        credential=command.credential,
    )
    connected = ParticipantConnected(
        at=sent.at, participant=participant, connection=command.connection
    )
    return (joined, connected)


def flaw_of_new_seat(state: Session, name: str, likeness: str, team: str | None) -> str:
    """Why nobody of this name can take a seat in a team, None standing for facilitators."""
    if team is not None and team not in {each.id for each in state.agenda.teams}:
        return "Pick one of the teams listed."
    if len(state.participants) >= MOST_SEATS:
        return "Every seat of this session is taken. Ask the facilitator."
    if any(_is_like(p, name, likeness) for p in state.participants.values()):
        return f"“{name}” is taken here. Add an initial or your surname."
    return ""


def _is_like(person: Participant, name: str, likeness: str) -> bool:
    """Whether somebody's name can't be told from another.

    By the names as well: what journals of before hold of names in other scripts is no key of now.
    """
    return clash(person.likeness, likeness) or person.name.casefold() == name.casefold()


def next_participant(state: Session) -> str:
    """The id of the next voter or observer to take a seat."""
    others = sum(p.seat is not Seat.FACILITATOR for p in state.participants.values())
    return f"p{others + 1}"


def next_facilitator(state: Session) -> str:
    """The id of the next facilitator to take a seat."""
    return f"f{sum(p.seat is Seat.FACILITATOR for p in state.participants.values()) + 1}"


def _opens(state: Session, code: str) -> bool:
    return bool(code) and compare_digest(code.encode(), state.facilitator_code.encode())


def _removed(reason: str) -> str:
    return f"The facilitator asked you to leave: {reason}"


def resume(state: Session, sent: Envelope[ResumeSeat]) -> Decided:
    """Come back to a seat."""
    command = sent.command
    person = state.holder(command.credential)
    if person is None:
        return Refusal("No seat here belongs to you yet.")
    if person.removed is not None:
        return Refusal(_removed(person.removed))
    if person.connection == command.connection:
        return ()
    return (ParticipantConnected(at=sent.at, participant=person.id, connection=command.connection),)


def presence(state: Session, sent: Envelope[LeaveSession | ReportServerLost]) -> Decided:
    """Note that connections have ended."""
    command = sent.command
    if isinstance(command, ReportServerLost):
        prefix = f"{command.server}-"
        gone = [p for p in state.participants.values() if (p.connection or "").startswith(prefix)]
    else:
        gone = [p for p in state.participants.values() if p.connection == command.connection]
    return tuple(
        ParticipantDisconnected(at=sent.at, participant=p.id, connection=p.connection or "")
        for p in gone
    )


def hand(state: Session, sent: Envelope[RaiseHand | LowerHand]) -> Decided:
    """Raise or lower a hand."""
    command = sent.command
    person = state.participants.get(command.participant)
    if person is None:
        return Refusal("Nobody here holds that seat.")
    if sent.by != command.participant and only_facilitators(state, sent.by):
        return Refusal("A hand is raised by its owner.")
    is_up = person.hand_raised_at is not None
    if isinstance(command, RaiseHand):
        return () if is_up else (HandRaised(at=sent.at, participant=person.id),)
    return (HandLowered(at=sent.at, participant=person.id),) if is_up else ()


def park(state: Session, sent: Envelope[ParkItem]) -> Decided:
    """Set something aside."""
    person = state.participants.get(sent.by)
    if person is None:
        return Refusal("Take a seat first.")
    if len(state.parked) >= MOST_PARKED_ITEMS:
        return Refusal(f"The parking lot is full: it holds {MOST_PARKED_ITEMS} items.")
    theirs = sum(item.by == person.id for item in state.parked)
    if theirs >= MOST_PARKED_ITEMS_EACH and person.seat is not Seat.FACILITATOR:
        told = f"You have parked {MOST_PARKED_ITEMS_EACH} items, the most for one person."
        return Refusal(f"{told} Ask the facilitator to add more.")
    wrong_length = Refusal(f"Write 1 to {MOST_PARKED_CHARACTERS} characters.")
    try:
        text = clean_line(sent.command.text, most_cells=2 * MOST_PARKED_CHARACTERS)
    except TextTooLong:
        return wrong_length
    except TextRefused as error:
        return Refusal(f"That can't be parked: {error}.")
    if not text or len(text) > MOST_PARKED_CHARACTERS:
        return wrong_length
    number = len(state.parked) + 1
    return (ItemParked(at=sent.at, item=number, text=text, by=sent.by),)
