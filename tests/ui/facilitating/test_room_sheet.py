"""The room sheet: people seen to, votes entered, parked items at hand."""

from __future__ import annotations

import pytest

from facilitator.domain.commands import ParkItem, RemoveParticipant
from facilitator.domain.people import Participant
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.deeds import Choose, Confirm, Deed, Fill, Refuse, Write
from facilitator.ui.facilitating.room import keys_for, press
from facilitator.ui.facilitating.room_lines import RoomRow, room_rows
from facilitator.ui.ink import plain, width_of
from tests.ui.facilitating.desk import LIKENESS, YES, at_desk
from tests.ui.facilitating.forms import filling
from tests.ui.facilitating.rooms import (
    START,
    TASK,
    Room,
    asked_of_promises,
    at_task,
    begun,
    four_people,
    six_people,
    voting,
)
from tests.ui.facilitating.scenes import labels, scene
from tests.ui.facilitating.staging import on_screen
from tests.ui.facilitating.watching import press as press_keys
from tests.ui.facilitating.watching import until_shown, words

VOTE, TEAM = "V Vote for them", "T Correct team"


def rows(room: Room) -> list[RoomRow]:
    return room_rows(room.view, START, 76)


def row(room: Room, name: str) -> RoomRow:
    return next(each for each in rows(room) if each.person and each.person.name == name)


def item(room: Room, number: int = 1) -> RoomRow:
    return next(each for each in rows(room) if each.item and each.item.number == number)


def keys(room: Room, at: RoomRow | None) -> list[str]:
    """The keys offered for a line."""
    return [f"{key.shown} {key.label}" for key in keys_for(at, room.view)[0][0]]


def pressed(room: Room, at: RoomRow | None, key: str) -> Deed:
    return press(scene(room), at, key, LIKENESS)


def person(room: Room, name: str) -> Participant:
    return room.state.participants[room.people[name]]


def with_parked(*texts: str) -> Room:
    room = at_task()
    for text in texts:
        room = room.do(ParkItem(text=text), by="p1")
    return room


# what is offered


def test_the_keys_are_those_for_the_highlighted_person():
    room = voting(Raj="pm")
    assert "● Raj" in plain(row(room, "Raj").line)
    assert plain(row(room, "Raj").line).endswith("voted")
    assert keys(room, row(room, "Raj")) == ["W Give the word", "X Remove"]
    assert keys(room, row(room, "Lee")) == [VOTE, "W Give the word", "X Remove"]
    assert keys(at_task(), row(at_task(), "Lee")) == ["W Give the word", TEAM, "X Remove"]


def test_the_keys_for_a_parked_item_are_its_own():
    assert keys(with_parked("a"), item(with_parked("a"))) == ["K Make it a task"]
    two = with_parked("a", "b")
    assert keys(two, item(two)) == ["K Make it a task", "M Merge"]


def test_without_a_line_only_the_sheets_own_keys_are_offered():
    for at in (None, rows(four_people())[0]):
        assert "X Remove" not in keys(four_people(), at)
    sheet = keys_for(None, four_people().view)[1]
    shown = [key.shown for part in sheet for key in part]
    assert shown == ["↑ ↓", "Tab", "N", "A", "?", "Esc"]


def test_a_key_on_the_wrong_line_says_what_to_choose():
    room = with_parked("Analysts")
    assert pressed(room, item(room), "V") == Refuse("Choose a person first: ↑ ↓.")
    why = Refuse("Choose a parked item first: Tab goes to the parking lot.")
    assert pressed(room, row(room, "Raj"), "M") == why
    assert pressed(room, None, "K") == why


def test_items_are_merged_and_made_tasks_from_here():
    room = with_parked("Who names releases", "Names of releases")
    headings = []
    for key in "MK":
        deed = pressed(room, item(room), key)
        assert isinstance(deed, Fill)
        headings.append(deed.form(lambda: START).heading)
    assert headings == ["Make one parked item of several", "Add a task to today's agenda"]


@pytest.mark.parametrize("width", [56, 76, 100])
def test_no_row_is_wider_than_the_sheet(width: int):
    people = ((f"Somebody of a rather long name, the {n}th", "pm") for n in range(20))
    room = begun().join(*people)
    room = room.drop("Somebody of a rather long name, the 3th")
    room = room.raise_hand("Somebody of a rather long name, the 4th")
    room = room.do(ParkItem(text="Something long " * 10), by="p1")
    drawn = room_rows(room.view, START, width)
    assert [plain(each.line) for each in drawn if width_of(each.line) > width] == []


def test_people_are_followed_by_facilitators_those_who_left_and_what_is_parked():
    room = with_parked("Analysts").facilitated_by("Uma").drop("Kim")
    room = room.do(RemoveParticipant(participant="p1", reason="late"))
    drawn = [" ".join(plain(each.line).split()) for each in rows(room)]
    assert drawn == [
        "Product Management 1",
        "· Lee here",
        "Product Marketing 2",
        "· Ana here",
        "✕ Kim dropped 0:00",
        "Facilitators",
        "✕ Ines dropped 0:00 · leads",
        "· Uma here",
        "Asked to leave",
        "– Raj “late”",
        "Parking lot 1 item",
        "1. Analysts",
    ]


# votes entered


async def test_a_vote_is_entered_and_stays_marked():
    deed = pressed(voting(), row(voting(), "Lee"), "V")
    assert isinstance(deed, Choose)
    assert deed.title == "The vote of Lee: marked as entered by you, for ever"
    async with at_desk(voting()) as desk:
        told = await desk.see_to("Lee", "V", "pmm")
        assert told == "Recorded for Lee: marked as entered by you, for ever. U undoes."
        ballots = desk.room.state.record(TASK).rounds[0].answers
        assert (ballots["p2"].choice, ballots["p2"].proxy) == ("pmm", True)
        assert "● Lee" in plain(row(desk.room, "Lee").line)


def test_of_somebody_it_can_be_entered_that_they_abstain_or_need_to_know_more():
    deed = pressed(voting(), row(voting(), "Lee"), "V")
    assert labels(deed) == [
        "Product Management",
        "Product Marketing",
        "Abstain",
        "Need to know more",
    ]


def test_where_nothing_can_be_entered_it_says_why():
    room = voting(Raj="pm")
    theirs = Refuse("Raj has voted: that vote is theirs alone.")
    assert pressed(room, row(room, "Raj"), "V") == theirs
    closed = Refuse("No vote is open. Open the round first: SPACE on the screen behind.")
    assert pressed(at_task(), row(at_task(), "Raj"), "V") == closed
    room = asked_of_promises(Raj=1).open_round(about="win-loss")
    others = Refuse("This round asks others, not their team.")
    assert pressed(room, row(room, "Vera"), "V") == others
    room = voting().facilitated_by("Uma")
    assert pressed(room, row(room, "Uma"), "V") == Refuse("Only voters can vote.")


async def test_ratings_are_entered_in_a_form():
    room = six_people().enter("maturity").open_round()
    async with filling(room, pressed(room, row(room, "Raj"), "V")) as form:
        await form.sees("The answers of Raj")
        await form.press("ctrl+s")
        await form.sees("Enter an answer, or leave with Esc.")
        await form.press("right", "right", "tab", "left", "ctrl+s")
        await form.closes()
    marks = form.room.state.rounds_on("maturity")[0].answers["p1"]
    assert {each: (mark.value, mark.proxy) for each, mark in marks.items()} == {
        "established": (2, True),
        "launches": (None, True),
    }


async def test_dots_entered_again_take_the_place_of_those_before():
    room = six_people().enter("which").open_round()
    async with filling(room, pressed(room, row(room, "Raj"), "V"), (80, 30)) as form:
        await form.sees("The answers of Raj")
        await form.press("left", "tab", "left", "ctrl+s")
        await form.sees("There are 3 dots to place, no more.")
        await form.press("right", "ctrl+s")
        await form.closes()
    room = form.room
    async with filling(room, pressed(room, row(room, "Raj"), "V"), (80, 30)) as form:
        await form.press("left", "ctrl+s")
        await form.closes()
    marks = form.room.state.rounds_on("which")[0].answers["p1"]
    assert {each: mark.value for each, mark in marks.items()} == {"competitive-messaging": 3}


@pytest.mark.parametrize(
    ("step", "about", "keys", "marks"),
    [
        ("since", "", ("right", "right"), {"win-loss": 2}),
        ("owe", "updates", ("right",), {"consent": 1}),
        ("game-plan", "", ("left", "tab", "right"), {"plan": None, "return-on-time": 1}),
    ],
)
async def test_every_kind_of_round_takes_entered_answers(step, about, keys, marks):
    room = six_people().enter(step).open_round(about=about)
    async with filling(room, pressed(room, row(room, "Raj"), "V")) as form:
        await form.sees("The answers of Raj")
        await form.press(*keys, "ctrl+s")
        await form.closes()
    given = form.room.state.rounds_on(step)[0].answers["p1"]
    assert {each: mark.value for each, mark in given.items()} == marks


# people seen to


async def test_a_team_is_corrected_between_rounds_only():
    deed = pressed(at_task(), row(at_task(), "Raj"), "T")
    assert isinstance(deed, Choose)
    assert deed.title == "Which team is Raj of?"
    assert labels(deed) == ["Product Marketing"]
    async with at_desk(at_task()) as desk:
        told = await desk.see_to("Raj", "T", "pmm")
        assert told == "Raj is of Product Marketing now. U undoes."
        assert person(desk.room, "Raj").team == "pmm"
    why = Refuse("A vote is open: a team is corrected between rounds.")
    assert pressed(voting(), row(voting(), "Raj"), "T") == why


async def test_somebody_is_removed_with_a_reason_and_let_back_in():
    deed = pressed(four_people(), row(four_people(), "Raj"), "X")
    assert isinstance(deed, Write)
    assert deed.title.startswith("Why shall Raj leave?")
    sure = deed.then("wrong room")
    assert isinstance(sure, Confirm)
    assert sure.question == "Have Raj leave?"
    assert sure.more.startswith("“wrong room”")
    async with at_desk(four_people()) as desk:
        told = await desk.see_to("Raj", "X", "wrong room", YES)
        assert told.startswith("Raj was asked to leave.")
        assert person(desk.room, "Raj").removed == "wrong room"
        at = row(desk.room, "Raj")
        assert keys(desk.room, at) == ["B Let back in"]
        assert "“wrong room”" in plain(at.line)
        assert await desk.see_to("Raj", "X") == "B lets them back in first."
        assert await desk.see_to("Raj", "B") == "Raj may come back."
        assert person(desk.room, "Raj").removed is None
        assert await desk.see_to("Raj", "B") == "They are here."


def test_nobody_removes_themselves():
    room = four_people().facilitated_by("Uma")
    why = Refuse("Nobody can remove themselves. Leave instead.")
    assert pressed(room, row(room, "Ines"), "X") == why
    assert isinstance(pressed(room, row(room, "Uma"), "X"), Write)


async def test_somebody_without_a_terminal_is_seated():
    async with at_desk(four_people()) as desk:
        told = await desk.see_to("Raj", "N", "pmm", "Raj", "Rajesh")
        assert told == "Rajesh is seated. V votes for them."
        assert "▫ Rajesh" in plain(row(desk.room, "Rajesh").line)
        seated = person(desk.room, "Rajesh")
        assert (seated.team, seated.has_terminal) == ("pmm", False)
        assert len(desk.asked) == 3, "the team, the name, and the name again"


# on screen


async def test_a_name_that_is_taken_is_asked_for_again_as_it_was_typed():
    async with on_screen(four_people()) as (staged, pilot):
        await press_keys(pilot, "r", "n")
        await until_shown(pilot, "Whose team?")
        await press_keys(pilot, "down", "enter")
        await until_shown(pilot, "Name of somebody without a terminal")
        await press_keys(pilot, *"Raj", "enter")
        await until_shown(pilot, "“Raj” is taken here.")
        await press_keys(pilot, *"esh", "enter")
        await until_shown(pilot, "Rajesh is seated. V votes for them.")
        assert person(staged.room, "Rajesh").team == "pmm"


async def test_the_sheet_follows_the_session_and_keeps_what_was_highlighted():
    async with on_screen(with_parked("Analysts")) as (staged, pilot):
        await press_keys(pilot, "r", "down")
        await until_shown(pilot, "T Correct team")
        await press_keys(pilot, "down")
        await staged.then(Room.join, ("Zoe", "pm"))
        await until_shown(pilot, "· Zoe")
        await press_keys(pilot, "w")
        await until_shown(pilot, "Ana has the word.")
        assert "here · ▸ has the word" in words(pilot.app)
        await staged.do(RemoveParticipant(participant="p3", reason="late"))
        await until_shown(pilot, "Asked to leave")
        await until_shown(pilot, "B Let back in")
        await press_keys(pilot, "tab")
        await until_shown(pilot, "K Make it a task")
        await press_keys(pilot, "tab")
        await until_shown(pilot, "T Correct team")
        await press_keys(pilot, "shift+tab")
        await until_shown(pilot, "K Make it a task")
        await press_keys(pilot, "?")
        await until_shown(pilot, "The keys act on the line that is highlighted")
        await press_keys(pilot, "escape", "q")
        await until_shown(pilot, "SPACE Start voting")
        assert staged.room.stage is Stage.READY


async def test_what_is_given_here_shows_on_the_screen_behind():
    async with on_screen(four_people()) as (_, pilot):
        await press_keys(pilot, "r", "down", "down", "w")
        await until_shown(pilot, "Ana has the word.")
        await press_keys(pilot, "escape")
        await until_shown(pilot, "▸ Ana has the word")
