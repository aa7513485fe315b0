"""The keys of the facilitator's screen: one table for what is bound, said and explained."""

from __future__ import annotations

from facilitator.domain.words.figures import clock
from facilitator.ui.widgets.keys import Key, letter

EXTENSION_SECONDS = 120
"""How much more time one press gives."""

GO_ON = Key(
    "space", "SPACE", "act('go_on')", "Next", "The one next thing; what it is stands beside it."
)
DECIDE = Key(
    letter("D"),
    "D",
    "act('tasks.decide')",
    "Decide",
    "Record the decision: driver, support, dissent.",
)
NEW_ROUND = Key(
    letter("N"), "N", "act('rounds.again')", "New round", "Ask again, blind, after talking."
)
FALL_BACK = Key(
    letter("F"),
    "F",
    "act('tasks.fall_back')",
    "Defer",
    "Set the task aside as the rules say: defer or escalate.",
)
SKIP = Key(
    letter("S"), "S", "act('skip')", "Skip", "Leave a step out; only before anything was asked."
)
OVERRULE = Key(
    letter("O"),
    "O",
    "act('shortlists.overrule')",
    "Overrule",
    "Take other tasks than the dots chose, and say why.",
)
REWORD = Key(
    letter("W"),
    "W",
    "act('promises.reword')",
    "Reword",
    "Give the promise at hand other words, a day, an owner.",
)
ADD = Key(letter("A"), "A", "act('promises.add')", "Add", "Add a promise.")
ADD_TASK = Key(
    letter("A"),
    "A",
    "act('adding.add')",
    "Add task",
    "Add a task to today's agenda, typed or made of a parked item; among promises in the room: R.",
)
LEAVE_OUT = Key(
    letter("L"), "L", "act('promises.leave_out')", "Leave out", "Leave the promise at hand out."
)
WHICH = Key(letter("M"), "M", "act('promises.choose')", "Which", "Turn to another promise.")
CHANGE = Key(
    letter("K"),
    "K",
    "act('follow_ups.change')",
    "Change one",
    "Record another of the things that were said of a promise.",
)
TAKE_UP = Key(
    letter("T"),
    "T",
    "act('follow_ups.take_up')",
    "Take up",
    "Take a due task up today, or off today's agenda again.",
)
EARLIER = Key("left", "←", "look(-1)", "Round before", "Look at the round before.")
LATER = Key("right", "→", "look(1)", "Round after", "Look at the round after.")
SCROLL = Key("", "↑ ↓", "scroll_stage", "Scroll", "Scroll what is in the middle.")
EXTEND = Key(letter("X"), "X", "act('extend')", "+2 min", "Give this step two minutes more.")
HAND = Key(
    letter("H"),
    "H",
    "act('words.pass_on')",
    "Word",
    "Give the word to the first raised hand, else to the next to be heard after a reveal; with"
    " nobody left, take it back.",
)
PARK = Key(letter("P"), "P", "act('park')", "Park", "Put something into the parking lot.")
BACK = Key(
    letter("B"),
    "B",
    "act('back')",
    "Back",
    "Reopen what was settled here, or return to the step before.",
)
UNDO = Key(
    letter("U"),
    "U",
    "act('undoing.undo')",
    "Undo",
    "Undo the last thing you did: a step entered, an outcome, a choice, a task added, a step"
    " moved.",
)
GO_TO = Key(letter("G"), "G", "go_to", "Go to", "Choose a step in the agenda: ↑ ↓, then Enter.")
ARRANGE = Key(
    letter("V"),
    "V",
    "arrange",
    "Move steps",
    "Take a step that was not reached yet earlier or later: [ and ] in the agenda.",
)
CHOOSE = Key("", "↑ ↓", "scroll_stage", "Choose", "")
ENTER = Key("enter", "Enter", "enter_chosen", "Go there", "")
MOVE = Key("", "[ ]", "move_chosen", "Move earlier, later", "")
STAY = Key("escape", "Esc", "leave_outline", "Stay here", "")
ROOM = Key(
    letter("R"),
    "R",
    "room",
    "Room",
    "Everybody in the room and the parking lot: correct a team, vote for somebody, seat or remove"
    " them, merge what was parked.",
)
JOIN = Key(letter("J"), "J", "join", "Join", "How to join, large enough to show around.")
FACILITATORS = Key(
    letter("C"),
    "C",
    "facilitators",
    "Co-facilitator",
    "Who facilitates, and a one-time code for somebody else to do so too.",
)
LEAD = Key(
    letter("Y"),
    "Y",
    "act('leads.hand_over')",
    "Hand over lead",
    "Hand the lead to another facilitator, or take it.",
)
END = Key(letter("E"), "E", "act('end')", "End", "End the workshop and write its log.")
WRITE = Key(letter("W"), "W", "write_log", "Write the log again", "Try to write the log again.")
RETRY = Key(
    letter("T"), "T", "act('recover')", "Try again", "Try the journal again when it failed."
)
HELP = Key("question_mark", "?", "help", "Help", "This page.")
LEAVE = Key(
    f"{letter('Q')},ctrl+c",
    "Q",
    "act('leave')",
    "Leave",
    "Leave this screen; the session can be resumed.",
)

KEYS = (
    GO_ON,
    DECIDE,
    NEW_ROUND,
    FALL_BACK,
    SKIP,
    OVERRULE,
    REWORD,
    ADD,
    ADD_TASK,
    LEAVE_OUT,
    WHICH,
    CHANGE,
    TAKE_UP,
    EARLIER,
    LATER,
    EXTEND,
    HAND,
    PARK,
    BACK,
    UNDO,
    GO_TO,
    ARRANGE,
    ROOM,
    JOIN,
    FACILITATORS,
    LEAD,
    END,
    WRITE,
    RETRY,
    HELP,
    LEAVE,
)


def extension_said() -> str:
    """How much longer it is now, for the notice line."""
    return f"{clock(EXTENSION_SECONDS)} more for this step."
