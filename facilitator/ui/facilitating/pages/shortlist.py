"""The shortlist: what is on offer, how the dots fell, and what is taken."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.views import (
    FacilitatorView,
    OfferView,
    RankedView,
    ShortlistView,
    Stage,
    StepStatus,
)
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.facilitating.pages.asking import progress_lines
from facilitator.ui.facilitating.pages.notes import QUIET, band, say_this, title
from facilitator.ui.text import pad
from facilitator.ui.widgets.lines import BLANK, Lines, heading, line, paragraph, say, spread

DOT = "●"
_MOST_DOTS_DRAWN = 10
_FIGURE_CELLS = 12
"""The two columns of figures: dots, people."""
_TAKEN = STEP_SIGNS[StepStatus.DONE].glyph


def dots_lines(view: FacilitatorView, width: int) -> Lines:
    """The panel of a shortlist at its present stage."""
    shortlist, step = view.stage.shortlist, view.stage.step
    if shortlist is None or step is None:
        return []
    lines = title(step.title, width)
    match view.stage.stage:
        case Stage.VOTING:
            lines += [BLANK, *progress_lines(view, "placing dots", width), *say_this(view, width)]
            return [*lines, *_offers(shortlist, width)]
        case Stage.REVEALED:
            return [*lines, *_fallen(shortlist, width)]
        case Stage.SETTLED:
            return [*lines, *_settled(shortlist, width)]
        case _:
            told = (
                f"{counted(shortlist.dots, 'dot')} for each voter, several on one task allowed."
                f" {_kept(shortlist)}"
            )
            lines += [*paragraph(told, width, QUIET), *_offers(shortlist, width)]
            return [*lines, *say_this(view, width)]


def _kept(shortlist: ShortlistView) -> str:
    offered, keep = len(shortlist.offers), shortlist.keep
    return f"The first {keep} of {offered} are taken." if keep < offered else "All are taken."


def _offers(shortlist: ShortlistView, width: int) -> Lines:
    lines = heading(f"On offer ({len(shortlist.offers)})", width)
    for offer in shortlist.offers:
        lines.append(spread(line(offer.title), say(_about(offer), QUIET), width))
    if any(offer.covered is not None for offer in shortlist.offers):
        told = "%: how well it is covered today, as it was rated."
        lines += [BLANK, *paragraph(told, width, QUIET)]
    return lines


def _about(offer: OfferView) -> str:
    parts = [offer.phase, "market-facing" if offer.market_facing else ""]
    told = " · ".join(part for part in parts if part)
    return told if offer.covered is None else f"{told} {percent(offer.covered):>4}".lstrip()


def _fallen(shortlist: ShortlistView, width: int) -> Lines:
    if shortlist.withheld:
        return _not_told(shortlist, width)
    lines = [BLANK, _columns(width)]
    for place, each in enumerate(shortlist.ranked):
        if place == shortlist.keep:
            lines.append(_cut(width))
        lines.append(_row(each, width, is_taken=each.taken))
    lines += [BLANK, *paragraph(_what_next(shortlist), width, QUIET)]
    return lines


def _not_told(shortlist: ShortlistView, width: int) -> Lines:
    told = f"Dots by {withheld_words(shortlist.withheld, 'voter')}"
    lines = [BLANK, *band(told, width, "accent"), BLANK]
    lines += [_row(each, width, is_taken=each.taken) for each in shortlist.ranked]
    told = "The dots take none: SPACE takes what you choose, with a reason. N hands out dots again."
    return [*lines, BLANK, *paragraph(told, width, QUIET)]


def _what_next(shortlist: ShortlistView) -> str:
    if len(shortlist.ranked) <= shortlist.keep:
        return "All are taken. O takes others than the dots chose, with a reason."
    return "Nothing below the line is lost. O takes others than the dots chose, with a reason."


def _columns(width: int) -> Content:
    return spread(say("  In the order of the dots", QUIET), say("dots people", QUIET), width)


def _cut(width: int) -> Content:
    told = " below: to the parking lot "
    return say(f"──{told}{'─' * max(0, width - len(told) - 2)}", "$text-warning")


def _row(each: RankedView, width: int, *, is_taken: bool) -> Content:
    drawn = _dots(each.dots or 0)
    label = width - 2 - _MOST_DOTS_DRAWN - _FIGURE_CELLS - 1
    sign = _TAKEN if is_taken else " "
    return line(
        say(f"{sign} ", "bold $text-success"),
        say(pad(each.title, label), "bold" if is_taken else QUIET),
        " ",
        say(pad(drawn, _MOST_DOTS_DRAWN), "$text-primary" if is_taken else QUIET),
        say(f"{_figure(each.dots):>5}", "bold" if is_taken else QUIET),
        say(f"{_figure(each.people):>7}", "" if is_taken else QUIET),
    )


def _figure(number: int | None) -> str:
    """A figure; nothing in the place of one that is withheld."""
    return "" if number is None else str(number)


def _dots(number: int) -> str:
    """A dot each, as many as there is room for; the figure beside them says it exactly."""
    if number > _MOST_DOTS_DRAWN:
        return f"{DOT * (_MOST_DOTS_DRAWN - 1)}…"
    return DOT * number


def _settled(shortlist: ShortlistView, width: int) -> Lines:
    taken = [each for each in shortlist.ranked if each.taken]
    left = [each for each in shortlist.ranked if not each.taken]
    lines = band(f"{counted(len(taken), 'task')} taken today", width, "success")
    columns = [] if shortlist.withheld else [_columns(width)]
    lines += [BLANK, *columns, *(_row(each, width, is_taken=True) for each in taken)]
    if left:
        dots = "" if shortlist.withheld else ", with their dots"
        lines += heading(f"In the parking lot{dots}", width)
        lines += [_row(each, width, is_taken=False) for each in left]
    if shortlist.reason:
        why = "Why these" if shortlist.withheld else "The dots were overruled"
        lines += heading(why, width)
        lines += paragraph(f"“{shortlist.reason}”", width)
    return lines
