"""How ratings, fingers and dots fell, and what the ratings say is covered."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.domain import views
from facilitator.domain.rounds import ItemCount, Mark
from facilitator.domain.steps.close import LOW_FINGERS
from facilitator.domain.steps.rate import Coverage
from facilitator.domain.words.figures import counted, hundredths, number, percent
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import GAP, STEP_SIGNS, YOURS
from facilitator.ui import ink
from facilitator.ui.ink import BLANK, Ink, Line, bar, line, paragraph
from facilitator.ui.text import cells, fit, pad

_NAME_CELLS = 24
_PERCENT_CELLS = 4
_FACING = "market-facing"
_SPACIOUS = 56
_LEAST_BAR, _MOST_BAR = 8, 40
_FINGERS_IN_WORDS = 32
"""From this width on "4 fingers" is written out."""
_MOST_DOTS_DRAWN = 10
_DOT = "●"
_NONE: Line = (("·", Ink.MUTED),)
_FIGURE_CELLS = 12
"""The two columns of figures beside the dots: dots, people."""


def scale_labels(scale: Sequence[str]) -> list[str]:
    """The categories of a scale with their numbers."""
    return [f"{number} {label}" for number, label in enumerate(scale, start=1)]


def statement_words(statement: views.StatementView) -> str:
    """A statement, and whose performance it describes."""
    return f"{statement.text} ({statement.about.short})" if statement.about else statement.text


def counts_by_category(counts: Sequence[int], width: int) -> Line:
    """A group of cells for each category, from low to high: a bar and its figure."""
    group = width // len(counts)
    most = max(*counts, 1)
    room = max(1, group - len(str(most)) - 3)
    spans: Line = BLANK
    for count in counts:
        shown = (*bar(count / most, room), (f" {count}", Ink.STRONG)) if count else _NONE
        spans = (*spans, *ink.padded(shown, group))
    return spans


def rating_figures(
    result: views.StatementResult, scale: Sequence[str], width: int, *, is_lowest: bool = False
) -> list[Line]:
    """The median in the scale's words, how much the ratings agree, and the medians of the teams."""
    lines = ink.flowing(_figures(result, scale, is_lowest=is_lowest), width)
    medians = " · ".join(
        f"{each.team.short} {'–' if each.median is None else number(each.median)}"
        for each in result.teams
    )
    if result.has_gap:
        lines += paragraph(f"{GAP}: {medians}", width, Ink.ACCENT)
    elif result.teams:
        lines += paragraph(f"median by team: {medians}", width, Ink.MUTED)
    return lines


def _figures(result: views.StatementResult, scale: Sequence[str], *, is_lowest: bool) -> list[str]:
    if result.median is None or result.consensus is None:
        parts = ["nobody rated it"]
    else:
        label = f" “{scale[int(result.median) - 1]}”" if result.median % 1 == 0 else ""
        parts = [f"median {number(result.median)}{label}{', the lowest' if is_lowest else ''}"]
        parts.append(f"consensus {hundredths(result.consensus)}")
        if result.agreement is not None:
            parts.append(f"A {hundredths(result.agreement)}")
    if result.cant_say:
        parts.append(f"can't say {result.cant_say}")
    if result.silent:
        parts.append(f"silent {result.silent}")
    return parts


def coverage(tasks: Sequence[Coverage], width: int) -> list[Line]:
    """How well each task is covered, the greatest opportunity first."""
    if not tasks:
        return []
    lines = ink.heading("Where the gaps are", width)
    lines += paragraph("Low coverage, market-facing first.", width, Ink.MUTED)
    word = _FACING if width >= _SPACIOUS else _FACING.partition("-")[0]
    mark = len(word) + 2 if any(each.market_facing for each in tasks) else 0
    figures = _PERCENT_CELLS + mark + 2
    longest = max(cells(each.title) for each in tasks)
    label = min(longest, max(12, width - figures - _LEAST_BAR))
    room = max(4, min(_MOST_BAR, width - figures - label))
    for each in tasks:
        facing = fit(f"  {word}" if each.market_facing else "", mark)
        lines.append(
            (
                *ink.padded(line(each.title), label + 1),
                *ink.padded(bar(each.covered, room), room + 1),
                (f"{percent(each.covered):>{_PERCENT_CELLS}}", Ink.STRONG),
                (facing, Ink.ACCENT),
            )
        )
    return lines


def plan(view: views.PlanView, width: int, *, rows: int = 1, gap: int = 4) -> list[Line]:
    """Both fists of five side by side, each bar ``rows`` thick."""
    half = (width - gap) // 2
    left = fingers("The plan", view.plan, half, rows=rows)
    right = fingers("Worth our time", view.return_on_time, half, rows=rows)
    return ink.beside(left, right, half, gap)


def fingers(
    title: str, shown: ItemCount, width: int, *, rows: int = 1, own: Mark | None = None
) -> list[Line]:
    """A row for each number of fingers, from five down; then those who showed none.

    ``own`` is what whoever looks has shown.
    """
    lines = [line(fit(title, width), Ink.HEADING)]
    if shown.withheld:
        return [*lines, *paragraph(withheld_words(shown.withheld), width, Ink.MUTED)]
    most = max(*shown.counts, 1)
    for figure, count in reversed(list(enumerate(shown.counts, start=1))):
        word = f"{counted(figure, 'finger'):<10}" if width >= _FINGERS_IN_WORDS else f"{figure}"
        sign = (YOURS.glyph if own and figure == own.value else " ", Ink.MINE)
        lead = ((word, Ink.TEXT), sign, (f"{count:>3}  ", Ink.STRONG))
        hue = Ink.WARN if figure <= LOW_FINGERS else Ink.BAR
        drawn = bar(count / most, max(1, width - ink.width_of(lead)), hue)
        below = ((" " * ink.width_of(lead), Ink.TEXT), *drawn)
        lines += [(*lead, *drawn), *[below] * (rows - 1 if count else 0), *[BLANK] * (rows > 1)]
    apart = (("abstained", shown.cant_say), ("silent", shown.silent))
    words = " · ".join(f"{word} {count}" for word, count in apart if count)
    lines += [line(fit(words, width), Ink.MUTED)] if words else []
    if own is not None and own.value is None:
        lines.append(line(f"{YOURS.glyph} you abstained", Ink.MINE))
    return lines


def doubts(view: views.PlanView, width: int) -> list[Line]:
    """What those said who showed few fingers."""
    if not view.low:
        return []
    lines = ink.heading("What would make it a three?", width)
    for each in view.low:
        who = fit(each.name, _NAME_CELLS) or "someone"
        shown = f", {counted(each.fingers, 'finger')}" if each.fingers else ""
        reason = f"“{each.reason}”" if each.reason else "gave no reason"
        lines += paragraph(f"{who}{shown}: {reason}", width, first="• ")
    return lines


def dots_head(width: int, *, with_own: bool = False) -> Line:
    """The heads of the columns of :func:`dots_row`."""
    columns = "dots people" + ("  yours" if with_own else "")
    title = line("  In the order of the dots", Ink.MUTED)
    return ink.spread(title, line(columns, Ink.MUTED), width)


def dots_row(each: views.RankedView, width: int, *, is_taken: bool, own: int | None = None) -> Line:
    """A task with a dot each, as many as there is room for, and its figures; none if withheld.

    ``own`` are the dots of whoever looks; None where nobody's own are shown.
    """
    mine = "" if own is None else f"{f'{YOURS.glyph} {own}' if own else '':>7}"
    label = width - 2 - _MOST_DOTS_DRAWN - _FIGURE_CELLS - 1 - cells(mine)
    dots = _DOT * (each.dots or 0)
    if (each.dots or 0) > _MOST_DOTS_DRAWN:
        dots = _DOT * (_MOST_DOTS_DRAWN - 1) + "…"
    strong, hue = (Ink.STRONG, Ink.BAR) if is_taken else (Ink.MUTED, Ink.MUTED)
    figures = ["" if figure is None else str(figure) for figure in (each.dots, each.people)]
    return (
        (f"{STEP_SIGNS[views.StepStatus.DONE].glyph if is_taken else ' '} ", Ink.GOOD),
        (f"{pad(each.title, label)} ", strong),
        (pad(dots, _MOST_DOTS_DRAWN), hue),
        (f"{figures[0]:>5}", strong),
        (f"{figures[1]:>7}", Ink.TEXT if is_taken else Ink.MUTED),
        (mine, Ink.MINE),
    )
