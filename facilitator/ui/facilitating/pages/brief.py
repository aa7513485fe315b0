"""A step to read or say."""

from __future__ import annotations

from facilitator.domain.views import BriefView, FacilitatorView
from facilitator.ui.facilitating.pages.notes import notes, title
from facilitator.ui.ink import BLANK, Line
from facilitator.ui.pieces.markdown import markdown_lines


def page(view: FacilitatorView, brief: BriefView, width: int) -> list[Line]:
    """The text, below the notes."""
    return [
        *title(view, width),
        *notes(view, width),
        BLANK,
        *markdown_lines(brief.text, width),
    ]
