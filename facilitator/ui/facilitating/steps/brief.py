"""A brief on the facilitator's screen: something to read or say before going on."""

from __future__ import annotations

from facilitator.ui.facilitating.rounds import NO_VOTE
from facilitator.ui.facilitating.steps.kind import StepKind

BRIEF = StepKind(
    starts=lambda _: "",
    opens=lambda _: NO_VOTE,
)
