"""A shortlist on the facilitator's screen: dots handed out, tasks taken by them or otherwise."""

from __future__ import annotations

from functools import partial

from facilitator.domain.commands import ReopenShortlist, SettleShortlist
from facilitator.domain.views import FacilitatorView, NextAction, ShortlistView, Stage, StageView
from facilitator.domain.words.figures import counted
from facilitator.ui.facilitating.agenda import SKIP
from facilitator.ui.facilitating.deeds import Act, Deed, Do, Fill, Refuse, Send, act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.forms.overrule import OverruleForm
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import Next, Reopening, StepKind
from facilitator.ui.widgets.dialogs import Choice


def _take(scene: Scene) -> Deed:
    """Take the tasks that the dots chose; where they may not, ask which."""
    shortlist = scene.view.stage.about(ShortlistView)
    if shortlist is None:
        return Do.NOTHING
    if shortlist.withheld:
        return _overrule(scene)
    taken = tuple(each.task for each in shortlist.ranked if each.by_dots)
    return Send(SettleShortlist(step=scene.step, taken=taken), done="Taken.")


def _take_label(view: FacilitatorView) -> str:
    shortlist = view.stage.about(ShortlistView)
    if shortlist and shortlist.withheld:
        return "Choose the tasks"
    number = sum(each.by_dots for each in shortlist.ranked) if shortlist else 0
    return "Take this one" if number == 1 else f"Take these {number}"


def _overrule(scene: Scene) -> Deed:
    """Take other tasks than the dots chose."""
    shortlist = scene.view.stage.about(ShortlistView)
    if shortlist is None:
        return Refuse("Only a shortlist can be overruled.")
    if scene.stage is Stage.SETTLED:
        return Refuse("The tasks are chosen. B reopens the choice.")
    if scene.stage is not Stage.REVEALED:
        return Refuse("Dots first: what they say can be overruled after the reveal.")
    return Fill(partial(OverruleForm, scene.step, shortlist), done="Taken.")


_AGAIN = again(open_round, "Hand out dots again?")
_OVERRULE = act("O", "Overrule", "Take other tasks than the dots chose, and say why.", _overrule)


def _offered(scene: Scene) -> tuple[Act, ...]:
    shortlist = scene.view.stage.about(ShortlistView)
    match scene.stage:
        case Stage.READY:
            return (SKIP,)
        case Stage.REVEALED:
            overrule = () if shortlist and shortlist.withheld else (_OVERRULE,)
            return (*overrule, _AGAIN.named("Dots again"))
        case _:
            return ()


def _asks(stage: StageView, team: str) -> tuple[Asked, ...]:
    del team
    if not isinstance(stage.matter, ShortlistView):
        return ()
    words = {counted(n, "dot"): n for n in range(1, stage.matter.dots + 1)}
    return tuple(Asked(each.task, each.title, words) for each in stage.matter.offers)


def _reopening(scene: Scene) -> tuple[Reopening, ...]:
    """Choose again; the dots stay, so nothing is asked."""
    shortlist = scene.view.stage.about(ShortlistView)
    if shortlist is None or not shortlist.settled:
        return ()
    deed = Send(ReopenShortlist(step=scene.step), done="The choice is open again; the dots stay.")
    choice = Choice("shortlist", "Choose the tasks again", "The dots stay as they fell.")
    return (Reopening(choice, deed),)


SHORTLIST = StepKind(
    starts=lambda _: "Hand out dots",
    opens=open_round,
    leads={NextAction.TAKE: Next(_take_label, _take)},
    acts=(_OVERRULE, _AGAIN),
    offered=_offered,
    did=("placed dots", "placed"),
    asks=_asks,
    reopening=_reopening,
)
