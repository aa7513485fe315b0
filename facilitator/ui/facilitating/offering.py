"""Which keys the facilitator's screen offers now, and what SPACE is called."""

from __future__ import annotations

from facilitator.domain.discussion import WayOn
from facilitator.domain.views import (
    FacilitatorView,
    NextAction,
    Place,
    ShortlistView,
    Stage,
    StageView,
)
from facilitator.ui.facilitating.keys import (
    ADD,
    ADD_TASK,
    ARRANGE,
    BACK,
    CHANGE,
    CHOOSE,
    DECIDE,
    END,
    ENTER,
    EXTEND,
    FACILITATORS,
    FALL_BACK,
    GO_ON,
    GO_TO,
    HAND,
    HELP,
    JOIN,
    LEAD,
    LEAVE,
    LEAVE_OUT,
    MOVE,
    NEW_ROUND,
    OVERRULE,
    PARK,
    RETRY,
    REWORD,
    ROOM,
    SCROLL,
    SKIP,
    STAY,
    TAKE_UP,
    UNDO,
    WHICH,
    WRITE,
)
from facilitator.ui.text import fit
from facilitator.ui.widgets.keys import Key

Row = tuple[tuple[Key, ...], tuple[Key, ...]]
_TITLE_CELLS = 30


_LABELS = {
    NextAction.BEGIN: "Begin",
    NextAction.CLOSE_AND_REVEAL: "Close and reveal",
    NextAction.DECIDE: "Decide",
    NextAction.RECORD_TOLD: "Record what was said",
    NextAction.PROMISE: "Promise it",
    NextAction.REWORD: "Reword it",
    NextAction.END: "End the workshop",
    NextAction.LEAVE: "Leave",
}


def next_label(view: FacilitatorView) -> str:
    """What SPACE does now, in a few words."""
    following = fit(view.next_step[1], _TITLE_CELLS) if view.next_step else ""
    match view.next_action:
        case NextAction.BEGIN if following:
            return f"Begin: {following}"
        case NextAction.NEXT:
            return f"Next: {following}"
        case NextAction.START_VOTING:
            return _start_label(view.stage)
        case NextAction.NEW_ROUND if view.stage.commit:
            return "Ask the room again"
        case NextAction.NEW_ROUND:
            return f"Vote again: round {len(view.stage.reveals) + 1}"
        case NextAction.FALL_BACK:
            return fall_back_label(view)
        case NextAction.TAKE:
            return _take_label(view.stage.shortlist)
        case plain:
            return _LABELS[plain]


_START = {
    "rate": "Start rating",
    "shortlist": "Hand out dots",
    "commit": "Ask both teams",
    "follow-up": "Ask how it went",
    "close": "Ask for fingers",
}


def _start_label(stage: StageView) -> str:
    if stage.commit and not stage.named:
        return "Ask the room"
    return _START.get(stage.step.kind if stage.step else "", "Start voting")


def _take_label(shortlist: ShortlistView | None) -> str:
    if shortlist and shortlist.withheld:
        return "Choose the tasks"
    number = sum(each.by_dots for each in shortlist.ranked) if shortlist else 0
    return "Take this one" if number == 1 else f"Take these {number}"


def fall_back_label(view: FacilitatorView) -> str:
    """What falling back means under this agenda's rules."""
    approver = view.rules.approver
    return f"Escalate to {fit(approver, _TITLE_CELLS)}" if approver else "Defer"


def offered(
    view: FacilitatorView,
    *,
    log_failed: bool,
    recording: bool,
    word: str = "",
    can_undo: bool = False,
) -> tuple[Row, Row]:
    """The keys that do something now, in two rows; those of least use last.

    ``word`` says what passing on the word comes to, "" where it comes to nothing; ``can_undo``
    whether the last thing done here can be undone.
    """
    first = GO_ON.named(next_label(view))
    if view.stage.stage is Stage.ENDED:
        again = (WRITE,) if log_failed else ()
        return (((first, *again), ()), ((), (HELP, LEAVE)))
    trouble = () if recording else (RETRY,)
    scroll = (SCROLL,) if view.stage.step else ()
    here = ((first, *trouble, *_for_stage(view), *scroll), ())
    running = (EXTEND,) if view.stage.step else ()
    add = () if view.stage.commit else (ADD_TASK,)
    hands = (HAND.named(word),) if word else ()
    settled = view.stage.decision or (view.stage.shortlist and view.stage.shortlist.settled)
    back = (BACK,) if view.previous_step or settled or _has_settled_promise(view) else ()
    lead = (LEAD, FACILITATORS) if len(view.facilitators) > 1 else (FACILITATORS,)
    undo = (UNDO,) if can_undo else ()
    arrange = (ARRANGE,) if len(view.ahead) > 1 else ()
    act = (*running, *hands, PARK, ROOM, *add, *back, *undo)
    return (here, ((*act, GO_TO, JOIN, *arrange, *lead, END), (HELP, LEAVE)))


def while_choosing() -> tuple[Row, Row]:
    """The keys while a step is chosen in the agenda."""
    return (((CHOOSE, ENTER, MOVE), (STAY,)), ((), ()))


def _has_settled_promise(view: FacilitatorView) -> bool:
    commit = view.stage.commit
    return bool(commit and any(each.agreed is not None for each in commit.promises))


def _for_stage(view: FacilitatorView) -> tuple[Key, ...]:
    match view.stage.step.kind if view.stage.step else "":
        case "task":
            return _for_task(view)
        case "rate":
            return _for_rating(view)
        case "shortlist":
            return _for_shortlist(view)
        case "commit":
            return _for_promises(view)
        case "follow-up":
            return _for_follow_up(view)
        case "close":
            return _for_close(view)
        case _:
            return ()


def _for_task(view: FacilitatorView) -> tuple[Key, ...]:
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
    return tuple(keys)


def _for_rating(view: FacilitatorView) -> tuple[Key, ...]:
    match view.stage.stage:
        case Stage.READY:
            return (SKIP,)
        case Stage.REVEALED:
            return (NEW_ROUND.named("Rate again"),)
        case _:
            return ()


def _for_shortlist(view: FacilitatorView) -> tuple[Key, ...]:
    shortlist = view.stage.shortlist
    match view.stage.stage:
        case Stage.READY:
            return (SKIP,)
        case Stage.REVEALED:
            overrule = () if shortlist and shortlist.withheld else (OVERRULE,)
            return (*overrule, NEW_ROUND.named("Dots again"))
        case _:
            return ()


def _for_promises(view: FacilitatorView) -> tuple[Key, ...]:
    stage, commit = view.stage, view.stage.commit
    if commit is None or stage.stage is Stage.VOTING:
        return ()
    waiting = [each for each in commit.promises if each.agreed is None]
    which = (WHICH,) if len(waiting) > 1 else ()
    if stage.stage is Stage.SETTLED:
        return (ADD, *which)
    reword = (REWORD,) if view.next_action is not NextAction.REWORD else ()
    is_next = view.next_action is NextAction.NEW_ROUND
    is_again = stage.stage is Stage.REVEALED and not is_next
    again = (NEW_ROUND.named("Ask again"),) if is_again else ()
    return (*reword, *again, LEAVE_OUT, ADD, *which)


def _for_follow_up(view: FacilitatorView) -> tuple[Key, ...]:
    stage, follow_up = view.stage, view.stage.follow_up
    if follow_up is None:
        return ()
    change: tuple[Key, ...] = ()
    if stage.stage in (Stage.REVEALED, Stage.SETTLED):
        change = (CHANGE,) if any(len(each.possible) > 1 for each in follow_up.owed) else ()
    again = (NEW_ROUND.named("Ask again"),) if stage.stage is Stage.REVEALED else ()
    is_movable = any(each.place is not Place.ON_AGENDA for each in follow_up.due)
    take_up = (TAKE_UP,) if is_movable else ()
    skip = (SKIP,) if stage.stage is Stage.READY else ()
    return (*change, *take_up, *again, *skip)


def _for_close(view: FacilitatorView) -> tuple[Key, ...]:
    return (NEW_ROUND.named("Ask again"),) if view.stage.stage is Stage.REVEALED else ()


def is_meant(
    action: str, parameters: tuple[object, ...], view: FacilitatorView, *, recording: bool
) -> bool:
    """Whether an action is the one that its key has now; of A, W and T there are two each."""
    has_ended = view.stage.stage is Stage.ENDED
    is_taking_up = recording and view.stage.follow_up is not None
    match action, parameters:
        case "write_log", _:
            return has_ended
        case "act", ("promises.reword",):
            return not has_ended
        case "act", ("promises.add",):
            return view.stage.commit is not None
        case "act", ("adding.add",):
            return view.stage.commit is None and not has_ended
        case "act", ("recover",):
            return not is_taking_up
        case "act", ("follow_ups.take_up",):
            return is_taking_up
        case _:
            return True
