"""The page of the facilitator's stage: one module a kind of step, and this registry of them.

Pure functions from frozen views to lines of ink.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import (
    BriefView,
    CloseView,
    CommitView,
    FacilitatorView,
    FollowUpView,
    RateView,
    ShortlistView,
    Stage,
    TaskView,
)
from facilitator.live.ports import ServerStatus
from facilitator.ui.facilitating.pages import (
    brief,
    close,
    commit,
    follow_up,
    lobby,
    rate,
    shortlist,
    task,
)
from facilitator.ui.ink import Line


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a page is drawn from.

    ``looked_at`` is an earlier round's number, None for the newest; ``statuses`` are those chosen
    here of what was said of earlier promises; ``log_path`` is where the decision log lies, and
    ``log_trouble`` why it does not.
    """

    view: FacilitatorView
    server: ServerStatus
    looked_at: int | None = None
    statuses: Mapping[str, CommitmentStatus] = field(default_factory=dict)
    log_path: str = ""
    log_trouble: str = ""


def stage_page(shown: Shown, width: int) -> list[Line]:
    """What the middle of the facilitator's screen shows, in lines of at most ``width`` cells."""
    if shown.view.stage.stage is Stage.ENDED:
        return close.ended(shown.view, shown.log_path, shown.log_trouble, width)
    return _step_page(shown, width)


def _step_page(shown: Shown, width: int) -> list[Line]:
    view = shown.view
    match view.stage.matter:
        case None:
            return lobby.page(view, shown.server, width)
        case BriefView() as matter:
            return brief.page(view, matter, width)
        case FollowUpView() as matter:
            return follow_up.page(view, matter, shown.statuses, width)
        case RateView() as matter:
            return rate.page(view, matter, width)
        case ShortlistView() as matter:
            return shortlist.page(view, matter, width)
        case TaskView() as matter:
            return task.page(view, matter, shown.looked_at, width)
        case CommitView() as matter:
            return commit.page(view, matter, width)
        case CloseView() as matter:
            return close.page(view, matter, width)
        case _ as matter:
            assert_never(matter)
