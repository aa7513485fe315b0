"""Since last time: promises told, due tasks taken up, and no earlier driver in sight."""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.commands import RecordStatuses
from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.deeds import Choose, Confirm, Do, Pick, Refuse, Send
from facilitator.ui.facilitating.keys import press
from facilitator.ui.facilitating.room_lines import room_lines
from tests.ui.facilitating.desk import at_desk
from tests.ui.facilitating.rooms import (
    EARLIER,
    EVERY_KIND,
    START,
    Room,
    at_follow_up,
    at_task,
    begun,
    six_people,
    told,
)
from tests.ui.facilitating.scenes import (
    WIDTHS,
    flowing,
    keys,
    labels,
    page,
    scene,
    space,
    taken,
    text,
    too_wide,
)
from tests.ui.facilitating.staging import on_screen
from tests.ui.facilitating.watching import press as press_keys
from tests.ui.facilitating.watching import until_shown

KEPT, PARTLY = CommitmentStatus.KEPT, CommitmentStatus.PARTLY


def test_it_says_what_was_promised_and_what_is_due_and_never_who_drove_it():
    assert space(at_follow_up()) == "Ask how it went"
    said = flowing(at_follow_up())
    assert "Last time: Grey areas in spring, 2 Jun 2026" in said
    assert "due 30 Sep 2026 · Raj · overdue" in said
    assert "review was due 17 Sep 2026" in said
    assert "left open" in said
    assert "on the agenda" in said
    assert "Vera" not in said
    assert "Sales" not in said


async def test_only_the_receiving_teams_are_asked():
    async with at_desk(at_follow_up()) as desk:
        await desk.press("SPACE")
        asked = flowing(desk.room)
        assert "0 of 4" in asked
        assert "Waiting for Raj, Lee, Ana and Kim" in asked
        assert "· Tom" in text(room_lines(desk.room.view, START, 24, 20))


def recorded(room: Room) -> Room:
    deed = press(scene(room), "SPACE")
    assert isinstance(deed, Send)
    assert deed.done == "Recorded: 2 promises."
    return room.do(deed.command)


def test_space_records_what_was_most_said():
    assert space(told()) == "Record what was said"
    assert "kept said: kept 1 · partly 1" in flowing(told())
    room = recorded(told())
    assert space(room) == "Next: How mature are we?"
    assert room.stage is Stage.SETTLED
    assert room.state.statuses == {"feature-facts": KEPT, "win-loss": KEPT}


async def test_k_takes_another_of_the_things_said_before_and_after_recording():
    assert "K Change one" in keys(told())
    assert "◐ partly said by 1" in labels(press(scene(told()), "K"))
    async with on_screen(told()) as (staged, pilot):
        await press_keys(pilot, "k", "down", "enter")
        await until_shown(pilot, "◐ PM → PMM: Feature facts")
        assert not staged.state.statuses
        await press_keys(pilot, "space")
        await until_shown(pilot, "Recorded: 2 promises.")
        assert staged.state.statuses["feature-facts"] is PARTLY
    menu = press(scene(staged.room), "K")
    assert "✔ kept said by 1" in labels(menu)
    deed = taken(menu, "✔ kept")
    assert isinstance(deed, Send)
    room = staged.room.do(deed.command)
    assert "✔ PM → PMM: Feature facts" in flowing(room)
    assert room.state.statuses["feature-facts"] is KEPT


def test_where_several_are_disputed_it_is_asked_which():
    room = at_follow_up().open_round().mark("Ana", feature_facts=1).mark("Kim", feature_facts=2)
    room = room.mark("Raj", win_loss=1).mark("Lee", win_loss=3).close_round()
    which = press(scene(room), "K")
    assert isinstance(which, Choose)
    assert which.title == "Which?"
    assert len(which.choices) == 2
    how = which.then("feature-facts")
    assert isinstance(how, Choose)
    assert how.then("partly") == Pick("feature-facts", PARTLY)


def test_where_all_said_the_same_there_is_no_other_to_record():
    room = at_follow_up().open_round().mark("Ana", feature_facts=1).close_round()
    why = "Of each promise one thing was said: there is no other to record."
    assert press(scene(room), "K") == Refuse(why)
    assert "K Change one" not in keys(room)


def test_what_was_chosen_here_is_recorded():
    picked = scene(told(), statuses={"feature-facts": PARTLY})
    deed = press(picked, "SPACE")
    assert isinstance(deed, Send)
    assert deed.command == RecordStatuses(
        step="since", statuses={"feature-facts": PARTLY, "win-loss": KEPT}
    )


def test_a_choice_that_nobody_said_counts_no_more():
    drawn = page(told(), 58, statuses={"feature-facts": CommitmentStatus.MISSED})
    assert "✘" not in text(drawn)


def test_what_was_recorded_stands_whatever_was_chosen_here():
    drawn = page(recorded(told()), 58, statuses={"feature-facts": PARTLY})
    assert "◐" not in text(drawn)


async def test_asking_again_forgets_what_was_chosen_before():
    deed = press(scene(told()), "N")
    assert isinstance(deed, Confirm)
    assert deed.question == "Ask again how it went?"
    async with on_screen(told()) as (staged, pilot):
        await press_keys(pilot, "k", "down", "enter")
        await until_shown(pilot, "◐ PM → PMM: Feature facts")
        await press_keys(pilot, "n", "space")
        await until_shown(pilot, "Round 2")
        await staged.then(Room.mark, "Ana", feature_facts=1)
        await staged.then(Room.mark, "Kim", feature_facts=2)
        await staged.then(Room.close_round)
        await until_shown(pilot, "✔ PM → PMM: Feature facts")


def test_before_the_room_was_asked_there_is_nothing_to_change():
    why = "Ask how it went first: only what was said can be recorded."
    assert press(scene(at_follow_up()), "K") == Refuse(why)
    assert "K Change one" not in keys(at_follow_up())


async def test_a_due_task_is_taken_up_today_and_off_again():
    assert "T Take up" in keys(at_follow_up())
    menu = press(scene(at_follow_up()), "T")
    assert "Price lists Take it up today: review was due 17 Sep 2026" in labels(menu)
    assert not any("Launch plan" in each for each in labels(menu))
    async with at_desk(at_follow_up()) as desk:
        await desk.press("T", "pricing")
        assert "taken up today" in flowing(desk.room)
        steps = desk.room.steps
        assert steps.index("launch-plan") < steps.index("pricing") < steps.index("owe")
        assert "Price lists Take it off again" in labels(press(desk.scene, "T"))
        assert (await desk.press("T", "pricing")).startswith("Off today's agenda again.")
        assert "pricing" not in desk.room.steps


def test_in_other_steps_its_keys_mean_something_else():
    assert press(scene(at_task()), "T") is Do.RECOVER
    why = "Ask how it went first: only what was said can be recorded."
    assert press(scene(at_task()), "K") == Refuse(why)


def test_without_an_earlier_session_it_passes():
    room = six_people(earlier=False).enter("since")
    assert "There is no earlier session to follow up" in flowing(room)
    assert space(room) == "Next: How mature are we?"
    assert press(scene(room), "T") == Refuse("No task is due.")


def test_with_nothing_open_it_says_so():
    nothing = replace(EARLIER, decisions=(), in_force=(), commitments=())
    room = begun(EVERY_KIND, nothing).enter("since")
    assert "No promise was left open." in flowing(room)
    assert "No task is due." in flowing(room)
    assert space(room) == "Next: How mature are we?"


def test_nothing_is_wider_than_its_room():
    for room in (at_follow_up(), told()):
        for width in WIDTHS:
            assert too_wide(page(room, width), width) == []
