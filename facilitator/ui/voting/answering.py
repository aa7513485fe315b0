"""Keys in a round that puts one question after the other: statements, old promises, fingers."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.ballots import REASON_CHARACTERS
from facilitator.domain.marks import Mark
from facilitator.domain.views import VoterView
from facilitator.ui.voting.intents import AnswerItem, Step
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.scene import Mode, Notice, Scene
from facilitator.ui.voting.sheet import Sheet, next_open, wanted
from facilitator.ui.voting.steps.asked import Question, questions_of

_BACK = ("left", "up")
_FORTH = ("right", "down")


def answer(scene: Scene, key: str, character: str) -> Step | None:
    """After a key on the question at hand; None when the key is not for answering."""
    view = scene.view
    if view is None or not scene.may_vote:
        return None
    questions = questions_of(view.stage, view.asked)
    if not questions:
        return None
    # At the close, what the questions are about stands beside them, and these keys scroll it.
    scrolls = view.stage.rate is None and view.stage.follow_up is None and key in ("up", "down")
    if not scrolls and (step := _moved(scene, view, questions, key)) is not None:
        return step
    if scene.sheet.listing:
        return None
    question = questions[scene.sheet.cursor]
    if character == "U":
        return _taken_back(scene, view, question)
    if character == "R" and question.low:
        return _reason_again(scene, view, question)
    return _answered(scene, view, questions, character)


def with_reason(scene: Scene, text: str) -> Step:
    """After the reason for few fingers was typed: answer once more, now with it."""
    view = scene.view
    if view is None or not scene.may_vote:
        return scene, None
    questions = questions_of(view.stage, view.asked)
    question = next(each for each in questions if each.low)
    step = _recorded(scene, question, Mark(scene.sheet.value, text))
    return _onward(step[0], view, questions), step[1]


def without_reason(scene: Scene) -> Scene:
    """After the reason was left out: the answer stands without, and the next question comes."""
    view = scene.view
    if view is None or not scene.may_vote:
        return scene
    return _onward(scene, view, questions_of(view.stage, view.asked))


def _moved(scene: Scene, view: VoterView, questions: tuple[Question, ...], key: str) -> Step | None:
    """Back and forth; behind the last question comes the list, once all are answered."""
    sheet, last = scene.sheet, len(questions) - 1
    if sheet.listing:
        return _moved_in_list(scene, key, last)
    if key not in (*_BACK, *_FORTH):
        return None
    place = sheet.cursor + (1 if key in _FORTH else -1)
    if 0 <= place <= last:
        return _with(scene, replace(sheet, cursor=place)), None
    answers = wanted(view.marks, sheet)
    done = all(question.item in answers for question in questions)
    return _with(scene, replace(sheet, listing=done)), None


def _moved_in_list(scene: Scene, key: str, last: int) -> Step | None:
    sheet = scene.sheet
    if key in ("up", "down"):
        place = max(0, min(last, sheet.cursor + (1 if key == "down" else -1)))
        return _with(scene, replace(sheet, cursor=place)), None
    if key in ("left", "right", "enter"):
        return _with(scene, replace(sheet, listing=False)), None
    return None


def _answered(
    scene: Scene, view: VoterView, questions: tuple[Question, ...], character: str
) -> Step | None:
    question = questions[scene.sheet.cursor]
    if character in ("A", "C"):
        value = None
    elif character.isascii() and character.isdigit() and int(character) > 0:
        value = int(character)
        if value > len(question.options):
            return None
    else:
        return None
    before = wanted(view.marks, scene.sheet).get(question.item)
    reason = before.reason if before and before.value == value else ""
    scene, intent = _recorded(scene, question, Mark(value, reason))
    if value is not None and value <= question.low:
        return _asking_why(scene, value, reason), intent
    return _onward(scene, view, questions), intent


def _recorded(scene: Scene, question: Question, mark: Mark) -> Step:
    sheet = scene.sheet.with_wish(question.item, mark)
    return _with(scene, sheet), AnswerItem(sheet.of, question.item, mark, sheet.serial)


def _onward(scene: Scene, view: VoterView, questions: tuple[Question, ...]) -> Scene:
    """At the next question without an answer, or at the list of all."""
    items = tuple(question.item for question in questions)
    place = next_open(items, wanted(view.marks, scene.sheet), scene.sheet.cursor)
    if place is None:
        return _with(scene, replace(scene.sheet, listing=True))
    return _with(scene, replace(scene.sheet, cursor=place))


def _asking_why(scene: Scene, value: int, reason: str) -> Scene:
    editor = editor_of(reason, most_cells=2 * REASON_CHARACTERS, most_characters=REASON_CHARACTERS)
    sheet = replace(scene.sheet, value=value)
    return replace(scene, mode=Mode.DOUBTING, editor=editor, sheet=sheet)


def _reason_again(scene: Scene, view: VoterView, question: Question) -> Step:
    mark = wanted(view.marks, scene.sheet).get(question.item)
    if mark is None or mark.value is None or mark.value > question.low:
        return replace(scene, notice=Notice("A reason is asked for with one finger or two.")), None
    return _asking_why(scene, mark.value, mark.reason), None


def _taken_back(scene: Scene, view: VoterView, question: Question) -> Step:
    if question.item not in wanted(view.marks, scene.sheet):
        return replace(scene, notice=Notice("No answer here yet. ← goes back to the others.")), None
    sheet = scene.sheet.with_wish(question.item, None)
    return _with(scene, sheet), AnswerItem(sheet.of, question.item, None, sheet.serial)


def _with(scene: Scene, sheet: Sheet) -> Scene:
    return replace(scene, sheet=sheet)
