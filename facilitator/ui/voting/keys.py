"""What each key does: a scene and a key in, the next scene and what is asked for out.

Nothing here waits or talks to anybody. A key that means nothing changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import LowerHand, ParkItem, RaiseHand
from facilitator.domain.rules.session import MOST_PARKED_CHARACTERS
from facilitator.domain.views import Stage
from facilitator.ui.text import is_typed
from facilitator.ui.voting import welcome
from facilitator.ui.voting.line_editor import LineEditor
from facilitator.ui.voting.scene import Leave, Prompt, Reaction, Scene
from facilitator.ui.voting.steps import kind_of

LEAVING_KEYS = ("ctrl+c", "ctrl+q")
PARKING = Prompt(
    "What should not be forgotten? It goes to the parking lot.",
    entered=lambda scene, text: (scene, (ParkItem(text=text),) if text else ()),
    most_characters=MOST_PARKED_CHARACTERS,
    most_cells=2 * MOST_PARKED_CHARACTERS,
)
_SCROLLS = {
    "up": -1,
    "down": 1,
    "pageup": -10,
    "pagedown": 10,
    "home": -100_000,
    "end": 100_000,
}


def press(scene: Scene, key: str, character: str | None) -> Reaction:
    """After a key, by Textual's name for it and the character that it types, if any."""
    scene = replace(scene, notice=None)
    if key in LEAVING_KEYS:
        return scene, (Leave(),)
    if scene.form is not None:
        return welcome.press(scene, scene.form, key, character)
    if scene.resume_code:
        return (replace(scene, resume_code="") if key == "enter" else scene), ()
    if scene.prompt is not None and scene.editor is not None:
        return _typing(scene, scene.prompt, scene.editor, key, character)
    return _watching(scene, key, (character or "").upper())


def paste(scene: Scene, text: str) -> Scene:
    """After text was pasted: it goes where a line is being typed, and nowhere else."""
    if scene.form is not None and scene.form.in_name:
        return replace(scene, form=welcome.typed(scene.form, text), notice=None)
    if scene.editor is not None:
        return replace(scene, editor=scene.editor.typed(text), notice=None)
    return scene


def _typing(
    scene: Scene, prompt: Prompt, editor: LineEditor, key: str, character: str | None
) -> Reaction:
    if key == "escape":
        return prompt.left(scene.watching()), ()
    if key == "enter":
        return prompt.entered(scene.watching(), editor.line)
    if character and is_typed(character):
        return replace(scene, editor=editor.typed(character)), ()
    return replace(scene, editor=editor.pressed(key)), ()


def _watching(scene: Scene, key: str, character: str) -> Reaction:
    if scene.helping and (character == "?" or key in ("escape", "enter", "space")):
        return replace(scene, helping=False, scroll=0), ()
    if not scene.helping and (reaction := _step_key(scene, key, character)) is not None:
        return reaction
    if character == "?":
        return replace(scene, helping=True, scroll=0), ()
    if key in _SCROLLS:
        return replace(scene, scroll=max(0, scene.scroll + _SCROLLS[key])), ()
    if character == "Q":
        return scene, (Leave(),)
    return (scene, ()) if scene.helping else _room_key(scene, character)


def _step_key(scene: Scene, key: str, character: str) -> Reaction | None:
    """After a key of the step at hand; None when it is none."""
    matter = scene.view.stage.matter if scene.view else None
    return None if matter is None else kind_of(matter).press(matter, scene, key, character)


def _room_key(scene: Scene, character: str) -> Reaction:
    """After a key that every step has."""
    view = scene.view
    if view is None or scene.stage is Stage.ENDED:
        return scene, ()
    if character == "H":
        raises_or_lowers = LowerHand if view.me.hand_raised else RaiseHand
        return scene, (raises_or_lowers(participant=scene.me),)
    return (scene.asking(PARKING) if character == "P" else scene), ()
