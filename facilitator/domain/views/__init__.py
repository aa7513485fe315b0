"""The frozen picture of a session that one kind of screen may see.

Blind means blind: before a round is revealed, no picture but the voter's own holds anything of a
ballot beyond that one was cast.
"""

from __future__ import annotations

from facilitator.domain.steps import Matter
from facilitator.domain.steps.brief import BriefView
from facilitator.domain.steps.close import ChangeView, CloseView, PlanView, SinceView, StandingView
from facilitator.domain.steps.commit import CommitView, ConsentView, PromiseView
from facilitator.domain.steps.follow_up import DueView, FollowUpView, OwedView, Place
from facilitator.domain.steps.kind import NextAction, Stage
from facilitator.domain.steps.rate import RateView, StatementResult, StatementView
from facilitator.domain.steps.shortlist import OfferView, RankedView, ShortlistView
from facilitator.domain.steps.task import DecisionView, TaskView
from facilitator.domain.views.facilitating import (
    Draft,
    FacilitatorView,
    PersonView,
    TeamInRoom,
    facilitator_view,
)
from facilitator.domain.views.reveal import BallotView, ChoiceCount, RevealView, TeamCount
from facilitator.domain.views.stage import (
    InForceView,
    OutlineEntry,
    RoundProgress,
    StageView,
    Standing,
    StepStatus,
    WordView,
    stage_view,
)
from facilitator.domain.views.voting import VoterView, voter_view
