"""The screen as a whole: keys in, dialogs over it, and what it says when something is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.domain.commands import EndSession
from facilitator.domain.views import Stage
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.ui.facilitating.keys import KEYS
from tests.ui.facilitating.rooms import (
    TASK,
    Room,
    at_task,
    four_people,
    rated,
    revealed,
    voting,
)
from tests.ui.facilitating.staging import on_screen
from tests.ui.facilitating.watching import press, shown, until, until_shown, words


async def test_space_leads_through_a_whole_task():
    async with on_screen(four_people()) as (staged, pilot):
        await until_shown(pilot, "SPACE Begin: Two sides of one coin")
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Next: Competitive messaging")
        assert staged.state.current == "two-sides"
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Start voting")
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Close and reveal")
        await staged.then(Room.vote, Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm")
        await until_shown(pilot, "4 of 4")
        await press(pilot, "space")
        await until_shown(pilot, "SPACE Decide")
        assert "Rule met: 100% for" in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "Decide: Competitive messaging")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Product Marketing drives it")
        assert staged.room.stage is Stage.SETTLED
        assert "SPACE Next: Advisory boards" in words(pilot.app)


# no nervous hand presses past what is on screen


async def test_a_question_follows_the_room_and_takes_no_nervous_answer():
    async with on_screen(voting(Raj="pm", Ana="pmm")) as (staged, pilot):
        await until_shown(pilot, "Waiting for Lee and Kim")
        staged.clock.step = timedelta(0)
        staged.clock.now += timedelta(seconds=1)
        await press(pilot, "space", "space")
        await until_shown(pilot, "Lee and Kim have not voted: reveal anyway?")
        assert staged.room.stage is Stage.VOTING
        await press(pilot, "escape")
        await until_shown(pilot, "Waiting for Lee and Kim")
        staged.clock.step = timedelta(seconds=1)
        await press(pilot, "space")
        await staged.then(Room.vote, Lee="pm")
        await until_shown(pilot, "Kim has not voted: reveal anyway?")
        await staged.then(Room.vote, Kim="pmm")
        await until_shown(pilot, "Everybody has voted by now: reveal?")
        await press(pilot, "space")
        await until(pilot, lambda: staged.room.stage is Stage.REVEALED)


async def test_the_question_says_when_another_facilitator_has_revealed_meanwhile():
    async with on_screen(voting(Raj="pm", Ana="pmm")) as (staged, pilot):
        await press(pilot, "space")
        await until_shown(pilot, "Lee and Kim have not voted: reveal anyway?")
        await staged.then(Room.close_round)
        await until_shown(pilot, "This round is revealed already.")
        await press(pilot, "space")
        await until_shown(pilot, "closed already")
        staged.clock.step = timedelta(0)
        staged.clock.now += timedelta(seconds=1)
        await staged.then(Room.open_round)
        await staged.then(Room.vote, Raj="pm")
        await press(pilot, "space")
        assert staged.room.stage is Stage.VOTING, "this round was not seen yet"
        assert "reveal anyway?" not in words(pilot.app)


async def test_a_double_press_enters_one_step_only():
    async with on_screen(four_people()) as (staged, pilot):
        await press(pilot, "?")
        await until_shown(pilot, "SPACE always leads on")
        staged.clock.step = timedelta(0)
        await press(pilot, "space", "space")
        await until_shown(pilot, "SPACE Begin")
        assert staged.state.current is None, "the key that closes a page does not act beneath it"
        staged.clock.now += timedelta(seconds=1)
        await press(pilot, "space", "space", "space")
        await until_shown(pilot, "SPACE Next: Competitive messaging")
        assert staged.state.current == "two-sides"
        staged.clock.now += timedelta(seconds=1)
        await press(pilot, "space")
        await until(pilot, lambda: staged.state.current == TASK)


# typed, chosen, looked at


async def test_parking_takes_a_line_that_survives_a_refusal():
    async with on_screen(four_people()) as (staged, pilot):
        await press(pilot, "p")
        await until_shown(pilot, "Park for later")
        await press(pilot, *"Who answers", "enter")
        await until_shown(pilot, "Parking lot (1)")
        staged.journal.store.broken = "disk full"
        await press(pilot, "p", *"later", "enter")
        await until_shown(pilot, "Not recorded: disk full")
        assert "later" in words(pilot.app)


async def test_a_step_is_chosen_in_the_agenda():
    async with on_screen(four_people().enter("two-sides")) as (staged, pilot):
        await press(pilot, "g")
        await until_shown(pilot, "choose a step")
        assert "Launch plan" in words(pilot.app)
        await press(pilot, "]")
        await until_shown(pilot, "Only a step that was not reached yet can be moved.")
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Next")
        await press(pilot, "g", "down", "down", "enter")
        await until(pilot, lambda: staged.state.current == "advisory-boards")
        await staged.then(Room.open_round)
        await press(pilot, "g", "down", "enter")
        await until_shown(pilot, "A vote is open here. Close it before you leave the step.")


async def test_a_step_ahead_is_moved_and_stays_chosen():
    async with on_screen(four_people().enter("two-sides")) as (staged, pilot):
        await press(pilot, "v")
        await until_shown(pilot, "[ ] Move earlier, later")
        await press(pilot, "right_square_bracket")
        await until_shown(pilot, "Moved.")
        await press(pilot, "shift+down")
        await until(pilot, lambda: staged.room.steps[3] == TASK)
        await press(pilot, "[", "[")
        await until(pilot, lambda: staged.room.steps[1] == TASK)
        await press(pilot, "[")
        await until_shown(pilot, "It is the first of them.")
        await press(pilot, "enter")
        await until(pilot, lambda: staged.state.current == TASK)


async def test_an_earlier_round_is_looked_at_until_there_is_a_newer_one():
    room = revealed().open_round().vote(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pm").close_round()
    async with on_screen(room) as (staged, pilot):
        await until_shown(pilot, "← Round 2 of 3")
        await press(pilot, "left")
        await until_shown(pilot, "Round 1 of 3 →")
        await press(pilot, "right")
        await until_shown(pilot, "← Round 2 of 3")
        await press(pilot, "left")
        await staged.then(Room.open_round)
        await staged.then(Room.close_round)
        await until_shown(pilot, "← Round 3 of 3")


async def test_how_to_join_and_what_every_key_does_can_be_shown_at_any_time():
    async with on_screen(at_task(), (80, 100)) as (staged, pilot):
        staged.hosting.become(ServerStatus(ServerState.RESTARTING, "ssh -p 2222 10.0.0.5"))
        await until_shown(pilot, "The server was lost and is restarting")
        await press(pilot, "j")
        await until_shown(pilot, "Join from any terminal: ssh -p 2222 10.0.0.5")
        await press(pilot, "escape", "?")
        await until_shown(pilot, "The facilitator's screen")
        text = words(pilot.app)
        assert all(key.meaning in text for key in KEYS)
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Start voting")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36)])
async def test_help_hangs_under_itself_at_every_size(size):
    async with on_screen(revealed(), size) as (_, pilot):
        await press(pilot, "?")
        await until_shown(pilot, "SPACE always leads on")
        inside = [row.split("│")[1] for row in shown(pilot.app).split("\n") if row.count("│") > 1]
        start = next(n for n, row in enumerate(inside) if row.strip().startswith("SPACE  "))
        end = next(n for n, row in enumerate(inside) if row.strip().startswith("Esc Close"))
        for row in inside[start : end - 1]:
            name, meaning = row[3:12], row[12:]
            assert meaning.strip()
            assert not name.strip() or name.endswith(" ")


async def test_help_says_what_the_figures_mean_once_they_are_there():
    async with on_screen(rated()) as (_, pilot):
        await press(pilot, "?")
        await until_shown(pilot, "A (agreement) is 1 where all agree")
        await press(pilot, "escape", "n", "space")
        await until_shown(pilot, "SPACE Close and reveal")
        await press(pilot, "?")
        await until_shown(pilot, "SPACE always leads on")
        assert "agreement" not in words(pilot.app)


async def test_a_window_too_small_says_so_and_a_wide_one_shows_the_agenda():
    async with on_screen(four_people(), (59, 24), dark=False) as (staged, pilot):
        await until_shown(pilot, "it is 59×24, and 60×20 is the least that works.")
        await press(pilot, "space")
        assert staged.state.current is None
        await pilot.resize_terminal(80, 24)
        await until_shown(pilot, "SPACE Begin")
        assert "Launch plan" not in words(pilot.app)
        await pilot.resize_terminal(120, 36)
        await until_shown(pilot, "Launch plan")


# what goes wrong, and the end


async def test_a_failed_journal_is_said_in_words_and_tried_again():
    async with on_screen(four_people()) as (staged, pilot):
        await press(pilot, "t")
        await until_shown(pilot, "Everything is being recorded.")
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


async def test_leaving_asks_and_says_how_to_come_back():
    async with on_screen(four_people()) as (_, pilot):
        app = pilot.app
        await press(pilot, "Q")
        await until_shown(pilot, "facilitator resume 2026-11-22-grey-areas-7k2m")
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Begin")
        await press(pilot, "ctrl+q")
        await until_shown(pilot, "Leave this session?")
        await press(pilot, "space")
        await until(pilot, lambda: not app.is_running)
    assert app.farewell.endswith("facilitator resume 2026-11-22-grey-areas-7k2m")


async def test_the_end_asks_writes_the_log_and_says_where_it_lies():
    room = revealed(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm").decide().enter("game-plan")
    async with on_screen(room) as (_, pilot):
        app = pilot.app
        await until_shown(pilot, "SPACE Ask for fingers")
        await press(pilot, "e")
        await until_shown(pilot, "Not reached: Two sides of one coin, Advisory boards")
        await press(pilot, "space")
        await until_shown(pilot, "sessions/2026-11-22-grey-areas-7k2m.toml")
        assert "SPACE Leave" in words(app)
        await press(pilot, "space")
        await until(pilot, lambda: not app.is_running)
    assert app.farewell == "The decision log is sessions/2026-11-22-grey-areas-7k2m.toml"


async def test_a_log_that_could_not_be_written_is_written_by_w():
    async with on_screen(four_people().enter("game-plan")) as (staged, pilot):
        staged.log.failures.append("No space left on /home.")
        app = pilot.app
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
    async with on_screen(four_people().do(EndSession())) as (staged, pilot):
        await until_shown(pilot, "Its decisions are in the log.")
        await until_shown(pilot, "0 of 3 tasks decided")
        assert staged.log.written == 1
