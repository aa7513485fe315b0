"""A brief: its text, as large as it fits."""

from __future__ import annotations

from itertools import pairwise

from textual.content import Content

from facilitator.domain.views import StageView
from facilitator.ui.presenting.blocks import MOST_LETTERED, Block, Draw
from facilitator.ui.widgets.bigtype import GLYPH_CELLS, lettered
from facilitator.ui.widgets.lines import BLANK, Lines, line, say
from facilitator.ui.widgets.prose import prose

_LONGEST_LINE = 96
"""Cells beyond which a line of ordinary type is hard to read."""


def brief(view: StageView) -> list[Block]:
    """The text that the room reads or hears."""
    return [markdown(view.text)]


def markdown(words: str, *, rank: int = 5, extra: bool = False) -> Block:
    """Markdown in ordinary or in big type."""

    def plain(width: int) -> Lines:
        return list(prose(words, min(width, _LONGEST_LINE)))

    def at(scale: int) -> Draw:
        return lambda width: _large(words, width, scale)

    def squeeze(width: int, rows: int) -> Lines:
        return [*plain(width)[: max(0, rows - 1)], say("…", "$muted")]

    return Block((plain, at(1), at(2)), rank, 1, extra, squeeze)


def _large(words: str, width: int, scale: int) -> Lines | None:
    if len(words) > 2 * MOST_LETTERED:
        return None
    lines: Lines = []
    for row in prose(words, (width + 1) // (GLYPH_CELLS * scale)):
        if not row.plain.strip():
            lines += [BLANK] * scale * 2
            continue
        drawn = _lettered(row, scale)
        if drawn is None:
            return None
        lines += [*([BLANK] * scale if lines and lines[-1] is not BLANK else []), *drawn]
    return lines


def _lettered(row: Content, scale: int) -> Lines | None:
    """One line in big type, each piece in its own style."""
    pieces = [(row.plain[start:end], style) for start, end, style in _runs(row)]
    drawn = [lettered(piece, scale) for piece, _ in pieces]
    if any(each is None for each in drawn):
        return None
    gap = " " * scale
    rows = [each for each in drawn if each is not None]
    return [
        line(
            *(say(f"{each[n]}{gap}", style) for each, (_, style) in zip(rows, pieces, strict=True))
        )
        for n in range(3 * scale)
    ]


def _runs(row: Content) -> list[tuple[int, int, str]]:
    """Where the styles of a line change, and what they are in between."""
    ends = {end for span in row.spans for end in (span.start, span.end)}
    cuts = sorted({0, len(row.plain), *ends})
    return [
        (start, end, " ".join(str(s.style) for s in row.spans if s.start <= start and end <= s.end))
        for start, end in pairwise(cuts)
    ]
