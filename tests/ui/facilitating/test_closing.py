"""The close: read back, shown fingers on, and ended."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import (
    EndSession,
    ParkItem,
    SettlePromise,
    SettleShortlist,
)
from facilitator.domain.views import CloseView, Stage
from facilitator.ui.facilitating.deeds import Confirm, Send
from facilitator.ui.facilitating.keys import press
from tests.ui.facilitating.rooms import (
    Room,
    asked_of_promises,
    at_promises,
    fingers_shown,
    revealed,
    six_people,
    with_dots,
)
from tests.ui.facilitating.scenes import (
    WIDTHS,
    flowing,
    keys,
    page,
    scene,
    space,
    text,
    too_wide,
)


def with_a_promise() -> Room:
    room = asked_of_promises(Raj=1, Ana=1)
    room = room.do(SettlePromise(step="owe", promise="win-loss", agreed=True))
    return room.do(ParkItem(text="Who answers on Sundays")).enter("game-plan")


def test_the_read_back_names_what_was_promised_parked_and_left():
    assert space(with_a_promise()) == "Ask for fingers"
    told = flowing(with_a_promise())
    assert "✔ PMM → PM: Win/loss review findings every month" in told
    assert "Parking lot (1)" in told
    assert "• Who answers on Sundays" in told
    assert "Not agreed" in told


def test_space_asks_for_fingers_then_shows_them_then_ends():
    room = six_people().enter("game-plan")
    assert space(room) == "Ask for fingers"
    deed = press(scene(room), "SPACE")
    assert isinstance(deed, Send)
    room = room.do(deed.command)
    assert "Round 1 · fist of five" in flowing(room)
    for name in ("Raj", "Lee", "Ana", "Kim", "Vera", "Tom"):
        room = room.mark(name, plan=4, return_on_time=5)
    assert "Everybody has voted." in flowing(room)
    deed = press(scene(room), "SPACE")
    assert isinstance(deed, Send)
    room = room.do(deed.command)
    assert room.stage is Stage.REVEALED
    assert space(room) == "End the workshop"
    assert "Worth our time" in flowing(room)
    assert "N Ask again" in keys(room)
    deed = press(scene(room), "SPACE")
    assert isinstance(deed, Confirm)
    assert deed.question == "End the workshop and write its log?"


def test_fingers_are_asked_for_again_after_a_question():
    deed = press(scene(fingers_shown()), "N")
    assert isinstance(deed, Confirm)
    assert deed.question == "Ask for fingers again?"


def test_ending_says_what_was_not_reached_and_what_was_not_agreed():
    room = revealed(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm").decide().enter("game-plan")
    assert "Product Marketing drives it, Ana owns it" in flowing(room)
    deed = press(scene(room), "E")
    assert isinstance(deed, Confirm)
    assert "Not reached: Two sides of one coin, Advisory boards" in deed.more
    deed = press(scene(at_promises()), "E")
    assert isinstance(deed, Confirm)
    assert "Not agreed: “Win/loss review findings every month”" in deed.more
    assert "Not reached: Since last time" not in deed.more


def test_doubts_come_with_their_reasons():
    drawn = text(page(fingers_shown()))
    rows = drawn.split("\n")
    five = next(row for row in rows if row.startswith("5 "))
    assert five.count("█") < next(row for row in rows if row.startswith("4 ")).count("█")
    assert "silent 1" in drawn
    assert "abstained 1 · silent 1" in drawn
    assert "• Vera, 2 fingers: “no owner for pricing”" in drawn
    assert drawn.index("no owner for pricing") < drawn.index("What was decided")


def test_anonymous_doubts_name_nobody():
    view = fingers_shown().view
    assert isinstance(view.stage.matter, CloseView)
    plan = view.stage.matter.plan
    assert plan is not None
    low = tuple(replace(each, name="") for each in plan.low)
    matter = CloseView(replace(plan, low=low))
    view = replace(view, stage=replace(view.stage, matter=matter))
    assert "• someone, 2 fingers: “no owner for pricing”" in text(page(view))


def ended(room: Room) -> str:
    return text(page(room.do(EndSession()), 76, log_path="sessions/x.toml"))


def test_the_last_panel_counts_promises_and_what_was_parked():
    assert "1 promise · 1 in the parking lot" in ended(with_a_promise())


def test_the_last_panel_counts_tasks_that_were_not_reached():
    taken = ("competitive-messaging", "launch-plan")
    room = with_dots().do(SettleShortlist(step="which", taken=taken)).enter("launch-plan")
    room = room.open_round().vote(Raj="pmm", Ana="pmm").close_round().decide()
    assert "1 of 2 tasks decided · 1 in the parking lot" in ended(room)


def test_tasks_that_the_shortlist_left_are_read_back_as_parked():
    taken = ("competitive-messaging", "launch-plan")
    room = with_dots().do(SettleShortlist(step="which", taken=taken)).enter("game-plan")
    drawn = text(page(room))
    assert "Parking lot (1)\n• Advisory boards" in drawn
    assert "Advisory boards and" not in drawn


def test_nothing_is_wider_than_its_room():
    for room in (fingers_shown(), with_a_promise()):
        for width in WIDTHS:
            assert too_wide(page(room, width), width) == []
