"""The keys of the facilitator's screen: what each does now, and which are offered.

What is bound, said at the bottom, explained by ``?`` and carried out comes from one entry each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from facilitator.domain.commands import EndSession, ExtendTime
from facilitator.domain.views import NextAction, Stage
from facilitator.domain.words.figures import clock
from facilitator.ui.facilitating.agenda import ADD_TASK, NOT_AHEAD, SKIP, enter, park
from facilitator.ui.facilitating.deeds import Act, Choose, Confirm, Deed, Do, Refuse, Send, act
from facilitator.ui.facilitating.people import hand_over_lead, leave, pass_word_on
from facilitator.ui.facilitating.rounds import NO_VOTE, reveal
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps import KINDS, kind_of
from facilitator.ui.facilitating.steps.close import what_is_left
from facilitator.ui.facilitating.steps.kind import Reopening
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice
from facilitator.ui.widgets.keys import Key, letter

EXTENSION_SECONDS = 120
"""How much more time one press gives."""
Row = tuple[tuple[Key, ...], tuple[Key, ...]]
"""Keys that give way where there is little room, and keys that stay."""
_TITLE_CELLS = 30
_BACK_CELLS = 48
_WORD_CELLS = 12


# What the keys of every step do


def _extend(scene: Scene) -> Deed:
    del scene
    more = f"{clock(EXTENSION_SECONDS)} more for this step."
    return Send(ExtendTime(seconds=EXTENSION_SECONDS), done=more)


def _back(scene: Scene) -> Deed:
    """Reopen what was settled here, or return to the step before."""
    settled, before = _reopening(scene), scene.view.previous_step
    deeds = {settled.choice.id: settled.deed} if settled else {}
    choices = [settled.choice] if settled else []
    if before:
        name = fit(before[1], _BACK_CELLS)
        choices.append(Choice("before", f"Go back to “{name}”", "Nothing is lost by looking."))
        deeds["before"] = enter(scene, before[0])
    if not choices:
        return Refuse("There is nothing to go back to yet.")
    return Choose("Back", choices, deeds.__getitem__)


def _reopening(scene: Scene) -> Reopening | None:
    kind = kind_of(scene.view.stage.matter)
    return kind.reopening(scene, scene.view.stage.matter) if kind else None


def undo(scene: Scene) -> Deed:
    """Take the last thing back, or say why that can't be; there is no redo."""
    last = scene.memory
    if last.inverse is None:
        return Refuse(last.why)
    if last.here and scene.step != last.here:
        return Refuse("The room has moved on since. B and G go back.")
    undoing = Send(last.inverse, done=last.done, undoes=True)
    if not last.question:
        return undoing
    more = "Every round stays."
    return Confirm(last.question, undoing, yes="Undo", no="Leave it", more=more)


def _end(scene: Scene) -> Deed:
    """End the workshop, once it is clear what that leaves."""
    ending = Send(EndSession())
    if scene.stage is Stage.VOTING:  # the rules refuse; there is nothing to ask about
        return ending
    question, left = "End the workshop and write its log?", what_is_left(scene.view)
    return Confirm(question, ending, yes="End it", no="Go on", more=left)


def _arrange(scene: Scene) -> Deed:
    """Turn to the steps ahead to move one."""
    return Do.ARRANGE_STEPS if scene.view.ahead and scene.stage is not Stage.ENDED else NOT_AHEAD


def _go_on(scene: Scene) -> Scene | Deed:
    return lead(scene).does(scene)


GO_ON = act(
    "SPACE", "Next", "The one next thing; what it is stands beside it.", _go_on, names="space"
)
EARLIER = act(
    "←", "Round before", "Look at the round before.", lambda s: s.looking(-1), names="left"
)
LATER = act("→", "Round after", "Look at the round after.", lambda s: s.looking(1), names="right")
EXTEND = act("X", "+2 min", "Give this step two minutes more.", _extend)
WORD = act(
    "H",
    "Word",
    "Give the word to the first raised hand, else to the next to be heard after a reveal; with"
    " nobody left, take it back.",
    pass_word_on,
)
PARK = act("P", "Park", "Put something into the parking lot.", park)
BACK = act("B", "Back", "Reopen what was settled here, or return to the step before.", _back)
UNDO = act(
    "U",
    "Undo",
    "Undo the last thing you did: a step entered, an outcome, a choice, a task added, a step"
    " moved.",
    undo,
)
GO_TO = act("G", "Go to", "Choose a step in the agenda: ↑ ↓, then Enter.", lambda _: Do.CHOOSE_STEP)
ARRANGE = act(
    "V",
    "Move steps",
    "Take a step that was not reached yet earlier or later: [ and ] in the agenda.",
    _arrange,
)
ROOM = act(
    "R",
    "Room",
    "Everybody in the room and the parking lot: correct a team, vote for somebody, seat or remove"
    " them, merge what was parked.",
    lambda scene: Do.NOTHING if scene.stage is Stage.ENDED else Do.SHOW_ROOM,
)
JOIN = act("J", "Join", "How to join, large enough to show around.", lambda _: Do.SHOW_JOIN)
FACILITATORS = act(
    "C",
    "Co-facilitator",
    "Who facilitates, and a one-time code for somebody else to do so too.",
    lambda scene: Do.NOTHING if scene.stage is Stage.ENDED else Do.SHOW_FACILITATORS,
)
LEAD = act(
    "Y", "Hand over lead", "Hand the lead to another facilitator, or take it.", hand_over_lead
)
END = act("E", "End", "End the workshop and write its log.", _end)
WRITE = act(
    "W",
    "Write the log again",
    "Try to write the log again.",
    lambda scene: Do.WRITE_LOG if scene.log_trouble else Do.NOTHING,
)
RETRY = act("T", "Try again", "Try the journal again when it failed.", lambda _: Do.RECOVER)
HELP = act("?", "Help", "This page.", lambda _: Do.SHOW_HELP, names="question_mark")
LEAVE = act(
    "Q",
    "Leave",
    "Leave this screen; the session can be resumed.",
    leave,
    names=f"{letter('Q')},ctrl+c",
)
NO_ROUND = act("N", "New round", "Ask again, blind, after talking.", lambda _: NO_VOTE)
SCROLL = Key("", "↑ ↓", "scroll_stage", "Scroll", "Scroll what is in the middle.")
STAY = Key("escape", "Esc", "press('Esc')", "Stay here", "")
CHOOSING: tuple[Row, Row] = (
    (
        (
            Key("", "↑ ↓", "scroll_stage", "Choose", ""),
            Key("enter", "Enter", "enter_chosen", "Go there", ""),
            Key("", "[ ]", "move_chosen", "Move earlier, later", ""),
        ),
        (STAY,),
    ),
    ((), ()),
)
"""The keys while a step is chosen in the agenda."""

COMMON = (
    GO_ON,
    SKIP,
    ADD_TASK,
    EARLIER,
    LATER,
    EXTEND,
    WORD,
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
    RETRY,
    NO_ROUND,
    HELP,
    LEAVE,
)
"""Keys of every step."""


def press(scene: Scene, shown: str) -> Scene | Deed:
    """What a key comes to, by how it is written: the next scene, or a deed.

    A key that does nothing now gives a refusal that says why.
    """
    found = {act.key.shown: act for act in _meant(scene)}.get(shown)
    return found.does(scene) if found else Do.NOTHING


def _meant(scene: Scene) -> Iterator[Act]:
    """Every key with what it means now; of two with the same name the last one counts."""
    for kind in KINDS.values():
        yield from kind.acts
    yield from COMMON
    if scene.stage is Stage.ENDED:
        yield WRITE
        return
    here = kind_of(scene.view.stage.matter)
    yield from here.acts if here else ()
    if not scene.health.recording:
        yield RETRY


def _every_key() -> tuple[Key, ...]:
    """Every key in the order in which the help explains them."""
    own = (act for kind in KINDS.values() for act in kind.acts if act.key.shown not in ("N", "S"))
    first, *others = COMMON
    return _keys(first, *own, *others, WRITE)


# What SPACE does, and which keys are offered


def lead(scene: Scene) -> Act:
    """The one next thing: what SPACE is called now, and does."""
    view = scene.view
    kind = kind_of(view.stage.matter)
    following = view.next_step
    title = fit(following[1], _TITLE_CELLS) if following else ""
    if kind and view.next_action in kind.leads:
        own = kind.leads[view.next_action]
        return _leading(own.label(scene, view.stage.matter), own.does(scene, view.stage.matter))
    match view.next_action:
        case NextAction.BEGIN | NextAction.NEXT:
            word = "Begin" if view.next_action is NextAction.BEGIN else "Next"
            deed = enter(scene, following[0]) if following else Do.NOTHING
            return _leading(f"{word}: {title}" if following else word, deed)
        case NextAction.START_VOTING if kind:
            return _leading(kind.starts(view.stage), kind.opens(scene))
        case NextAction.CLOSE_AND_REVEAL if kind:
            return _leading("Close and reveal", reveal(scene, kind.did))
        case NextAction.END:
            return _leading("End the workshop", _end(scene))
        case NextAction.LEAVE:
            return _leading("Leave", leave(scene))
        case _:
            return _leading("", Do.NOTHING)


def _leading(label: str, deed: Deed) -> Act:
    return replace(GO_ON.named(label), does=lambda _: deed)


def offered(scene: Scene) -> tuple[Row, Row]:
    """The keys that do something now, in two rows; those of least use last."""
    if scene.is_choosing:
        return CHOOSING
    first = lead(scene)
    if scene.stage is Stage.ENDED:
        again = (WRITE,) if scene.log_trouble else ()
        return (_keys(first, *again), ()), ((), _keys(HELP, LEAVE))
    kind = kind_of(scene.view.stage.matter)
    trouble = () if scene.health.recording else (RETRY,)
    own = kind.offered(scene, scene.view.stage.matter) if kind else ()
    scroll = (SCROLL,) if scene.step else ()
    here = (*_keys(first, *trouble, *own), *scroll)
    return (here, ()), (_keys(*_always(scene)), _keys(HELP, LEAVE))


def _always(scene: Scene) -> Iterator[Act]:
    """The keys of the second row."""
    view = scene.view
    kind = kind_of(view.stage.matter)
    taken = {act.key.shown for act in kind.acts} if kind else set()
    if scene.step:
        yield EXTEND
    if word := word_label(scene):
        yield WORD.named(word)
    yield from (PARK, ROOM)
    if "A" not in taken:
        yield ADD_TASK
    if view.previous_step or _reopening(scene):
        yield BACK
    if scene.memory.inverse is not None:
        yield UNDO
    yield from (GO_TO, JOIN)
    if len(view.ahead) > 1:
        yield ARRANGE
    if len(view.facilitators) > 1:
        yield LEAD
    yield from (FACILITATORS, END)


def word_label(scene: Scene) -> str:
    """What passing on the word comes to, in a few words; "" where it comes to nothing."""
    following = scene.speaks_next()
    if following is not None:
        return f"Word to {fit(following.name, _WORD_CELLS)}"
    return "End word" if scene.word else ""


def _keys(*acts: Act) -> tuple[Key, ...]:
    return tuple(each.key for each in acts)


KEYS = _every_key()
