"""The shortlist: what is on offer, how the dots fell, and what is taken."""

from __future__ import annotations

from facilitator.domain.views import FacilitatorView, OfferView, ShortlistView, Stage
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.facilitating.pages.notes import notes, title
from facilitator.ui.ink import BLANK, Ink, Line, band, heading, line, paragraph, spread
from facilitator.ui.pieces.distribution import dots_head, dots_row
from facilitator.ui.pieces.progress import progress


def page(view: FacilitatorView, shortlist: ShortlistView, width: int) -> list[Line]:
    """What is on offer; once revealed, in the order of the dots; then what is taken."""
    lines = title(view, width)
    match view.stage.stage:
        case Stage.VOTING:
            lines += [BLANK, *progress(view.stage, view.waiting, "placing dots", width)]
            return [*lines, *notes(view, width), *_offers(shortlist, width)]
        case Stage.REVEALED:
            return [*lines, *_fallen(shortlist, width)]
        case Stage.SETTLED:
            return [*lines, *_settled(shortlist, width)]
        case _:
            words = (
                f"{counted(shortlist.dots, 'dot')} for each voter, several on one task allowed."
                f" {_kept(shortlist)}"
            )
            lines += [*paragraph(words, width, Ink.MUTED), *_offers(shortlist, width)]
            return [*lines, *notes(view, width)]


def _kept(shortlist: ShortlistView) -> str:
    offered, keep = len(shortlist.offers), shortlist.keep
    return f"The first {keep} of {offered} are taken." if keep < offered else "All are taken."


def _offers(shortlist: ShortlistView, width: int) -> list[Line]:
    lines = heading(f"On offer ({len(shortlist.offers)})", width)
    for offer in shortlist.offers:
        lines.append(spread(line(offer.title), line(_about(offer), Ink.MUTED), width))
    if any(offer.covered is not None for offer in shortlist.offers):
        words = "%: how well it is covered today, as it was rated."
        lines += [BLANK, *paragraph(words, width, Ink.MUTED)]
    return lines


def _about(offer: OfferView) -> str:
    marks = filter(None, (offer.phase, "market-facing" if offer.market_facing else ""))
    words = " · ".join(marks)
    return words if offer.covered is None else f"{words} {percent(offer.covered):>4}".lstrip()


def _fallen(shortlist: ShortlistView, width: int) -> list[Line]:
    rows = [dots_row(each, width, is_taken=each.taken) for each in shortlist.ranked]
    if shortlist.withheld:
        few = f"Dots by {withheld_words(shortlist.withheld, 'voter')}"
        lines = [BLANK, *band(few, width, Ink.ACCENT), BLANK, *rows]
    else:
        keep = shortlist.keep
        cut = [_cut(width)] if len(rows) > keep else []
        lines = [BLANK, dots_head(width), *rows[:keep], *cut, *rows[keep:]]
    return [*lines, BLANK, *paragraph(_what_next(shortlist), width, Ink.MUTED)]


def _cut(width: int) -> Line:
    words = "── below: to the parking lot "
    return line(words + "─" * max(0, width - len(words)), Ink.WARN)


def _what_next(shortlist: ShortlistView) -> str:
    if shortlist.withheld:
        choose = "SPACE takes what you choose, with a reason."
        return f"The dots take none: {choose} N hands out dots again."
    if len(shortlist.ranked) <= shortlist.keep:
        return "All are taken. O takes others than the dots chose, with a reason."
    return "Nothing below the line is lost. O takes others than the dots chose, with a reason."


def _settled(shortlist: ShortlistView, width: int) -> list[Line]:
    taken = [each for each in shortlist.ranked if each.taken]
    left = [each for each in shortlist.ranked if not each.taken]
    columns = [] if shortlist.withheld else [dots_head(width)]
    lines = [*band(f"{counted(len(taken), 'task')} taken today", width, Ink.GOOD), BLANK, *columns]
    lines += [dots_row(each, width, is_taken=True) for each in taken]
    if left:
        dots = "" if shortlist.withheld else ", with their dots"
        lines += heading(f"In the parking lot{dots}", width)
        lines += [dots_row(each, width, is_taken=False) for each in left]
    if shortlist.reason:
        why = "Why these" if shortlist.withheld else "The dots were overruled"
        lines += [*heading(why, width), *paragraph(f"“{shortlist.reason}”", width)]
    return lines
