"""Rules for the parking lot: items set aside, and several made one."""

from __future__ import annotations

from facilitator.domain.commands import Envelope, MergeItems, ParkItem
from facilitator.domain.events import ItemParked, ItemsMerged
from facilitator.domain.people import Seat
from facilitator.domain.rules.common import Events, Refused, short_line
from facilitator.domain.state import Session

MOST_PARKED_CHARACTERS = 280
MOST_PARKED_ITEMS = 500
"""Items in the parking lot, everybody's together."""
MOST_PARKED_ITEMS_EACH = 20
"""Items that one person sets aside, so that nobody fills the parking lot for all. Facilitators, who
write down what the room says, set aside as many as there is room for."""
FEWEST_MERGED = 2


def park(state: Session, sent: Envelope[ParkItem]) -> Events:
    """Set something aside."""
    person = state.participants.get(sent.by)
    if person is None:
        raise Refused("Take a seat first.")
    if len(state.parked) >= MOST_PARKED_ITEMS:
        raise Refused(f"The parking lot is full: it holds {MOST_PARKED_ITEMS} items.")
    theirs = sum(item.by == person.id for item in state.parked)
    if theirs >= MOST_PARKED_ITEMS_EACH and person.seat is not Seat.FACILITATOR:
        told = f"You have parked {MOST_PARKED_ITEMS_EACH} items, the most for one person."
        raise Refused(f"{told} Ask the facilitator to add more.")
    text = _text(sent.command.text, "That can't be parked")
    return (ItemParked(at=sent.at, item=len(state.parked) + 1, text=text, by=sent.by),)


def merge(state: Session, sent: Envelope[MergeItems]) -> Events:
    """Make one parked item of several."""
    here = {item.number for item in state.parked_now}
    items = set(sent.command.items)
    if len(items) < FEWEST_MERGED or not items <= here:
        raise Refused("Pick two or more items that are in the parking lot.")
    text = _text(sent.command.text, "That item can't be used")
    return (ItemsMerged(at=sent.at, items=tuple(sorted(items)), text=text, by=sent.by),)


def _text(typed: str, cant: str) -> str:
    wrong_length = f"Write 1 to {MOST_PARKED_CHARACTERS} characters."
    text = short_line(typed, MOST_PARKED_CHARACTERS, wrong_length, cant)
    if not text:
        raise Refused(wrong_length)
    return text
