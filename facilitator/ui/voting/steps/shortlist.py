"""A shortlist: the tasks on offer with one's own dots, and how all dots fell."""

from __future__ import annotations

from facilitator.domain.views import OfferView, RankedView, ShortlistView, Stage, StepStatus
from facilitator.domain.words.figures import counted, percent
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.ink import BLANK, Ink, Line, fitted, line, padded, paragraph
from facilitator.ui.text import cells
from facilitator.ui.voting.drawing.page import Key, Page, blocks
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.scene import CHOICE_KEYS
from facilitator.ui.voting.sheet import dots_placed, wanted
from facilitator.ui.voting.steps.questions import SLOWLY, UNSEEN, Hand, in_one_line

DOT, FREE = "●", "○"
DIGITS = 9


def page(subject: Subject, hand: Hand, width: int) -> Page:
    """The shortlist, as the stage has it."""
    shortlist = subject.shortlist
    if shortlist is None:
        return Page()
    if subject.stage in (Stage.REVEALED, Stage.SETTLED):
        return _revealed(subject, shortlist, width)
    if subject.stage is Stage.VOTING and subject.asked:
        return _placing(subject, shortlist, hand, width)
    status = "Dots are being placed. You watch, without a vote."
    if subject.stage is not Stage.VOTING:
        status = "Placing dots has not begun. Read the tasks; the facilitator opens it."
    column = _title_column(shortlist, 0, width)
    rows = [_offer("", each, "", (column, 0, width), is_here=False) for each in shortlist.offers]
    return Page(main=blocks(_heading(subject, shortlist, width), rows), status=status)


def _heading(subject: Subject, shortlist: ShortlistView, width: int) -> list[Line]:
    rule = (
        f"{counted(shortlist.dots, 'dot')} each, several on one task count."
        f" {shortlist.keep} of {len(shortlist.offers)} will be taken today."
    )
    return [
        *paragraph(subject.title, width, Ink.STRONG),
        *paragraph(rule, width, Ink.MUTED),
    ]


def _placing(subject: Subject, shortlist: ShortlistView, hand: Hand, width: int) -> Page:
    sheet = hand.sheet
    placed = wanted(subject.marks, sheet)
    left = max(0, shortlist.dots - dots_placed(placed))
    offers = {each.task: each for each in shortlist.offers}
    purse: Line = (
        (DOT * left + FREE * (shortlist.dots - left), Ink.KEY),
        (f"  {left} of {counted(shortlist.dots, 'dot')} left", Ink.STRONG),
    )
    head: list[Line] = [*_heading(subject, shortlist, width), BLANK, purse, BLANK]
    sizes = (_title_column(shortlist, shortlist.dots, width), shortlist.dots, width)
    rows: list[Line] = []
    for number, item in enumerate(subject.asked):
        mark = placed.get(item)
        dots = DOT * (mark.value or 0) if mark else ""
        key = CHOICE_KEYS[number] if number < len(CHOICE_KEYS) else ""
        rows.append(_offer(key, offers[item], dots, sizes, is_here=number == sheet.cursor))
    return Page(
        main=[*head, *rows],
        status=_status(subject, hand, left, width),
        is_good=bool(subject.marks) and not sheet.wishes and not hand.is_slow,
        keys=_keys(len(subject.asked), has_dots=bool(placed)),
        focus=len(head) + sheet.cursor + 1,
        is_tight=True,
    )


def _status(subject: Subject, hand: Hand, left: int, width: int) -> str:
    if hand.is_slow:
        return SLOWLY
    if hand.sheet.wishes or not subject.marks:
        return f"A number places a dot. {UNSEEN}"
    if any(mark.proxy for _, mark in subject.marks):
        return "The facilitator placed dots for you. Change them until it closes."
    more = f"You can place {left} more." if left else "Change it until it closes."
    return in_one_line(f"Recorded. {UNSEEN}", more, width)


def _keys(offers: int, *, has_dots: bool) -> tuple[Key, ...]:
    span = f"1-{min(offers, DIGITS)}"
    if offers > DIGITS:
        span += f" X-{CHOICE_KEYS[min(offers, len(CHOICE_KEYS)) - 1]}".replace("X-X", "X")
    back: tuple[Key, ...] = (("−", "Take back"), ("U", "All back")) if has_dots else ()
    return ((span, "Place a dot"), *back, ("↑↓ +", "Choose, add"))


def _title_column(shortlist: ShortlistView, dots: int, width: int) -> int:
    """How wide the titles are, so that what is said of the tasks stands below each other."""
    longest = max((cells(each.title) for each in shortlist.offers), default=0)
    return min(longest, (width - 7 - dots) * 3 // 5)


def _offer(
    key: str, offer: OfferView, dots: str, sizes: tuple[int, int, int], *, is_here: bool
) -> Line:
    """One task: its key, one's own dots on it, its title, and what is known of it."""
    column, most, width = sizes
    about = [offer.phase, "market-facing" if offer.market_facing else ""]
    if offer.covered is not None:
        about.append(f"covered {percent(offer.covered)}")
    tags = " · ".join(each for each in about if each)
    return fitted(
        (
            ("▸ " if is_here else "  ", Ink.MINE),
            (f"{key:<2} ", Ink.KEY),
            *(padded(line(dots, Ink.MINE), most + 1) if most else ()),
            *padded(line(offer.title, Ink.MINE if dots else Ink.TEXT), column),
            (f"  {tags}", Ink.MUTED),
        ),
        width,
    )


def _revealed(subject: Subject, shortlist: ShortlistView, width: int) -> Page:
    own = {item: mark.value or 0 for item, mark in subject.marks}
    longest = max((cells(each.title) for each in shortlist.ranked), default=0)
    column = min(longest, width - 6 - _FIGURES)
    head: Line = (
        (" " * (column + 6), Ink.TEXT),
        (" dots people  yours", Ink.MUTED),
    )
    few = f"Dots by {withheld_words(shortlist.withheld, 'voter')}" if shortlist.withheld else ""
    rows = [
        _ranked(number, each, own.get(each.task, 0), column, settled=shortlist.settled)
        for number, each in enumerate(shortlist.ranked, 1)
    ]
    why = "Why these" if few else "The dots were overruled"
    overruled = f"{why}: {shortlist.reason}" if shortlist.reason else ""
    status = "All dots are open. The facilitator takes it on from here."
    if few:
        status = "The dots choose nothing: the facilitator does, and says why."
    if shortlist.settled:
        dots = "" if few else ", with its dots"
        status = f"Chosen. What was not taken is in the parking lot{dots}."
    count = sum(each.taken for each in shortlist.ranked)
    told = f"{counted(count, 'task')} {'taken' if shortlist.settled else 'ahead'}"
    told = few if few and not shortlist.settled else told
    return Page(
        main=blocks(
            [*paragraph(subject.title, width, Ink.STRONG), line(told, Ink.MUTED)],
            paragraph(overruled, width, Ink.WARN) if overruled else [],
            [head, *rows],
        ),
        status=status,
    )


_FIGURES = 28


def _ranked(number: int, each: RankedView, own: int, column: int, *, settled: bool) -> Line:
    """One task: its place, dots, people, one's own dots, and what becomes of it."""
    if settled:
        sign, word = (STEP_SIGNS[StepStatus.DONE].glyph, "taken") if each.taken else ("◇", "parked")
    else:
        sign, word = ("▲", "ahead") if each.taken else (" ", "")
    ink = Ink.STRONG if each.taken else Ink.MUTED
    mine = f"▸ {DOT * own}" if own and own <= _MOST_OWN else (f"▸ {own}" if own else "")
    return (
        (f"{sign} ", Ink.GOOD if each.taken else Ink.MUTED),
        (f"{number:>2}  ", Ink.MUTED),
        *padded(line(each.title, ink), column),
        (f" {_figure(each.dots):>4} {_figure(each.people):>6}  ", ink),
        *padded(line(mine, Ink.MINE), 7),
        (f" {word}", Ink.GOOD if each.taken else Ink.MUTED),
    )


def _figure(number: int | None) -> str:
    """A figure, or what stands in the place of one that is withheld."""
    return "–" if number is None else str(number)


_MOST_OWN = 5
