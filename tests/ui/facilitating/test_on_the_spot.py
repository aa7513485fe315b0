"""What changes on the way: tasks added, steps moved, parked items made tasks."""

from __future__ import annotations

from facilitator.domain.commands import ParkItem
from facilitator.domain.views import facilitator_view
from facilitator.ui.facilitating.forms.task import LAST, places
from tests.ui.facilitating.staging import four_people, six_people
from tests.ui.facilitating.watching import press, until, until_shown, words

SIZE = (80, 24)


def steps(staged) -> list[str]:
    return [step.id for step in staged.session.state.steps]


async def test_a_task_is_added_next_with_a_question_of_its_title():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "A Add task")
        await press(pilot, "a")
        await until_shown(pilot, "Add a task to today's agenda")
        await press(pilot, *"Naming")
        await until_shown(pilot, "Who drives naming?")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Added to today's agenda.")
    assert steps(staged)[:3] == ["two-sides", "naming", "competitive-messaging"]
    assert staged.session.state.tasks[0].candidates == ("pm", "pmm")


async def test_one_candidate_is_too_few_and_nothing_typed_is_lost():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "a")
        await until_shown(pilot, "Add a task")
        await press(pilot, *"Naming", "tab", "tab", "space", "ctrl+s")
        await until_shown(pilot, "Pick at least two teams")
        assert "Naming" in words(pilot.app)
    assert "naming" not in steps(staged)


async def test_a_parked_item_becomes_a_task():
    staged = await four_people()
    await staged.enter("two-sides")
    await staged.do(ParkItem(text="Who answers the analysts"), by="p1")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "A")
        await until_shown(pilot, "Make a task of:")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "Add a task")
        assert "Who answers the analysts" in words(pilot.app)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "who-answers-the-analysts" in steps(staged))
    assert staged.session.state.parked_now == ()


async def test_among_promises_the_key_adds_a_promise():
    staged = await six_people()
    await staged.enter("owe")
    async with staged.app().run_test(size=(120, 36)) as pilot:
        await press(pilot, "a")
        await until_shown(pilot, "Promise")
        assert "Add a task" not in words(pilot.app)


async def test_places_begin_with_the_next_step():
    staged = await four_people()
    gathering = places(facilitator_view(staged.session.state))
    assert gathering[0].id == LAST
    await staged.enter("competitive-messaging")
    offers = places(facilitator_view(staged.session.state))
    assert (offers[0].id, offers[0].label) == ("advisory-boards", "Next")
    assert [offer.id for offer in offers[1:]] == [LAST, "two-sides", "launch-plan", "game-plan"]


async def test_a_step_ahead_is_moved_and_stays_chosen():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "v")
        await until_shown(pilot, "[ ] Move earlier, later")
        await press(pilot, "right_square_bracket")
        await until_shown(pilot, "Moved.")
        await press(pilot, "shift+down")
        await until(pilot, lambda: steps(staged)[3] == "competitive-messaging")
        await press(pilot, "[", "[")
        await until(pilot, lambda: steps(staged)[1] == "competitive-messaging")
        await press(pilot, "[")
        await until_shown(pilot, "It is the first of them.")
        await press(pilot, "enter")
        await until(pilot, lambda: staged.session.state.current == "competitive-messaging")


async def test_a_step_that_was_reached_stays_in_its_place():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "g", "]")
        await until_shown(pilot, "Only a step that was not reached yet can be moved.")
        await press(pilot, "escape")
        await until_shown(pilot, "SPACE Next")


async def test_nothing_comes_after_the_close():
    staged = await four_people()
    await staged.enter("two-sides")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "v", "down", "down", "]")
        await until_shown(pilot, "The last word belongs to the closing step.")
