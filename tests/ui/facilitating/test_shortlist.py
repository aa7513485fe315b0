"""The shortlist: dots, the cut, and what a facilitator may overrule."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.state import Choice
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.domain.views import Stage, facilitator_view
from tests.ui.facilitating.staging import (
    EVERY_KIND,
    MESSAGING,
    Staged,
    rated,
    six_people,
    with_dots,
)
from tests.ui.facilitating.test_drawing import WIDTHS, page, text, too_wide
from tests.ui.facilitating.test_going_on import stage
from tests.ui.facilitating.watching import press, shown, until, until_shown, words

SIZE = (80, 24)


def choice(staged: Staged) -> Choice | None:
    return staged.session.state.choices.get("which")


async def test_before_the_dots_it_says_what_is_on_offer_and_how_many_are_kept():
    staged = await rated()
    await staged.enter("which")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Hand out dots")
        told = words(pilot.app)
        assert "3 dots for each voter" in told
        assert "The first 2 of 3 are taken." in told
        assert "market · market-facing 75%" in shown(pilot.app).replace("  ", " ")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.VOTING)


async def test_while_dots_are_placed_no_total_is_shown():
    staged = await rated()
    await staged.enter("which")
    await staged.open_round()
    await staged.mark("Raj", launch_plan=3)
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "1 of 6 finished")
        launch = next(row for row in shown(pilot.app).split("\n") if "Launch plan" in row)
        assert "●" not in launch
        assert "O Overrule" not in words(pilot.app)
        await press(pilot, "o")
        await until_shown(pilot, "Dots first")


async def test_space_takes_what_the_dots_chose():
    staged = await with_dots()
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Take these 2")
        rows = shown(pilot.app).split("\n")
        order = [n for n, row in enumerate(rows) for word in _MARKS if word in row]
        assert order == sorted(order)
        assert any("✔ Launch plan" in row and "●●●●●●●●●     9      4" in row for row in rows)
        await press(pilot, "space")
        await until_shown(pilot, "2 tasks taken today")
        assert "In the parking lot, with their dots" in words(pilot.app)
        assert "Parking lot (1)" in words(pilot.app)
        assert "SPACE Next: Competitive messaging" in words(pilot.app)
    made = choice(staged)
    assert made is not None
    assert set(made.taken) == {"launch-plan", "competitive-messaging"}


_MARKS = ("✔ Launch plan", "✔ Competitive messaging", "below: to the parking", "  Advisory boards")


async def test_what_was_not_taken_is_set_aside_in_the_outline():
    staged = await with_dots()
    async with staged.app().run_test(size=(120, 36)) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "◦ Advisory boards")


async def test_overruling_needs_a_reason_and_keeps_what_was_typed():
    staged = await with_dots()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "o")
        await until_shown(pilot, "Overrule the dots")
        await until_shown(pilot, "2 taken; the dots took 2.")
        await press(pilot, "down", "space", "down", "space")
        await until_shown(pilot, "Required: the dots chose other tasks.")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "✘ Say why you overrule the dots.")
        assert choice(staged) is None
        await press(pilot, *"A promise", "ctrl+s")
        await until(pilot, lambda: choice(staged))
        await until_shown(pilot, "The dots were overruled")
        assert "“A promise”" in words(pilot.app)
    assert choice(staged) == Choice(("advisory-boards", "launch-plan"), "A promise")


async def test_among_many_tasks_the_one_at_hand_stays_in_sight():
    tasks = tuple(replace(MESSAGING, id=f"t{n}", title=f"Task {n}") for n in range(30))
    which = Shortlist(
        id="which", title="Which?", dots=3, keep=2, tasks=tuple(each.id for each in tasks)
    )
    staged = await six_people(replace(EVERY_KIND, steps=(which, *tasks)), earlier=False)
    await staged.enter("which")
    await staged.open_round()
    await staged.close_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "o")
        await until_shown(pilot, "▸◉ Task 0")
        await press(pilot, "up")
        await until_shown(pilot, "▸○ Task 29")
        await press(pilot, "down")
        await until_shown(pilot, "▸◉ Task 0")


async def test_taking_none_is_refused_beside_the_field():
    staged = await with_dots()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "o")
        await until_shown(pilot, "Overrule the dots")
        await press(pilot, "space", "down", "space", "ctrl+s")
        await until_shown(pilot, "✘ Take at least one task.")
        await press(pilot, "escape")
        await until_shown(pilot, "Leave without saving?")
        await press(pilot, "space")
        await until_shown(pilot, "Leave without saving?")
        await press(pilot, "ctrl+d")
        await until_shown(pilot, "SPACE Take these 2")
    assert choice(staged) is None


async def test_back_opens_the_choice_again_and_keeps_the_dots():
    staged = await with_dots()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "2 tasks taken today")
        await press(pilot, "o")
        await until_shown(pilot, "The tasks are chosen. B reopens the choice.")
        await press(pilot, "b")
        await until_shown(pilot, "Choose the tasks again")
        await press(pilot, "enter")
        await until_shown(pilot, "SPACE Take these 2")
    assert choice(staged) is None
    assert len(staged.session.state.rounds_on("which")) == 1


async def test_dots_can_be_handed_out_again_after_a_question():
    staged = await with_dots()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "n")
        await until_shown(pilot, "Hand out dots again?")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.VOTING)


async def test_nothing_is_wider_than_its_room():
    staged = await with_dots()
    view = facilitator_view(staged.session.state)
    for width in WIDTHS:
        assert too_wide(page(view, width), width) == []


async def test_many_dots_are_told_by_their_figure():
    staged = await rated()
    await staged.enter("which")
    await staged.open_round()
    for name in ("Raj", "Lee", "Ana", "Kim"):
        await staged.mark(name, launch_plan=3)
    await staged.close_round()
    drawn = text(page(facilitator_view(staged.session.state), 51))
    assert "●●●●●●●●●…   12      4" in drawn
