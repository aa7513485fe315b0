"""One question at a time, its answers beside their keys; and the list of all that was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from facilitator.domain.rounds import Mark
from facilitator.domain.words.signs import NOT_YET, VOTED
from facilitator.ui.ink import BLANK, Ink, Line, Span, beside, blocks, line, paragraph
from facilitator.ui.text import cells
from facilitator.ui.voting.scene import Prompt, Reaction, Scene, Sheet, next_open
from facilitator.ui.voting.steps import kind
from facilitator.ui.voting.steps.kind import SLOWLY, UNSEEN, Key, Page, Picture, behind, marked

UNDER_WAY = "◌"
WIDEST_SAID = 34
CANT_SAY = ("C", "Can't say")
BACK_AND_FORTH: Key = ("← →", "Back and forth between them, also ↑ ↓; all can be changed")
UNDO: Key = ("U", "Undo: take the answer on screen back")


@dataclass(frozen=True, slots=True)
class Question:
    """One item put to a voter; ``noun`` is what one such item is called.

    ``lead`` goes before the text and ``note`` behind it. ``options`` are the answers from 1 on;
    ``other`` is the key of the one beside them, and what that is called. Answers up to ``low`` have
    the reason asked by ``why``.
    """

    item: str
    noun: str
    lead: str
    text: str
    note: str
    options: tuple[str, ...]
    other: tuple[str, str] = CANT_SAY
    low: int = 0
    why: Prompt | None = None

    def says(self, value: int | None) -> str:
        """An answer in words."""
        return self.other[1] if value is None else f"{value} {self.options[value - 1]}"


Questions = tuple[Question, ...]


# Keys


def press(questions: Questions, scene: Scene, key: str, character: str) -> Reaction | None:
    """After a key on the question at hand; None when the key is not for answering."""
    if not questions or not scene.asked:
        return None
    moved = _moved(scene, questions, key)
    if moved is not None:
        return replace(scene, sheet=moved), ()
    if scene.sheet.listing:
        return None
    question = questions[scene.sheet.cursor]
    if character == "U":
        if question.item in scene.wanted:
            return marked(scene, question.item, None)
        return scene.saying("No answer here yet. ← goes back to the others."), ()
    if character == "R" and question.why:
        return _reason_again(scene, question, question.why), ()
    return _answered(scene, questions, question, character)


def with_reason(questions: Questions, scene: Scene, text: str) -> Reaction:
    """After the reason for a low answer was typed: answer once more, now with it."""
    if not scene.asked:
        return scene, ()
    question = questions[scene.sheet.cursor]
    scene, requests = marked(scene, question.item, Mark(scene.sheet.value, text))
    return onward(questions, scene), requests


def onward(questions: Questions, scene: Scene) -> Scene:
    """At the next question without an answer, or at the list of all."""
    if not scene.asked:
        return scene
    items = tuple(question.item for question in questions)
    place = next_open(items, scene.wanted, scene.sheet.cursor)
    if place is None:
        return replace(scene, sheet=replace(scene.sheet, listing=True))
    return replace(scene, sheet=replace(scene.sheet, cursor=place))


def _moved(scene: Scene, questions: Questions, key: str) -> Sheet | None:
    """Back and forth; behind the last question comes the list, once all are answered."""
    sheet, last = scene.sheet, len(questions) - 1
    step = {"left": -1, "up": -1, "right": 1, "down": 1}.get(key, 0)
    if sheet.listing:
        if key in ("up", "down"):
            return replace(sheet, cursor=max(0, min(last, sheet.cursor + step)))
        return replace(sheet, listing=False) if step or key == "enter" else None
    if not step:
        return None
    place = sheet.cursor + step
    if 0 <= place <= last:
        return replace(sheet, cursor=place)
    answers = scene.wanted
    return replace(sheet, listing=all(question.item in answers for question in questions))


def _answered(
    scene: Scene, questions: Questions, question: Question, character: str
) -> Reaction | None:
    numbers = {str(n): n for n in range(1, len(question.options) + 1)}
    if character not in ("A", "C", *numbers):
        return None
    value = numbers.get(character)
    before = scene.wanted.get(question.item)
    reason = before.reason if before and before.value == value else ""
    scene, requests = marked(scene, question.item, Mark(value, reason))
    if question.why and value is not None and value <= question.low:
        return _asking_why(scene, question.why, value, reason), requests
    return onward(questions, scene), requests


def _reason_again(scene: Scene, question: Question, why: Prompt) -> Scene:
    mark = scene.wanted.get(question.item)
    if mark is None or mark.value is None or mark.value > question.low:
        return scene.saying("A reason is asked for with one finger or two.")
    return _asking_why(scene, why, mark.value, mark.reason)


def _asking_why(scene: Scene, why: Prompt, value: int, reason: str) -> Scene:
    return replace(scene, sheet=replace(scene.sheet, value=value)).asking(why, reason)


# Pages


def page(questions: Questions, picture: Picture, width: int, until: str) -> Page:
    """The question at hand, or the list of answers; ``until`` says when they are no more taken."""
    if picture.scene.sheet.listing:
        return _listing(questions, picture, width, until)
    left, right = kind.sides(width)
    return Page(
        main=[BLANK, *asked(at_hand(questions, picture.scene.sheet), left)],
        side=[BLANK, *answers(questions, picture, right)],
        status=status(questions, picture, width, until),
        is_good=is_good(questions, picture),
        keys=keys(questions, picture),
        scroll_keys="PgUp PgDn",
    )


def at_hand(questions: Questions, sheet: Sheet) -> Question:
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


def answers(questions: Questions, picture: Picture, width: int) -> list[Line]:
    """The answers with their keys, one's own marked; and how far one is."""
    question = at_hand(questions, picture.scene.sheet)
    numbers = [(str(n), n, label) for n, label in enumerate(question.options, 1)]
    key, label = question.other
    return blocks(
        *own_answer(picture, question.item, [*numbers, (key, None, label)], width),
        _progress(questions, picture, width),
    )


def own_answer(
    picture: Picture, item: str, offered: Sequence[tuple[str, int | None, str]], width: int
) -> tuple[list[Line], list[Line]]:
    """The keys with the answers that they give, one's own marked; and the reason for that one."""
    mark = picture.wanted.get(item)
    note = "entered for you" if mark and mark.proxy else "your answer"
    note = "recording…" if picture.scene.sheet.wish(item) is not None else note
    rows: list[Line] = []
    for key, value, label in offered:
        is_mine = mark is not None and mark.value == value
        rows += option(key, label, note if is_mine else "", width)
    if mark is None or not mark.reason:
        return rows, []
    return rows, behind(((" " * 5, Ink.TEXT),), paragraph(f"“{mark.reason}”", width - 5))


def option(key: str, label: str, note: str, width: int) -> list[Line]:
    """One answer behind its key; ``note`` marks it as one's own."""
    ink = Ink.MINE if note else Ink.TEXT
    room = width - 5
    rows = paragraph(label, room, ink)
    if note and cells(label) + 2 + cells(note) > room:
        rows += paragraph(note, room, ink)
    elif note:
        rows[-1] = (*rows[-1], ("  " + note, ink))
    return behind((("▸ " if note else "  ", Ink.MINE), (f"{key}  ", Ink.KEY)), rows)


def _progress(questions: Questions, picture: Picture, width: int) -> list[Line]:
    """A dot for each question, the one at hand in brackets, and the same in words."""
    if len(questions) < 2:  # noqa: PLR2004 - one needs no counting
        return []
    sheet, done = picture.scene.sheet, picture.recorded
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
    words = f"{sheet.cursor + 1} of {len(questions)}, {len(done)} recorded"
    whole = f"{questions[0].noun} {words}"
    return [*rows, line(f"  {whole if cells(whole) + 2 <= width else words}", Ink.MUTED)]


def _dot(item: str, done: dict[str, Mark], sheet: Sheet) -> Span:
    if sheet.wish(item) is not None:
        return (UNDER_WAY, Ink.TEXT)
    return (VOTED.glyph, Ink.GOOD) if item in done else (NOT_YET.glyph, Ink.TEXT)


def status(questions: Questions, picture: Picture, width: int, until: str) -> str:
    """How the answer at hand stands, or all that are listed."""
    if not picture.scene.sheet.listing:
        mark = picture.recorded.get(at_hand(questions, picture.scene.sheet).item)
        return kind.standing(picture, mark, until, width)
    if picture.scene.is_slow:
        return SLOWLY
    if not is_good(questions, picture):
        return "Recording…"
    said, change = f"Recorded. {UNSEEN}", "Change any with ← →"
    full = f"{said} {change} until {until}."
    return full if cells(full) <= width else kind.in_one_line(said, f"{change}.", width)


def is_good(questions: Questions, picture: Picture) -> bool:
    """Whether the journal has the answer at hand, or all that are listed."""
    done = picture.recorded
    shown = questions if picture.scene.sheet.listing else (at_hand(questions, picture.scene.sheet),)
    return not picture.scene.is_slow and all(question.item in done for question in shown)


def keys(questions: Questions, picture: Picture) -> tuple[Key, ...]:
    """The keys while one question is asked."""
    question = at_hand(questions, picture.scene.sheet)
    found: list[Key] = [(f"1-{len(question.options)}", "Answer"), question.other]
    if len(questions) > 1:
        found.append(("←→", "Others"))
    mark = picture.wanted.get(question.item)
    if mark is not None:
        if mark.value is not None and mark.value <= question.low:
            found.append(("R", "Reason"))
        found.append(("U", "Undo"))
    return tuple(found)


def _listing(questions: Questions, picture: Picture, width: int, until: str) -> Page:
    """All answers, once there is one to every question."""
    leads = {each.lead for each in questions}
    heading = [
        line(listing_title(questions), Ink.STRONG),
        *(paragraph(questions[0].lead, width, Ink.MUTED) if len(leads) == 1 else []),
        BLANK,
    ]
    rows, focus = listed_answers(questions, picture, width)
    return Page(
        main=[*heading, *rows],
        status=status(questions, picture, width, until),
        is_good=is_good(questions, picture),
        keys=(("↑↓", "Choose"), ("←→", "Change")),
        focus=1 + len(heading) + focus,
    )


def listing_title(questions: Questions) -> str:
    """What stands above all answers."""
    return f"Your {len(questions)} answers" if len(questions) > 1 else "Your answer"


def listed_answers(questions: Questions, picture: Picture, width: int) -> tuple[list[Line], int]:
    """A row or more for each answer, and in which of them the cursor stands."""
    said = [_said(each, picture) for each in questions]
    right = min(max(cells(each) for each in said), WIDEST_SAID, width // 2)
    rows: list[Line] = []
    focus = 0
    for place, question in enumerate(questions):
        is_here = place == picture.scene.sheet.cursor
        focus = len(rows) if is_here else focus
        lead = (("▸ " if is_here else "  ", Ink.MINE), (f"{place + 1:>2}  ", Ink.MUTED))
        ink = Ink.STRONG if is_here else Ink.TEXT
        room = width - right - 8
        asks, says = paragraph(question.text, room, ink), paragraph(said[place], right, Ink.MINE)
        rows += behind(lead, beside(asks, says, room, 2))
    return rows, focus


def _said(question: Question, picture: Picture) -> str:
    if picture.scene.sheet.wish(question.item) is not None:
        return "recording…"
    mark = picture.wanted.get(question.item)
    return "no answer" if mark is None else question.says(mark.value)
