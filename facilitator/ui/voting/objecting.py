"""Keys for the objection that a decision keeps in one's name: confirm, reword, withdraw."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.outcomes import MOST_CELLS
from facilitator.ui.voting.intents import AnswerObjection, Step, WithdrawObjection
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.scene import Mode, Notice, Objection, Scene, Tone

KEPT_AS_IT_WAS = "Your objection is kept as it was."
MOVED_ON = "The room moved on as you wrote; your words were not sent."


def object_to(scene: Scene, character: str) -> Step | None:
    """After a key beside one's own objection; None when the key has nothing to do with it."""
    view = scene.view
    kept = scene.dissent
    if view is None or kept is None or view.stage.step is None:
        return None
    step = view.stage.step.id
    match character:
        case "C" if view.has_answered_dissent:
            words = "It stands as you answered. W words it anew, X withdraws it."
            return replace(scene, notice=Notice(words)), None
        case "C":
            return scene, AnswerObjection(step, kept.reason, kept.would_change, is_own=False)
        case "W":
            editor = editor_of(kept.reason, most_cells=MOST_CELLS, most_characters=MOST_CELLS)
            begun = Objection(step, kept.reason, kept.would_change)
            return replace(scene, mode=Mode.REWORDING, editor=editor, objection=begun), None
        case "X":
            return replace(scene, mode=Mode.WITHDRAWING), None
    return None


def reworded(scene: Scene, reason: str) -> Step:
    """After the reason was typed: ask what would change that mind."""
    begun = scene.objection
    if not is_at_hand(scene, begun):
        return replace(scene, notice=Notice(MOVED_ON)), None
    if not reason:
        words = "Say why you object; or press Esc, and then X to withdraw the objection."
        editor = editor_of("", most_cells=MOST_CELLS, most_characters=MOST_CELLS)
        notice = Notice(words, Tone.BAD)
        return replace(scene, mode=Mode.REWORDING, editor=editor, notice=notice), None
    editor = editor_of(begun.would_change, most_cells=MOST_CELLS, most_characters=MOST_CELLS)
    begun = replace(begun, reason=reason)
    return replace(scene, mode=Mode.CHANGING, editor=editor, objection=begun), None


def with_change(scene: Scene, would_change: str) -> Step:
    """After that was typed too, or left empty: have both kept."""
    begun = scene.objection
    if not is_at_hand(scene, begun):
        return replace(scene, notice=Notice(MOVED_ON)), None
    return scene, AnswerObjection(begun.step, begun.reason, would_change, is_own=True)


def withdrawing(scene: Scene, character: str) -> Step:
    """After a key once X was pressed: X again withdraws; any other key does nothing at all."""
    scene = replace(scene, mode=Mode.WATCHING)
    step = scene.view.stage.step if scene.view else None
    if character != "X" or scene.dissent is None or step is None:
        return replace(scene, notice=Notice(KEPT_AS_IT_WAS)), None
    return scene, WithdrawObjection(step.id)


def is_at_hand(scene: Scene, begun: Objection) -> bool:
    """Whether the decision that is objected to is still on screen."""
    step = scene.view.stage.step if scene.view else None
    return scene.dissent is not None and step is not None and step.id == begun.step
