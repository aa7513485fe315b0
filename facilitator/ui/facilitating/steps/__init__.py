"""Kinds of steps on the facilitator's screen: a module each, and which one the room is on."""

from __future__ import annotations

from typing import assert_never

from facilitator.domain.views import (
    BriefView,
    CloseView,
    CommitView,
    FollowUpView,
    Matter,
    RateView,
    ShortlistView,
    TaskView,
)
from facilitator.ui.facilitating.steps.brief import BRIEF
from facilitator.ui.facilitating.steps.close import CLOSE
from facilitator.ui.facilitating.steps.commit import COMMIT
from facilitator.ui.facilitating.steps.follow_up import FOLLOW_UP
from facilitator.ui.facilitating.steps.kind import StepKind
from facilitator.ui.facilitating.steps.rate import RATE
from facilitator.ui.facilitating.steps.shortlist import SHORTLIST
from facilitator.ui.facilitating.steps.task import TASK

KINDS = (TASK, RATE, SHORTLIST, COMMIT, FOLLOW_UP, BRIEF, CLOSE)


def kind_of(matter: Matter | None) -> StepKind | None:
    """The kind of step that the room is on; None while people gather."""
    match matter:
        case None:
            return None
        case BriefView():
            return BRIEF
        case FollowUpView():
            return FOLLOW_UP
        case RateView():
            return RATE
        case ShortlistView():
            return SHORTLIST
        case TaskView():
            return TASK
        case CommitView():
            return COMMIT
        case CloseView():
            return CLOSE
        case _:
            assert_never(matter)
