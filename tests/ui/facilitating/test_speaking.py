"""After the reveal: the decision in force, and who has the word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from facilitator.domain.agenda import Rules
from facilitator.domain.commands import AnswerDissent, WithdrawDissent
from facilitator.domain.decisions import Outcome
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.views import WordView, facilitator_view
from facilitator.ui.facilitating.pages.room import SPEAKING_SECONDS, word_lines
from facilitator.ui.ink import plain, width_of
from facilitator.ui.pieces.tally import in_force
from tests.ui.facilitating.staging import START, Staged, agenda, revealed
from tests.ui.facilitating.test_drawing import page, text
from tests.ui.facilitating.watching import press, until, until_shown, words

SIZE = (80, 24)
TASK = "competitive-messaging"
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


async def voted_again(rules: Rules | None = None, **choices: str) -> Staged:
    """Four people who vote on a task that was decided in spring."""
    staged = await Staged(agenda(rules=rules), BEFORE).open()
    await staged.join(("Raj", "pm"), ("Lee", "pm"), ("Ana", "pmm"), ("Kim", "pmm"))
    await staged.enter(TASK)
    await staged.open_round()
    await staged.vote(**choices)
    return staged


@pytest.mark.parametrize(
    ("votes", "sign", "verdict"),
    [
        ("pmm pmm pmm pmm", "✔", "The room still holds it."),
        ("pm pmm pmm pmm", "◐", "The room holds it, but wavers: 75% named it in"),
        ("pm pm pmm pm", "✘", "The room has drifted: 25% named it in"),
    ],
)
async def test_after_the_reveal_the_decision_in_force_is_told(votes: str, sign: str, verdict: str):
    said = f"{sign} In force since 20 May 2026: Product Marketing (Ana). {verdict}"
    named = dict(zip(("Raj", "Lee", "Ana", "Kim"), votes.split(), strict=True))
    staged = await voted_again(Rules(agreement_required=0.8), **named)
    view = facilitator_view(staged.session.state)
    assert in_force(view.stage.in_force, 60) == []
    await staged.close_round()
    view = facilitator_view(staged.session.state)
    lines = in_force(view.stage.in_force, 58)
    assert said in " ".join(text(lines).split())
    assert max(width_of(each) for each in lines) <= 58


async def test_how_far_it_wavers_or_has_drifted_is_told_in_figures():
    staged = await voted_again(Rules(agreement_required=0.8), Raj="pm", Lee="pm", Ana="pmm")
    await staged.close_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "has drifted: 33% named it in")


async def test_the_word_goes_through_the_order_and_hands_come_first():
    staged = await revealed()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "H Word to Raj")
        await press(pilot, "h")
        await until_shown(pilot, "▸ Raj has the word 0:0")
        await staged.raise_hand("Kim")
        await until_shown(pilot, "H Word to Kim")
        await press(pilot, "H")
        await until_shown(pilot, "▸ Kim has the word")
        while "H Word to" in words(pilot.app):
            assert "H Word to Raj" not in words(pilot.app)
            assert "H Word to Kim" not in words(pilot.app)
            await press(pilot, "h")
        await until_shown(pilot, "H End word")
        await press(pilot, "h")
        await until(pilot, lambda: staged.session.state.speaking is None)
        await until_shown(pilot, "Nobody has the word now.")


async def test_an_anonymous_reveal_gives_nobody_the_word():
    plan = replace(agenda(), rules=Rules(attribution="anonymous"))
    staged = await revealed(plan)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "h")
        await until_shown(pilot, "nobody else is to be heard")
        assert staged.session.state.speaking is None


def test_past_a_minute_a_word_says_so_beside_the_colour():
    word = WordView("Ana", "Product Marketing", START)
    soon, late = START + timedelta(seconds=42), START + timedelta(seconds=SPEAKING_SECONDS + 7)
    assert word_lines(None, soon, 60) == []
    assert plain(word_lines(word, soon, 60)[0]) == "▸ Ana has the word 0:42"
    assert plain(word_lines(word, late, 60)[0]) == "▸ Ana has the word 1:07 time"
    assert width_of(word_lines(word, late, 20)[0]) <= 20


async def test_an_objection_says_whether_its_author_has_had_a_say():
    staged = await revealed()
    await staged.decide()
    panel = text(page(facilitator_view(staged.session.state), 60))
    assert "○ not confirmed by them yet" in panel
    await staged.do(AnswerDissent(step=TASK, participant="p1", reason="we built it"), by="p1")
    panel = text(page(facilitator_view(staged.session.state), 60))
    assert "“we built it”" in " ".join(panel.split())
    assert "✔ in their own words, or confirmed" in panel
    await staged.do(WithdrawDissent(step=TASK, participant="p1"), by="p1")
    panel = text(page(facilitator_view(staged.session.state), 60))
    assert "– Withdrawn by Raj" in panel
