"""Promises on the facilitator's screen: worded, asked for, agreed, left out, taken up again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from facilitator.domain.commands import ReopenPromise, SettlePromise, TakeUpPromise
from facilitator.domain.steps.commit import CONSENT, OBJECTION, YES
from facilitator.domain.views import CommitView, ConsentView, NextAction, PromiseView, Stage
from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import AGREED, LEFT_OUT
from facilitator.ui.facilitating.deeds import Act, Choose, Confirm, Deed, Fill, Refuse, Send, act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.forms.promise import PromiseForm
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import Next, Reopening, StepKind, notes, title, within
from facilitator.ui.ink import BLANK, Ink, Line, band, fitted, heading, paragraph
from facilitator.ui.pieces.progress import progress
from facilitator.ui.pieces.promise import consent, promise, promise_entry, promise_words
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice

_TEXT_CELLS = 54
_NONE_OPEN = Refuse("No promise is open. B takes one up again, A adds one.")
_ASKED = Refuse("The room is being asked. Close the round first.")


def _page(scene: Scene, commit: CommitView, width: int) -> list[Line]:
    """The promise at hand and what is said to it, then all of the step, then what is still owed."""
    view, at_hand = scene.view, commit.at_hand
    is_open = at_hand is not None and at_hand.agreed is None
    return [
        *title(view, width),
        BLANK,
        *(
            _at_hand_lines(scene, commit, at_hand, width)
            if at_hand and is_open
            else _none(commit, width)
        ),
        *_all(commit, width),
        *notes(view, width),
        *_owed(commit, width),
    ]


def _at_hand_lines(
    scene: Scene, commit: CommitView, at_hand: PromiseView, width: int
) -> list[Line]:
    view, lines = scene.view, promise(at_hand, width)
    match view.stage.stage:
        case Stage.VOTING:
            teams = f"{at_hand.giver.short} and {at_hand.receiver.short}"
            asked = f"asking {teams if view.stage.named else 'the room'}"
            return [*lines, BLANK, *progress(view.stage, view.waiting, asked, width)]
        case Stage.REVEALED if commit.consent:
            return [*lines, BLANK, *consent(commit.consent, width), *_hint(commit.consent, width)]
        case _ if not at_hand.due or not at_hand.owner:
            hint = "W gives it a day and an owner, before you ask."
            return [*lines, *paragraph(hint, width, Ink.MUTED)]
        case _:
            return lines


def _hint(given: ConsentView, width: int) -> list[Line]:
    """What can be done where there is no consent."""
    if given.is_given:
        return []
    how = "Ask again when more are here" if given.withheld else "Reword it, ask again (N)"
    return paragraph(f"{how}, or leave it out (L).", width, Ink.MUTED)


def _none(commit: CommitView, width: int) -> list[Line]:
    """What to do where no promise is open."""
    if not commit.promises:
        lines = band("No promise has been proposed yet.", width, Ink.ACCENT)
        return [*lines, *paragraph("A adds one. Or go on without.", width)]
    agreed = sum(each.agreed is True for each in commit.promises)
    left_out = len(commit.promises) - agreed
    words = f"{counted(agreed, 'promise')} {AGREED.word}"
    if left_out:
        words += f", {left_out} {LEFT_OUT.word}"
    lines = band(words, width, Ink.GOOD if agreed else Ink.ACCENT)
    return [*lines, *paragraph("A adds one more, B takes one up again.", width, Ink.MUTED)]


def _all(commit: CommitView, width: int) -> list[Line]:
    if not commit.promises:
        return []
    settled = sum(each.agreed is not None for each in commit.promises)
    lines = heading(f"Promises ({settled} of {len(commit.promises)} settled)", width)
    for each in commit.promises:
        sign, words, ink = promise_entry(each, commit)
        lines.append(fitted(((f"{sign} ", ink), (words, ink)), width))
    return lines


def _owed(commit: CommitView, width: int) -> list[Line]:
    if not commit.owed:
        return []
    lines = heading("Still owed from last time", width)
    for each in commit.owed:
        lines += paragraph(promise_words(each), width, Ink.MUTED, first="○ ")
    return lines


Does = Callable[[Scene, CommitView], Deed]


def _between_rounds(does: Does) -> Does:
    """Nothing is done while the room is being asked."""
    return lambda scene, commit: _ASKED if scene.stage is Stage.VOTING else does(scene, commit)


def _to_the_open_one(does: Callable[[Scene, PromiseView], Deed]) -> Does:
    """Something is done to the promise at hand, unless it is settled."""

    def done(scene: Scene, commit: CommitView) -> Deed:
        at_hand = commit.at_hand
        is_open = at_hand is not None and at_hand.agreed is None
        return does(scene, at_hand) if at_hand and is_open else _NONE_OPEN

    return _between_rounds(done)


def _open(scene: Scene) -> Deed:
    """Ask both teams about the promise at hand."""
    commit = scene.view.stage.about(CommitView)
    if commit is None or commit.at_hand is None:
        return Refuse("No promise is open. A adds one.")
    return open_round(scene, commit.at_hand.id)


@_to_the_open_one
def _promise(scene: Scene, promise: PromiseView) -> Deed:
    """Record that both teams have agreed to it."""
    return Send(SettlePromise(step=scene.step, promise=promise.id, agreed=True), done="Promised.")


@_to_the_open_one
def _leave_out(scene: Scene, promise: PromiseView) -> Deed:
    """Leave it out."""
    settling = SettlePromise(step=scene.step, promise=promise.id, agreed=False)
    return Confirm(
        "Leave this promise out?",
        Send(settling, done="Left out. B takes it up again."),
        yes="Leave it out",
        no="Keep it",
        more=f"“{promise.text}”\nB takes it up again.",
    )


@_to_the_open_one
def _reword(scene: Scene, promise: PromiseView) -> Deed:
    """Give it other words, another day, an owner."""
    return Fill(partial(PromiseForm, scene.view, promise))


@_between_rounds
def _add(scene: Scene, _: CommitView) -> Deed:
    """Add a promise."""
    return Fill(partial(PromiseForm, scene.view, None))


@_between_rounds
def _turn(scene: Scene, commit: CommitView) -> Deed:
    """Turn to another promise that is not settled."""
    waiting = [each for each in commit.promises if each.agreed is None]
    if not waiting:
        return _NONE_OPEN
    return _picked(
        "Which promise?",
        waiting,
        lambda promise: Send(TakeUpPromise(step=scene.step, promise=promise)),
    )


def _picked(title: str, promises: Sequence[PromiseView], then: Callable[[str], Deed]) -> Deed:
    choices = [
        Choice(
            each.id,
            fit(f"{each.giver.short} → {each.receiver.short}", _TEXT_CELLS),
            fit(each.text, _TEXT_CELLS),
        )
        for each in promises
    ]
    return Choose(title, choices, then)


def _act(shown: str, label: str, meaning: str, does: Does) -> Act:
    return act(shown, label, meaning, within(CommitView, does, "This step has no promises."))


_AGAIN = again(_open)
_REWORD = _act("W", "Reword", "Give the promise at hand other words, a day, an owner.", _reword)
_ADD = _act("A", "Add", "Add a promise.", _add)
_LEAVE_OUT = _act("L", "Leave out", "Leave the promise at hand out.", _leave_out)
_WHICH = _act("M", "Which", "Turn to another promise.", _turn)


def _offered(scene: Scene, commit: CommitView) -> tuple[Act, ...]:
    upcoming = scene.view.next_action
    if scene.stage is Stage.VOTING:
        return ()
    waiting = [each for each in commit.promises if each.agreed is None]
    which = (_WHICH,) if len(waiting) > 1 else ()
    if scene.stage is Stage.SETTLED:
        return (_ADD, *which)
    reword = (_REWORD,) if upcoming is not NextAction.REWORD else ()
    is_again = scene.stage is Stage.REVEALED and upcoming is not NextAction.NEW_ROUND
    asked = (_AGAIN.named("Ask again"),) if is_again else ()
    return (*reword, *asked, _LEAVE_OUT, _ADD, *which)


def _asks(_: Scene, commit: CommitView, __: str) -> tuple[Asked, ...]:
    text = commit.at_hand.text if commit.at_hand else ""
    return (Asked(CONSENT, text, {"yes": YES, "objects": OBJECTION, "stands aside": None}),)


def _reopening(scene: Scene, commit: CommitView) -> Reopening | None:
    """Take a settled promise up again; of several, the one that is chosen."""
    settled = [each for each in commit.promises if each.agreed is not None]
    if not settled or scene.stage is Stage.VOTING:
        return None

    def reopened(promise: str) -> Deed:
        return Send(ReopenPromise(step=scene.step, promise=promise))

    if len(settled) == 1:
        choice = Choice("promise", "Take this promise up again", fit(settled[0].text, 52))
        return Reopening(choice, reopened(settled[0].id))
    choice = Choice("promise", "Take a promise up again", "Asks which of them.")
    return Reopening(choice, _picked("Take up which promise again?", settled, reopened))


COMMIT = StepKind(
    page=_page,
    starts=lambda stage: "Ask both teams" if stage.named else "Ask the room",
    opens=_open,
    leads={
        NextAction.NEW_ROUND: Next(lambda *_: "Ask the room again", lambda scene, _: _open(scene)),
        NextAction.PROMISE: Next(lambda *_: "Promise it", _promise),
        NextAction.REWORD: Next(lambda *_: "Reword it", _reword),
    },
    acts=(_REWORD, _ADD, _LEAVE_OUT, _WHICH, _AGAIN),
    offered=_offered,
    asks=_asks,
    at_hand=lambda commit: commit.at_hand.id if commit.at_hand else None,
    reopening=_reopening,
)
