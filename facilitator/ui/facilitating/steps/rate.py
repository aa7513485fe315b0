"""Statements to rate on the facilitator's screen, and what the ratings say is covered."""

from __future__ import annotations

from facilitator.domain.views import RateView, Stage, StatementResult
from facilitator.domain.words.figures import counted, number
from facilitator.domain.words.sentences import FROM_THREE_ON, withheld_words
from facilitator.domain.words.signs import GAP, LOWEST
from facilitator.ui.facilitating.agenda import SKIP
from facilitator.ui.facilitating.deeds import Act
from facilitator.ui.facilitating.forms.answers import Asked
from facilitator.ui.facilitating.rounds import again, open_round
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps.kind import StepKind, notes
from facilitator.ui.ink import BLANK, Ink, Line, band, flowing, indented, line, paragraph
from facilitator.ui.pieces import distribution
from facilitator.ui.pieces.progress import progress
from facilitator.ui.text import cells, pad

_AGAIN = again(open_round, "Rate again?")
_FIGURES = (
    "Consensus is 1 where all gave the same mark, 0 where half stand at either end. A (agreement) "
    "is 1 where all agree, 0 where the marks are scattered, −1 where there are two camps."
)
_MARGIN = 2
_MOST_LOWEST = 3
"""When more statements than these share the lowest median, none of them stands out."""
_SPACIOUS = 56
_LEGEND = (
    "Consensus: 0 two camps to 1 all alike. A, van der Eijk's agreement: −1 two camps, 0 scattered,"
    " 1 all alike."
)


def _page(scene: Scene, rate: RateView, width: int) -> list[Line]:
    """The question with its statements; once revealed, how they were rated."""
    view = scene.view
    lines = paragraph(rate.question, width, Ink.STRONG)
    match view.stage.stage:
        case Stage.VOTING:
            lines += [BLANK, *progress(view.stage, view.waiting, "rating", width)]
            return [*lines, *notes(view, width), BLANK, *_statements(rate, width, Ink.MUTED)]
        case Stage.REVEALED:
            return [*lines, *_revealed(rate, width)]
        case _:
            lines += _scale(rate, width)
            return [*lines, *notes(view, width), BLANK, *_statements(rate, width)]


def _scale(rate: RateView, width: int) -> list[Line]:
    return flowing(distribution.scale_labels(rate.scale), width, Ink.SECONDARY)


def _columns(rate: RateView, width: int) -> list[Line]:
    """The scale, once, over the groups of cells below: in words where they fit, else in numbers."""
    group = (width - _MARGIN) // len(rate.scale)
    labels = distribution.scale_labels(rate.scale)
    do_fit = all(cells(label) < group for label in labels)
    heads = labels if do_fit else [str(n) for n in range(1, len(labels) + 1)]
    row = line("  " + "".join(pad(head, group) for head in heads), Ink.SECONDARY)
    return [row] if do_fit else [*_scale(rate, width), row]


def _statements(rate: RateView, width: int, ink: str = Ink.TEXT) -> list[Line]:
    return [
        row
        for statement in rate.statements
        for row in paragraph(distribution.statement_words(statement), width, ink, first="• ")
    ]


def _revealed(rate: RateView, width: int) -> list[Line]:
    lowest = _lowest(rate)
    lines = [*band(_headline(rate, lowest), width, Ink.ACCENT), *_columns(rate, width)]
    for place, result in enumerate(rate.results):
        lines += [BLANK] if place or width >= _SPACIOUS else []
        lines += _result(rate, result, width, is_lowest=result.statement.id in lowest)
    return [
        *lines,
        *distribution.coverage(rate.coverage, width),
        BLANK,
        *paragraph(_LEGEND, width, Ink.MUTED),
    ]


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
    words = f"{GAP.glyph} {counted(gaps, GAP.word)}" if gaps else f"No {GAP.word}"
    if lowest:
        least = min(r.median for r in rate.results if r.median is not None)
        words += f" · {LOWEST.glyph} lowest: median {number(least)}"
    return words


def _result(rate: RateView, result: StatementResult, width: int, *, is_lowest: bool) -> list[Line]:
    sign = GAP.glyph if result.has_gap else LOWEST.glyph if is_lowest else " "
    ink = Ink.STRONG if result.has_gap or is_lowest else Ink.TEXT
    room = width - _MARGIN
    words = distribution.statement_words(result.statement)
    lines = paragraph(words, width, ink, first=((f"{sign} ", Ink.ACCENT),))
    if result.withheld:
        return [*lines, *paragraph(withheld_words(result.withheld), room, Ink.MUTED, first="  ")]
    figures = distribution.rating_figures(result, rate.scale, room, is_lowest=is_lowest)
    return [
        *lines,
        *indented([distribution.counts_by_category(result.counts, room), *figures], _MARGIN),
    ]


def _offered(scene: Scene, _: RateView) -> tuple[Act, ...]:
    match scene.stage:
        case Stage.READY:
            return (SKIP,)
        case Stage.REVEALED:
            return (_AGAIN.named("Rate again"),)
        case _:
            return ()


def _asks(_: Scene, rate: RateView, __: str) -> tuple[Asked, ...]:
    scale = {f"{n}  {word}": n for n, word in enumerate(rate.scale, start=1)}
    words = {**scale, "can't say": None}
    return tuple(Asked(each.id, each.text, words) for each in rate.statements)


RATE = StepKind(
    page=_page,
    starts=lambda _: "Start rating",
    acts=(_AGAIN,),
    offered=_offered,
    asks=_asks,
    explains=_FIGURES,
)
