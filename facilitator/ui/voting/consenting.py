"""Keys for saying yes to a promise, objecting to it, or standing aside."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.ballots import REASON_CHARACTERS
from facilitator.domain.marks import CONSENT, OBJECTION, YES, Mark
from facilitator.ui.voting.intents import AnswerItem, Step
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.scene import Mode, Notice, Scene
from facilitator.ui.voting.sheet import wanted


def consent(scene: Scene, character: str) -> Step | None:
    """After a key while a promise is asked about; None when the key is not for answering."""
    view = scene.view
    if view is None or not scene.may_vote or view.stage.commit is None:
        return None
    mark = wanted(view.marks, scene.sheet).get(CONSENT)
    match character:
        case "Y":
            return _given(scene, Mark(YES))
        case "A":
            return _given(scene, Mark(None))
        case "O":
            said = mark.reason if mark is not None and mark.value == OBJECTION else ""
            editor = editor_of(
                said, most_cells=2 * REASON_CHARACTERS, most_characters=REASON_CHARACTERS
            )
            return replace(scene, mode=Mode.OBJECTING, editor=editor), None
        case "U" if mark is None:
            return replace(scene, notice=Notice("You have not answered yet.")), None
        case "U":
            return _given(scene, None)
    return None


def objected(scene: Scene, reason: str) -> Step:
    """After the reason was typed, or none: the objection counts all the same."""
    return _given(scene, Mark(OBJECTION, reason)) if scene.may_vote else (scene, None)


def _given(scene: Scene, mark: Mark | None) -> Step:
    sheet = scene.sheet.with_wish(CONSENT, mark)
    return replace(scene, sheet=sheet), AnswerItem(sheet.of, CONSENT, mark, sheet.serial)
