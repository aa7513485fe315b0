"""The objection that a decision keeps in one's name: seen, confirmed, reworded, withdrawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.commands import (
    AnswerDissent,
    EnterStep,
    ReopenDecision,
    WithdrawDissent,
)
from facilitator.ui.voting import desk
from facilitator.ui.voting.steps import decision
from tests.ui.voting.peer import Voter
from tests.ui.voting.rooms import DECISION
from tests.ui.voting.test_drawing import SIZES, text_of, whole_text_of
from tests.ui.voting.test_keys import named, scene_of, typed
from tests.ui.voting.test_screen import Table

KEPT = AnswerDissent(
    step="messaging",
    participant="p2",
    reason="roadmap claims need us",
    would_change="a review that is kept",
)


@pytest.fixture
def settled(stages):
    return stages["settled"]()


@pytest.fixture
def scene(settled):
    return scene_of(settled, "Raj")


# Keys


def test_c_confirms_it_as_it_stands(scene):
    assert typed(scene, "c")[1] == KEPT


def test_w_rewords_both_lines_from_what_is_kept(scene):
    scene, _ = typed(scene, "w")
    assert (scene.prompt, scene.editor.text) == (decision.REASON, "roadmap claims need us")
    scene, request = named(typed(scene, "!")[0], "enter")
    assert request is None
    assert (scene.prompt, scene.editor.text) == (decision.CHANGE, "a review that is kept")
    scene, request = named(named(scene, "ctrl+u")[0], "enter")
    assert request == replace(KEPT, reason="roadmap claims need us!", would_change="")
    assert scene.prompt is None


def test_without_a_reason_nothing_goes_on(scene):
    scene, request = named(typed(scene, "w")[0], "ctrl+u", "enter")
    assert request is None
    assert scene.prompt is decision.REASON
    assert "Say why you object" in scene.notice.text


@pytest.mark.parametrize("keys", [("escape",), ("enter", "escape")])
def test_escape_keeps_it_as_it_was(scene, keys):
    scene, request = named(typed(scene, "w!")[0], *keys)
    assert (scene.prompt, scene.aside, request) == (None, "", None)
    assert scene.notice.text == "Your objection is kept as it was."


def test_x_withdraws_only_when_pressed_twice(scene):
    scene, request = typed(scene, "x")
    assert (scene.aside, request) == (decision.WITHDRAW, None)
    assert typed(scene, "x")[1] == WithdrawDissent(step="messaging", participant="p2")


@pytest.mark.parametrize("key", ["c", "w", "q", "h", "p", "1", "?", " "])
def test_any_other_key_keeps_it_and_does_nothing_else(scene, key):
    scene, request = typed(typed(scene, "x")[0], key)
    assert (scene.prompt, scene.aside, request) == (None, "", None)
    assert scene.notice.text == "Your objection is kept as it was."


def test_those_without_an_objection_have_no_such_keys(settled):
    for who in ("Ana", "Olga"):
        scene = scene_of(settled, who)
        assert typed(scene, "cwxx") == (scene, None)


# Drawing


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_it_is_in_sight_with_its_keys_at_every_size(scene, size):
    shown = text_of(scene, size)
    assert "Your objection is kept with this decision:" in shown
    assert "“a review that is kept”" in shown
    assert "C confirms your objection, W rewords it, X withdraws it." in shown


def test_only_its_author_is_asked_about_it(settled):
    shown = whole_text_of(scene_of(settled, "Ana"))
    assert "Your objection" not in shown
    assert "Raj would have Product Management drive it" in shown


def test_the_prompts_and_the_question_say_what_they_are_for(scene):
    asked = typed(scene, "w")[0]
    assert "Why do you object?" in text_of(asked)
    assert "What would change your mind?" in text_of(named(asked, "enter")[0])
    assert "X once more withdraws it" in text_of(typed(scene, "x")[0])
    assert "Word it anew" in text_of(typed(scene, "?")[0])


def test_an_anonymous_session_keeps_none(anonymous):
    anonymous.decide(replace(DECISION, dissent=()))
    shown = whole_text_of(scene_of(anonymous, "Raj"))
    assert "Decided" in shown
    assert "objection" not in shown


# At the desk


@pytest.fixture
async def raj(settled, monkeypatch):
    monkeypatch.setattr(desk, "BLINK", 0.0)
    return await Voter(settled, "Raj").sit()


async def test_nothing_is_said_to_be_kept_before_it_is_recorded(raj):
    await raj.press("c")
    assert "Confirmed." not in raj.shown()
    raj.peer.let_through()
    await raj.settle()
    assert "Confirmed." in raj.shown()
    (sent,) = raj.peer.submitted
    assert isinstance(sent, AnswerDissent)
    assert raj.desk.scene.view.has_answered_dissent
    await raj.press("c")
    assert len(raj.peer.submitted) == 1


async def test_words_that_were_not_recorded_can_be_sent_again(raj):
    await raj.press("w", "!", "enter", "enter")
    raj.peer.fail()
    await raj.settle()
    assert "Not recorded" in raj.shown()
    assert raj.desk.scene.prompt is decision.CHANGE
    await raj.press("enter")
    raj.peer.let_through()
    await raj.settle()
    assert "Kept in your words." in raj.shown()
    assert "“roadmap claims need us!”" in raj.shown()


async def test_withdrawn_is_gone(raj):
    await raj.press("x", "x")
    raj.peer.let_through()
    await raj.settle()
    assert isinstance(raj.peer.submitted[0], WithdrawDissent)
    assert "Withdrawn." in raj.shown()
    assert "Your objection" not in raj.shown()


@pytest.mark.parametrize("keys", ["w", "w\n", "x"])
async def test_when_the_room_moves_on_nothing_is_sent(raj, keys):
    await raj.press(*("enter" if key == "\n" else key for key in keys))
    room = raj.peer.room
    room.do(ReopenDecision(step="messaging"))
    raj.desk.refresh()
    assert (raj.desk.scene.prompt, raj.desk.scene.aside) == (None, "")
    assert ("words were not sent" in raj.shown()) == (keys != "x")
    await raj.press("enter", "x", "x")
    assert raj.peer.submitted == []


async def test_words_that_failed_are_not_offered_on_another_step(raj):
    await raj.press("w", "enter", "enter")
    room = raj.peer.room
    room.do(EnterStep(step="boards"))
    raj.peer.fail()
    await raj.settle()
    assert (raj.desk.scene.prompt, raj.desk.scene.aside) == (None, "")


async def test_it_is_reworded_in_a_terminal(settled, monkeypatch):
    monkeypatch.setattr(desk, "BLINK", 0.0)
    table = await Table(settled).open()
    async with table.app(name="Raj") as seat:
        await seat.until("Your objection is kept", "C Confirm")
        await seat.press("w", "exclamation_mark", "enter", "enter")
        await seat.until("Kept in your words.", "need us!”")
        await seat.press("x", "x")
        await seat.until("Withdrawn.", gone=("Your objection",))
    assert table.session.state.record("messaging").decision.dissent == ()
    await table.session.close()
