"""SPACE: the one next thing, at every moment."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.agenda import Rules
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.deeds import Confirm, Send
from facilitator.ui.facilitating.keys import press
from tests.ui.facilitating.desk import NO, YES, at_desk
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import (
    ESCALATING,
    TASK,
    Room,
    agenda,
    begun,
    four_people,
    revealed,
    voting,
)
from tests.ui.facilitating.scenes import flowing, scene, space


def asked(room: Room) -> Confirm:
    """The question that SPACE asks."""
    deed = press(scene(room), "SPACE")
    assert isinstance(deed, Confirm), deed
    return deed


def decision(room: Room) -> Decision:
    made = room.state.record(TASK).decision
    assert made is not None
    return made


def test_the_lobby_says_how_to_join_and_who_has_come():
    told = flowing(four_people())
    assert "ssh -p 2222 10.0.0.5" in told
    assert "4 people of 2 teams here so far" in told
    assert space(four_people()) == "Begin: Two sides of one coin"


async def test_without_agreement_space_opens_a_new_round():
    assert space(revealed()) == "Vote again: round 2"
    assert "Contested. Both claim it." in flowing(revealed())
    async with at_desk(revealed()) as desk:
        await desk.press("SPACE")
        assert len(desk.room.state.record(TASK).rounds) == 2
        assert "Round 1 was" in flowing(desk.room)


async def test_after_the_last_round_space_falls_back_as_the_rules_say():
    room = revealed(agenda(rules=Rules(max_rounds=1)))
    assert space(room) == "Defer"
    async with filling(room, "SPACE") as form:
        assert form.form.heading == "Defer: Competitive messaging"
        await form.press("ctrl+s")
        await form.closes()
    assert form.room.stage is Stage.SETTLED
    assert decision(form.room).outcome is Outcome.DEFERRED
    assert decision(form.room).review_on is not None


async def test_falling_back_can_mean_escalating_to_somebody_named():
    room = revealed(agenda(rules=replace(ESCALATING, max_rounds=1)))
    assert space(room) == "Escalate to VP Product"
    async with filling(room, "SPACE") as form:
        await form.sees("Escalate to VP Product: Competitive messaging")
        await form.press("ctrl+s")
        await form.closes()
    assert "Escalated to VP Product" in flowing(form.room)


async def test_revealing_with_people_missing_asks_once():
    room = voting(Raj="pm", Ana="pmm")
    assert "Waiting for Lee and Kim" in flowing(room)
    assert asked(room).question == "Lee and Kim have not voted: reveal anyway?"
    async with at_desk(room) as desk:
        await desk.press("SPACE", NO)
        assert desk.room.stage is Stage.VOTING
        await desk.press("SPACE", YES)
        assert desk.room.stage is Stage.REVEALED


def test_the_question_keeps_step_with_what_happens_meanwhile():
    room = voting(Raj="pm", Ana="pmm")
    reworded = asked(room).reworded
    assert reworded is not None
    assert reworded(room.vote(Lee="pm").view) == "Kim has not voted: reveal anyway?"
    everybody = room.vote(Lee="pm", Kim="pmm")
    assert reworded(everybody.view) == "Everybody has voted by now: reveal?"
    assert reworded(everybody.close_round().view) == "This round is revealed already."


async def test_a_round_that_another_facilitator_has_revealed_is_not_revealed_again():
    async with at_desk(voting(Raj="pm", Ana="pmm")) as desk:
        await desk.staged.then(Room.close_round)
        assert "closed already" in await desk.press("SPACE", YES)
        assert desk.is_refusal


def test_many_missing_are_named_up_to_a_few():
    room = begun().join(*((f"Person {n}", "pm") for n in range(20))).enter(TASK)
    room = room.open_round().vote(**{"Person 0": "pm"})
    assert "6 and 13 more have not voted: reveal anyway?" in asked(room).question


def test_a_reveal_without_any_ballot_asks_too():
    deed = asked(voting())
    assert deed.question == "Nobody has voted yet: reveal anyway?"
    assert isinstance(deed.then, Send)
    assert "No vote names a team." in flowing(voting().do(deed.then.command))


def test_when_all_have_answered_nothing_is_asked():
    room = voting(Raj="pm", Lee="pm", Ana="pmm", Kim="pmm")
    assert isinstance(press(scene(room), "SPACE"), Send)
