"""Keys that every step has: what each comes to, when it is offered, and what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from facilitator.domain.commands import EndSession
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat
from facilitator.domain.views import Stage
from facilitator.live.session import Health
from facilitator.ui.facilitating.deeds import Choose, Confirm, Do, Leave, Refuse, Send
from facilitator.ui.facilitating.keys import CHOOSING, KEYS, offered, press
from facilitator.ui.facilitating.room_lines import room_lines, room_rows
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.ink import plain
from tests.ui.facilitating.desk import YES, at_desk
from tests.ui.facilitating.rooms import (
    START,
    TASK,
    Room,
    agenda,
    at_follow_up,
    at_task,
    begun,
    four_people,
    revealed,
    voting,
)
from tests.ui.facilitating.scenes import keys, labels, page, scene, space, taken, text, top_line

BACK = "facilitator resume 2026-11-22-grey-areas-7k2m"


def test_only_keys_that_do_something_are_offered():
    shown = [each.split(" ")[0] for each in keys(revealed())]
    assert shown[0] == "SPACE"
    assert {"D", "F", "H"} <= set(shown)
    assert not {"N", "S", "W", "T", "U", "Y"} & set(shown)


def test_every_key_has_a_meaning_and_every_letter_works_in_either_case():
    assert all(key.meaning for key in KEYS)
    letters = [key for key in KEYS if key.shown.isalpha() and len(key.shown) == 1]
    assert all({key.shown.lower(), key.shown} <= set(key.names.split(",")) for key in letters)


def test_what_is_offered_is_never_refused():
    for room in (four_people(), at_task(), voting(Raj="pm"), revealed(), at_follow_up()):
        at_hand = scene(room)
        for entry in keys(at_hand):
            shown = entry.split(" ")[0]
            assert not isinstance(press(at_hand, shown), Refuse), entry


def test_a_key_that_nobody_knows_does_nothing():
    assert press(scene(four_people()), "Ä") is Do.NOTHING


async def test_skip_asks_and_records_it():
    assert "S Skip" in keys(at_task())
    deed = press(scene(at_task()), "S")
    assert isinstance(deed, Confirm)
    assert deed.question == "Skip “Competitive messaging”?"
    async with at_desk(at_task()) as desk:
        await desk.press("S", YES)
        assert desk.room.stage is Stage.SETTLED
        made = desk.room.state.record(TASK).decision
    assert made is not None
    assert made.outcome is Outcome.SKIPPED


async def test_a_task_that_was_voted_on_cannot_be_skipped():
    async with at_desk(revealed()) as desk:
        assert "This task was voted on" in await desk.press("S")
        assert desk.is_refusal


def test_a_task_that_has_its_outcome_cannot_be_skipped():
    why = Refuse("Only a task without an outcome can be skipped.")
    assert press(scene(revealed().decide()), "S") == why


async def test_extending_gives_two_minutes():
    async with at_desk(at_task()) as desk:
        assert await desk.press("X") == "02:00 more for this step."
        assert "of 10:00" in top_line(desk.room)


def test_the_clock_says_when_time_is_over():
    assert "+52:" in top_line(at_task(), timedelta(hours=1))


async def test_parking_takes_a_line():
    async with at_desk(four_people()) as desk:
        assert await desk.press("P", "Who answers") == "Parked."
        assert desk.room.state.parked[0].text == "Who answers"
        assert await desk.press("P", None) == ""
        assert len(desk.room.state.parked) == 1


async def test_a_line_that_was_refused_is_asked_for_again_and_recorded_once():
    async with at_desk(four_people()) as desk:
        desk.staged.journal.store.broken = "disk full"
        await desk.press("P", "later", None)
        assert len(desk.asked) == 2
        assert desk.room.state.parked == ()


async def test_back_reopens_a_decision_and_keeps_its_rounds():
    room = revealed().decide()
    menu = press(scene(room), "B")
    assert labels(menu)[0].startswith("Reopen this task")
    deed = taken(menu, "Reopen this task")
    assert isinstance(deed, Confirm)
    assert "Every round stays." in deed.more
    async with at_desk(room) as desk:
        await desk.press("B", "task", YES)
        assert desk.room.state.record(TASK).decision is None
        assert len(desk.room.state.record(TASK).rounds) == 1


async def test_back_returns_to_the_step_before():
    menu = press(scene(at_task()), "B")
    assert labels(menu) == ["Go back to “Two sides of one coin” Nothing is lost by looking."]
    async with at_desk(at_task()) as desk:
        await desk.press("B", "before")
        assert desk.room.state.current == "two-sides"


def test_on_the_first_step_there_is_nothing_to_go_back_to():
    why = Refuse("There is nothing to go back to yet.")
    assert press(scene(four_people()), "B") == why
    assert "B Back" not in keys(four_people())


async def test_leaving_a_step_with_an_open_vote_is_refused_in_words():
    async with at_desk(voting()) as desk:
        why = "A vote is open here. Close it before you leave the step."
        assert await desk.press("B", "before") == why
        why = "A vote is open. Close it before you end the workshop."
        assert await desk.press("E") == why
        assert desk.is_refusal


def test_earlier_rounds_can_be_looked_at():
    room = revealed().open_round().vote(Raj="pmm", Lee="pmm", Ana="pmm", Kim="pmm").close_round()
    assert "← → Rounds" in keys(room)
    newest = scene(room)
    assert "← Round 2 of 3" in text(page(room))
    assert "2 of 4 changed" in text(page(room))
    first = press(newest, "←")
    assert isinstance(first, Scene)
    assert first.looked_at == 1
    drawn = text(page(room, looked_at=first.looked_at))
    assert "Round 1 of 3 →" in drawn
    assert "Both claim it" in drawn
    assert press(first, "←") == first
    assert press(first, "→") == newest
    assert "← → Rounds" not in keys(revealed())


def test_the_room_shows_who_is_who_and_never_a_ballot():
    room = four_people().join(("Olga", "pm"), seat=Seat.OBSERVER).enter(TASK).open_round()
    room = room.vote(Raj="pm: SECRET").drop("Kim")
    beside = text(room_lines(room.view, START, 24, 20))
    middle = text(page(room))
    assert "1 of 4" in middle
    assert "● Raj" in beside
    assert "○ Lee" in beside
    assert "◐ Olga" in beside
    assert "dropped 0:0" in beside
    rows = "\n".join(plain(row.line) for row in room_rows(room.view, START, 76))
    assert "◐ Olga observer" in " ".join(rows.split())
    assert "SECRET" not in beside + middle + rows + top_line(room)


def test_ending_is_refused_by_the_rules_while_a_vote_is_open_and_asks_else():
    assert press(scene(voting()), "E") == Send(EndSession())
    deed = press(scene(at_task()), "E")
    assert isinstance(deed, Confirm)
    assert deed.question == "End the workshop and write its log?"
    assert deed.then == Send(EndSession())


def test_the_journal_is_tried_again_by_t_wherever_t_means_something_else():
    for room in (four_people(), at_follow_up(), revealed()):
        broken = scene(room, health=Health(recording=False))
        assert "T Try again" in keys(broken)
        assert press(broken, "T") is Do.RECOVER
    assert "T Try again" not in keys(revealed())
    assert isinstance(press(scene(at_follow_up()), "T"), Choose)


async def test_what_the_journal_did_not_take_is_said_with_its_reason():
    async with at_desk(at_follow_up()) as desk:
        desk.staged.journal.store.broken = "the disk is full"
        assert await desk.press("SPACE") == "Not recorded: the disk is full"
        assert desk.is_refusal


def test_while_a_step_is_chosen_other_keys_are_offered():
    assert offered(scene(at_task(), is_choosing=True)) == CHOOSING
    assert "Enter Go there" in keys(scene(at_task(), is_choosing=True))


@pytest.mark.parametrize(
    ("key", "deed"),
    [
        ("G", Do.CHOOSE_STEP),
        ("V", Do.ARRANGE_STEPS),
        ("R", Do.SHOW_ROOM),
        ("J", Do.SHOW_JOIN),
        ("C", Do.SHOW_FACILITATORS),
        ("?", Do.SHOW_HELP),
    ],
)
def test_sheets_lie_behind_keys(key, deed):
    assert press(scene(at_task()), key) is deed


# afterwards


def ended() -> Room:
    return begun().do(EndSession())


def test_after_the_end_there_is_hardly_anything_left_to_do():
    assert keys(ended()) == ["SPACE Leave", "? Help", "Q Leave"]
    for key in "ARCW":
        assert press(scene(ended()), key) is Do.NOTHING
    assert press(scene(ended()), "V") == Refuse(
        "Only a step that was not reached yet can be moved."
    )
    assert press(scene(ended()), "SPACE") == Leave()


def test_a_log_that_is_not_written_is_written_by_w_and_asked_about():
    troubled = scene(ended(), log_trouble="No space left on /home.")
    assert "W Write the log again" in keys(troubled)
    assert press(troubled, "W") is Do.WRITE_LOG
    deed = press(troubled, "SPACE")
    assert isinstance(deed, Confirm)
    assert (deed.question, deed.then) == ("Leave before the log is safe?", Leave())
    assert deed.more.endswith(BACK)


# leaving


def test_leaving_asks_and_says_how_to_come_back():
    deed = press(scene(four_people()), "Q")
    assert isinstance(deed, Confirm)
    assert (deed.question, deed.then) == ("Leave this session?", Leave())
    assert deed.more == f"It is kept, with every seat and vote. Come back with: {BACK}"


def test_over_ssh_one_leaves_a_session_that_goes_on():
    deed = press(scene(four_people(), is_visiting=True), "Q")
    assert isinstance(deed, Confirm)
    assert deed.more == f"It goes on, and your seat is kept. Come back with: {BACK}"


def test_leaving_asks_whether_the_other_goes_on():
    deed = press(scene(four_people().facilitated_by("Uma")), "Q")
    assert labels(deed) == [
        "Uma goes on facilitating Everybody stays connected.",
        f"Close the session for everybody Go on with: {BACK}",
    ]
    assert taken(deed, "Uma goes on facilitating") == Leave(hands_on=True)
    assert taken(deed, "Close the session for everybody") == Leave(hands_on=False)


def test_of_several_who_go_on_all_are_named():
    deed = press(scene(four_people().facilitated_by("Uma").facilitated_by("Tom")), "Q")
    assert labels(deed)[0].startswith("Uma and Tom go on facilitating")


def test_beside_a_closed_terminal_one_is_asked_as_if_alone():
    deed = press(scene(four_people().facilitated_by("Uma").drop("Uma")), "Q")
    assert isinstance(deed, Confirm)
    assert deed.question == "Leave this session?"
    assert BACK in deed.more


# who leads


async def test_the_lead_is_handed_over_and_taken_by_one_key():
    alone = Refuse("You are the only facilitator. C lets another one in.")
    assert press(scene(four_people()), "Y") == alone
    assert "leads" not in top_line(four_people())
    room = four_people().facilitated_by("Uma")
    assert "Ines leads" in top_line(room)
    assert "Y Hand over lead" in keys(room)
    async with at_desk(room) as desk:
        assert await desk.press("Y") == "Uma leads now."
        assert desk.room.state.lead == "f2"
        assert await desk.press("Y") == "Ines leads now."


async def test_among_several_it_is_asked_who_shall_lead():
    room = four_people().facilitated_by("Uma").facilitated_by("Tom")
    deed = press(scene(room), "Y")
    assert isinstance(deed, Choose)
    assert deed.title == "Who shall lead?"
    async with at_desk(room) as desk:
        assert await desk.press("Y", "f3") == "Tom leads now."


def test_the_way_on_is_said_at_the_last_step():
    assert space(four_people().enter("game-plan")) == "Ask for fingers"
    assert press(scene(four_people(agenda()).enter("game-plan")), "S") == Refuse(
        "This is the last step. E ends the workshop."
    )
