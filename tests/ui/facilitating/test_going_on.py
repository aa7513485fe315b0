"""SPACE: the one next thing, at every moment; and never two at once."""

from __future__ import annotations

from datetime import timedelta

from facilitator.domain.agenda import Rules
from facilitator.domain.commands import EndSession
from facilitator.domain.decisions import Outcome
from facilitator.domain.views import Stage, stage_view
from tests.ui.facilitating.staging import (
    ESCALATING,
    Staged,
    agenda,
    four_people,
    revealed,
)
from tests.ui.facilitating.watching import press, shown, until, until_shown, words

SIZE = (80, 24)


def stage(staged: Staged) -> Stage:
    return stage_view(staged.session.state).stage


async def test_the_lobby_says_how_to_join_and_who_has_come():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "ssh -p 2222 10.0.0.5")
        assert "4 people of 2 teams here so far" in words(pilot.app)
        assert "SPACE Begin: Two sides of one coin" in words(pilot.app)


async def test_space_leads_through_a_whole_task():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until(pilot, lambda: staged.session.state.current == "two-sides")
        await until_shown(pilot, "SPACE Next: Competitive messaging")
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Start voting")
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Close and reveal")
        await staged.vote(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm")
        await until_shown(pilot, "4 of 4")
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Decide")
        assert "Rule met: 100% for" in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "Decide: Competitive messaging")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Product Marketing drives it")
        assert stage(staged) is Stage.SETTLED
        assert "SPACE Next: Advisory boards" in words(pilot.app)


async def test_without_agreement_space_opens_a_new_round():
    staged = await revealed()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Vote again: round 2")
        assert "Contested. Both claim it." in words(pilot.app)
        await press(pilot, "space")
        await until(
            pilot, lambda: len(staged.session.state.record("competitive-messaging").rounds) == 2
        )
        assert "Round 1 was" in words(pilot.app)


async def test_after_the_last_round_space_falls_back_as_the_rules_say():
    staged = await revealed(agenda(rules=Rules(max_rounds=1)))
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Defer")
        await press(pilot, "space")
        await until_shown(pilot, "Defer: Competitive messaging")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: stage(staged) is Stage.SETTLED)
    decision = staged.session.state.record("competitive-messaging").decision
    assert decision is not None
    assert decision.outcome is Outcome.DEFERRED
    assert decision.review_on is not None


async def test_falling_back_can_mean_escalating_to_somebody_named():
    rules = Rules(max_rounds=1, fallback=ESCALATING.fallback, approver=ESCALATING.approver)
    staged = await revealed(agenda(rules=rules))
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Escalate to VP Product")
        await press(pilot, "space")
        await until_shown(pilot, "Escalate to VP Product: Competitive messaging")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Escalated to VP Product")


async def voting_with_two_missing() -> Staged:
    staged = await four_people()
    await staged.enter("competitive-messaging")
    await staged.open_round()
    await staged.vote(Raj="pm", Ana="pmm")
    return staged


async def test_revealing_with_people_missing_asks_once():
    staged = await voting_with_two_missing()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Waiting for Lee and Kim")
        await press(pilot, "space")
        await until_shown(pilot, "Lee and Kim have not voted: reveal anyway?")
        await press(pilot, "escape")
        await until_shown(pilot, "Waiting for Lee and Kim")
        assert stage(staged) is Stage.VOTING
        await press(pilot, "space")
        await until_shown(pilot, "reveal anyway?")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.REVEALED)


async def test_the_question_keeps_step_with_those_who_vote_meanwhile():
    staged = await voting_with_two_missing()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Lee and Kim have not voted: reveal anyway?")
        await staged.vote(Lee="pm")
        await until_shown(pilot, "Kim has not voted: reveal anyway?")
        await staged.vote(Kim="pm")
        await until_shown(pilot, "Everybody has voted by now: reveal?")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.REVEALED)


async def test_the_question_says_when_another_facilitator_has_revealed_meanwhile():
    staged = await voting_with_two_missing()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Lee and Kim have not voted: reveal anyway?")
        await staged.close_round()
        await until_shown(pilot, "This round is revealed already.")
        await press(pilot, "space")
        await until_shown(pilot, "closed already")


async def test_a_nervous_double_press_does_not_answer_the_question():
    staged = await voting_with_two_missing()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Waiting for")
        staged.clock.step = timedelta(0)
        staged.clock.now += timedelta(seconds=1)
        await press(pilot, "space", "space")
        await until_shown(pilot, "reveal anyway?")
        assert stage(staged) is Stage.VOTING


async def test_many_missing_are_named_up_to_a_few():
    staged = await Staged().open()
    await staged.join(*((f"Person {n}", "pm") for n in range(20)))
    await staged.enter("competitive-messaging")
    await staged.open_round()
    await staged.vote(**{"Person 0": "pm"})
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "6 and 13 more have not voted: reveal anyway?")


async def test_a_reveal_without_any_ballot_asks_too():
    staged = await four_people()
    await staged.enter("competitive-messaging")
    await staged.open_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Nobody has voted yet: reveal anyway?")
        await press(pilot, "space")
        await until_shown(pilot, "No vote names a team.")


async def test_a_double_press_enters_one_step_only():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Begin")
        staged.clock.step = timedelta(0)
        staged.clock.now += timedelta(seconds=1)
        await press(pilot, "space", "space", "space")
        await until_shown(pilot, "SPACE Next: Competitive messaging")
        assert staged.session.state.current == "two-sides"
        staged.clock.now += timedelta(seconds=1)
        await press(pilot, "space")
        await until(pilot, lambda: staged.session.state.current == "competitive-messaging")


async def test_the_key_that_closes_a_page_does_not_act_beneath_it():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "?")
        await until_shown(pilot, "SPACE always leads on")
        staged.clock.step = timedelta(0)
        await press(pilot, "space", "space")
        await until_shown(pilot, "SPACE Begin")
        assert staged.session.state.current is None


async def test_what_a_second_facilitator_did_meanwhile_is_not_acted_on_unseen():
    staged = await revealed()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Vote again")
        staged.clock.step = timedelta(0)
        staged.clock.now += timedelta(seconds=1)
        await staged.open_round(2)
        await staged.vote(2, Raj="pm")
        await press(pilot, "space")
        assert stage(staged) is Stage.VOTING
        assert "reveal anyway?" not in words(pilot.app)


async def test_the_end_asks_writes_the_log_and_says_where_it_lies():
    staged = await revealed(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm")
    await staged.decide()
    await staged.enter("game-plan")
    app = staged.app()
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask for fingers")
        assert "Product Marketing drives it, Ana owns it" in words(app)
        await press(pilot, "e")
        await until_shown(pilot, "Not reached: Two sides of one coin, Advisory boards")
        await press(pilot, "space")
        await until_shown(pilot, "sessions/2026-11-22-grey-areas-7k2m.toml")
        assert "SPACE Leave" in words(app)
        await press(pilot, "space")
        await until(pilot, lambda: not app.is_running)
    assert app.farewell == "The decision log is sessions/2026-11-22-grey-areas-7k2m.toml"


async def test_a_log_that_could_not_be_written_is_written_by_w():
    staged = await four_people()
    await staged.enter("game-plan")
    staged.log.failures.append("No space left on /home.")
    app = staged.app()
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask for fingers")
        await press(pilot, "e")
        await until_shown(pilot, "End the workshop and write its log?")
        await press(pilot, "space")
        await until_shown(pilot, "No space left on /home.")
        assert "its log is not safely written yet." in words(app)
        assert "W Write the log again" in words(app)
        assert "its log is not safely written yet" in app.farewell
        await press(pilot, "space")
        await until_shown(pilot, "Leave before the log is safe?")
        await press(pilot, "escape")
        await until_shown(pilot, "W Write the log again")
        await press(pilot, "w")
        await until_shown(pilot, "Its decisions are in the log.")
        assert staged.log.written == 1
        assert "not written" not in shown(app)


async def test_a_session_that_ended_without_its_log_is_given_one_on_return():
    staged = await four_people()
    await staged.do(EndSession())
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Its decisions are in the log.")
        await until_shown(pilot, "0 of 3 tasks decided")
    assert staged.log.written == 1
