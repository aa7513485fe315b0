"""An open round: how many have answered; never what, nor who has not."""

from __future__ import annotations

from facilitator.domain.views import RoundProgress, StageView
from facilitator.ui.ink import Ink
from facilitator.ui.pieces.progress import (
    answered_figure,
    is_complete,
    nobody_asked,
    progress_track,
    round_label,
)
from facilitator.ui.presenting.blocks import Block, Enlarged, text

_THICK = (1, 2, 4)
"""Rows of the bar at each of its sizes."""


def progress(view: StageView) -> list[Block]:
    """How many have answered: the figure, and a bar; what else is said of the round."""
    held = view.round
    if held is None:
        return []
    if not held.eligible:
        return [text(nobody_asked(view), Ink.WARN, most=1, rank=1)]
    label = round_label(view, held.number)
    about = f"{label} · blind until the reveal, then {'with' if view.named else 'without'} names"
    return [
        text(answered_figure(view, held), Ink.GOOD if is_complete(held) else Ink.MINE, rank=1),
        Block(tuple(_bar(held, rows) for rows in _THICK), rank=2),
        text(about, Ink.MUTED, most=1, rank=6, in_one_line=True),
    ]


def _bar(held: RoundProgress, rows: int) -> Enlarged:
    return lambda width: [progress_track(held, width)] * rows
