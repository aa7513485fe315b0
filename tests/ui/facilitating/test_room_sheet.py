"""The room sheet: people seen to, votes entered, parked items merged."""

from __future__ import annotations

import pytest

from facilitator.domain.commands import ParkItem, RemoveParticipant
from facilitator.domain.views import facilitator_view
from facilitator.ui.facilitating.room_rows import room_rows
from tests.ui.facilitating.staging import START, Staged, four_people, six_people
from tests.ui.facilitating.watching import press, shown, until_shown, words

SIZE = (80, 24)
TASK = "competitive-messaging"


async def voting() -> Staged:
    staged = await four_people()
    await staged.enter(TASK)
    await staged.open_round()
    return staged


def person(staged: Staged, name: str):
    people = staged.session.state.participants.values()
    return next(each for each in people if each.name == name)


async def test_the_keys_are_those_for_the_highlighted_person():
    staged = await voting()
    await staged.vote(Raj="pm")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r")
        await until_shown(pilot, "● Raj")
        assert "voted" in shown(pilot.app)
        assert "V Vote for them" not in words(pilot.app)
        await press(pilot, "down")
        await until_shown(pilot, "V Vote for them")
        assert "T Correct team" not in words(pilot.app)


async def test_a_vote_is_entered_and_stays_marked():
    staged = await voting()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "down", "v")
        await until_shown(pilot, "The vote of Lee: marked as entered by you, for ever")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "Recorded for Lee")
        ballots = staged.session.state.record(TASK).rounds[0].answers
        assert (ballots["p2"].choice, ballots["p2"].proxy) == ("pmm", True)
        assert "● Lee" in words(pilot.app)


async def test_what_a_person_has_voted_is_theirs_alone():
    staged = await voting()
    await staged.vote(Raj="pm")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "v")
        await until_shown(pilot, "Raj has voted: that vote is theirs alone.")


async def test_without_an_open_round_there_is_nothing_to_enter():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "V")
        await until_shown(pilot, "No vote is open.")


async def test_ratings_are_entered_in_a_form():
    staged = await six_people()
    await staged.enter("maturity")
    await staged.open_round()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "v")
        await until_shown(pilot, "The answers of Raj")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Enter an answer, or leave with Esc.")
        await press(pilot, "right", "right", "tab", "left", "ctrl+s")
        await until_shown(pilot, "Recorded for Raj")
    marks = staged.session.state.rounds_on("maturity")[0].answers["p1"]
    assert {item: (mark.value, mark.proxy) for item, mark in marks.items()} == {
        "established": (2, True),
        "launches": (None, True),
    }


async def test_dots_entered_again_take_the_place_of_those_before():
    staged = await six_people()
    await staged.enter("which")
    await staged.open_round()
    async with staged.app().run_test(size=(80, 30)) as pilot:
        await press(pilot, "r", "v")
        await until_shown(pilot, "The answers of Raj")
        await press(pilot, "left", "tab", "left", "ctrl+s")
        await until_shown(pilot, "There are 3 dots to place, no more.")
        await press(pilot, "right", "ctrl+s")
        await until_shown(pilot, "Recorded for Raj")
        await press(pilot, "v")
        await until_shown(pilot, "The answers of Raj")
        await press(pilot, "left", "ctrl+s")
        await until_shown(pilot, "Recorded for Raj")
    marks = staged.session.state.rounds_on("which")[0].answers["p1"]
    assert {item: mark.value for item, mark in marks.items()} == {"competitive-messaging": 3}


@pytest.mark.parametrize(
    ("step", "about", "keys", "marks"),
    [
        ("since", "", ("right", "right"), {"win-loss": 2}),
        ("owe", "updates", ("right",), {"consent": 1}),
        ("game-plan", "", ("left", "tab", "right"), {"plan": None, "return-on-time": 1}),
    ],
)
async def test_every_kind_of_round_takes_entered_answers(step, about, keys, marks):
    staged = await six_people()
    await staged.enter(step)
    await staged.open_round(about=about)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "v")
        await until_shown(pilot, "The answers of Raj")
        await press(pilot, *keys, "ctrl+s")
        await until_shown(pilot, "Recorded for Raj")
    given = staged.session.state.rounds_on(step)[0].answers["p1"]
    assert {item: mark.value for item, mark in given.items()} == marks


async def test_a_team_is_corrected_between_rounds_only():
    staged = await four_people()
    await staged.enter(TASK)
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "t")
        await until_shown(pilot, "Which team is Raj of?")
        await press(pilot, "enter")
        await until_shown(pilot, "Raj is of Product Marketing now.")
        assert person(staged, "Raj").team == "pmm"
        await staged.open_round()
        await press(pilot, "t")
        await until_shown(pilot, "a team is corrected between rounds")


async def test_somebody_is_removed_with_a_reason_and_let_back_in():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "x")
        await until_shown(pilot, "Why shall Raj leave?")
        await press(pilot, *"wrong room", "enter")
        await until_shown(pilot, "Have Raj leave?")
        await press(pilot, "space")
        await until_shown(pilot, "Raj was asked to leave.")
        assert person(staged, "Raj").removed == "wrong room"
        await until_shown(pilot, "B Let back in")
        assert "“wrong room”" in words(pilot.app)
        await press(pilot, "x")
        await until_shown(pilot, "B lets them back in first.")
        await press(pilot, "b")
        await until_shown(pilot, "Raj may come back.")
    assert person(staged, "Raj").removed is None


async def test_somebody_without_a_terminal_is_seated():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "n")
        await until_shown(pilot, "Whose team?")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "Name of somebody without a terminal")
        await press(pilot, *"Raj", "enter")
        await until_shown(pilot, "“Raj” is taken here.")
        await press(pilot, *"esh", "enter")
        await until_shown(pilot, "Rajesh is seated. V votes for them.")
        assert "▫ Rajesh" in words(pilot.app)
    assert (person(staged, "Rajesh").team, person(staged, "Rajesh").has_terminal) == ("pmm", False)


async def test_the_word_is_given_to_whoever_is_highlighted():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "down", "down", "w")
        await until_shown(pilot, "Ana has the word.")
        assert "here · ▸ has the word" in words(pilot.app)
        await press(pilot, "escape")
        await until_shown(pilot, "▸ Ana has the word")


async def test_parked_items_are_merged_and_made_tasks():
    staged = await four_people()
    await staged.enter(TASK)
    for text in ("Who names releases", "Names of releases", "Analysts"):
        await staged.do(ParkItem(text=text), by="p1")
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "shift+tab")
        await until_shown(pilot, "K Make it a task")
        await press(pilot, "m")
        await until_shown(pilot, "Make one parked item of several")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Take two or more.")
        await press(pilot, "down", "space", "ctrl+s")
        await until_shown(pilot, "Merged.")
        now = [(item.number, item.text) for item in staged.session.state.parked_now]
        assert now == [(1, "Who names releases"), (3, "Analysts")]
        await press(pilot, "k")
        await until_shown(pilot, "Add a task")
        await press(pilot, "ctrl+s")
        await until_shown(pilot, "Added to today's agenda.")
    assert [item.number for item in staged.session.state.parked_now] == [3]


async def test_the_sheet_follows_the_session_and_keeps_what_was_highlighted():
    staged = await four_people()
    async with staged.app().run_test(size=SIZE) as pilot:
        await press(pilot, "r", "down", "down")
        await staged.join(("Zoe", "pm"))
        await until_shown(pilot, "· Zoe")
        await press(pilot, "w")
        await until_shown(pilot, "Ana has the word.")
        await staged.do(RemoveParticipant(participant="p3", reason="late"))
        await until_shown(pilot, "Asked to leave")
        await press(pilot, "q")
        await until_shown(pilot, "SPACE Begin")


async def test_help_names_the_sheets_keys():
    staged = await four_people()
    async with staged.app().run_test(size=(100, 40)) as pilot:
        await press(pilot, "r", "?")
        await until_shown(pilot, "The keys act on the line that is highlighted")
        await press(pilot, "escape", "escape")
        await until_shown(pilot, "SPACE Begin")


@pytest.mark.parametrize("width", [56, 76, 100])
async def test_no_row_is_wider_than_the_sheet(width: int):
    staged = await Staged().open()
    await staged.join(*((f"Somebody of a rather long name, the {n}th", "pm") for n in range(20)))
    await staged.drop("Somebody of a rather long name, the 3th")
    await staged.raise_hand("Somebody of a rather long name, the 4th")
    await staged.do(ParkItem(text="Something long " * 10), by="p1")
    rows = room_rows(facilitator_view(staged.session.state), START, width)
    assert [row.content.plain for row in rows if row.content.cell_length > width] == []
