"""The decision in force on the task at hand, and whether the blind vote still holds it."""

from __future__ import annotations

from facilitator.domain.views import StageView, Standing
from facilitator.domain.words.sentences import in_force_sentence
from facilitator.domain.words.signs import STANDING_SIGNS
from facilitator.ui.widgets.lines import Lines, paragraph

_COLOURS = {
    Standing.HELD: "$text-success",
    Standing.WAVERING: "$text-warning",
    Standing.DRIFTED: "$text-error",
    None: "$text-secondary",
}


def in_force_lines(stage: StageView, width: int) -> Lines:
    """One sentence, with a sign before it; nothing where no decision is in force."""
    held = stage.in_force
    if held is None:
        return []
    sign, colour = STANDING_SIGNS[held.standing], _COLOURS[held.standing]
    return paragraph(in_force_sentence(held), width, colour, first=f"{sign.glyph} ")
