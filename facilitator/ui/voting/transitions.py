"""How a scene goes on: after a key, which may ask for something, and as the session turns.

Nothing here waits or talks to anybody. A key that means nothing changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import LowerHand, ParkItem, RaiseHand
from facilitator.domain.rules.session import MOST_PARKED_CHARACTERS
from facilitator.domain.views import Stage, VoterView
from facilitator.ui.text import is_typed
from facilitator.ui.voting import pages
from facilitator.ui.voting import scene as scenes
from facilitator.ui.voting.line_editor import LineEditor
from facilitator.ui.voting.scene import Draft, Prompt, Reaction, Scene, Sheet
from facilitator.ui.voting.steps import kind_of, task

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


# Keys


def press(scene: Scene, key: str, character: str | None) -> Reaction:
    """After a key, by Textual's name for it and the character that it types, if any."""
    scene = replace(scene, notice=None)
    if key in LEAVING_KEYS:
        return scene, (scenes.Leave(),)
    if scene.form is not None:
        return pages.press(scene, scene.form, key, character)
    if scene.resume_code:
        return (replace(scene, resume_code="") if key == "enter" else scene), ()
    if scene.prompt is not None and scene.editor is not None:
        return _typing(scene, scene.prompt, scene.editor, key, character)
    return _watching(scene, key, (character or "").upper())


def paste(scene: Scene, text: str) -> Scene:
    """After text was pasted: it goes where a line is being typed, and nowhere else."""
    if scene.form is not None and scene.form.in_name:
        return replace(scene, form=pages.typed(scene.form, text), notice=None)
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
        return scene, (scenes.Leave(),)
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


# As the session turns


def place_of(view: VoterView) -> tuple[object, ...]:
    """Where the room stands, as far as it changes what keys mean."""
    stage = view.stage
    at_hand = kind_of(stage.matter).at_hand(stage.matter) if stage.matter else None
    return (stage.stage, *scenes.round_at_hand(view), at_hand)


def following(scene: Scene, view: VoterView) -> Scene:
    """The scene with a newer picture of the session."""
    turned = scene.view is None or place_of(scene.view) != place_of(view)
    scene = replace(scene, view=view, draft=_draft(scene, view), sheet=_sheet(scene, view))
    if not turned:
        return scene
    scene = replace(scene, notice=None, helping=False, scroll=0, aside="")
    if scene.prompt is None or not scene.prompt.cut_short:
        return scene
    return scene.watching().saying(scene.prompt.cut_short)


def _draft(scene: Scene, view: VoterView) -> Draft:
    """The draft for the round at hand; a reason that was not sent is kept for the next one."""
    of = scenes.round_at_hand(view)
    ballot = view.ballot if of[1] else None
    if scene.draft.of == of and scene.pending:
        return scene.draft
    if ballot is not None:
        return scenes.draft_of(ballot, of)
    if scene.draft.of == of:
        return replace(scene.draft, choice=None)
    unsent = scene.draft.reason if not scene.draft.of[1] else ""
    if scene.prompt is task.REASON and scene.editor is not None:
        unsent = scene.editor.text
    return Draft(of, reason=unsent if scene.draft.of[0] == of[0] else "")


def _sheet(scene: Scene, view: VoterView) -> Sheet:
    """The sheet for the round at hand; one that was begun starts where the voter left off."""
    of = scenes.round_at_hand(view)
    if scene.sheet.of == of:
        return scene.sheet
    if view.stage.matter is None or not kind_of(view.stage.matter).one_by_one:
        return Sheet(of)
    place = scenes.next_open(view.asked, dict(view.marks), -1)
    return Sheet(of, cursor=place or 0, listing=place is None and bool(view.asked))
