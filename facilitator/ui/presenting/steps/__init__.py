"""What the wall shows of each kind of step: and this registry of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from facilitator.domain import views
from facilitator.ui.presenting.blocks import Block
from facilitator.ui.presenting.steps import close, parts, promises, rate, shortlist, task

KINDS: Mapping[type, Callable[[views.StageView, Any], list[Block]]] = {
    views.BriefView: lambda _, brief: [parts.markdown(brief.text)],
    views.FollowUpView: promises.follow_up,
    views.RateView: rate.blocks,
    views.ShortlistView: shortlist.blocks,
    views.TaskView: task.blocks,
    views.CommitView: promises.commit,
    views.CloseView: close.blocks,
}
"""By the view that the current step has: every one of :data:`~facilitator.domain.views.Matter`."""


def step_blocks(view: views.StageView) -> list[Block]:
    """The matter at hand, from what matters most."""
    if view.stage is views.Stage.ENDED:
        return close.ended(view)
    if view.matter is None:
        return [parts.here(view), parts.agenda(view)]
    return KINDS[type(view.matter)](view, view.matter)
