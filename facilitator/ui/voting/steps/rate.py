"""Statements to rate: what is coming, one at a time, and how the room rated them."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.domain.coverage import Coverage
from facilitator.domain.marks import Mark
from facilitator.domain.views import RateView, Stage, StatementResult
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.sentences import FROM_THREE_ON, withheld_words
from facilitator.ui.ink import BLANK, Ink, Line, fitted, line, padded, paragraph, width_of
from facilitator.ui.text import cells, fit
from facilitator.ui.voting.drawing.page import Page, blocks, sides
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.drawing.welcome import TEXT_WIDTH
from facilitator.ui.voting.steps.asked import about, questions_of_rate
from facilitator.ui.voting.steps.questions import Hand, asking, option

HALF = 0.5
NUMBERED = 4
"""Cells of a statement's number, with the space behind."""
CANT_SAY = ("C", "Can't say")
BAR = 20
"""Cells of the bar that shows how well a task is covered."""


def page(subject: Subject, hand: Hand, width: int) -> Page:
    """The statements, as the stage has them."""
    rate = subject.rate
    if rate is None:
        return Page()
    if subject.stage is Stage.REVEALED:
        return _revealed(subject, rate, width)
    if subject.stage is Stage.VOTING and subject.asked:
        return asking(subject, hand, questions_of_rate(rate), width, "rating closes")
    status = "Rating is open. You watch, without a vote."
    if subject.stage is not Stage.VOTING:
        status = "Rating has not begun. Read the statements; the facilitator opens it."
    return _ahead(rate, status, width)


def _ahead(rate: RateView, status: str, width: int) -> Page:
    """The statements and the scale, to read beforehand."""
    left, right = sides(width)
    count = counted(len(rate.statements), "statement")
    scale = [
        row
        for key, label in (*((str(n), each) for n, each in enumerate(rate.scale, 1)), CANT_SAY)
        for row in option(key, label, "", right)
    ]
    rows: list[Line] = []
    for number, each in enumerate(rate.statements, 1):
        rows += _numbered(number, each.text, left, Ink.TEXT)
    return Page(
        main=[BLANK, *blocks(paragraph(rate.question, left, Ink.STRONG), rows)],
        side=[BLANK, *paragraph(f"{count}, one key for each", right, Ink.MUTED), BLANK, *scale],
        status=status,
    )


def _numbered(number: int, text: str, width: int, ink: str) -> list[Line]:
    first, *rest = paragraph(text, width - NUMBERED, ink)
    indent = ((" " * NUMBERED, Ink.TEXT),)
    return [((f"{number:>2}  ", Ink.MUTED), *first), *((*indent, *row) for row in rest)]


def _revealed(subject: Subject, rate: RateView, width: int) -> Page:
    own = dict(subject.marks)
    is_few = all(result.withheld for result in rate.results)
    gaps = sum(result.has_gap for result in rate.results)
    verb = "is" if gaps == 1 else "are"
    told = f"≠ {gaps} of {counted(len(rate.results), 'statement')} {verb} seen differently by teams"
    return Page(
        main=blocks(
            [
                *paragraph(rate.question, width, Ink.STRONG),
                *_legend(rate.scale, width),
                *([line(told, Ink.WARN)] if gaps else []),
                *(paragraph(f"Too few have rated. {FROM_THREE_ON}", width) if is_few else []),
            ],
            *(
                _result(number, result, rate.scale, own.get(result.statement.id), width)
                for number, result in enumerate(rate.results, 1)
            ),
            _coverage(rate.coverage, width),
        ),
        status="Rating is closed. Talk it over; the facilitator takes it on from here.",
    )


def _legend(scale: tuple[str, ...], width: int) -> list[Line]:
    """The scale in as few lines as it takes, no label broken that need not be."""
    rows = [""]
    for number, label in enumerate(scale, 1):
        joined = f"{rows[-1]} · {number} {label}" if rows[-1] else f"{number} {label}"
        if cells(joined) <= width:
            rows[-1] = joined
        else:
            rows.append(f"{number} {label}")
    return [part for row in rows for part in paragraph(row, width, Ink.MUTED)]


def _result(
    number: int, result: StatementResult, scale: tuple[str, ...], own: Mark | None, width: int
) -> list[Line]:
    """One statement: how the answers spread, their middle, and what the teams see differently."""
    room = min(width, TEXT_WIDTH) - NUMBERED
    under = [
        *(paragraph(about(result.statement), room, Ink.MUTED) if result.statement.about else []),
        *_figures(result, scale, own, (width - NUMBERED, room)),
    ]
    indent = ((" " * NUMBERED, Ink.TEXT),)
    text = _numbered(number, result.statement.text, min(width, TEXT_WIDTH), Ink.STRONG)
    return [*text, *((*indent, *row) for row in under)]


def _figures(
    result: StatementResult, scale: tuple[str, ...], own: Mark | None, sizes: tuple[int, int]
) -> list[Line]:
    """What is told of a statement's ratings; where that is nothing, how many there were."""
    width, room = sizes
    if result.withheld:
        return paragraph(withheld_words(result.withheld), room, Ink.MUTED)
    return [
        _counts(result, own.value if own else None, width),
        *paragraph(_middle(result, scale), room, Ink.MUTED),
        *([line("▸ You: can't say", Ink.MINE)] if own and own.value is None else []),
        *(paragraph(_gap(result, scale), room, Ink.WARN) if result.has_gap else []),
    ]


def _counts(result: StatementResult, own: int | None, width: int) -> Line:
    """How many chose each category, in one row; one's own has the sign."""
    most = max(result.counts, default=0)
    column = min(15, width // max(1, len(result.counts)))
    bar = max(1, column - 6)
    spans: list[tuple[str, str]] = []
    for number, count in enumerate(result.counts, 1):
        is_own = number == own
        size = min(count, bar) if most <= bar else max(1, round(bar * count / most))
        cell: Line = (
            ("▸" if is_own else " ", Ink.MINE),
            (f"{number} ", Ink.MINE if is_own else Ink.MUTED),
            ("█" * size if count else "", Ink.BAR),
            (f" {count}" if count else "·", Ink.STRONG if count else Ink.RULE),
        )
        spans += [*cell, (" " * max(0, column - width_of(cell)), Ink.TEXT)]
    return fitted(tuple(spans), width)


def _middle(result: StatementResult, scale: tuple[str, ...]) -> str:
    parts = [
        "Nobody rated it" if result.median is None else f"Median: {said(result.median, scale)}"
    ]
    if result.cant_say:
        parts.append(f"{result.cant_say} can't say")
    if result.silent:
        parts.append(f"{result.silent} without an answer")
    return " · ".join(parts)


def said(median: float, scale: Sequence[str]) -> str:
    """A median in the words of the scale."""
    low = int(median)
    if median - low < HALF:
        return f"{low} {scale[low - 1]}"
    return f"between {low} {scale[low - 1]} and {low + 1} {scale[low]}"


def _gap(result: StatementResult, scale: tuple[str, ...]) -> str:
    """The perception gap in words: where the middle of each team lies."""
    teams = [
        f"{each.team.name} {said(each.median, scale)}"
        for each in result.teams
        if each.median is not None
    ]
    return f"≠ Seen differently: {'; '.join(teams)}."


def _coverage(coverage: tuple[Coverage, ...], width: int) -> list[Line]:
    """How well each task is covered, the greatest opportunity first."""
    if not coverage:
        return []
    room = max(8, min(BAR, width // 4))
    column = min(max(cells(each.title) for each in coverage), width - room - 24)
    rows: list[Line] = [
        line("How well the tasks are covered", Ink.STRONG),
        *paragraph("The greatest opportunity first.", width, Ink.MUTED),
    ]
    for each in coverage:
        full = round(room * each.covered)
        rows.append(
            fitted(
                (
                    ("  ", Ink.TEXT),
                    *padded(line(fit(each.title, column)), column),
                    ("  " + "█" * full, Ink.BAR),
                    ("░" * (room - full), Ink.RULE),
                    (f" {percent(each.covered):>4}", Ink.STRONG),
                    ("  market-facing" if each.market_facing else "", Ink.MUTED),
                ),
                width,
            )
        )
    return rows
