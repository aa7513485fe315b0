"""The other keys, and what the screen says when something is wrong."""

from __future__ import annotations

from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat
from facilitator.domain.views import Stage
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.ui.facilitating.keys import KEYS
from tests.ui.facilitating.staging import four_people, revealed
from tests.ui.facilitating.test_going_on import stage
from tests.ui.facilitating.watching import press, shown, until, until_shown, words

SIZE = (80, 24)
TASK = "competitive-messaging"


async def test_skip_asks_and_records_it():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "S Skip")
        await press(pilot, "S")
        await until_shown(pilot, "Skip “Competitive messaging”?")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.SETTLED)
    decision = staged.session.state.record(TASK).decision
    assert decision is not None
    assert decision.outcome is Outcome.SKIPPED


async def test_a_task_that_was_voted_on_cannot_be_skipped():
    staged = await revealed()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "s")
        await until_shown(pilot, "This task was voted on")


async def test_extending_gives_two_minutes():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "x")
        await until_shown(pilot, "of 10:00")
        assert "02:00 more for this step." in words(pilot.app)


async def test_the_clock_says_when_time_is_over():
    staged = await four_people()
    await staged.enter(TASK)
    staged.clock.now = staged.clock.now.replace(hour=10)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "+52:")


async def test_parking_takes_a_line_and_counts_it():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await until_shown(pilot, "Park for later")
        await press(pilot, *"Who answers", "enter")
        await until_shown(pilot, "Parking lot (1)")
        assert staged.session.state.parked[0].text == "Who answers"


async def test_what_was_typed_to_park_survives_a_refusal():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        staged.journal.store.broken = "disk full"
        await press(pilot, "p")
        await until_shown(pilot, "Park for later")
        await press(pilot, *"later", "enter")
        await until_shown(pilot, "Not recorded: disk full")
        assert "later" in words(pilot.app)


async def test_the_word_goes_to_the_first_raised_hand():
    staged = await four_people()
    await staged.raise_hand("Kim")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "H Word to Kim")
        await press(pilot, "h")
        await until_shown(pilot, "Kim has the word.")
        await until_shown(pilot, "H End word")
        await press(pilot, "h")
        await until_shown(pilot, "Nobody has the word now.")
        await press(pilot, "h")
        await until_shown(pilot, "No hand is raised, and nobody else is to be heard.")


async def test_back_reopens_a_decision_and_keeps_its_rounds():
    staged = await revealed()
    await staged.decide()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, "Reopen this task")
        await press(pilot, "enter")
        await until_shown(pilot, "Every round stays.")
        await press(pilot, "space")
        await until(pilot, lambda: staged.session.state.record(TASK).decision is None)
    assert len(staged.session.state.record(TASK).rounds) == 1


async def test_back_returns_to_the_step_before():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "b")
        await until_shown(pilot, "Go back to “Two sides of one coin”")
        await press(pilot, "enter")
        await until(pilot, lambda: staged.session.state.current == "two-sides")


async def test_a_step_is_chosen_in_the_agenda():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "g")
        await until_shown(pilot, "choose a step")
        assert "Launch plan" in words(pilot.app)
        await press(pilot, "down", "down", "enter")
        await until(pilot, lambda: staged.session.state.current == "advisory-boards")


async def test_leaving_a_step_with_an_open_vote_is_refused_in_words():
    staged = await four_people()
    await staged.enter(TASK)
    await staged.open_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "g", "down", "enter")
        await until_shown(pilot, "A vote is open here. Close it before you leave the step.")
        await press(pilot, "e")
        await until_shown(pilot, "A vote is open. Close it before you end the workshop.")


async def test_earlier_rounds_can_be_looked_at():
    staged = await revealed()
    await staged.open_round(2)
    await staged.vote(2, Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm")
    await staged.close_round(2)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "← Round 2 of 3")
        assert "2 of 4 changed" in words(pilot.app)
        await press(pilot, "left")
        await until_shown(pilot, "Round 1 of 3 →")
        assert "Both claim it" in words(pilot.app)
        await press(pilot, "right")
        await until_shown(pilot, "← Round 2 of 3")


async def test_the_room_shows_who_is_who_and_never_a_ballot():
    staged = await four_people()
    await staged.join(("Olga", "pm"), seat=Seat.OBSERVER)
    await staged.enter(TASK)
    await staged.open_round()
    await staged.vote(Raj="pm: SECRET")
    await staged.drop("Kim")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "1 of 4")
        text = shown(pilot.app)
        assert "● Raj" in text
        assert "○ Lee" in text
        assert "◐ Olga" in text
        assert "dropped 0:0" in text
        assert "SECRET" not in text
        await press(pilot, "r")
        await until_shown(pilot, "◐ Olga observer")


async def test_leaving_asks_and_says_how_to_come_back():
    staged = await four_people()
    app = staged.app()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "Q")
        await until_shown(pilot, "facilitator resume 2026-11-22-grey-areas-7k2m")
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Begin")
        await press(pilot, "ctrl+q")
        await until_shown(pilot, "Leave this session?")
        await press(pilot, "space")
        await until(pilot, lambda: not app.is_running)
    assert app.farewell.endswith("facilitator resume 2026-11-22-grey-areas-7k2m")


async def test_a_failed_journal_is_said_in_words_and_tried_again():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Begin")
        staged.journal.store.broken = "the disk is full"
        await press(pilot, "space")
        await until_shown(pilot, "Nothing is being recorded: the disk is full.")
        assert "Not recorded: the disk is full" in words(pilot.app)
        assert "T Try again" in words(pilot.app)
        await press(pilot, "t")
        await until_shown(pilot, "It still fails.")
        staged.journal.store.broken = ""
        await press(pilot, "t")
        await until_shown(pilot, "Recording again.")
        assert "Nothing is being recorded" not in words(pilot.app)


async def test_a_lost_server_is_said_beside_the_way_in():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        staged.hosting.become(ServerStatus(ServerState.RESTARTING, "ssh -p 2222 10.0.0.5"))
        await until_shown(pilot, "The server was lost and is restarting")


async def test_how_to_join_can_be_shown_at_any_time():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "j")
        await until_shown(pilot, "Join from any terminal: ssh -p 2222 10.0.0.5")


async def test_help_explains_every_key():
    staged = await four_people()
    async with staged.app().run_test(size=(80, 100)) as pilot:
        await press(pilot, "?")
        await until_shown(pilot, "The facilitator's screen")
        text = words(pilot.app)
        assert all(key.meaning in text for key in KEYS)
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Begin")


async def test_a_window_too_small_says_so_and_takes_no_keys():
    staged = await four_people()
    async with staged.app().run_test(size=(59, 24)) as pilot:
        await until_shown(pilot, "it is 59×24, and 60×20 is the least that works.")
        await press(pilot, "space")
        assert staged.session.state.current is None
        await pilot.resize_terminal(80, 24)
        await until_shown(pilot, "SPACE Begin")


async def test_the_agenda_stands_beside_the_stage_where_there_is_room():
    staged = await four_people()
    async with staged.app(dark=False).run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, "Launch plan")
