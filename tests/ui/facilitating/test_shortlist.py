"""The shortlist: dots, the cut, and what a facilitator may overrule."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.state import Choice
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.deeds import Confirm, Refuse
from facilitator.ui.facilitating.frame import Outline
from facilitator.ui.facilitating.keys import press
from facilitator.ui.widgets.fields import ParagraphField
from tests.ui.facilitating.desk import YES, at_desk
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import (
    EVERY_KIND,
    MESSAGING,
    Room,
    at_task,
    rated,
    six_people,
    with_dots,
)
from tests.ui.facilitating.scenes import (
    WIDTHS,
    flowing,
    keys,
    labels,
    page,
    scene,
    space,
    text,
    too_wide,
)
from tests.ui.facilitating.staging import on_screen
from tests.ui.facilitating.watching import until_shown


def at_dots() -> Room:
    return rated().enter("which")


def settled() -> Room:
    deed = press(scene(with_dots()), "SPACE")
    return with_dots().do(deed.command)


def choice(room: Room) -> Choice | None:
    return room.state.choices.get("which")


def test_before_the_dots_it_says_what_is_on_offer_and_how_many_are_kept():
    assert space(at_dots()) == "Hand out dots"
    told = flowing(at_dots())
    assert "3 dots for each voter" in told
    assert "The first 2 of 3 are taken." in told
    assert "market · market-facing 75%" in told
    assert keys(at_dots())[:2] == ["SPACE Hand out dots", "S Skip"]


async def test_space_hands_out_dots():
    async with at_desk(at_dots()) as desk:
        await desk.press("SPACE")
        assert desk.room.stage is Stage.VOTING


def test_while_dots_are_placed_no_total_is_shown():
    room = at_dots().open_round().mark("Raj", launch_plan=3)
    drawn = text(page(room))
    assert "1 of 6 finished" in drawn
    launch = next(row for row in drawn.split("\n") if "Launch plan" in row)
    assert "●" not in launch
    assert "O Overrule" not in keys(room)
    why = "Dots first: what they say can be overruled after the reveal."
    assert press(scene(room), "O") == Refuse(why)


def test_only_a_shortlist_can_be_overruled():
    assert press(scene(at_task()), "O") == Refuse("Only a shortlist can be overruled.")


def test_space_takes_what_the_dots_chose():
    assert space(with_dots()) == "Take these 2"
    rows = text(page(with_dots())).split("\n")
    order = [n for n, row in enumerate(rows) for word in _MARKS if word in row]
    assert order == sorted(order)
    assert len(order) == len(_MARKS)
    assert any("✔ Launch plan" in row and "●●●●●●●●●     9      4" in row for row in rows)
    room = settled()
    assert "2 tasks taken today" in flowing(room)
    assert "In the parking lot, with their dots" in flowing(room)
    assert len(room.view.stage.set_aside) == 1
    assert space(room) == "Next: Competitive messaging"
    made = choice(room)
    assert made is not None
    assert set(made.taken) == {"launch-plan", "competitive-messaging"}


_MARKS = ("✔ Launch plan", "✔ Competitive messaging", "below: to the parking", "  Advisory boards")


async def test_what_was_not_taken_is_set_aside_in_the_outline_and_in_the_parking_lot():
    async with on_screen(settled(), (120, 36)) as (_, pilot):
        await until_shown(pilot, "◦ Advisory boards")
        await until_shown(pilot, "Parking lot (1)")
        assert pilot.app.screen.query_one(Outline).chosen == "which"


async def test_overruling_needs_a_reason_and_keeps_what_was_typed():
    async with filling(with_dots(), "O") as form:
        await form.sees("Overrule the dots")
        await form.sees("2 taken; the dots took 2.")
        await form.press("down", "space", "down", "space")
        await form.sees("Required: the dots chose other tasks.")
        await form.press("ctrl+s")
        await form.sees("✘ Say why you overrule the dots.")
        assert choice(form.room) is None
        await form.press(*"A promise", "ctrl+s")
        await form.closes()
    assert choice(form.room) == Choice(("advisory-boards", "launch-plan"), "A promise")
    assert "The dots were overruled" in flowing(form.room)
    assert "“A promise”" in flowing(form.room)


async def test_among_many_tasks_the_one_at_hand_stays_in_sight():
    tasks = tuple(replace(MESSAGING, id=f"t{n}", title=f"Task {n}") for n in range(30))
    which = Shortlist(
        id="which", title="Which?", dots=3, keep=2, tasks=tuple(each.id for each in tasks)
    )
    room = six_people(replace(EVERY_KIND, steps=(which, *tasks)), earlier=False)
    room = room.enter("which").open_round().close_round()
    async with filling(room, "O") as form:
        await form.sees("▸◉ Task 0")
        await form.press("up")
        await form.sees("▸○ Task 29")
        await form.press("down")
        await form.sees("▸◉ Task 0")


async def test_taking_none_is_refused_beside_the_field_and_thrown_away_on_purpose_only():
    async with filling(with_dots(), "O") as form:
        await form.sees("Overrule the dots")
        await form.press("space", "down", "space", "ctrl+s")
        await form.sees("✘ Take at least one task.")
        await form.press("tab", *"why", "escape")
        await form.sees("Leave without saving?")
        await form.press("space")
        await form.sees("Leave without saving?")
        await form.press("escape")
        await form.sees("✘ Take at least one task.")
        assert form.field(ParagraphField).text == "why"
        await form.press("escape", "ctrl+d")
        await form.closes()
    assert choice(form.room) is None


async def test_back_opens_the_choice_again_and_keeps_the_dots():
    room = settled()
    why = Refuse("The tasks are chosen. B reopens the choice.")
    assert press(scene(room), "O") == why
    assert labels(press(scene(room), "B"))[0].startswith("Choose the tasks again")
    async with at_desk(room) as desk:
        await desk.press("B", "shortlist")
        assert space(desk.room) == "Take these 2"
        assert choice(desk.room) is None
        assert len(desk.room.state.rounds_on("which")) == 1


async def test_dots_can_be_handed_out_again_after_a_question():
    deed = press(scene(with_dots()), "N")
    assert isinstance(deed, Confirm)
    assert deed.question == "Hand out dots again?"
    async with at_desk(with_dots()) as desk:
        await desk.press("N", YES)
        assert desk.room.stage is Stage.VOTING


def test_nothing_is_wider_than_its_room():
    for width in WIDTHS:
        assert too_wide(page(with_dots(), width), width) == []


def test_many_dots_are_told_by_their_figure():
    room = at_dots().open_round()
    for name in ("Raj", "Lee", "Ana", "Kim"):
        room = room.mark(name, launch_plan=3)
    assert "●●●●●●●●●…   12      4" in text(page(room.close_round()))
