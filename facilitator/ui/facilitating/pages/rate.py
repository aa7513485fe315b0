"""Statements to rate: before, during, and after it, with what the ratings say is covered."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.coverage import Coverage
from facilitator.domain.views import (
    FacilitatorView,
    RateView,
    Stage,
    StatementResult,
    StatementView,
)
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.sentences import FROM_THREE_ON, withheld_words
from facilitator.domain.words.signs import GAP, LOWEST
from facilitator.ui.facilitating.pages.asking import progress_lines
from facilitator.ui.facilitating.pages.notes import QUIET, band, say_this, title
from facilitator.ui.text import cells, fit, pad
from facilitator.ui.widgets.bars import bar
from facilitator.ui.widgets.lines import BLANK, Lines, flowing, heading, line, paragraph, say

_MARGIN = 2
_MOST_LOWEST = 3
"""When more statements than these share the lowest median, none of them stands out."""
_PERCENT_CELLS = 4
_FACING = "market-facing"
_SPACIOUS = 56
_LEAST_BAR, _MOST_BAR = 8, 40
_LEGEND = (
    "Consensus: 0 two camps to 1 all alike. A, van der Eijk's agreement: −1 two camps, 0 scattered,"
    " 1 all alike."
)


def rating_lines(view: FacilitatorView, width: int) -> Lines:
    """The panel of a rating step at its present stage."""
    rate = view.stage.rate
    if rate is None:
        return []
    match view.stage.stage:
        case Stage.VOTING:
            lines = title(rate.question, width)
            lines += [BLANK, *progress_lines(view, "rating", width), *say_this(view, width)]
            return [*lines, BLANK, *_statements(rate, width, QUIET)]
        case Stage.REVEALED:
            return _revealed(rate, width)
        case _:
            lines = [*title(rate.question, width), *_scale(rate, width)]
            return [*lines, *say_this(view, width), BLANK, *_statements(rate, width)]


def _scale(rate: RateView, width: int) -> Lines:
    return flowing(_labels(rate), width, "$text-secondary")


def _labels(rate: RateView) -> list[str]:
    return [f"{number} {label}" for number, label in enumerate(rate.scale, start=1)]


def _columns(rate: RateView, width: int) -> Lines:
    """The scale, once, over the groups of cells below: in words where they fit, else in numbers."""
    group = (width - _MARGIN) // len(rate.scale)
    labels = _labels(rate)
    do_fit = all(cells(label) < group for label in labels)
    heads = labels if do_fit else [str(n) for n in range(1, len(labels) + 1)]
    row = line("  ", say("".join(pad(head, group) for head in heads), "$text-secondary"))
    return [row] if do_fit else [*_scale(rate, width), row]


def _statements(rate: RateView, width: int, style: str = "") -> Lines:
    return [
        row
        for statement in rate.statements
        for row in paragraph(_said(statement), width, style, first="• ")
    ]


def _said(statement: StatementView) -> str:
    return f"{statement.text} ({statement.about.short})" if statement.about else statement.text


def _revealed(rate: RateView, width: int) -> Lines:
    lowest = _lowest(rate)
    lines = [*title(rate.question, width), *band(_headline(rate, lowest), width, "accent")]
    lines += _columns(rate, width)
    for place, result in enumerate(rate.results):
        is_lowest = result.statement.id in lowest
        lines += [BLANK] if place or width >= _SPACIOUS else []
        lines += _block(rate, result, width, is_lowest=is_lowest)
    lines += _coverage(rate.coverage, width)
    return [*lines, BLANK, *paragraph(_LEGEND, width, QUIET)]


def _lowest(rate: RateView) -> frozenset[str]:
    medians = {r.statement.id: r.median for r in rate.results if r.median is not None}
    if not medians:
        return frozenset()
    least = min(medians.values())
    found = frozenset(each for each, median in medians.items() if median == least)
    stands_out = len(found) <= _MOST_LOWEST and len(found) < len(medians)
    return found if stands_out else frozenset()


def _headline(rate: RateView, lowest: frozenset[str]) -> str:
    gaps = sum(result.has_gap for result in rate.results)
    if not any(any(result.counts) for result in rate.results):
        few = any(result.withheld for result in rate.results)
        return f"Too few have rated. {FROM_THREE_ON}" if few else "Nobody has rated anything."
    told = f"{GAP.glyph} {counted(gaps, 'perception gap')}" if gaps else "No perception gap"
    if lowest:
        least = min(r.median for r in rate.results if r.median is not None)
        told += f" · {LOWEST.glyph} lowest: median {_number(least)}"
    return told


def _block(rate: RateView, result: StatementResult, width: int, *, is_lowest: bool) -> Lines:
    signs = f"{GAP.glyph if result.has_gap else LOWEST.glyph if is_lowest else ' '} "
    stands_out = result.has_gap or is_lowest
    lines = [
        line(say(signs if place == 0 else "  ", "bold $text-accent"), row)
        for place, row in enumerate(
            paragraph(_said(result.statement), width - _MARGIN, "bold" if stands_out else "")
        )
    ]
    room = width - _MARGIN
    if result.withheld:
        return [*lines, *paragraph(withheld_words(result.withheld), room, QUIET, first="  ")]
    lines.append(line("  ", _distribution(result.counts, room)))
    lines += flowing(_figures(rate, result, is_lowest=is_lowest), room, first="  ")
    if result.has_gap:
        told = f"{GAP}: {_teams(result)}"
        lines += paragraph(told, room, "bold $text-accent", first="  ")
    elif result.teams:
        lines += paragraph(f"median by team: {_teams(result)}", room, QUIET, first="  ")
    return lines


def _distribution(counts: tuple[int, ...], width: int) -> Content:
    """A group of cells for each category, from low to high: a bar and its figure."""
    group = width // len(counts)
    most = max(*counts, 1)
    figure = len(str(most))
    pieces: list[Content] = []
    for place, count in enumerate(counts):
        room = max(1, group - figure - 3)
        if count:
            drawn = bar(count / most, room)
            told = line(drawn, say(f" {count}", "bold"))
        else:
            told = say("·", QUIET)
        is_last = place == len(counts) - 1
        pieces += [told] if is_last else [told, say(" " * (group - told.cell_length))]
    return line(*pieces)


def _figures(rate: RateView, result: StatementResult, *, is_lowest: bool) -> list[str]:
    if result.median is None or result.consensus is None:
        told = ["nobody rated it"]
    else:
        label = rate.scale[int(result.median) - 1] if result.median % 1 == 0 else ""
        quoted = f" “{label}”" if label else ""
        told = [f"median {_number(result.median)}{quoted}{', the lowest' if is_lowest else ''}"]
        told.append(f"consensus {_two(result.consensus)}")
        if result.agreement is not None:
            told.append(f"A {_two(result.agreement)}")
    if result.cant_say:
        told.append(f"can't say {result.cant_say}")
    if result.silent:
        told.append(f"silent {result.silent}")
    return told


def _teams(result: StatementResult) -> str:
    return " · ".join(
        f"{each.team.short} {'–' if each.median is None else _number(each.median)}"
        for each in result.teams
    )


def _coverage(coverage: tuple[Coverage, ...], width: int) -> Lines:
    if not coverage:
        return []
    lines = heading("Where the gaps are", width)
    lines += paragraph("Low coverage, market-facing first.", width, QUIET)
    word = _FACING if width >= _SPACIOUS else _FACING.partition("-")[0]
    mark = len(word) + 2 if any(each.market_facing for each in coverage) else 0
    figures = _PERCENT_CELLS + mark + 2
    longest = max(cells(each.title) for each in coverage)
    label = min(longest, max(12, width - figures - _LEAST_BAR))
    room = max(4, min(_MOST_BAR, width - figures - label))
    for each in coverage:
        drawn = bar(each.covered, room)
        gap = " " * (room - drawn.cell_length + 1)
        facing = f"  {word}" if each.market_facing else ""
        lines.append(
            line(
                pad(each.title, label),
                " ",
                drawn,
                gap,
                say(f"{percent(each.covered):>{_PERCENT_CELLS}}", "bold"),
                say(fit(facing, mark), "$text-accent"),
            )
        )
    return lines


def _number(median: float) -> str:
    return f"{median:g}"


def _two(figure: float) -> str:
    """Two decimals with a true minus; never a minus before zero."""
    rounded = round(figure, 2) or 0.0
    return f"{rounded:.2f}".replace("-", "−")
