"""Statements to rate: the question, how far the room is, and how the ratings fell."""

from __future__ import annotations

from itertools import accumulate

from textual.content import Content

from facilitator.domain.views import RateView, Stage, StageView, StatementResult
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import GAP
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.progress import progress
from facilitator.ui.widgets.bigtype import lettered
from facilitator.ui.widgets.lines import BLANK, Lines, line, paragraph, say

_SHADES = ("$background on $secondary", "$background on $primary")
"""Neighbours are told apart by shade; which they are, their number says."""
_MEDIAN_CELLS = 14


def rating(view: StageView, rate: RateView) -> list[Block]:
    """A rating step at its present stage."""
    ask = text(rate.question, "bold $text", rank=0)
    statements = rows_of([("•", each.text, "") for each in rate.statements], rank=4, extra=True)
    if view.stage is Stage.VOTING:
        return [ask, *progress(view), statements]
    scale = text(_scale(rate), "$text-secondary", most=1, rank=5)
    if view.stage is Stage.REVEALED and rate.results:
        question = text(rate.question, "bold $text", rank=4, most=1)
        return [question, scale, distributions(rate)]
    return [ask, scale, statements]


def _scale(rate: RateView) -> str:
    return " · ".join(f"{number} {label}" for number, label in enumerate(rate.scale, start=1))


def distributions(rate: RateView) -> Block:
    """For each statement how often each rating was given, and the median."""

    def at(rows: int, width: int) -> Lines:
        lines: Lines = []
        for result in rate.results:
            gap = [BLANK] if lines and rows > 1 else []
            lines += [*gap, *_statement(result, rows, width)]
        return lines

    def squeeze(width: int, rows: int) -> Lines:
        lines: Lines = []
        for place, result in enumerate(rate.results):
            drawn = _statement(result, 1, width)
            left = len(rate.results) - place
            if len(lines) + len(drawn) > rows - (left > 1):
                return [*lines, say(f"… and {left} more", "$muted")]
            lines += drawn
        return lines

    return Block(
        (lambda width: at(1, width), lambda width: at(2, width), lambda width: at(3, width)),
        rank=1,
        squeeze=squeeze,
    )


def _statement(result: StatementResult, rows: int, width: int) -> Lines:
    median = "" if result.median is None else f"median {result.median:g}"
    room = width - _MEDIAN_CELLS
    said = paragraph(result.statement.text, room, "bold")
    gap = f"  {GAP.glyph} teams differ" if result.has_gap else ""
    bar = _segments(result, rows, room)
    words = [say(f"  {median}", "bold $accent"), *[BLANK] * (rows - 1)]
    figures = [line(a, b) for a, b in zip(bar, words, strict=True)]
    if gap:
        said[-1] = line(said[-1], say(gap, "$text-warning"))
    return [*said, *figures]


def _segments(result: StatementResult, rows: int, width: int) -> Lines:
    """One bar, cut into the ratings from low to high; each piece says which it is, how often."""
    if result.withheld:
        told = paragraph(withheld_words(result.withheld), width, "$muted")[:1]
        return [*told, *[BLANK] * (rows - 1)]
    total = sum(result.counts)
    if not total:
        return [say("Nobody could say.", "$muted"), *[BLANK] * (rows - 1)]
    pieces = [(n, count) for n, count in enumerate(result.counts, start=1) if count]
    sums = accumulate((count for _, count in pieces), initial=0)
    ends = [round(width * so_far / total) for so_far in sums]
    drawn: list[list[Content]] = [[] for _ in range(rows)]
    for place, (number, count) in enumerate(pieces):
        cells = ends[place + 1] - ends[place]
        style = f"bold {_SHADES[place % 2]}"
        for row, written in enumerate(_label(number, count, cells, rows)):
            drawn[row].append(say(written, style))
    return [line(*row) for row in drawn]


def _label(number: int, count: int, cells: int, rows: int) -> list[str]:
    large = lettered(str(number)) if rows == 3 else None  # noqa: PLR2004 - big type's height
    if large is not None and cells > len(large[0]) + 1:
        return [f" {row}".ljust(cells) for row in large]
    words = f" {number}: {count}×"
    words = words if len(words) < cells else f" {number}"
    blank = [" " * cells] * (rows - 1)
    return [words[:cells].ljust(cells), *blank]
