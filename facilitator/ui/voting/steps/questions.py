"""One question at a time, its answers beside their keys; and the list of all that was answered."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.marks import Mark
from facilitator.domain.words.signs import NOT_YET, VOTED
from facilitator.ui.ink import BLANK, Ink, Line, Span, line, padded, paragraph
from facilitator.ui.text import cells
from facilitator.ui.voting.drawing.page import Key, Page, blocks, sides
from facilitator.ui.voting.drawing.subject import Subject
from facilitator.ui.voting.scene import Mode
from facilitator.ui.voting.sheet import Sheet, recorded, wanted
from facilitator.ui.voting.steps.asked import Question

SLOWLY = "Recording… Nothing is counted before it is recorded."
UNSEEN = "Nobody sees it before the reveal."
UNDER_WAY = "◌"
WIDEST_SAID = 34


@dataclass(frozen=True, slots=True)
class Hand:
    """What a voter has in hand: the sheet of answers, and what they are being asked."""

    sheet: Sheet
    mode: Mode
    is_slow: bool


def asking(
    subject: Subject, hand: Hand, questions: tuple[Question, ...], width: int, until: str
) -> Page:
    """The question at hand, or the list of answers.

    ``until`` says when answers stop being taken.
    """
    if hand.sheet.listing:
        return listing(subject, hand, questions, width, until)
    left, right = sides(width)
    question = at_hand(questions, hand.sheet)
    return Page(
        main=[BLANK, *asked(question, left)],
        side=[BLANK, *answers(subject, hand, questions, right)],
        status=status(subject, hand, question, width, until),
        is_good=question.item in recorded(subject.marks, hand.sheet) and not hand.is_slow,
        keys=keys(subject, hand.sheet, questions),
        scroll_keys="PgUp PgDn",
    )


def at_hand(questions: tuple[Question, ...], sheet: Sheet) -> Question:
    """The question at the cursor."""
    return questions[min(sheet.cursor, len(questions) - 1)]


def asked(question: Question, width: int) -> list[Line]:
    """What is being asked."""
    return blocks(
        paragraph(question.lead, width, Ink.MUTED),
        [
            *paragraph(question.text, width, Ink.STRONG),
            *(paragraph(question.note, width, Ink.MUTED) if question.note else []),
        ],
    )


def answers(
    subject: Subject, hand: Hand, questions: tuple[Question, ...], width: int
) -> list[Line]:
    """The answers with their keys, one's own marked; and how far one is."""
    sheet = hand.sheet
    question = at_hand(questions, sheet)
    mark = wanted(subject.marks, sheet).get(question.item)
    note = own_note(mark, is_under_way=sheet.wish(question.item) is not None)
    rows: list[Line] = []
    for value, label in enumerate(question.options, 1):
        is_mine = mark is not None and mark.value == value
        rows += option(str(value), label, note if is_mine else "", width)
    is_mine = mark is not None and mark.value is None
    rows += option(question.other_key, question.other, note if is_mine else "", width)
    return blocks(rows, said_why(mark, width), _progress(subject, sheet, questions, width))


def own_note(mark: Mark | None, *, is_under_way: bool) -> str:
    """What stands beside one's own answer."""
    if mark is None or is_under_way:
        return "" if mark is None else "recording…"
    return "entered for you" if mark.proxy else "your answer"


def option(key: str, label: str, note: str, width: int) -> list[Line]:
    """One answer behind its key; ``note`` marks it as one's own."""
    ink = Ink.MINE if note else Ink.TEXT
    lead: Line = (("▸ " if note else "  ", Ink.MINE), (f"{key}  ", Ink.KEY))
    room = width - 5
    if note and cells(label) + 2 + cells(note) > room:
        rows = [*paragraph(label, room, ink), *paragraph(note, room, ink)]
    else:
        rows = paragraph(label, room, ink)
        rows[-1] = (*rows[-1], *((("  " + note, ink),) if note else ()))
    first, *rest = rows
    return [(*lead, *first), *(((" " * 5, Ink.TEXT), *row) for row in rest)]


def said_why(mark: Mark | None, width: int) -> list[Line]:
    """The reason that goes with one's own answer."""
    if mark is None or not mark.reason:
        return []
    return [((" " * 5, Ink.TEXT), *row) for row in paragraph(f"“{mark.reason}”", width - 5)]


def _progress(
    subject: Subject, sheet: Sheet, questions: tuple[Question, ...], width: int
) -> list[Line]:
    """A dot for each question, the one at hand in brackets, and the same in words."""
    if len(questions) < 2:  # noqa: PLR2004 - one needs no counting
        return []
    done = recorded(subject.marks, sheet)
    room = width - 1
    fits = 2 * len(questions) + 1 <= room
    a_row = len(questions) if fits else room - 2
    rows: list[Line] = []
    for start in range(0, len(questions), a_row):
        spans: list[Span] = [(" ", Ink.TEXT)]
        for place in range(start, min(start + a_row, len(questions))):
            before = " " if fits else ""
            if place == sheet.cursor:
                before = "["
            elif place - 1 == sheet.cursor and place > start:
                before = "]"
            spans += [(before, Ink.KEY), _dot(questions[place].item, done, sheet)]
            if place == sheet.cursor and place + 1 in (start + a_row, len(questions)):
                spans.append(("]", Ink.KEY))
        rows.append(tuple(spans))
    noun = questions[0].noun
    words = f"{sheet.cursor + 1} of {len(questions)}, {len(done)} recorded"
    whole = f"{noun} {words}"
    return [*rows, line(f"  {whole if cells(whole) + 2 <= width else words}", Ink.MUTED)]


def _dot(item: str, done: dict[str, Mark], sheet: Sheet) -> Span:
    if sheet.wish(item) is not None:
        return (UNDER_WAY, Ink.TEXT)
    return (VOTED.glyph, Ink.GOOD) if item in done else (NOT_YET.glyph, Ink.TEXT)


def status(subject: Subject, hand: Hand, question: Question, width: int, until: str) -> str:
    """How the answer at hand stands."""
    mark = dict(subject.marks).get(question.item)
    if hand.is_slow:
        return SLOWLY
    if hand.sheet.wish(question.item) is not None or mark is None:
        return f"One key answers. {UNSEEN}"
    if mark.proxy:
        return f"The facilitator entered this for you. Change it until {until}."
    return in_one_line(f"Recorded. {UNSEEN}", f"Change it until {until}.", width)


def in_one_line(first: str, second: str, width: int) -> str:
    """Both sentences if they fit into a line, else the first alone."""
    both = f"{first} {second}"
    return both if cells(both) <= width else first


def keys(subject: Subject, sheet: Sheet, questions: tuple[Question, ...]) -> tuple[Key, ...]:
    """The keys while one question is asked."""
    question = at_hand(questions, sheet)
    found: list[Key] = [
        (f"1-{len(question.options)}", "Answer"),
        (question.other_key, question.other),
    ]
    if len(questions) > 1:
        found.append(("←→", "Others"))
    mark = wanted(subject.marks, sheet).get(question.item)
    if mark is not None:
        if mark.value is not None and mark.value <= question.low:
            found.append(("R", "Reason"))
        found.append(("U", "Undo"))
    return tuple(found)


def listing(
    subject: Subject, hand: Hand, questions: tuple[Question, ...], width: int, until: str
) -> Page:
    """All answers, once there is one to every question."""
    title = f"Your {len(questions)} answers" if len(questions) > 1 else "Your answer"
    leads = {each.lead for each in questions}
    heading = [
        line(title, Ink.STRONG),
        *(paragraph(questions[0].lead, width, Ink.MUTED) if len(leads) == 1 else []),
        BLANK,
    ]
    rows, focus = listed_answers(subject, hand.sheet, questions, width)
    return Page(
        main=[*heading, *rows],
        status=listing_status(subject, hand, questions, width, until),
        is_good=_is_done(subject, hand, questions),
        keys=(("↑↓", "Choose"), ("←→", "Change")),
        focus=1 + len(heading) + focus,
    )


def listed_answers(
    subject: Subject, sheet: Sheet, questions: tuple[Question, ...], width: int
) -> tuple[list[Line], int]:
    """A row or more for each answer, and in which of them the cursor stands."""
    given = wanted(subject.marks, sheet)
    said = {
        each.item: _said(each, given.get(each.item), is_under_way=sheet.wish(each.item) is not None)
        for each in questions
    }
    right = min(max(cells(each) for each in said.values()), WIDEST_SAID, width // 2)
    rows: list[Line] = []
    focus = 0
    for place, question in enumerate(questions):
        if place == sheet.cursor:
            focus = len(rows)
        rows += _answer(place, question, said[question.item], (width, right), sheet)
    return rows, focus


def _said(question: Question, mark: Mark | None, *, is_under_way: bool) -> str:
    if is_under_way:
        return "recording…"
    return "no answer" if mark is None else question.says(mark.value)


def _answer(
    place: int, question: Question, said: str, sizes: tuple[int, int], sheet: Sheet
) -> list[Line]:
    """One answer in the list: the question wrapped, and beside it what was said."""
    width, right = sizes
    is_here = place == sheet.cursor
    room = width - right - 8
    asks = paragraph(question.text, room, Ink.STRONG if is_here else Ink.TEXT)
    says = paragraph(said, right, Ink.MINE)
    rows: list[Line] = []
    for number in range(max(len(asks), len(says))):
        lead = ("▸ " if is_here else "  ", Ink.MINE) if not number else ("  ", Ink.TEXT)
        mark = (f"{place + 1:>2}  " if not number else " " * 4, Ink.MUTED)
        ask = asks[number] if number < len(asks) else BLANK
        say = says[number] if number < len(says) else BLANK
        rows.append((lead, mark, *padded(ask, room), ("  ", Ink.TEXT), *say))
    return rows


def listing_status(
    subject: Subject, hand: Hand, questions: tuple[Question, ...], width: int, until: str
) -> str:
    """How the answers stand that are listed."""
    if hand.is_slow:
        return SLOWLY
    if not _is_done(subject, hand, questions):
        return "Recording…"
    recorded_words = f"Recorded. {UNSEEN}"
    change = "Change any with ← →"
    brief = in_one_line(recorded_words, f"{change}.", width)
    full = f"{recorded_words} {change} until {until}."
    return full if cells(full) <= width else brief


def _is_done(subject: Subject, hand: Hand, questions: tuple[Question, ...]) -> bool:
    done = recorded(subject.marks, hand.sheet)
    return not hand.is_slow and all(question.item in done for question in questions)
