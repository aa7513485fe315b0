"""The keys of the room sheet, and which of them do something on the highlighted line."""

from __future__ import annotations

from facilitator.domain.people import Seat
from facilitator.domain.views import FacilitatorView, Stage
from facilitator.ui.facilitating.rooming.rows import RoomRow
from facilitator.ui.widgets.keys import Key, letter

VOTE = Key(
    letter("V"),
    "V",
    "on_person('vote_for')",
    "Vote for them",
    "Enter the vote of somebody who can't; it stays marked as entered by you. Nobody replaces what"
    " a person has voted themselves.",
)
WORD = Key(
    letter("W"), "W", "on_person('give_word')", "Give the word", "Give them the word; hand down."
)
TEAM = Key(
    letter("T"),
    "T",
    "on_person('correct_team')",
    "Correct team",
    "Put them into another team; between rounds only.",
)
REMOVE = Key(
    letter("X"),
    "X",
    "on_person('remove')",
    "Remove",
    "Have them leave, with a reason that they are told. Asks first.",
)
READMIT = Key(letter("B"), "B", "on_person('readmit')", "Let back in", "Let somebody come back.")
MERGE = Key(
    letter("M"),
    "M",
    "on_item('merge')",
    "Merge",
    "Make one parked item of several.",
)
TASK = Key(
    letter("K"), "K", "on_item('make_task')", "Make it a task", "Put a parked item on the agenda."
)
SEAT = Key(
    letter("N"),
    "N",
    "seat",
    "Seat somebody",
    "Give a seat to somebody in the room without a terminal; V votes for them.",
)
ADD = Key(letter("A"), "A", "add", "Add task", "Add a task to today's agenda.")
UNDO = Key(letter("U"), "U", "undo", "Undo", "Undo the last thing you did, where that can be.")
UP_DOWN = Key("", "↑ ↓", "nothing", "Choose", "Choose a person or a parked item.")
TAB = Key("tab", "Tab", "section(1)", "Next part", "To the next team, or to the parking lot.")
SHIFT_TAB = Key("shift+tab", "Shift+Tab", "section(-1)", "Part before", "To the part before.")
HELP = Key("question_mark", "?", "help", "Help", "This page.")
CLOSE = Key(f"escape,{letter('Q')},{letter('R')}", "Esc", "close", "Close", "Back to the screen.")

KEYS = (
    VOTE,
    WORD,
    TEAM,
    REMOVE,
    READMIT,
    MERGE,
    TASK,
    SEAT,
    ADD,
    UNDO,
    TAB,
    SHIFT_TAB,
    HELP,
    CLOSE,
)
Row = tuple[tuple[Key, ...], tuple[Key, ...]]


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
