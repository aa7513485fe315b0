"""U takes back the last thing done, or says why that can't be."""

from __future__ import annotations

from facilitator.domain.commands import AddTask, ParkItem
from facilitator.ui.facilitating.deeds import Confirm
from facilitator.ui.facilitating.keys import press
from facilitator.ui.facilitating.undo import Memory, remembered
from tests.ui.facilitating.desk import YES, at_desk
from tests.ui.facilitating.rooms import (
    TASK,
    Room,
    asked_of_promises,
    at_task,
    four_people,
    revealed,
    told,
    with_dots,
)
from tests.ui.facilitating.scenes import keys

SOON = "There is nothing to undo yet."


async def test_entering_a_step_is_undone_once():
    async with at_desk(four_people().enter("two-sides")) as desk:
        assert await desk.press("U") == SOON
        assert "U Undo" not in keys(desk.scene)
        assert await desk.press("SPACE") == "Moved on. U undoes."
        assert desk.room.state.current == TASK
        assert "U Undo" in keys(desk.scene)
        assert await desk.press("U") == "Back where it was."
        assert desk.room.state.current == "two-sides"
        assert (await desk.press("U")).startswith("It is undone already")


async def test_the_beginning_is_not_undone():
    async with at_desk(four_people()) as desk:
        await desk.press("SPACE")
        assert await desk.press("U") == "The workshop has begun. G goes to any step."


async def test_what_another_has_done_since_is_left_alone():
    async with at_desk(four_people().enter("two-sides")) as desk:
        assert (await desk.press("SPACE")).endswith("U undoes.")
        await desk.staged.then(Room.enter, "launch-plan")
        desk.catch_up()
        assert (await desk.press("U")).startswith("The room has moved on since.")
        assert desk.room.state.current == "launch-plan"


async def test_a_recorded_outcome_is_reopened_after_a_question():
    async with at_desk(at_task()) as desk:
        await desk.press("S", YES)
        deed = press(desk.scene, "U")
        assert isinstance(deed, Confirm)
        assert deed.question.startswith("Reopen this task?")
        assert (await desk.press("U", YES)).startswith("The task is open again")
        assert desk.room.state.record(TASK).decision is None


async def test_a_choice_of_tasks_is_reopened():
    async with at_desk(with_dots()) as desk:
        assert await desk.press("SPACE") == "Taken. U undoes."
        assert await desk.press("U") == "The choice is open again; the dots stay."
        assert not desk.room.state.choices


async def test_a_promise_is_taken_up_again():
    async with at_desk(asked_of_promises(Raj=1, Ana=1)) as desk:
        assert await desk.press("SPACE") == "Promised. U undoes."
        assert await desk.press("U") == "The promise is open again."
        assert desk.room.state.promises["owe"]["win-loss"].agreed is None


async def test_an_added_task_and_a_moved_step_go_back():
    room = four_people().enter("two-sides")
    task = AddTask(title="Naming", question="Who?", candidates=("pm", "pmm"), before=TASK)
    async with at_desk(room) as desk:
        assert await desk.press("A", [task]) == "Added to today's agenda. U undoes."
        assert "naming" in desk.room.steps
        await desk.press("U")
        assert desk.room.steps == room.steps
        assert await desk.move(TASK, 1) == "Moved. U undoes."
        assert desk.room.steps != room.steps
        await desk.press("U")
        assert desk.room.steps == room.steps


async def test_what_was_revealed_stays_revealed():
    async with at_desk(at_task()) as desk:
        await desk.press("SPACE")
        assert (await desk.press("U")).startswith("An open round is not undone")
        await desk.staged.then(Room.vote, Raj="pm", Lee="pm", Ana="pm", Kim="pm")
        desk.catch_up()
        await desk.press("SPACE")
        assert (await desk.press("U")).startswith("What was revealed can't be hidden again.")


async def test_what_cannot_be_undone_says_what_helps_instead():
    async with at_desk(told()) as desk:
        await desk.press("SPACE")
        assert await desk.press("U") == (
            "What was told of promises stays recorded. K records another."
        )
        await desk.press("P", "later")
        assert await desk.press("U") == (
            "What was parked stays. R merges it with others, or makes it a task."
        )
        await desk.press("X")
        assert await desk.press("U") == "Time that was given stays."


async def test_a_word_given_leaves_the_last_thing_to_undo_what_it_was():
    async with at_desk(revealed().enter("advisory-boards")) as desk:
        await desk.press("B", "before")
        before = desk.scene.memory
        await desk.press("H")
        assert desk.scene.memory == before != Memory()


async def test_in_the_room_a_team_and_an_entered_vote_go_back():
    async with at_desk(revealed()) as desk:
        assert (await desk.see_to("Raj", "T", "pmm")).endswith("U undoes.")
        assert await desk.see_to("Raj", "U") == "Of the team before again."
        assert desk.room.state.participants["p1"].team == "pm"
        await desk.staged.then(Room.open_round)
        desk.catch_up()
        assert (await desk.see_to("Raj", "V", "pm")).endswith("for ever. U undoes.")
        assert await desk.see_to("Raj", "U") == "The vote entered for them is taken back."
        assert desk.room.state.record(TASK).rounds[1].answers == {}


async def test_somebody_removed_may_come_back():
    async with at_desk(four_people()) as desk:
        await desk.see_to("Raj", "X", "wrong room", YES)
        assert await desk.press("U") == "They may come back."
        assert desk.room.state.participants["p1"].removed is None


def test_of_what_has_no_way_back_it_is_said_so():
    view = four_people().view
    kept = remembered(ParkItem(text="x"), view, view)
    assert kept is not None
    assert kept.inverse is None
