"""The keys of the facilitator's screen: one table for what is bound, said and explained."""

from __future__ import annotations

from facilitator.domain.discussion import WayOn
from facilitator.domain.views import FacilitatorView, NextAction, Stage
from facilitator.ui.text import fit
from facilitator.ui.widgets.keys import Key, letter
from facilitator.ui.widgets.phrases import clock

EXTENSION_SECONDS = 120
"""How much more time one press gives."""

GO_ON = Key(
    "space", "SPACE", "act('go_on')", "Next", "The one next thing; what it is stands beside it."
)
DECIDE = Key(
    letter("D"), "D", "act('decide')", "Decide", "Record the decision: driver, support, dissent."
)
NEW_ROUND = Key(
    letter("N"), "N", "act('new_round')", "New round", "Vote again, blind, after talking."
)
FALL_BACK = Key(
    letter("F"),
    "F",
    "act('fall_back')",
    "Defer",
    "Set the task aside as the rules say: defer or escalate.",
)
SKIP = Key(
    letter("S"), "S", "act('skip')", "Skip", "Leave a task out; only before it was voted on."
)
EARLIER = Key("left", "←", "look(-1)", "Round before", "Look at the round before.")
LATER = Key("right", "→", "look(1)", "Round after", "Look at the round after.")
SCROLL = Key("", "↑ ↓", "scroll_stage", "Scroll", "Scroll what is in the middle.")
EXTEND = Key(letter("X"), "X", "act('extend')", "+2 min", "Give this step two minutes more.")
HAND = Key(letter("H"), "H", "act('give_word')", "Word", "Give the word to the first raised hand.")
PARK = Key(letter("P"), "P", "act('park')", "Park", "Put something into the parking lot.")
BACK = Key(
    letter("B"), "B", "act('back')", "Back", "Reopen a decision, or return to the step before."
)
GO_TO = Key(letter("G"), "G", "go_to", "Go to", "Choose a step in the agenda: ↑ ↓, then Enter.")
ROOM = Key(letter("R"), "R", "room", "Room", "Everybody in the room, and the parking lot.")
JOIN = Key(letter("J"), "J", "join", "Join", "How to join, large enough to show around.")
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
    EARLIER,
    LATER,
    EXTEND,
    HAND,
    PARK,
    BACK,
    GO_TO,
    ROOM,
    JOIN,
    END,
    WRITE,
    RETRY,
    HELP,
    LEAVE,
)

Row = tuple[tuple[Key, ...], tuple[Key, ...]]
_TITLE_CELLS = 30


def next_label(view: FacilitatorView) -> str:  # noqa: PLR0911 - one arm an action
    """What SPACE does now, in a few words."""
    following = fit(view.next_step[1], _TITLE_CELLS) if view.next_step else ""
    match view.next_action:
        case NextAction.BEGIN:
            return f"Begin: {following}" if following else "Begin"
        case NextAction.NEXT:
            return f"Next: {following}"
        case NextAction.START_VOTING:
            return "Start voting"
        case NextAction.CLOSE_AND_REVEAL:
            return "Close and reveal"
        case NextAction.DECIDE:
            return "Decide"
        case NextAction.NEW_ROUND:
            return f"Vote again: round {len(view.stage.reveals) + 1}"
        case NextAction.FALL_BACK:
            return fall_back_label(view)
        case NextAction.TAKE:
            return "Take these"
        case NextAction.RECORD_TOLD:
            return "Record what was said"
        case NextAction.PROMISE:
            return "Promise it"
        case NextAction.REWORD:
            return "Reword it"
        case NextAction.END:
            return "End the workshop"
        case NextAction.LEAVE:
            return "Leave"


def fall_back_label(view: FacilitatorView) -> str:
    """What falling back means under this agenda's rules."""
    approver = view.rules.approver
    return f"Escalate to {fit(approver, _TITLE_CELLS)}" if approver else "Defer"


def offered(view: FacilitatorView, *, log_failed: bool, recording: bool) -> tuple[Row, Row]:
    """The keys that do something now, in two rows; those of least use last."""
    first = GO_ON.named(next_label(view))
    if view.stage.stage is Stage.ENDED:
        again = (WRITE,) if log_failed else ()
        return (((first, *again), ()), ((), (HELP, LEAVE)))
    trouble = () if recording else (RETRY,)
    here = ((first, *trouble, *_for_stage(view)), ())
    running = (EXTEND,) if view.stage.step else ()
    hands = (HAND.named(f"Word to {fit(view.hands[0], 12)}"),) if view.hands else ()
    back = (BACK,) if view.previous_step or view.stage.decision else ()
    return (here, ((*running, *hands, PARK, *back, GO_TO, ROOM, JOIN, END), (HELP, LEAVE)))


def _for_stage(view: FacilitatorView) -> tuple[Key, ...]:
    stage = view.stage
    if stage.stage is Stage.READY:
        return (SKIP,)
    if stage.stage is not Stage.REVEALED or not stage.reveal:
        return ()
    ways = stage.reveal.ways.open
    keys = [DECIDE] if view.next_action is not NextAction.DECIDE else []
    if WayOn.NEW_ROUND in ways and view.next_action is not NextAction.NEW_ROUND:
        keys.append(NEW_ROUND)
    if view.next_action is not NextAction.FALL_BACK:
        keys.append(FALL_BACK.named("Escalate" if view.rules.approver else "Defer"))
    if len(stage.reveals) > 1:
        keys.append(Key("", "← →", "look(-1)", "Rounds", ""))
    return (*keys, SCROLL)


def extension_said() -> str:
    """How much longer it is now, for the notice line."""
    return f"{clock(EXTENSION_SECONDS)} more for this step."
