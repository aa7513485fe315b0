"""A brief: its text, as large as it fits."""

from __future__ import annotations

from facilitator.domain.views import BriefView
from facilitator.ui.ink import Ink, Line, line
from facilitator.ui.pieces.markdown import markdown_lines
from facilitator.ui.presenting.blocks import Block, piece

_LONGEST_LINE = 96
"""Cells beyond which a line of ordinary type is hard to read."""


def blocks(brief: BriefView) -> list[Block]:
    """The text that the room reads or hears."""
    return [markdown(brief.text)]


def markdown(words: str, *, rank: int = 5, extra: bool = False) -> Block:
    """Markdown in ordinary or in big type."""

    def draw(width: int) -> list[Line]:
        return list(markdown_lines(words, min(width, _LONGEST_LINE)))

    def squeeze(width: int, rows: int) -> list[Line]:
        return [*draw(width)[: max(0, rows - 1)], line("…", Ink.MUTED)]

    return piece(draw, rank=rank, extra=extra, squeeze=squeeze)
