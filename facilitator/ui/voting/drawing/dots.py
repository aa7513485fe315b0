"""A shortlist: the tasks on offer with one's own dots, and how all dots fell."""

from __future__ import annotations

from facilitator.domain.views import OfferView, RankedView, ShortlistView, Stage
from facilitator.ui.text import cells
from facilitator.ui.theme import STEP_SIGNS
from facilitator.ui.voting.drawing.asking import SLOWLY, UNSEEN, Hand
from facilitator.ui.voting.drawing.page import Key, Page, blocks
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.ink import Ink, Line, fitted, line, padded, paragraph, spread
from facilitator.ui.voting.scene import CHOICE_KEYS
from facilitator.ui.voting.sheet import dots_placed, wanted
from facilitator.ui.widgets.phrases import counted, percent

DOT, FREE = "●", "○"
MOST_DOTS = 10
"""More dots than these on one task are told in figures alone."""


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
    rows = [_offer("", each, "", width, is_here=False) for each in shortlist.offers]
    return Page(main=blocks(_heading(subject, shortlist, width), rows), status=status)


def _heading(subject: Subject, shortlist: ShortlistView, width: int) -> list[Line]:
    rule = (
        f"Everybody has {counted(shortlist.dots, 'dot')} for the tasks that deserve the time;"
        f" several on one task count."
        f" The first {shortlist.keep} of {len(shortlist.offers)} are taken."
    )
    return [
        *paragraph(subject.title, width, Ink.STRONG),
        *paragraph(rule, width, Ink.MUTED),
    ]


def _placing(subject: Subject, shortlist: ShortlistView, hand: Hand, width: int) -> Page:
    sheet = hand.sheet
    placed = wanted(subject.marks, sheet)
    left = shortlist.dots - dots_placed(placed)
    offers = {each.task: each for each in shortlist.offers}
    head = [*_heading(subject, shortlist, width), ()]
    rows: list[Line] = []
    for number, item in enumerate(subject.asked):
        mark = placed.get(item)
        dots = DOT * (mark.value or 0) if mark else ""
        key = CHOICE_KEYS[number] if number < len(CHOICE_KEYS) else ""
        if item in offers:
            rows.append(_offer(key, offers[item], dots, width, is_here=number == sheet.cursor))
    shown = DOT * (shortlist.dots - left) + FREE * left
    tail: list[Line] = [
        (),
        ((f"  {shown}  ", Ink.MINE), (f"{left} of {shortlist.dots} dots left", Ink.STRONG)),
    ]
    is_recorded = bool(subject.marks) and not sheet.wishes
    return Page(
        main=[*head, *rows, *tail],
        status=_status(subject, hand, left),
        is_good=is_recorded and not hand.is_slow,
        keys=_keys(len(subject.asked), has_dots=bool(placed)),
        focus=len(head) + sheet.cursor + 1,
        is_tight=True,
    )


def _status(subject: Subject, hand: Hand, left: int) -> str:
    if hand.is_slow:
        return SLOWLY
    if hand.sheet.wishes or not subject.marks:
        return f"A number places a dot. {UNSEEN}"
    if any(mark.proxy for _, mark in subject.marks):
        return "The facilitator placed dots for you. Change them until it closes."
    if left:
        return f"Recorded. {UNSEEN} You can place {left} more."
    return f"Recorded. {UNSEEN} Change it until it closes."


def _keys(offers: int, *, has_dots: bool) -> tuple[Key, ...]:
    span = f"1-{min(offers, 9)}"
    if offers > 9:  # noqa: PLR2004 - digits end there
        span += f" X-{CHOICE_KEYS[min(offers, len(CHOICE_KEYS)) - 1]}".replace("X-X", "X")
    keys = [(span, "Place a dot"), ("↑↓ + −", "Add or take")]
    return (*keys, ("U", "Take all back")) if has_dots else tuple(keys)


def _offer(key: str, offer: OfferView, dots: str, width: int, *, is_here: bool) -> Line:
    about = [offer.phase, "market-facing" if offer.market_facing else ""]
    if offer.covered is not None:
        about.append(f"covered {percent(offer.covered)}")
    tags = " · ".join(each for each in about if each)
    lead: Line = (("▸ " if is_here else "  ", Ink.MINE), (f"{key:<2} ", Ink.KEY))
    room = width - 5 - MOST_DOTS - 1
    column = max(width // 3, room - cells(tags) - 2) if tags else room
    title = padded(line(offer.title, Ink.MINE if dots else Ink.TEXT), min(column, room))
    rest = fitted(line(tags, Ink.MUTED), max(0, room - column))
    return (*lead, *spread((*title,), rest, room), (" " + dots, Ink.MINE))


def _revealed(subject: Subject, shortlist: ShortlistView, width: int) -> Page:
    own = {item: mark.value or 0 for item, mark in subject.marks}
    rows = [
        row
        for number, each in enumerate(shortlist.ranked, 1)
        for row in _ranked(number, each, own.get(each.task, 0), width, settled=shortlist.settled)
    ]
    overruled = f"The dots were overruled: {shortlist.reason}" if shortlist.reason else ""
    taken = counted(sum(each.taken for each in shortlist.ranked), "task")
    status = "Placing dots is closed. The facilitator takes it on from here."
    if shortlist.settled:
        status = "Chosen. What was not taken is in the parking lot, with its dots."
    return Page(
        main=blocks(
            [
                *paragraph(subject.title, width, Ink.STRONG),
                line(f"{taken} {'taken' if shortlist.settled else 'lead'}", Ink.MUTED),
            ],
            paragraph(overruled, width, Ink.WARN) if overruled else [],
            rows,
        ),
        status=status,
    )


def _ranked(number: int, each: RankedView, own: int, width: int, *, settled: bool) -> list[Line]:
    sign, word = (STEP_SIGNS["done"].glyph, "taken") if each.taken else ("◇", "parked")
    if not settled:
        word = "in" if each.taken else "out"
    people = (
        f"{each.dots:>2} from {counted(each.people, 'person', 'people')}" if each.dots else " 0"
    )
    mine = f"  ▸ {DOT * own} yours" if own else ""
    right: Line = ((f"{people:<16}", Ink.STRONG if each.taken else Ink.MUTED), (word, Ink.MUTED))
    left: Line = (
        (f"  {sign} ", Ink.GOOD if each.taken else Ink.MUTED),
        (f"{number:>2}  ", Ink.MUTED),
        (each.title, Ink.STRONG if each.taken else Ink.TEXT),
        (mine, Ink.MINE),
    )
    return [spread(left, right, width)]
