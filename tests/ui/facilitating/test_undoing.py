"""U takes back the last thing done, or says why that can't be."""

from __future__ import annotations

from facilitator.domain.views import Stage
from tests.ui.facilitating.staging import four_people, revealed, with_dots
from tests.ui.facilitating.test_going_on import stage
from tests.ui.facilitating.watching import press, until, until_shown

SIZE = (120, 36)
TASK = "competitive-messaging"


def steps(staged) -> list[str]:
    return [step.id for step in staged.session.state.steps]


async def test_entering_a_step_is_undone_once():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "u")
        await until_shown(pilot, "There is nothing to undo yet.")
        await press(pilot, "space")
        await until_shown(pilot, "Moved on. U undoes.")
        assert staged.session.state.current == TASK
        await press(pilot, "U")
        await until(pilot, lambda: staged.session.state.current == "two-sides")
        await press(pilot, "u")
        await until_shown(pilot, "It is undone already")


async def test_what_another_has_done_since_is_left_alone():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "U undoes.")
        await staged.enter("launch-plan")
        await press(pilot, "u")
        await until_shown(pilot, "The room has moved on since.")
        assert staged.session.state.current == "launch-plan"


async def test_a_recorded_outcome_is_reopened_after_a_question():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "s")
        await until_shown(pilot, "Skip “Competitive messaging”?")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.SETTLED)
        await press(pilot, "u")
        await until_shown(pilot, "Reopen this task?")
        await press(pilot, "space")
        await until(pilot, lambda: staged.session.state.record(TASK).decision is None)
        await until_shown(pilot, "The task is open again")


async def test_a_choice_of_tasks_is_reopened():
    staged = await with_dots()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "Taken. U undoes.")
        await press(pilot, "u")
        await until_shown(pilot, "The choice is open again; the dots stay.")
    assert not staged.session.state.choices


async def test_an_added_task_and_a_moved_step_go_back():
    staged = await four_people()
    await staged.enter("two-sides")
    before = steps(staged)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "a")
        await until_shown(pilot, "Add a task")
        await press(pilot, *"Naming", "ctrl+s")
        await until_shown(pilot, "Added to today's agenda. U undoes.")
        await press(pilot, "u")
        await until(pilot, lambda: steps(staged) == before)
        await press(pilot, "v", "]")
        await until_shown(pilot, "Moved. U undoes.")
        await press(pilot, "u")
        await until(pilot, lambda: steps(staged) == before)


async def test_what_was_revealed_stays_revealed():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.VOTING)
        await press(pilot, "u")
        await until_shown(pilot, "An open round is not undone")
        await staged.vote(Raj="pm", Lee="pm", Ana="pm", Kim="pm")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.REVEALED)
        await press(pilot, "u")
        await until_shown(pilot, "What was revealed can't be hidden again.")


async def test_in_the_room_a_team_and_an_entered_vote_go_back():
    staged = await revealed()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "t")
        await until_shown(pilot, "Which team is Raj of?")
        await press(pilot, "enter")
        await until_shown(pilot, "U undoes.")
        await press(pilot, "u")
        await until_shown(pilot, "Of the team before again.")
        assert staged.session.state.participants["p1"].team == "pm"
        await staged.open_round(2)
        await press(pilot, "v")
        await until_shown(pilot, "The vote of Raj")
        await press(pilot, "enter")
        await until_shown(pilot, "for ever. U undoes.")
        await press(pilot, "u")
        await until_shown(pilot, "The vote entered for them is taken back.")
    assert staged.session.state.record(TASK).rounds[1].answers == {}
