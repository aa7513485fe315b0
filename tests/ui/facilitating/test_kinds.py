"""Kinds of steps: each has its module, and one more can be made anywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from facilitator.domain import steps as domain
from facilitator.domain.views import Matter, NextAction
from facilitator.ui.facilitating.deeds import Do, Say, Send, act
from facilitator.ui.facilitating.keys import lead
from facilitator.ui.facilitating.rounds import open_round
from facilitator.ui.facilitating.steps import KINDS, kind_of
from facilitator.ui.facilitating.steps.kind import Next, StepKind
from facilitator.ui.ink import paragraph
from tests.ui.facilitating.rooms import (
    ESCALATING,
    Room,
    agenda,
    asked_of_promises,
    at_follow_up,
    at_promises,
    at_task,
    fingers_shown,
    four_people,
    rated,
    revealed,
    six_people,
    told,
    voting,
    with_dots,
)
from tests.ui.facilitating.scenes import scene

ROOMS: dict[NextAction, Room] = {
    NextAction.BEGIN: four_people(),
    NextAction.NEXT: rated(),
    NextAction.START_VOTING: at_task(),
    NextAction.CLOSE_AND_REVEAL: voting(),
    NextAction.DECIDE: revealed(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm"),
    NextAction.NEW_ROUND: revealed(),
    NextAction.FALL_BACK: revealed(agenda(rules=replace(ESCALATING, max_rounds=1))),
    NextAction.TAKE: with_dots(),
    NextAction.RECORD_TOLD: told(),
    NextAction.PROMISE: asked_of_promises(Raj=1, Ana=1),
    NextAction.REWORD: asked_of_promises(Raj=1, Lee=0),
    NextAction.END: fingers_shown(),
}


def test_the_registry_has_every_kind():
    assert set(KINDS) == set(get_args(Matter))


def test_every_matter_of_a_step_has_its_kind():
    assert kind_of(None) is None
    by_matter = {}
    for room in (four_people().enter("two-sides"), at_follow_up(), rated(), with_dots()):
        by_matter[type(room.view.stage.matter)] = kind_of(room.view.stage.matter)
    for room in (at_task(), at_promises(), six_people().enter("game-plan")):
        by_matter[type(room.view.stage.matter)] = kind_of(room.view.stage.matter)
    assert set(by_matter) == set(KINDS)
    assert len(KINDS) == len(domain.KINDS)
    assert {id(kind) for kind in by_matter.values()} == {id(kind) for kind in KINDS.values()}


@pytest.mark.parametrize("action", [each for each in NextAction if each is not NextAction.LEAVE])
def test_every_next_action_has_a_label_and_a_deed(action):
    room = ROOMS[action]
    assert room.view.next_action is action
    leading = lead(scene(room))
    assert leading.key.shown == "SPACE"
    assert leading.key.label
    assert leading.does(scene(room)) not in (Do.NOTHING, scene(room))


@pytest.mark.parametrize("kind", KINDS.values())
def test_the_keys_of_a_kind_are_written_differently_and_explained(kind: StepKind[Any]):
    shown = [each.key.shown for each in kind.acts]
    assert len(set(shown)) == len(shown)
    assert all(each.key.meaning for each in kind.acts)


def test_a_kind_of_step_is_made_of_one_value():
    yes = act("Z", "Applaud", "Have everybody applaud.", lambda _: Say("Thank you."))
    applause: StepKind[Any] = StepKind(
        starts=lambda _: "Ask for applause",
        opens=open_round,
        page=lambda scene, _, width: paragraph(scene.view.stage.title, width),
        leads={NextAction.NEXT: Next(lambda *_: "Bow", lambda *_: Say("…"))},
        acts=(yes,),
        offered=lambda *_: (yes.named("Clap"),),
    )
    at_hand = scene(at_task())
    assert applause.starts(at_hand.view.stage) == "Ask for applause"
    assert isinstance(applause.opens(at_hand), Send)
    assert applause.page(at_hand, None, 51) == paragraph(at_hand.view.stage.title, 51)
    assert [each.key.label for each in applause.offered(at_hand, None)] == ["Clap"]
    assert applause.offered(at_hand, None)[0].does(at_hand) == Say("Thank you.")
    assert applause.asks(at_hand, None, "pm") == ()
    assert applause.reopening(at_hand, None) is None
