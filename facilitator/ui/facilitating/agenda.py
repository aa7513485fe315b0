"""The agenda as it is followed: steps entered, passed over and moved, tasks added, items parked."""

from __future__ import annotations

from functools import partial

from facilitator.domain.commands import EnterStep, MoveStep, ParkItem
from facilitator.domain.state import ParkedItem
from facilitator.domain.views import Stage
from facilitator.ui.facilitating import deeds
from facilitator.ui.facilitating.forms.agenda import AddForm, MergeForm
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice

_TITLE_CELLS = 48
_TEXT_CELLS = 54
_TYPED = "typed"
NOT_AHEAD = deeds.Refuse("Only a step that was not reached yet can be moved.")


def enter(scene: Scene, step: str) -> deeds.Send:
    """Go to a step."""
    return deeds.Send(EnterStep(step=step), done="Moved on." if scene.step else "")


def pass_over(scene: Scene) -> deeds.Deed:
    """Go on from a step in which nothing was asked yet; it is just left."""
    view = scene.view
    if view.stage.step is None or scene.stage not in (Stage.READY, Stage.CLOSING):
        return deeds.Refuse("Only a step in which nothing was asked yet can be skipped.")
    if view.next_step is None:
        return deeds.Refuse("This is the last step. E ends the workshop.")
    return deeds.Confirm(
        f"Go on without “{fit(view.stage.step.title, _TITLE_CELLS)}”?",
        enter(scene, view.next_step[0]),
        yes="Go on",
        no="Stay here",
        more="G comes back to it at any time.",
    )


SKIP = deeds.act("S", "Skip", "Leave a step out; only before anything was asked.", pass_over)


def move(scene: Scene, step: str, by: int) -> deeds.Deed:
    """Take a step that was not reached yet earlier (−1) or later (1) among its like."""
    ahead = [each for each, _ in scene.view.ahead]
    if step not in ahead:
        return NOT_AHEAD
    place = ahead.index(step) + by
    if not 0 <= place < len(ahead):
        return deeds.Refuse("It is the first of them." if by < 0 else "It is the last.")
    after = place + (1 if by > 0 else 0)
    before = ahead[after] if after < len(ahead) else None
    return deeds.Send(MoveStep(step=step, before=before), done="Moved.")


def park(scene: Scene) -> deeds.Deed:
    """Ask for a line and set it aside."""
    del scene
    return deeds.Write(
        "Park for later", "Park it", lambda text: deeds.Send(ParkItem(text=text), done="Parked.")
    )


def add(scene: Scene) -> deeds.Deed:
    """Add a task: a new one, or one made of a parked item where there are any."""
    parked = {str(item.number): item for item in scene.view.parked}
    if scene.stage is Stage.ENDED:
        return deeds.Do.NOTHING
    if not parked:
        return make_task(scene, None)
    choices = [Choice(_TYPED, "A new task", "Type what it is.")]
    choices += [Choice(key, fit(item.text, _TEXT_CELLS)) for key, item in parked.items()]
    return deeds.Choose("Make a task of:", choices, lambda key: make_task(scene, parked.get(key)))


ADD_TASK = deeds.act(
    "A",
    "Add task",
    "Add a task to today's agenda, typed or made of a parked item; among promises in the room: R.",
    add,
)


def make_task(scene: Scene, item: ParkedItem | None) -> deeds.Deed:
    """Add a task, made of a parked item if there is one."""
    return deeds.Fill(partial(AddForm, scene.view, item), done="Added to today's agenda.")


def merge(scene: Scene, item: ParkedItem) -> deeds.Deed:
    """Make one parked item of this one and others that say the same."""
    parked = scene.view.parked
    if len(parked) == 1:
        return deeds.Refuse("There is no other parked item to merge this one with.")
    return deeds.Fill(partial(MergeForm, parked, item), done="Merged.")
