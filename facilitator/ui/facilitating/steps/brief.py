"""A brief on the facilitator's screen: something to read or say before going on."""

from __future__ import annotations

from facilitator.domain.views import BriefView
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import StepKind, notes, title
from facilitator.ui.ink import BLANK, Line
from facilitator.ui.pieces.markdown import markdown_lines


def _page(scene: Scene, brief: BriefView, width: int) -> list[Line]:
    """The text, below the notes."""
    text = markdown_lines(brief.text, width)
    return [*title(scene.view, width), *notes(scene.view, width), BLANK, *text]


BRIEF = StepKind(page=_page)
