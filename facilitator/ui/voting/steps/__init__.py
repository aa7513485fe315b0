"""What voters see and press in each kind of step: a module a kind, and what they share.

A kind is a :class:`~facilitator.ui.voting.steps.kind.StepKind` in a module of its own, and its line
in :data:`KINDS`. Nothing outside asks which kind a step is of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from facilitator.domain import views
from facilitator.ui.voting.steps.brief import BRIEF
from facilitator.ui.voting.steps.close import CLOSE
from facilitator.ui.voting.steps.commit import COMMIT
from facilitator.ui.voting.steps.follow_up import FOLLOW_UP
from facilitator.ui.voting.steps.kind import StepKind
from facilitator.ui.voting.steps.rate import RATE
from facilitator.ui.voting.steps.shortlist import SHORTLIST
from facilitator.ui.voting.steps.task import TASK

KINDS: Mapping[type, StepKind[Any]] = {
    views.BriefView: BRIEF,
    views.FollowUpView: FOLLOW_UP,
    views.RateView: RATE,
    views.ShortlistView: SHORTLIST,
    views.TaskView: TASK,
    views.CommitView: COMMIT,
    views.CloseView: CLOSE,
}
"""By the view that the current step has: every one of :data:`~facilitator.domain.views.Matter`."""


def kind_of(matter: views.Matter) -> StepKind[Any]:
    """The kind of the step that this is about."""
    return KINDS[type(matter)]
