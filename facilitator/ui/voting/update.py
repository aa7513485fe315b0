"""How a scene follows the session: what stays and what goes when the room turns."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.views import VoterView
from facilitator.ui.voting.scene import Draft, Notice, Scene, draft_of, round_at_hand
from facilitator.ui.voting.sheet import Sheet, next_open
from facilitator.ui.voting.steps import kind_of, task


def place_of(view: VoterView) -> tuple[object, ...]:
    """Where the room stands, as far as it changes what keys mean."""
    stage = view.stage
    at_hand = kind_of(stage.matter).at_hand(stage.matter) if stage.matter else None
    return (stage.stage, *round_at_hand(view), at_hand)


def following(scene: Scene, view: VoterView) -> Scene:
    """The scene with a newer picture of the session."""
    turned = scene.view is None or place_of(scene.view) != place_of(view)
    scene = replace(scene, view=view, draft=_draft(scene, view), sheet=_sheet(scene, view))
    if not turned:
        return scene
    scene = replace(scene, notice=None, helping=False, scroll=0, aside="")
    if scene.prompt is None or not scene.prompt.cut_short:
        return scene
    return replace(scene.watching(), notice=Notice(scene.prompt.cut_short))


def _draft(scene: Scene, view: VoterView) -> Draft:
    """The draft for the round at hand; a reason that was not sent is kept for the next one."""
    of = round_at_hand(view)
    ballot = view.ballot if of[1] else None
    if scene.draft.of == of and scene.pending:
        return scene.draft
    if ballot is not None:
        return draft_of(ballot, of)
    if scene.draft.of == of:
        return replace(scene.draft, choice=None)
    unsent = scene.draft.reason if not scene.draft.of[1] else ""
    if scene.prompt is task.REASON and scene.editor is not None:
        unsent = scene.editor.text
    return Draft(of, reason=unsent if scene.draft.of[0] == of[0] else "")


def _sheet(scene: Scene, view: VoterView) -> Sheet:
    """The sheet for the round at hand; one that was begun starts where the voter left off."""
    of = round_at_hand(view)
    if scene.sheet.of == of:
        return scene.sheet
    if view.stage.matter is None or not kind_of(view.stage.matter).one_by_one:
        return Sheet(of)
    place = next_open(view.asked, dict(view.marks), -1)
    return Sheet(of, cursor=place or 0, listing=place is None and bool(view.asked))
