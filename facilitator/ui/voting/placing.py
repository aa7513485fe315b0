"""Keys for placing dots on the tasks of a shortlist."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.marks import Mark
from facilitator.domain.views import ShortlistView, VoterView
from facilitator.ui.voting.intents import AnswerItem, AnswerItems, Step
from facilitator.ui.voting.scene import CHOICE_KEYS, Notice, Scene
from facilitator.ui.voting.sheet import dots_placed, wanted

_ADD = ("+", "=", " ")
_TAKE = ("-", "_", "−")
NONE_LEFT = "No dots left. − takes one back where the cursor is, U takes all back."


def place(scene: Scene, key: str, character: str) -> Step | None:
    """After a key on the list of tasks; None when the key is not for placing dots."""
    view = scene.view
    if view is None or not scene.may_vote or (shortlist := view.stage.shortlist) is None:
        return None
    last = len(view.asked) - 1
    if key in ("up", "down"):
        cursor = max(0, min(last, scene.sheet.cursor + (1 if key == "down" else -1)))
        return replace(scene, sheet=replace(scene.sheet, cursor=cursor)), None
    number = CHOICE_KEYS.find(character) if character else -1
    if 0 <= number <= last:
        return _added(scene, view, shortlist, number)
    if character in _ADD:
        return _added(scene, view, shortlist, scene.sheet.cursor)
    if character in _TAKE or key in ("backspace", "delete"):
        return _taken(scene, view)
    return _all_taken(scene, view) if character == "U" else None


def _added(scene: Scene, view: VoterView, shortlist: ShortlistView, number: int) -> Step:
    placed = wanted(view.marks, scene.sheet)
    if dots_placed(placed) >= shortlist.dots:
        return replace(scene, notice=Notice(NONE_LEFT)), None
    item = view.asked[number]
    on_it = placed[item].value if item in placed else 0
    scene = replace(scene, sheet=replace(scene.sheet, cursor=number))
    return _set(scene, item, (on_it or 0) + 1)


def _taken(scene: Scene, view: VoterView) -> Step:
    item = view.asked[scene.sheet.cursor]
    mark = wanted(view.marks, scene.sheet).get(item)
    if mark is None or not mark.value:
        return replace(scene, notice=Notice("No dot of yours lies on this task.")), None
    return _set(scene, item, mark.value - 1)


def _set(scene: Scene, item: str, dots: int) -> Step:
    mark = Mark(dots) if dots else None
    sheet = scene.sheet.with_wish(item, mark)
    return replace(scene, sheet=sheet), AnswerItem(sheet.of, item, mark, sheet.serial)


def _all_taken(scene: Scene, view: VoterView) -> Step:
    placed = wanted(view.marks, scene.sheet)
    if not placed:
        return replace(scene, notice=Notice("You have not placed a dot yet.")), None
    answers = []
    for item in placed:
        scene = replace(scene, sheet=scene.sheet.with_wish(item, None))
        answers.append(AnswerItem(scene.sheet.of, item, None, scene.sheet.serial))
    return scene, AnswerItems(tuple(answers))
