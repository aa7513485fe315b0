"""The frozen picture of a session that one kind of screen may see.

Blind means blind: before a round is revealed, no picture but the voter's own holds anything of a
ballot beyond that one was cast.
"""

from __future__ import annotations

from facilitator.domain.views.facilitating import (
    Draft,
    FacilitatorView,
    NextAction,
    PersonView,
    TeamInRoom,
    facilitator_view,
)
from facilitator.domain.views.reveal import (
    BallotView,
    ChoiceCount,
    MovementView,
    RevealView,
    TeamCount,
    TurnView,
)
from facilitator.domain.views.stage import (
    Candidate,
    DecisionView,
    OutlineEntry,
    RoundProgress,
    Stage,
    StageView,
    StepHeading,
    StepStatus,
    TaskView,
    TimerView,
    stage_view,
)
from facilitator.domain.views.voting import SeatView, VoterView, voter_view

__all__ = [
    "BallotView",
    "Candidate",
    "ChoiceCount",
    "DecisionView",
    "Draft",
    "FacilitatorView",
    "MovementView",
    "NextAction",
    "OutlineEntry",
    "PersonView",
    "RevealView",
    "RoundProgress",
    "SeatView",
    "Stage",
    "StageView",
    "StepHeading",
    "StepStatus",
    "TaskView",
    "TeamCount",
    "TeamInRoom",
    "TimerView",
    "TurnView",
    "VoterView",
    "facilitator_view",
    "stage_view",
    "voter_view",
]
