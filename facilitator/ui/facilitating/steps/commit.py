"""Promises on the facilitator's screen: worded, asked for, agreed, left out, taken up again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from facilitator.domain.commands import ReopenPromise, SettlePromise, TakeUpPromise
from facilitator.domain.steps.commit import CONSENT, OBJECTION, YES
from facilitator.domain.views import (
    CommitView,
    NextAction,
    PromiseView,
    Stage,
    StageView,
)
from facilitator.ui.facilitating.deeds import Act, Choose, Confirm, Deed, Fill, Refuse, Send, act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.forms.promise import PromiseForm
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import Next, Reopening, StepKind
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice

_TEXT_CELLS = 54
_NONE_OPEN = Refuse("No promise is open. B takes one up again, A adds one.")


def _open(scene: Scene) -> Deed:
    """Ask both teams about the promise at hand."""
    commit = scene.view.stage.about(CommitView)
    if commit is None or commit.at_hand is None:
        return Refuse("No promise is open. A adds one.")
    return open_round(scene, commit.at_hand.id)


def _promise(scene: Scene) -> Deed:
    """Record that both teams have agreed to the promise at hand."""
    at_hand = _at_hand(scene)
    if isinstance(at_hand, Refuse):
        return at_hand
    return _settling(scene, at_hand, agreed=True)


def _leave_out(scene: Scene) -> Deed:
    """Leave the promise at hand out."""
    at_hand = _at_hand(scene)
    if isinstance(at_hand, Refuse):
        return at_hand
    return Confirm(
        "Leave this promise out?",
        _settling(scene, at_hand, agreed=False),
        yes="Leave it out",
        no="Keep it",
        more=f"“{at_hand.text}”\nB takes it up again.",
    )


def _settling(scene: Scene, promise: PromiseView, *, agreed: bool) -> Deed:
    command = SettlePromise(step=scene.step, promise=promise.id, agreed=agreed)
    return Send(command, done="Promised." if agreed else "Left out. B takes it up again.")


def _reword(scene: Scene) -> Deed:
    """Give the promise at hand other words, another day, an owner."""
    at_hand = _at_hand(scene)
    if isinstance(at_hand, Refuse):
        return at_hand
    return Fill(partial(PromiseForm, scene.view, at_hand))


def _add(scene: Scene) -> Deed:
    """Add a promise."""
    commit = _open_here(scene)
    return commit if isinstance(commit, Refuse) else Fill(partial(PromiseForm, scene.view, None))


def _turn(scene: Scene) -> Deed:
    """Turn to another promise that is not settled."""
    commit = _open_here(scene)
    if isinstance(commit, Refuse):
        return commit
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


def _at_hand(scene: Scene) -> PromiseView | Refuse:
    """The open promise that the room is on, or why there is none."""
    commit = _open_here(scene)
    if isinstance(commit, Refuse):
        return commit
    at_hand = commit.at_hand
    return _NONE_OPEN if at_hand is None or at_hand.agreed is not None else at_hand


def _open_here(scene: Scene) -> CommitView | Refuse:
    """The step's promises where they can be acted on, or why they can't."""
    commit = scene.view.stage.about(CommitView)
    if commit is None:
        return Refuse("This step has no promises.")
    if scene.stage is Stage.VOTING:
        return Refuse("The room is being asked. Close the round first.")
    return commit


_AGAIN = again(_open)
_REWORD = act("W", "Reword", "Give the promise at hand other words, a day, an owner.", _reword)
_ADD = act("A", "Add", "Add a promise.", _add)
_LEAVE_OUT = act("L", "Leave out", "Leave the promise at hand out.", _leave_out)
_WHICH = act("M", "Which", "Turn to another promise.", _turn)


def _offered(scene: Scene) -> tuple[Act, ...]:
    commit, upcoming = scene.view.stage.about(CommitView), scene.view.next_action
    if commit is None or scene.stage is Stage.VOTING:
        return ()
    waiting = [each for each in commit.promises if each.agreed is None]
    which = (_WHICH,) if len(waiting) > 1 else ()
    if scene.stage is Stage.SETTLED:
        return (_ADD, *which)
    reword = (_REWORD,) if upcoming is not NextAction.REWORD else ()
    is_again = scene.stage is Stage.REVEALED and upcoming is not NextAction.NEW_ROUND
    asked = (_AGAIN.named("Ask again"),) if is_again else ()
    return (*reword, *asked, _LEAVE_OUT, _ADD, *which)


def _asks(stage: StageView, team: str) -> tuple[Asked, ...]:
    del team
    at_hand = stage.matter.at_hand if isinstance(stage.matter, CommitView) else None
    text = at_hand.text if at_hand else ""
    return (Asked(CONSENT, text, {"yes": YES, "objects": OBJECTION, "stands aside": None}),)


def _reopening(scene: Scene) -> tuple[Reopening, ...]:
    """Take a settled promise up again; of several, the one that is chosen."""
    commit = scene.view.stage.about(CommitView)
    if commit is None or scene.stage is Stage.VOTING:
        return ()
    settled = [each for each in commit.promises if each.agreed is not None]
    if not settled:
        return ()

    def reopened(promise: str) -> Deed:
        return Send(ReopenPromise(step=scene.step, promise=promise))

    if len(settled) == 1:
        choice = Choice("promise", "Take this promise up again", fit(settled[0].text, 52))
        return (Reopening(choice, reopened(settled[0].id)),)
    choice = Choice("promise", "Take a promise up again", "Asks which of them.")
    return (Reopening(choice, _picked("Take up which promise again?", settled, reopened)),)


def _starts(stage: StageView) -> str:
    return "Ask both teams" if stage.named else "Ask the room"


COMMIT = StepKind(
    starts=_starts,
    opens=_open,
    leads={
        NextAction.NEW_ROUND: Next(lambda _: "Ask the room again", _open),
        NextAction.PROMISE: Next(lambda _: "Promise it", _promise),
        NextAction.REWORD: Next(lambda _: "Reword it", _reword),
    },
    acts=(_REWORD, _ADD, _LEAVE_OUT, _WHICH, _AGAIN),
    offered=_offered,
    asks=_asks,
    reopening=_reopening,
)
