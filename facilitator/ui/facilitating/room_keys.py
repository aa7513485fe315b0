"""The keys of the room sheet: what each does to the highlighted line, and which are offered."""

from __future__ import annotations

from facilitator.domain.people import Seat
from facilitator.domain.views import FacilitatorView, Stage
from facilitator.ui.facilitating.agenda import add, make_task, merge
from facilitator.ui.facilitating.deeds import Deed, Refuse
from facilitator.ui.facilitating.keys import Row, undo
from facilitator.ui.facilitating.people import (
    Likeness,
    correct_team,
    give_word,
    readmit,
    remove,
    seat,
    vote_for,
)
from facilitator.ui.facilitating.room_rows import RoomRow
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.widgets.keys import Key, key, letter

VOTE = key(
    "V",
    "Vote for them",
    "Enter the vote of somebody who can't; it stays marked as entered by you. Nobody replaces what"
    " a person has voted themselves.",
)
WORD = key("W", "Give the word", "Give them the word; hand down.")
TEAM = key("T", "Correct team", "Put them into another team; between rounds only.")
REMOVE = key("X", "Remove", "Have them leave, with a reason that they are told. Asks first.")
READMIT = key("B", "Let back in", "Let somebody come back.")
MERGE = key("M", "Merge", "Make one parked item of several.")
TASK = key("K", "Make it a task", "Put a parked item on the agenda.")
SEAT = key(
    "N",
    "Seat somebody",
    "Give a seat to somebody in the room without a terminal; V votes for them.",
)
ADD = key("A", "Add task", "Add a task to today's agenda.")
UNDO = key("U", "Undo", "Undo the last thing you did, where that can be.")
UP_DOWN = Key("", "↑ ↓", "nothing", "Choose", "Choose a person or a parked item.")
TAB = Key("tab", "Tab", "section(1)", "Next part", "To the next team, or to the parking lot.")
SHIFT_TAB = Key("shift+tab", "Shift+Tab", "section(-1)", "Part before", "To the part before.")
HELP = Key("question_mark", "?", "help", "Help", "This page.")
CLOSE = Key(f"escape,{letter('Q')},{letter('R')}", "Esc", "close", "Close", "Back to the screen.")

_OF_LINES = (VOTE, WORD, TEAM, REMOVE, READMIT, MERGE, TASK)
KEYS = (*_OF_LINES, SEAT, ADD, UNDO, TAB, SHIFT_TAB, HELP, CLOSE)


def keys_for(row: RoomRow | None, view: FacilitatorView) -> tuple[Row, Row]:
    """First those for the highlighted line, below them those for all of the sheet."""
    always = ((UP_DOWN, TAB, SEAT, ADD), (HELP, CLOSE))
    if row is None or view.stage.stage is Stage.ENDED:
        return (((UP_DOWN,), ()), always)
    if row.item is not None:
        merge = (MERGE,) if len(view.parked) > 1 else ()
        return (((TASK, *merge), ()), always)
    return ((_for_person(row, view), ()), always)


def _for_person(row: RoomRow, view: FacilitatorView) -> tuple[Key, ...]:
    person = row.person
    if person is None:
        return ()
    if person.removed:
        return (READMIT,)
    is_open = view.stage.stage is Stage.VOTING
    can_vote = is_open and person.is_asked and not person.has_own and person.seat is Seat.VOTER
    vote = (VOTE,) if can_vote else ()
    team = (TEAM,) if row.team and not is_open else ()
    return (*vote, WORD, *team, REMOVE)


def press(scene: Scene, row: RoomRow | None, shown: str, likeness: Likeness) -> Deed:
    """What a key comes to, by how it is written, on the highlighted line."""
    match shown:
        case "N":
            return seat(scene, likeness)
        case "A":
            return add(scene)
        case "U":
            return undo(scene)
        case "M" | "K":
            return _on_item(scene, row, shown)
        case _:
            return _on_person(scene, row, shown)


def _on_person(scene: Scene, row: RoomRow | None, shown: str) -> Deed:
    """See to the person who is highlighted."""
    person = row.person if row else None
    if row is None or person is None:
        return Refuse("Choose a person first: ↑ ↓.")
    if shown == "B":
        return readmit(person) if person.removed else Refuse("They are here.")
    if person.removed:
        return Refuse("B lets them back in first.")
    match shown:
        case "V":
            return vote_for(scene, person, row.team)
        case "W":
            return give_word(person)
        case "T":
            return correct_team(scene, person, row.team)
        case _:
            return remove(scene, person)


def _on_item(scene: Scene, row: RoomRow | None, shown: str) -> Deed:
    """See to the parked item that is highlighted."""
    if row is None or row.item is None:
        return Refuse("Choose a parked item first: Tab goes to the parking lot.")
    return merge(scene, row.item) if shown == "M" else make_task(scene, row.item)
