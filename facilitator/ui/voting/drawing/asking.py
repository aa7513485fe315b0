"""One question at a time, its answers beside their keys; and the list of all that was answered."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.marks import Mark
from facilitator.ui.text import cells, fit
from facilitator.ui.theme import NOT_YET, VOTED
from facilitator.ui.voting.drawing.gathering import TEXT_WIDTH
from facilitator.ui.voting.drawing.page import Key, Page, blocks
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.ink import Ink, Line, fitted, line, padded, paragraph
from facilitator.ui.voting.questions import Question
from facilitator.ui.voting.scene import Mode
from facilitator.ui.voting.sheet import Sheet, recorded, wanted

OWN = "your answer"
SLOWLY = "Recording… Nothing is counted before it is recorded."
UNSEEN = "Nobody sees it before the reveal."
UNDER_WAY = "◌"


@dataclass(frozen=True, slots=True)
class Hand:
    """What a voter has in hand: the sheet of answers, and what they are being asked."""

    sheet: Sheet
    mode: Mode
    is_slow: bool


def asking(
    subject: Subject, hand: Hand, questions: tuple[Question, ...], width: int, until: str
) -> Page:
    """The question at hand, or the list; ``until`` says when answers stop being taken."""
    if hand.sheet.listing:
        return _listing(subject, hand, questions, width, until)
    sheet = hand.sheet
    question = questions[min(sheet.cursor, len(questions) - 1)]
    text = min(width, TEXT_WIDTH)
    return Page(
        main=blocks(
            paragraph(question.lead, text, Ink.MUTED),
            [
                *paragraph(question.text, text, Ink.STRONG),
                *(paragraph(question.note, text, Ink.MUTED) if question.note else []),
            ],
            options(subject, hand, question, width),
            progress(subject, sheet, questions, width) if len(questions) > 1 else [],
        ),
        status=_status(subject, hand, question, until),
        is_good=question.item in recorded(subject.marks, sheet),
        keys=_keys(subject, sheet, question, len(questions)),
        is_tight=True,
    )


def options(subject: Subject, hand: Hand, question: Question, width: int) -> list[Line]:
    """The answers with their keys, one's own marked; then the one that is none."""
    mark = wanted(subject.marks, hand.sheet).get(question.item)
    note = own_note(mark, is_under_way=hand.sheet.wish(question.item) is not None)
    rows: list[Line] = []
    for value, label in enumerate(question.options, 1):
        is_mine = mark is not None and mark.value == value
        rows.append(option(str(value), label, note if is_mine else "", width))
    is_mine = mark is not None and mark.value is None
    key = "A" if question.other == "Abstain" else "C"
    rows.append(option(key, question.other, note if is_mine else "", width))
    if mark is not None and mark.reason:
        rows += [((" " * 5, Ink.TEXT), *row) for row in paragraph(f"“{mark.reason}”", width - 5)]
    return rows


def own_note(mark: Mark | None, *, is_under_way: bool) -> str:
    """What stands beside one's own answer."""
    if mark is None or is_under_way:
        return "" if mark is None else "recording…"
    return "entered for you" if mark.proxy else OWN


def option(key: str, label: str, note: str, width: int) -> Line:
    """One answer behind its key; ``note`` marks it as one's own."""
    lead: Line = (("▸ " if note else "  ", Ink.MINE), (f"{key}  ", Ink.KEY))
    shown = fitted(line(label, Ink.MINE if note else Ink.TEXT), width - 7 - cells(note))
    return (*lead, *shown, *((("  " + note, Ink.MINE),) if note else ()))


def progress(
    subject: Subject, sheet: Sheet, questions: tuple[Question, ...], width: int
) -> list[Line]:
    """A dot for each question, the one at hand in brackets, and how many are answered."""
    done = recorded(subject.marks, sheet)
    words = f"   {len(done)} of {len(questions)} answered"
    gap = " " if 2 * len(questions) + cells(words) + 2 <= width else ""
    spans: list[tuple[str, str]] = []
    for place, question in enumerate(questions):
        is_here = place == sheet.cursor
        before = "[" if is_here else ("]" if place and place - 1 == sheet.cursor else gap)
        sign = VOTED.glyph if question.item in done else NOT_YET.glyph
        if sheet.wish(question.item):
            sign = UNDER_WAY
        spans += [(before, Ink.KEY), (sign, Ink.GOOD if sign == VOTED.glyph else Ink.TEXT)]
    last = "]" if sheet.cursor == len(questions) - 1 else gap
    return [fitted((*spans, (last, Ink.KEY), (words, Ink.MUTED)), width)]


def _status(subject: Subject, hand: Hand, question: Question, until: str) -> str:
    mark = dict(subject.marks).get(question.item)
    if hand.is_slow:
        return SLOWLY
    if hand.sheet.wish(question.item) or mark is None:
        return f"One key answers. {UNSEEN}"
    if mark.proxy:
        return f"The facilitator entered this for you. Change it until {until}."
    return f"Recorded. {UNSEEN} Change it until {until}."


def _keys(subject: Subject, sheet: Sheet, question: Question, count: int) -> tuple[Key, ...]:
    keys: list[Key] = [(f"1-{len(question.options)}", "Answer")]
    keys.append(("A" if question.other == "Abstain" else "C", question.other))
    mark = wanted(subject.marks, sheet).get(question.item)
    if mark is not None:
        if mark.value is not None and mark.value <= question.low:
            keys.append(("R", "Reason"))
        keys.append(("U", "Undo"))
    if count > 1:
        keys.append(("←→", "Back and forth"))
    return tuple(keys)


def _listing(
    subject: Subject, hand: Hand, questions: tuple[Question, ...], width: int, until: str
) -> Page:
    sheet = hand.sheet
    answers = wanted(subject.marks, sheet)
    done = recorded(subject.marks, sheet)
    title = f"Your {len(questions)} answers" if len(questions) > 1 else "Your answer"
    lead = questions[0].lead if len({each.lead for each in questions}) == 1 else ""
    rows: list[Line] = [line(title, Ink.STRONG), *paragraph(lead, width, Ink.MUTED), ()]
    focus = 0
    for place, question in enumerate(questions):
        if place == sheet.cursor:
            focus = len(rows)
        mark = answers.get(question.item)
        says = "" if mark is None else _brief(question, mark)
        if sheet.wish(question.item):
            says = "recording…"
        rows += _row(place, question, says or "no answer", width, is_here=place == sheet.cursor)
    is_done = len(done) == len(questions)
    status = f"Recorded. {UNSEEN} Change any with ← → until {until}."
    return Page(
        main=rows,
        status=status if is_done else (SLOWLY if hand.is_slow else "Recording…"),
        is_good=is_done,
        keys=(("↑↓", "Choose"), ("←→", "Change")),
        focus=focus + 1,
    )


def _brief(question: Question, mark: Mark) -> str:
    label = question.says(mark.value)
    number = "" if mark.value is None or label[:1].isdigit() else f"{mark.value} "
    return f"{number}{label}"


def _row(place: int, question: Question, says: str, width: int, *, is_here: bool) -> list[Line]:
    """One answer in the list, wrapped beside what was said."""
    right = min(max(14, width // 3), 32)
    room = width - right - 8
    first, *rest = paragraph(question.text, room, Ink.STRONG if is_here else Ink.TEXT)
    lead: Line = (("▸ " if is_here else "  ", Ink.MINE), (f"{place + 1:>2}  ", Ink.MUTED))
    said = line(fit(says, right), Ink.MINE)
    rows: list[Line] = [(*lead, *padded(first, room), ("  ", Ink.TEXT), *said)]
    return [*rows, *(((" " * 6, Ink.TEXT), *each) for each in rest)]
