"""Kinds of steps on the facilitator's screen: a module a kind, with its keys and its page.

A kind is a :class:`~facilitator.ui.facilitating.steps.kind.StepKind` in a module of its own, and
its line in :data:`KINDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facilitator.domain import views
from facilitator.ui.facilitating import lobby
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.brief import BRIEF
from facilitator.ui.facilitating.steps.close import CLOSE, ended
from facilitator.ui.facilitating.steps.commit import COMMIT
from facilitator.ui.facilitating.steps.follow_up import FOLLOW_UP
from facilitator.ui.facilitating.steps.kind import StepKind
from facilitator.ui.facilitating.steps.rate import RATE
from facilitator.ui.facilitating.steps.shortlist import SHORTLIST
from facilitator.ui.facilitating.steps.task import TASK
from facilitator.ui.ink import Line

KINDS: Mapping[type, StepKind[Any]] = {
    views.TaskView: TASK,
    views.RateView: RATE,
    views.ShortlistView: SHORTLIST,
    views.CommitView: COMMIT,
    views.FollowUpView: FOLLOW_UP,
    views.BriefView: BRIEF,
    views.CloseView: CLOSE,
}
"""By the view that the current step has: every one of :data:`~facilitator.domain.views.Matter`.

Their keys are explained in this order.
"""


def kind_of(matter: views.Matter | None) -> StepKind[Any] | None:
    """The kind of step that the room is on; None while people gather."""
    return None if matter is None else KINDS[type(matter)]


def stage_page(scene: Scene, width: int) -> list[Line]:
    """What the middle of the facilitator's screen shows, in lines of at most ``width`` cells."""
    stage = scene.view.stage
    if stage.stage is views.Stage.ENDED:
        return ended(scene, width)
    kind = kind_of(stage.matter)
    return kind.page(scene, stage.matter, width) if kind else lobby.page(scene, width)
