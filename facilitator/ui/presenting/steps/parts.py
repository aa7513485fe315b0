"""Parts of the wall that several kinds of step show: a text, how far the round is, the agenda."""

from __future__ import annotations

from facilitator.domain.views import OutlineEntry, RoundProgress, StageView, StepStatus
from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.ink import Ink, Line, line
from facilitator.ui.pieces import progress as rounds
from facilitator.ui.pieces.markdown import markdown_lines
from facilitator.ui.presenting.blocks import Block, Enlarged, piece, rows_of, text

_LONGEST_LINE = 96
"""Cells beyond which a line of ordinary type is hard to read."""
_THICK = (1, 2, 4)
"""Rows of the bar at each of its sizes."""


def markdown(words: str, *, rank: int = 5, extra: bool = False) -> Block:
    """Markdown in ordinary or in big type."""

    def draw(width: int) -> list[Line]:
        return list(markdown_lines(words, min(width, _LONGEST_LINE)))

    def squeeze(width: int, rows: int) -> list[Line]:
        return [*draw(width)[: max(0, rows - 1)], line("…", Ink.MUTED)]

    return piece(draw, rank=rank, extra=extra, squeeze=squeeze)


def progress(view: StageView) -> list[Block]:
    """How many have answered: the figure, and a bar; what else is said of the round."""
    held = view.round
    if held is None:
        return []
    if not held.eligible:
        return [text(rounds.nobody_asked(view), Ink.WARN, most=1, rank=1)]
    label = rounds.round_label(view, held.number)
    about = f"{label} · blind until the reveal, then {'with' if view.named else 'without'} names"
    ink = Ink.GOOD if rounds.is_complete(held) else Ink.MINE
    return [
        text(rounds.answered_figure(view, held), ink, rank=1),
        Block(tuple(_bar(held, rows) for rows in _THICK), rank=2),
        text(about, Ink.MUTED, most=1, rank=6, in_one_line=True),
    ]


def _bar(held: RoundProgress, rows: int) -> Enlarged:
    return lambda width: [rounds.progress_track(held, width)] * rows


def here(view: StageView) -> Block:
    """How many have come."""
    words = f"{counted(view.here, 'person', 'people')} here" if view.here else "Nobody here yet"
    return text(words, Ink.STRONG, most=1, rank=4)


def step_glyph(entry: OutlineEntry) -> str:
    """A step's sign; those to come have one, too, so that they are seen from afar."""
    return "·" if entry.status is StepStatus.AHEAD else STEP_SIGNS[entry.status].glyph


def agenda(view: StageView, *, extra: bool = False, gap: int = 1) -> Block:
    """Every step with its sign."""
    current = next((n for n, each in enumerate(view.outline) if each.is_current), 0)
    entries = [
        (step_glyph(entry), entry.title, Ink.ACCENT if entry.is_current else Ink.TEXT)
        for entry in view.outline
    ]
    return rows_of(entries, rank=5, gap=gap, extra=extra, at=current)
