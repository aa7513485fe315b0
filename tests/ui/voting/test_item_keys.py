"""Every key in a round on several items, while the journal takes its time or fails."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.commands import MarkItem, WithdrawMark
from facilitator.domain.rounds import Mark
from facilitator.domain.steps.rate import Statement
from facilitator.ui.voting import desk
from tests.examples import examples
from tests.ui.voting.every_kind import (
    fingers,
    placing,
    promising,
    rating,
    telling,
)
from tests.ui.voting.peer import Voter

WORDS = ("Apples", "Bread", "Cheese", "Dates")
STATEMENTS = tuple(Statement(id=word.lower(), text=word) for word in WORDS)
TASKS = {word.lower(): word for word in WORDS}


@contextmanager
def no_guard():
    """Without the guard against keys that were meant for the screen before."""
    with patch.object(desk, "BLINK", 0.0):
        yield


def told(command):
    """What a command asks for: an item and a value, or None twice over to take back."""
    if isinstance(command, WithdrawMark):
        return (command.item, "withdrawn")
    assert isinstance(command, MarkItem)
    return (command.item, command.value)


def replayed(marks, wishes):
    after = dict(marks)
    for item, value in wishes:
        if value == "withdrawn":
            after.pop(item, None)
        else:
            after[item] = value
    return after


def marks_of(voter, step):
    rounds = voter.peer.state.rounds_on(step)
    person = voter.peer.room.people["Ana"]
    return {item: mark.value for item, mark in rounds[-1].answers.get(person, {}).items()}


moves = st.sampled_from(
    ["1", "2", "3", "4", "5", "6", "0", "c", "a", "u", "left", "right", "up", "down", "enter"]
)
deeds = st.lists(moves | st.sampled_from(["LET", "LET", "FAIL", "?"]), max_size=40)


def on_screen(voter):
    """The statement on screen, as anybody would read it off; None where it is no question."""
    shown = voter.shown()
    if "Your 4 answers" in shown or "Help for this screen" in shown:
        return None
    (word,) = [word for word in WORDS if word in shown]
    return word.lower()


@given(deeds)
@examples(percent=120)
def test_what_is_recorded_is_what_was_pressed_on_the_statement_on_screen(keys):
    asyncio.run(_rated(keys))


async def _rated(keys):
    voter = await Voter(rating(statements=STATEMENTS)).sit()
    peer = voter.peer
    wished, held = [], {}
    with no_guard():
        for key in keys:
            if key in ("LET", "FAIL"):
                if peer.waiting:
                    wish = told(peer.waiting[0][0].command)
                    if key == "LET":
                        assert peer.let_through()
                        held = replayed(held, [wish])
                    else:
                        peer.fail()
                    await voter.settle()
                    assert key == "LET" or "Not recorded" in voter.shown() or on_way(peer, wish)
            else:
                here = on_screen(voter)
                given_before = replayed(held, [told(sent.command) for sent, _ in peer.waiting])
                await voter.press(key)
                if here and key in "12345":
                    wished.append((here, int(key)))
                elif here and key in ("c", "a"):
                    wished.append((here, None))
                elif here and key == "u" and here in given_before:
                    wished.append((here, "withdrawn"))
            assert [told(command) for command in peer.submitted] == wished
            assert marks_of(voter, "maturity") == held
            check_recorded(voter, held)
    voter.desk.close()


def on_way(peer, wish):
    """Whether something newer on the same item waits, which will be told of by itself."""
    return any(told(sent.command)[0] == wish[0] for sent, _ in peer.waiting)


def check_recorded(voter, held):
    """“Recorded” is on screen only for what the journal has."""
    if "Recorded." not in voter.shown():
        return
    waiting = {told(sent.command)[0] for sent, _ in voter.peer.waiting}
    here = on_screen(voter)
    if here is None:
        assert len(held) == len(WORDS)
        assert not waiting
    else:
        assert here in held
        assert here not in waiting


async def test_keys_faster_than_the_journal_land_each_on_its_statement():
    voter = await Voter(rating(statements=STATEMENTS)).sit()
    await voter.press("1", "2", "c", "4")
    assert [told(command) for command in voter.peer.submitted] == [
        ("apples", 1),
        ("bread", 2),
        ("cheese", None),
        ("dates", 4),
    ]
    assert "recording…" in voter.shown()
    assert "Recorded." not in voter.shown()
    while voter.peer.waiting:
        voter.peer.let_through()
        await voter.settle()
    assert "Recorded. Nobody sees it before the reveal. Change any with ← →." in voter.shown()
    voter.desk.close()


async def test_who_was_not_recorded_is_put_back_to_that_statement_and_told():
    voter = await Voter(rating(statements=STATEMENTS)).sit()
    await voter.press("1", "2")
    voter.peer.fail()
    await voter.settle()
    assert on_screen(voter) == "apples"
    assert "Not recorded: the disk is full" in voter.shown()
    await voter.press("3")
    assert "The screen changed just as you pressed." in voter.shown()
    with no_guard():
        await voter.press("3")
    assert told(voter.peer.submitted[-1]) == ("apples", 3)
    voter.desk.close()


async def test_a_late_answer_is_told_in_words_and_changes_nothing_else():
    voter = await Voter(rating(statements=STATEMENTS)).sit()
    await voter.press("1")
    voter.peer.room.shut("maturity")
    voter.peer.let_through()
    await voter.settle()
    assert "This round is closed: answers are no longer taken." in voter.shown()
    assert "Rating is closed." not in voter.shown()
    assert marks_of(voter, "maturity") == {}
    voter.desk.close()


async def test_changing_an_answer_comes_back_to_the_list():
    voter = await Voter(rating(statements=STATEMENTS)).sit()
    await voter.press("1", "2", "3", "4", "left")
    assert on_screen(voter) == "dates"
    await voter.press("left", "left", "5")
    assert told(voter.peer.submitted[-1]) == ("bread", 5)
    assert "Your 4 answers" in voter.shown()
    await voter.press("up", "enter")
    assert on_screen(voter) == "apples"
    voter.desk.close()


async def test_whoever_comes_late_or_back_starts_at_the_first_open_statement():
    room = rating(statements=STATEMENTS)
    room.mark("Ana", "apples", 3, step="maturity").mark("Ana", "cheese", 2, step="maturity")
    voter = await Voter(room).sit()
    assert on_screen(voter) == "bread"
    await voter.press("left")
    assert "▸ 3  Partly  your answer" in voter.shown()
    voter.desk.close()


dot_keys = st.lists(
    st.sampled_from(["1", "2", "3", "4", "5", "+", "-", "u", "up", "down", "LET", "LET", "FAIL"]),
    max_size=40,
)


@given(dot_keys, st.integers(1, 4))
@examples(percent=120)
def test_dots_lie_where_they_were_placed_and_never_more_than_there_are(keys, dots):
    asyncio.run(_dotted(keys, dots))


async def _dotted(keys, dots):
    voter = await Voter(placing(tasks=TASKS, dots=dots)).sit()
    peer = voter.peer
    with no_guard():
        for key in keys:
            if key in ("LET", "FAIL"):
                if peer.waiting:
                    peer.let_through() if key == "LET" else peer.fail()
                    await voter.settle()
                continue
            before, cursor = lying(voter)
            await voter.press(key)
            after, _ = lying(voter)
            assert after == expected(before, cursor, key, dots)
        while peer.waiting:
            peer.let_through()
            await voter.settle()
    shown, _ = lying(voter)
    assert {TASKS_BACK[word]: n for word, n in shown.items() if n} == marks_of(voter, "which")
    assert sum(shown.values()) <= dots
    voter.desk.close()


TASKS_BACK = {word: task for task, word in TASKS.items()}


def lying(voter):
    """The dots on each task and the task at the cursor, as read off the screen."""
    rows = {word: row for row in voter.shown().split("\n") for word in WORDS if f" {word}" in row}
    return (
        {word: row.count("●") for word, row in rows.items()},
        next(word for word, row in rows.items() if "▸" in row),
    )


def expected(before, cursor, key, dots):
    after = dict(before)
    free = max(0, dots - sum(before.values()))
    if key in "1234" and free:
        after[WORDS[int(key) - 1]] += 1
    elif key == "+" and free:
        after[cursor] += 1
    elif key == "-":
        after[cursor] = max(0, after[cursor] - 1)
    elif key == "u":
        after = dict.fromkeys(after, 0)
    return after


async def test_the_minus_takes_the_dot_just_placed():
    voter = await Voter(placing(tasks=TASKS)).sit()
    await voter.press("2", "3", "3", "-")
    assert [told(command) for command in voter.peer.submitted] == [
        ("bread", 1),
        ("cheese", 1),
        ("cheese", 2),
        ("cheese", 1),
    ]
    await voter.press("-")
    assert told(voter.peer.submitted[-1]) == ("cheese", "withdrawn")
    voter.desk.close()


async def test_more_dots_than_there_are_cannot_be_placed():
    voter = await Voter(placing(tasks=TASKS)).sit()
    await voter.press("1", "1", "1", "2")
    assert len(voter.peer.submitted) == 3
    assert "No dots left." in voter.shown()
    voter.desk.close()


async def test_more_than_twelve_tasks_are_reached_with_the_cursor():
    tasks = {f"t{n}": f"Task number {n}" for n in range(1, 17)}
    voter = await Voter(placing(tasks=tasks)).sit()
    await voter.press("z", *["down"] * 4, "+")
    assert [told(command) for command in voter.peer.submitted] == [("t12", 1), ("t16", 1)]
    assert "Task number 16" in voter.shown((60, 20))
    voter.desk.close()


async def test_an_objection_is_recorded_with_enter_and_its_reason():
    voter = await Voter(promising(), "Raj").sit()
    await voter.press("o", *"no analyst")
    assert voter.peer.submitted == []
    await voter.press("enter")
    (command,) = voter.peer.submitted
    assert (command.value, command.reason) == (0, "no analyst")
    await voter.press("y")
    assert (voter.peer.submitted[-1].value, voter.peer.submitted[-1].reason) == (1, "")
    voter.desk.close()


async def test_an_objection_needs_no_reason_and_escape_records_nothing():
    voter = await Voter(promising(), "Raj").sit()
    await voter.press("o", *"no", "escape")
    assert voter.peer.submitted == []
    await voter.press("o", "enter")
    assert [told(command) for command in voter.peer.submitted] == [("consent", 0)]
    voter.desk.close()


async def test_an_objection_that_was_not_recorded_can_be_sent_again():
    voter = await Voter(promising(), "Raj").sit()
    await voter.press("o", *"no analyst", "enter")
    voter.peer.fail()
    await voter.settle()
    assert "no analyst" in voter.shown()
    await voter.press("enter")
    with no_guard():
        await voter.press("enter")
    assert voter.peer.submitted[-1].reason == "no analyst"
    voter.desk.close()


async def test_an_objection_being_typed_when_the_round_closes_is_said_to_be_unsent():
    voter = await Voter(promising(), "Raj").sit()
    await voter.press("o", *"no")
    voter.peer.room.shut("owe")
    voter.desk.refresh()
    assert "your objection was not sent. Raise your hand." in voter.shown()
    voter.desk.close()


@pytest.mark.parametrize("name", ["Sue", "Olga"])
async def test_who_is_not_asked_has_no_keys(name):
    voter = await Voter(promising(), name).sit()
    await voter.press("y", "o", "a", "u")
    assert voter.peer.submitted == []
    assert "Asked of the two teams" in voter.shown()
    voter.desk.close()


async def test_few_fingers_are_asked_why_and_count_without_a_reason_too():
    voter = await Voter(fingers()).sit()
    await voter.press("2")
    assert [told(command) for command in voter.peer.submitted] == [("plan", 2)]
    assert "What is missing?" in voter.shown()
    await voter.press("escape", "5")
    assert [told(c) for c in voter.peer.submitted] == [("plan", 2), ("return-on-time", 5)]
    voter.desk.close()


async def test_the_reason_for_few_fingers_goes_with_them():
    voter = await Voter(fingers()).sit()
    await voter.press("1", *"no owner", "enter", "4")
    plan = [c for c in voter.peer.submitted if c.item == "plan"]
    assert [(c.value, c.reason) for c in plan] == [(1, ""), (1, "no owner")]
    assert told(voter.peer.submitted[-1]) == ("return-on-time", 4)
    while voter.peer.waiting:
        voter.peer.let_through()
        await voter.settle()
    held = voter.peer.state.rounds_on("close")[-1].answers[voter.peer.room.people["Ana"]]
    assert held["plan"] == Mark(1, "no owner")
    await voter.press("left", "left", "r", *"!", "enter")
    assert voter.peer.submitted[-1].reason == "no owner!"
    await voter.press("left", "4")
    assert (voter.peer.submitted[-1].value, voter.peer.submitted[-1].reason) == (4, "")
    voter.desk.close()


async def test_a_receiving_team_tells_one_promise_after_the_other():
    voter = await Voter(telling()).sit()
    assert "Product Management promised Product Marketing:" in voter.shown((120, 36))
    await voter.press("1", "4")
    assert [told(c) for c in voter.peer.submitted] == [("facts", 1), ("visits", 4)]
    voter.desk.close()
