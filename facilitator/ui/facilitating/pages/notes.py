"""What stands on top of a step's page, and the notes that are for the facilitator alone."""

from __future__ import annotations

from facilitator.domain.views import FacilitatorView
from facilitator.ui.ink import BLANK, Ink, Line, paragraph

_SAY = "Say:"


def title(view: FacilitatorView, width: int) -> list[Line]:
    """What the step is called."""
    step = view.stage.step
    return paragraph(step.title if step else view.stage.title, width, Ink.STRONG)


def notes(view: FacilitatorView, width: int) -> list[Line]:
    """Words to say, and what else to do.

    Each line of the notes stands for itself: those that begin with "Say:" are to be said aloud.
    """
    lines: list[Line] = []
    for each in filter(None, map(str.strip, view.notes.splitlines())):
        if each.startswith(_SAY):
            words = each.removeprefix(_SAY).strip()
            lines += paragraph(words, width, Ink.SPOKEN, first=f"{_SAY} ")
        else:
            lines += paragraph(each, width, Ink.MUTED, first="" if lines else "Note: ", rest="")
    return [BLANK, *lines] if lines else []
