"""The close: read back, shown fingers on, and ended."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import (
    EndSession,
    ParkItem,
    SettlePromise,
    SettleShortlist,
)
from facilitator.domain.views import CloseView, Stage, facilitator_view
from facilitator.ui.facilitating.pages.close import ended
from tests.ui.facilitating.staging import (
    Staged,
    asked_of_promises,
    fingers_shown,
    six_people,
    with_dots,
)
from tests.ui.facilitating.test_drawing import WIDTHS, page, text, too_wide
from tests.ui.facilitating.test_going_on import stage
from tests.ui.facilitating.watching import press, until, until_shown, words

SIZE = (80, 24)


async def with_a_promise() -> Staged:
    staged = await asked_of_promises(Raj=1, Ana=1)
    await staged.do(SettlePromise(step="owe", promise="win-loss", agreed=True))
    await staged.do(ParkItem(text="Who answers on Sundays"))
    await staged.enter("game-plan")
    return staged


async def test_the_read_back_names_what_was_promised_parked_and_left():
    staged = await with_a_promise()
    async with staged.app().run_test(size=(80, 40)) as pilot:
        await until_shown(pilot, "SPACE Ask for fingers")
        told = words(pilot.app)
        assert "✔ PMM → PM: Win/loss review findings every month" in told
        assert "Parking lot (1)" in told
        assert "• Who answers on Sundays" in told
        assert "Not agreed" in told


async def test_space_asks_for_fingers_then_shows_them_then_ends():
    staged = await six_people()
    await staged.enter("game-plan")
    async with staged.app().run_test(size=SIZE) as pilot:
        await until_shown(pilot, "SPACE Ask for fingers")
        await press(pilot, "space")
        await until_shown(pilot, "Round 1 · fist of five")
        for name in staged.people:
            await staged.mark(name, plan=4)
            await staged.mark(name, return_on_time=5)
        await until_shown(pilot, "Everybody has voted.")
        await press(pilot, "space")
        await until(pilot, lambda: stage(staged) is Stage.REVEALED)
        await until_shown(pilot, "SPACE End the workshop")
        assert "Worth our time" in words(pilot.app)
        await press(pilot, "space")
        await until_shown(pilot, "End the workshop and write its log?")
        await press(pilot, "escape")
        await until_shown(pilot, "N Ask again")


async def test_doubts_come_with_their_reasons():
    staged = await fingers_shown()
    drawn = text(page(facilitator_view(staged.session.state), 51))
    rows = drawn.split("\n")
    five = next(row for row in rows if row.startswith("5 "))
    assert five.count("█") < next(row for row in rows if row.startswith("4 ")).count("█")
    assert "silent 1" in drawn
    assert "abstained 1 · silent 1" in drawn
    assert "• Vera, 2 fingers: “no owner for pricing”" in drawn
    assert drawn.index("no owner for pricing") < drawn.index("What was decided")


async def test_anonymous_doubts_name_nobody():
    staged = await fingers_shown()
    view = facilitator_view(staged.session.state)
    assert view.stage.plan is not None
    low = tuple(replace(each, name="") for each in view.stage.plan.low)
    matter = CloseView(replace(view.stage.plan, low=low))
    view = replace(view, stage=replace(view.stage, matter=matter))
    assert "• someone, 2 fingers: “no owner for pricing”" in text(page(view, 51))


async def test_the_last_panel_counts_promises_and_what_was_parked():
    staged = await with_a_promise()
    view = facilitator_view(staged.session.state)
    drawn = text(ended(view, "sessions/x.toml", "", 76))
    assert "1 promise · 1 in the parking lot" in drawn


async def test_the_last_panel_counts_tasks_that_were_not_reached():
    staged = await with_dots()
    taken = ("competitive-messaging", "launch-plan")
    await staged.do(SettleShortlist(step="which", taken=taken))
    await staged.enter("launch-plan")
    await staged.open_round()
    await staged.vote(Raj="pmm", Ana="pmm")
    await staged.close_round()
    await staged.decide()
    await staged.do(EndSession())
    drawn = text(ended(facilitator_view(staged.session.state), "sessions/x.toml", "", 76))
    assert "1 of 2 tasks decided · 1 in the parking lot" in drawn


async def test_tasks_that_the_shortlist_left_are_read_back_as_parked():
    staged = await with_dots()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        await until_shown(pilot, "2 tasks taken today")
    await staged.enter("game-plan")
    drawn = text(page(facilitator_view(staged.session.state), 51))
    assert "Parking lot (1)\n• Advisory boards" in drawn
    assert "Advisory boards and" not in drawn


async def test_nothing_is_wider_than_its_room():
    for staged in (await fingers_shown(), await with_a_promise()):
        view = facilitator_view(staged.session.state)
        for width in WIDTHS:
            drawn = page(view, width)
            assert too_wide(drawn, width) == []
