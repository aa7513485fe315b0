"""Something to read, or to talk about: no round is held."""

from __future__ import annotations

from facilitator.domain.views import BriefView, Stage
from facilitator.ui.ink import Ink, blocks, line, paragraph, plain
from facilitator.ui.pieces.markdown import markdown_lines
from facilitator.ui.voting.steps.kind import TEXT_WIDTH, Page, Picture, StepKind


def page(brief: BriefView, picture: Picture, width: int) -> Page:
    """The text, below the step's title where it doesn't begin with that itself."""
    text = list(markdown_lines(brief.text, min(width, TEXT_WIDTH)))
    says_title = bool(text) and plain(text[0]).strip().casefold() == picture.title.casefold()
    ahead = [line("The facilitator leads through this step.", Ink.MUTED)]
    return Page(
        main=blocks(
            [] if says_title else paragraph(picture.title, width, Ink.STRONG), text or ahead
        ),
        status="Nothing to press here: listen, read, speak.",
    )


BRIEF: StepKind[BriefView] = StepKind(
    page,
    words={
        Stage.BRIEF: "Something to read or to talk about. There is no vote in this step.",
    },
)
