"""Statements to rate: the question, how far the room is, and how the ratings fell."""

from __future__ import annotations

from functools import partial
from itertools import accumulate, chain

from facilitator.domain.views import RateView, Stage, StageView, StatementResult
from facilitator.domain.words.figures import number
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import GAP
from facilitator.ui import ink
from facilitator.ui.ink import BLANK, Ink, Line, line, padded, paragraph
from facilitator.ui.pieces.bigtype import lettered
from facilitator.ui.pieces.distribution import scale_labels, statement_words
from facilitator.ui.presenting.blocks import LETTER_ROWS, Block, more, rows_of, text
from facilitator.ui.presenting.steps.parts import progress

_SHADES = (Ink.BAND_SECONDARY, Ink.BAND_MINE)
"""Neighbours are told apart by shade; which they are, their number says."""
_MEDIAN_CELLS = 14


def blocks(view: StageView, rate: RateView) -> list[Block]:
    """A rating step at its present stage."""
    ask = text(rate.question, Ink.STRONG, rank=0)
    rows = [("•", statement_words(each), Ink.TEXT) for each in rate.statements]
    statements = rows_of(rows, rank=4, extra=True)
    if view.stage is Stage.VOTING:
        return [ask, *progress(view), statements]
    scale = text(" · ".join(scale_labels(rate.scale)), Ink.SECONDARY, most=1, rank=5)
    if view.stage is Stage.REVEALED and rate.results:
        return [text(rate.question, Ink.STRONG, rank=4, most=1), scale, _distributions(rate)]
    return [ask, scale, statements]


def _distributions(rate: RateView) -> Block:
    """For each statement how often each rating was given, and the median."""

    def draw(rows: int, width: int) -> list[Line]:
        drawn = [_statement(result, rows, width) for result in rate.results]
        return ink.blocks(*drawn) if rows > 1 else list(chain.from_iterable(drawn))

    def squeeze(width: int, rows: int) -> list[Line]:
        lines: list[Line] = []
        for place, result in enumerate(rate.results):
            drawn = _statement(result, 1, width)
            left = len(rate.results) - place
            if len(lines) + len(drawn) > rows - (left > 1):
                return [*lines, more(left)]
            lines += drawn
        return lines

    sizes = tuple(partial(draw, rows) for rows in (1, 2, LETTER_ROWS))
    return Block(sizes, rank=1, squeeze=squeeze)


def _statement(result: StatementResult, rows: int, width: int) -> list[Line]:
    room = width - _MEDIAN_CELLS
    words = paragraph(statement_words(result.statement), room, Ink.STRONG)
    if result.has_gap:
        words[-1] = (*words[-1], (f"  {GAP.glyph} teams differ", Ink.WARN))
    median = "" if result.median is None else f"  median {number(result.median)}"
    first, *others = _segments(result, rows, room)
    return [*words, (*padded(first, room), (median, Ink.ACCENT)), *others]


def _segments(result: StatementResult, rows: int, width: int) -> list[Line]:
    """One bar, cut into the ratings from low to high; each piece says which it is, how often."""
    blank = [BLANK] * (rows - 1)
    total = sum(result.counts)
    if result.withheld:
        return [*paragraph(withheld_words(result.withheld), width, Ink.MUTED)[:1], *blank]
    if not total:
        return [line("Nobody could say.", Ink.MUTED), *blank]
    pieces = [(n, count) for n, count in enumerate(result.counts, start=1) if count]
    sums = accumulate((count for _, count in pieces), initial=0)
    ends = [round(width * so_far / total) for so_far in sums]
    drawn: list[Line] = [BLANK] * rows
    for place, (rating, count) in enumerate(pieces):
        label = _label(rating, count, ends[place + 1] - ends[place], rows)
        shade = _SHADES[place % 2]
        drawn = [(*row, (words, shade)) for row, words in zip(drawn, label, strict=True)]
    return drawn


def _label(rating: int, count: int, cells: int, rows: int) -> list[str]:
    large = lettered(str(rating)) if rows == LETTER_ROWS else None
    if large is not None and cells > len(large[0]) + 1:
        return [f" {row}".ljust(cells) for row in large]
    words = f" {rating}: {count}×"
    words = words if len(words) < cells else f" {rating}"
    return [words[:cells].ljust(cells), *[" " * cells] * (rows - 1)]
