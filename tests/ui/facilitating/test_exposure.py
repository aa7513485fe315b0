"""Before an anonymous reveal: how many answers are missing, and whose could be worked out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.commands import CloseRound
from facilitator.ui.facilitating.deeds import Confirm, Send
from facilitator.ui.facilitating.keys import press
from facilitator.ui.ink import paragraph
from facilitator.ui.widgets.fields import ParagraphField, PickSome
from tests.ui.facilitating.desk import at_desk
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import EVERY_KIND, FOUR, Room, begun
from tests.ui.facilitating.scenes import flowing, keys, scene, space

PLAN = replace(EVERY_KIND, rules=Rules(attribution=Attribution.ANONYMOUS))
COMPARED = "comparing the two may tell what they chose. Reveal?"
DIALOG = 54
"""Cells of a question's line."""


def room(plan=PLAN) -> Room:
    return begun(plan).join(*FOUR)


def voting(*rounds: str, plan=PLAN) -> Room:
    """Rounds in which these have voted, by their first letters; the last one is open."""
    here = room(plan).enter("launch-plan")
    for number, names in enumerate(rounds, start=1):
        if number > 1:
            here = here.close_round()
        here = here.open_round().vote(**{name: "pm" for name, _ in FOUR if name[0] in names})
    return here


def asked(here: Room) -> Confirm:
    """The question that SPACE asks."""
    deed = press(scene(here), "SPACE")
    assert isinstance(deed, Confirm), deed
    return deed


@pytest.mark.parametrize(
    ("rounds", "question"),
    [
        (("K",), "Only 1 has voted, so nothing can be shown: three are needed. Reveal anyway?"),
        (("KR",), "Only 2 have voted, so nothing can be shown: three are needed. Reveal anyway?"),
        (
            ("KRLA", "RLA"),
            f"Kim voted in round 1 and not in this one: {COMPARED}",
        ),
        (
            ("RLA", "KRLA"),
            f"Kim voted in this round and not in round 1: {COMPARED}",
        ),
        (
            ("KRL", "RLA"),
            f"Kim voted in round 1 only, Ana in this one only: {COMPARED}",
        ),
    ],
)
def test_space_asks_what_the_reveal_would_show_in_two_lines(rounds, question):
    deed = asked(voting(*rounds))
    assert deed.question == question
    assert len(paragraph(question, DIALOG)) == 2
    assert deed.then == Send(CloseRound(step="launch-plan", number=len(rounds)))


def test_the_question_goes_with_what_happens_while_it_stands():
    here = voting("KR")
    deed = asked(here)
    assert deed.question.startswith("Only 2 have voted")
    assert deed.reworded is not None
    assert deed.reworded(here.vote(Lee="pm").view) == "Ana has not voted: reveal anyway?"
    everybody = here.vote(Lee="pm", Ana="pmm")
    assert deed.reworded(everybody.view) == "Everybody has voted by now: reveal?"
    revealed = everybody.close_round()
    assert deed.reworded(revealed.view) == "This round is revealed already."


@pytest.mark.parametrize(("plan", "rounds"), [(PLAN, ("KRLA", "KRLA")), (EVERY_KIND, ("KRLA",))])
def test_where_there_is_nothing_to_say_nothing_is_asked(plan, rounds):
    deed = press(scene(voting(*rounds, plan=plan)), "SPACE")
    assert deed == Send(CloseRound(step="launch-plan", number=len(rounds)))


def test_where_votes_are_named_the_same_round_is_revealed_as_ever():
    here = voting("KRLA", "RLA", plan=EVERY_KIND)
    assert asked(here).question == "Kim has not voted: reveal anyway?"


def test_of_ratings_it_is_said_in_their_own_words():
    here = room().enter("maturity").open_round()
    for name, _ in FOUR:
        here = here.mark(name, established=3, launches=3, buyers=3)
    here = here.close_round().open_round()
    for name in ("Raj", "Lee", "Ana"):
        here = here.mark(name, established=3, launches=3, buyers=3)
    question = asked(here.mark("Kim", established=3)).question
    assert question.startswith("Kim answered in round 1 and not in this one")
    assert "may tell what they said." in question


def test_dots_that_are_left_are_asked_about_without_names():
    here = room().enter("which").open_round()
    for name, _ in FOUR:
        here = here.mark(name, launch_plan=2)
    assert "Everybody has placed dots; not all dots are placed." in flowing(here)
    assert asked(here).question == "Not all dots are placed yet: reveal anyway?"


# afterwards


async def test_a_promise_that_few_have_answered_is_asked_about_again():
    here = room().enter("owe").open_round(about="updates").mark("Raj", consent=1).close_round()
    assert space(here) == "Ask the room again"
    assert "N Ask again" not in keys(here)
    async with at_desk(here) as desk:
        await desk.press("SPACE")
        rounds = desk.room.state.rounds_on("owe")
    assert [each.about for each in rounds] == ["updates", "updates"]


async def test_where_dots_choose_nothing_space_asks_which_tasks_and_why():
    here = room().enter("which").open_round().mark("Raj", launch_plan=3).close_round()
    assert space(here) == "Choose the tasks"
    assert "O Overrule" not in keys(here)
    assert "The dots take none: SPACE takes what you choose, with a reason." in flowing(here)
    async with filling(here, "SPACE") as form:
        await form.sees("Too few placed dots: which tasks are taken today?")
        assert "Required: the dots choose none." in form.words
        told = [each for each in ("0 dots", "3 dots", "by the dots") if each in form.words]
        assert told == []
        assert form.field(PickSome).taken == frozenset()
        await form.press("space", "ctrl+s")
        await form.sees("Say why you take these.")
        assert form.focused is form.field(ParagraphField)
        await form.press(*"Late", "ctrl+s")
        await form.closes()
    assert form.room.state.choices["which"].reason == "Late"
    assert "1 task taken today" in flowing(form.room)
    assert "Why these “Late”" in flowing(form.room)
