"""What the wall shows of each kind of step: one module a kind, and this registry of them."""

from __future__ import annotations

from typing import assert_never

from facilitator.domain.views import (
    BriefView,
    CloseView,
    CommitView,
    FollowUpView,
    RateView,
    ShortlistView,
    Stage,
    StageView,
    TaskView,
)
from facilitator.ui.presenting.blocks import Block
from facilitator.ui.presenting.steps import (
    brief,
    close,
    commit,
    follow_up,
    gathering,
    rate,
    shortlist,
    task,
)


def step_blocks(view: StageView) -> list[Block]:
    """The matter at hand, from what matters most."""
    return close.ended(view) if view.stage is Stage.ENDED else _of_its_kind(view)


def _of_its_kind(view: StageView) -> list[Block]:
    match view.matter:
        case None:
            return [gathering.here(view), gathering.agenda(view)]
        case BriefView() as matter:
            return brief.blocks(matter)
        case FollowUpView() as matter:
            return follow_up.blocks(view, matter)
        case RateView() as matter:
            return rate.blocks(view, matter)
        case ShortlistView() as matter:
            return shortlist.blocks(view, matter)
        case TaskView() as matter:
            return task.blocks(view, matter)
        case CommitView() as matter:
            return commit.blocks(view, matter)
        case CloseView() as matter:
            return close.blocks(view, matter)
        case _ as matter:
            assert_never(matter)
