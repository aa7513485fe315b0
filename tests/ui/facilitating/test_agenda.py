"""What changes on the way: tasks added, steps moved and passed over, parked items made tasks."""

from __future__ import annotations

from facilitator.domain.commands import EnterStep, ParkItem
from facilitator.ui.facilitating.agenda import make_task, merge, move
from facilitator.ui.facilitating.deeds import Confirm, Fill, Refuse, Send
from facilitator.ui.facilitating.forms.agenda import LAST, places
from facilitator.ui.facilitating.keys import press
from facilitator.ui.widgets.fields import LineField, ParagraphField
from tests.ui.facilitating.desk import at_desk
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import (
    TASK,
    Room,
    at_promises,
    at_task,
    four_people,
    six_people,
    voting,
)
from tests.ui.facilitating.scenes import keys, labels, scene, taken


def at_brief() -> Room:
    return four_people().enter("two-sides")


def with_parked(*texts: str) -> Room:
    room = at_brief()
    for text in texts:
        room = room.do(ParkItem(text=text), by="p1")
    return room


async def test_a_task_is_added_next_with_a_question_of_its_title():
    assert "A Add task" in keys(at_brief())
    async with filling(at_brief(), "A") as form:
        await form.sees("Add a task to today's agenda")
        await form.press(*"Naming")
        await form.sees("Who drives naming?")
        await form.press("tab", "tab", "space", "ctrl+s")
        await form.sees("Pick at least two teams")
        assert form.field(LineField).value == "Naming"
        assert "naming" not in form.room.steps
        await form.press("space", "ctrl+s")
        await form.closes()
    assert form.room.steps[:3] == ["two-sides", "naming", TASK]
    assert form.room.state.tasks[0].candidates == ("pm", "pmm")


async def test_a_question_that_was_worded_stays_when_the_title_changes():
    async with filling(at_brief(), "A") as form:
        await form.press("ctrl+s")
        await form.sees("Say what the task is.")
        await form.press(*"Naming", "tab", *"Now: ", "shift+tab", "end", *"s", "ctrl+s")
        await form.closes()
    assert form.room.state.tasks[0].question == "Now: Who drives naming?"


async def test_a_parked_item_becomes_a_task():
    room = with_parked("Who answers the analysts")
    menu = press(scene(room), "A")
    assert labels(menu) == ["A new task Type what it is.", "Who answers the analysts"]
    async with filling(room, taken(menu, "Who answers the analysts")) as form:
        assert form.form.heading == "Add a task to today's agenda"
        assert form.field(LineField).value == "Who answers the analysts"
        await form.press("ctrl+s")
        await form.closes()
    assert "who-answers-the-analysts" in form.room.steps
    assert form.room.state.parked_now == ()


async def test_where_something_is_parked_a_new_task_can_be_typed_too():
    menu = press(scene(with_parked("Who answers the analysts")), "A")
    async with filling(at_brief(), taken(menu, "A new task")) as form:
        assert form.field(LineField).value == ""
        assert form.field(ParagraphField).text == ""


def test_among_promises_the_key_adds_a_promise():
    deed = press(scene(at_promises()), "A")
    assert isinstance(deed, Fill)
    assert deed.form(lambda: at_promises().state.started_at).heading == "Add a promise"
    assert "A Add task" not in keys(at_promises())


def test_places_begin_with_the_next_step():
    assert places(four_people().view)[0].id == LAST
    offers = places(at_task().view)
    assert (offers[0].id, offers[0].label) == ("advisory-boards", "Next")
    assert [offer.id for offer in offers[1:]] == [LAST, "two-sides", "launch-plan", "game-plan"]


async def test_steps_ahead_are_moved_as_far_as_they_go():
    async with at_desk(at_brief()) as desk:
        assert await desk.move(TASK, 1) == "Moved. U undoes."
        assert desk.room.steps[2] == TASK
        await desk.move(TASK, -1)
        assert desk.room.steps[1] == TASK
        assert await desk.move(TASK, -1) == "It is the first of them."
        assert await desk.move("game-plan", 1) == "It is the last."


async def test_nothing_comes_after_the_close():
    async with at_desk(at_brief()) as desk:
        told = await desk.move("launch-plan", 1)
        assert told == "The last word belongs to the closing step."
        assert desk.is_refusal


def test_a_step_that_was_reached_stays_in_its_place():
    why = Refuse("Only a step that was not reached yet can be moved.")
    assert move(scene(at_brief()), "two-sides", 1) == why
    assert "V Move steps" in keys(at_brief())
    last = at_task().enter("advisory-boards").enter("launch-plan")
    assert "V Move steps" in keys(last)
    assert "V Move steps" not in keys(last.enter("two-sides"))


def test_a_step_can_be_passed_over_and_is_not_lost():
    room = six_people().enter("maturity")
    assert "S Skip" in keys(room)
    deed = press(scene(room), "S")
    assert isinstance(deed, Confirm)
    assert deed.question == "Go on without “How mature are we?”?"
    assert deed.more == "G comes back to it at any time."
    assert isinstance(deed.then, Send)
    assert deed.then.command == EnterStep(step="which")
    asked = room.open_round()
    why = Refuse("Only a step in which nothing was asked yet can be skipped.")
    assert press(scene(asked), "S") == why
    assert "S Skip" not in keys(asked)


# parked items


def test_a_single_item_has_none_to_be_merged_with():
    room = with_parked("Analysts")
    why = Refuse("There is no other parked item to merge this one with.")
    assert merge(scene(room), room.view.parked[0]) == why


async def test_parked_items_are_merged_and_made_tasks():
    room = with_parked("Who names releases", "Names of releases", "Analysts")
    async with filling(room, merge(scene(room), room.view.parked[0])) as form:
        await form.sees("Make one parked item of several")
        await form.press("ctrl+s")
        await form.sees("Take two or more.")
        await form.press("down", "space", "ctrl+s")
        await form.closes()
    merged = form.room
    now = [(item.number, item.text) for item in merged.state.parked_now]
    assert now == [(1, "Who names releases"), (3, "Analysts")]
    async with filling(merged, make_task(scene(merged), merged.view.parked[0])) as form:
        await form.press("ctrl+s")
        await form.closes()
    assert [item.number for item in form.room.state.parked_now] == [3]


async def test_an_item_without_words_is_not_kept():
    room = with_parked("Who names releases", "Names of releases")
    async with filling(room, merge(scene(room), room.view.parked[0])) as form:
        form.field(ParagraphField).text = " "
        await form.press("down", "space", "ctrl+s")
        await form.sees("Write 1 to")
    assert len(form.room.state.parked_now) == 2


async def test_while_a_vote_is_open_a_task_can_be_added_all_the_same():
    async with filling(voting(), "A") as form:
        await form.press(*"Naming", "ctrl+s")
        await form.closes()
    assert "naming" in form.room.steps
