"""How a scene follows the session: what stays and what goes when the room turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from facilitator.domain.people import NAME_CELLS
from facilitator.domain.state import Session
from facilitator.domain.views import Stage, VoterView, stage_view
from facilitator.domain.words.figures import time_left
from facilitator.ui.voting.line_editor import editor_of
from facilitator.ui.voting.objecting import MOVED_ON
from facilitator.ui.voting.scene import (
    Draft,
    JoinForm,
    Mode,
    Notice,
    Scene,
    draft_of,
    round_at_hand,
)
from facilitator.ui.voting.sheet import Sheet, next_open


def place_of(view: VoterView) -> tuple[object, ...]:
    """Where the room stands, as far as it changes what keys mean."""
    commit = view.stage.commit
    return (view.stage.stage, *round_at_hand(view), commit.at_hand if commit else None)


def following(scene: Scene, view: VoterView) -> Scene:
    """The scene with a newer picture of the session."""
    turned = scene.view is None or place_of(scene.view) != place_of(view)
    draft, sheet = _draft(scene, view), _sheet(scene, view)
    scene = replace(scene, view=view)
    if not turned:
        return replace(scene, draft=draft, sheet=sheet)
    notice = Notice(_INTERRUPTED[scene.mode]) if scene.mode in _INTERRUPTED else None
    if notice is not None or scene.mode in (Mode.TODAY, Mode.WITHDRAWING):
        scene = replace(scene, mode=Mode.WATCHING, editor=None)
    return replace(scene, draft=draft, sheet=sheet, notice=notice, helping=False, scroll=0)


_INTERRUPTED = {
    Mode.REASON: "Voting has closed while you wrote; your reason was not sent.",
    Mode.OBJECTING: (
        "The round closed as you wrote: your objection was not sent. Raise your hand."
    ),
    Mode.DOUBTING: ("The round closed as you wrote: your answer counts, the reason was not sent."),
    Mode.REWORDING: MOVED_ON,
    Mode.CHANGING: MOVED_ON,
}
"""What to say when the room turns while a line for it is being typed."""


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
    if scene.mode is Mode.REASON and scene.editor is not None:
        unsent = scene.editor.text
    return Draft(of, reason=unsent if scene.draft.of[0] == of[0] else "")


def _sheet(scene: Scene, view: VoterView) -> Sheet:
    """The sheet for the round at hand; one that was begun starts where the voter left off."""
    of = round_at_hand(view)
    if scene.sheet.of == of:
        return scene.sheet
    answered = dict(view.marks)
    place = next_open(view.asked, answered, -1)
    if view.stage.shortlist is not None:
        return Sheet(of)
    return Sheet(of, cursor=place or 0, listing=place is None and bool(view.asked))


def form_of(state: Session, suggested_name: str, *, bound: bool = False) -> JoinForm:
    """The empty form for taking a seat in a session, under that very name if it is ``bound``."""
    teams = state.agenda.teams
    stage = stage_view(state)
    return JoinForm(
        teams=teams,
        name=editor_of(suggested_name, most_cells=NAME_CELLS),
        team=0 if len(teams) == 1 else None,
        in_name=not bound,
        suggested=bool(suggested_name) and not bound,
        title=stage.title,
        named=stage.named,
        bound=bound,
    )


def clock_words(view: VoterView, now: datetime) -> str:
    """The step's timer counting down as mm:ss, past zero up with a plus; "" without one."""
    timer = view.stage.timer
    if timer is None or timer.seconds is None or view.stage.stage is Stage.ENDED:
        return ""
    return time_left(timer.started_at, timer.seconds, now)[0]
