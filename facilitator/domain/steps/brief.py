"""Something to read or say before going on."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import PageBlock, StepBase
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import Stage, StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(StepBase):
    """Something to read or say before going on. ``text`` is Markdown."""

    text: PageBlock


@dataclass(frozen=True, slots=True)
class BriefView:
    """Something to read or say before going on. ``text`` is Markdown."""

    text: str


class BriefKind(StepKind[Brief, BriefView]):
    """Nothing is asked in a brief."""

    word = "brief"
    unasked = Stage.BRIEF

    def view(self, _state: Session, step: Brief) -> BriefView:
        """The text."""
        return BriefView(step.text)

    def flaw_of_opening(self, _state: Session, _step: Brief, _about: str) -> str:
        """There is never a round."""
        return "This step has no vote."
