"""After the reveal: the decision in force, and who has the word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from facilitator.domain.agenda import Attribution, Rules
from facilitator.domain.commands import AnswerDissent, WithdrawDissent
from facilitator.domain.decisions import Outcome
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.views import WordView
from facilitator.ui.facilitating.deeds import Refuse
from facilitator.ui.facilitating.keys import press, word_label
from facilitator.ui.facilitating.room_lines import SPEAKING_SECONDS, word_lines
from facilitator.ui.ink import plain, width_of
from facilitator.ui.pieces.tally import in_force
from tests.ui.facilitating.desk import at_desk
from tests.ui.facilitating.rooms import (
    FOUR,
    START,
    TASK,
    Room,
    agenda,
    begun,
    four_people,
    revealed,
)
from tests.ui.facilitating.scenes import flowing, keys, page, scene, text

SPRING = date(2026, 5, 20)
BEFORE = Earlier(
    session="2026-05-20-grey-areas-aaaa",
    title="Grey areas in spring",
    held_on=SPRING,
    in_force=(
        EarlierDecision(
            task=TASK,
            title="Competitive messaging",
            outcome=Outcome.DECIDED,
            session="2026-05-20-grey-areas-aaaa",
            decided_on=SPRING,
            driver="pmm",
            owner="Ana",
        ),
    ),
)


def voted_again(rules: Rules | None = None, **choices: str) -> Room:
    """Four people who vote on a task that was decided in spring."""
    room = begun(agenda(rules=rules), BEFORE).join(*FOUR).enter(TASK)
    return room.open_round().vote(**choices)


@pytest.mark.parametrize(
    ("votes", "sign", "verdict"),
    [
        ("pmm pmm pmm pmm", "✔", "The room still holds it."),
        ("pm pmm pmm pmm", "◐", "The room holds it, but wavers: 75% named it in"),
        ("pm pm pmm pm", "✘", "The room has drifted: 25% named it in"),
    ],
)
def test_after_the_reveal_the_decision_in_force_is_told(votes: str, sign: str, verdict: str):
    said = f"{sign} In force since 20 May 2026: Product Marketing (Ana). {verdict}"
    named = dict(zip(("Raj", "Lee", "Ana", "Kim"), votes.split(), strict=True))
    room = voted_again(Rules(agreement_required=0.8), **named)
    assert in_force(room.view.stage.in_force, 60) == []
    lines = in_force(room.close_round().view.stage.in_force, 58)
    assert said in " ".join(text(lines).split())
    assert max(width_of(each) for each in lines) <= 58


def test_how_far_it_wavers_or_has_drifted_is_told_in_figures():
    room = voted_again(Rules(agreement_required=0.8), Raj="pm", Lee="pm", Ana="pmm")
    assert "has drifted: 33% named it in" in flowing(room.close_round())


async def test_the_word_goes_to_the_first_raised_hand():
    room = four_people().raise_hand("Kim")
    assert "H Word to Kim" in keys(room)
    async with at_desk(room) as desk:
        assert await desk.press("H") == "Kim has the word."
        assert "H End word" in keys(desk.scene)
        assert await desk.press("H") == "Nobody has the word now."
        assert word_label(desk.scene) == ""
        why = "No hand is raised, and nobody else is to be heard."
        assert await desk.press("H") == why


async def test_the_word_goes_through_the_order_and_hands_come_first():
    assert "H Word to Raj" in keys(revealed())
    async with at_desk(revealed()) as desk:
        assert await desk.press("H") == "Raj has the word."
        await desk.staged.then(Room.raise_hand, "Kim")
        desk.catch_up()
        assert word_label(desk.scene) == "Word to Kim"
        assert await desk.press("H") == "Kim has the word."
        heard = []
        while word_label(desk.scene).startswith("Word to "):
            heard.append(word_label(desk.scene).removeprefix("Word to "))
            await desk.press("H")
        assert heard
        assert not {"Raj", "Kim"} & set(heard)
        assert word_label(desk.scene) == "End word"
        assert await desk.press("H") == "Nobody has the word now."
        assert desk.room.state.speaking is None


def test_an_anonymous_reveal_gives_nobody_the_word():
    room = revealed(replace(agenda(), rules=Rules(attribution=Attribution.ANONYMOUS)))
    deed = press(scene(room), "H")
    assert deed == Refuse("No hand is raised, and nobody else is to be heard.")
    assert word_label(scene(room)) == ""


def test_past_a_minute_a_word_says_so_beside_the_colour():
    word = WordView("Ana", "Product Marketing", START)
    soon, late = START + timedelta(seconds=42), START + timedelta(seconds=SPEAKING_SECONDS + 7)
    assert word_lines(None, soon, 60) == []
    assert plain(word_lines(word, soon, 60)[0]) == "▸ Ana has the word 0:42"
    assert plain(word_lines(word, late, 60)[0]) == "▸ Ana has the word 1:07 time"
    assert width_of(word_lines(word, late, 20)[0]) <= 20


def test_an_objection_says_whether_its_author_has_had_a_say():
    room = revealed().decide()
    assert "○ not confirmed by them yet" in text(page(room, 60))
    room = room.do(AnswerDissent(step=TASK, participant="p1", reason="we built it"), by="p1")
    assert "“we built it”" in flowing(room, 60)
    assert "✔ in their own words, or confirmed" in text(page(room, 60))
    room = room.do(WithdrawDissent(step=TASK, participant="p1"), by="p1")
    assert "– Withdrawn by Raj" in text(page(room, 60))
