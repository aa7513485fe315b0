"""Voters' terminals in every kind of round, on a live session."""

from __future__ import annotations

import asyncio

import pytest

from facilitator.domain.commands import CloseRound, OpenRound
from facilitator.live.memory import MemoryJournal
from facilitator.ui.voting import desk
from tests.ui.voting.every_kind import KINDS
from tests.ui.voting.test_screen import Table


@pytest.fixture
async def table(request):
    """The session in the stage that the test names."""
    table = await Table(KINDS[request.param]()).open()
    yield table
    table.store.broken = ""
    await table.session.close()


def marks(table, step, name="Ana"):
    held = table.session.state.rounds_on(step)[-1]
    return {
        item: mark.value for item, mark in held.answers.get(table.room.people[name], {}).items()
    }


@pytest.mark.parametrize("table", ["rate-voting"], indirect=True)
async def test_statements_are_rated_and_the_reveal_comes_by_itself(table):
    async with table.app() as seat:
        await seat.until("Statement 1 of 4, 0 recorded", "0 of 5 finished")
        await seat.press("4", "5", "c", "1")
        await seat.until("Your 4 answers", "Recorded.", "1 of 5 finished")
        assert marks(table, "maturity") == {
            "known": 4,
            "established": 5,
            "answered": None,
            "launches": 1,
        }
        await table.do(CloseRound(step="maturity", number=1))
        await seat.until("Rating is closed.", "▸4 █ 1")


@pytest.mark.parametrize("table", ["rate-voting"], indirect=True)
async def test_a_dropped_connection_goes_on_where_it_was(table):
    async with table.app(connection="c-1") as seat:
        await seat.press("4", "5")
        await seat.until("Statement 3 of 4, 2 recorded")
        await seat.press("q")
        await seat.settle()
        assert seat.farewell.startswith("Your answers are kept.")
    async with table.app(connection="c-2") as seat:
        await seat.until("Statement 3 of 4, 2 recorded")
        await seat.press("left")
        await seat.until("▸ 5  Fully  your answer")


@pytest.mark.parametrize("table", ["rate-voting"], indirect=True)
async def test_a_newcomer_rates_in_the_open_round(table):
    async with table.app(name="Zoe") as seat:
        await seat.press("ctrl+u", *"Zoe", "enter", "2", "enter")
        await seat.until("Statement 1 of 4", "0 of 6 finished")
        await seat.press("3")
        await seat.until("Statement 2 of 4, 1 recorded")


@pytest.mark.parametrize("table", ["rate-voting"], indirect=True)
async def test_an_answer_that_the_journal_refuses_is_told_and_asked_again(table, monkeypatch):
    monkeypatch.setattr(desk, "BLINK", 0.0)
    async with table.app() as seat:
        await seat.until("Statement 1 of 4")
        table.store.broken = "the disk is full"
        await seat.press("4")
        await seat.until("Not recorded: the disk is full", "Statement 1 of 4, 0 recorded")
        table.store.broken = ""
        await table.session.recover()
        await seat.press("4")
        await seat.until("Statement 2 of 4, 1 recorded")


@pytest.mark.parametrize("table", ["rate-voting"], indirect=True)
async def test_recorded_waits_for_the_journal(table, monkeypatch):
    monkeypatch.setattr(desk, "SLOW", 0.01)
    held = asyncio.Event()
    append = MemoryJournal.append

    async def slow(self, entries, *, expected):
        await held.wait()
        return await append(self, entries, expected=expected)

    async with table.app() as seat:
        await seat.until("Statement 1 of 4")
        monkeypatch.setattr(MemoryJournal, "append", slow)
        await seat.press("4")
        await seat.until("◌[○]", "Statement 2 of 4, 0 recorded", "Recording…")
        await seat.press("left")
        await seat.until("▸ 4  Mostly  recording…", gone=["Recorded."])
        held.set()
        await seat.until("▸ 4  Mostly  your answer", "Recorded.")


@pytest.mark.parametrize("table", ["rate-ready"], indirect=True)
async def test_a_key_meant_for_the_screen_before_rates_nothing(table, monkeypatch):
    monkeypatch.setattr(desk, "BLINK", 60.0)
    async with table.app() as seat:
        await seat.until("Rating has not begun.")
        await table.do(OpenRound(step="maturity", number=1))
        await seat.until("Statement 1 of 4")
        await seat.press("4")
        await seat.until("The screen changed just as you pressed.", "Statement 1 of 4, 0 recorded")
        assert marks(table, "maturity") == {}


@pytest.mark.parametrize("table", ["rate-voting"], indirect=True)
async def test_moving_on_by_ones_own_key_holds_no_key_back(table, monkeypatch):
    async with table.app() as seat:
        await seat.until("Statement 1 of 4")
        monkeypatch.setattr(desk, "BLINK", 60.0)
        seat.screen.desk._turned = -1e9
        await seat.press("4", "3", "2", "1")
        await seat.until("Your 4 answers", "Recorded.")


@pytest.mark.parametrize("table", ["shortlist-voting"], indirect=True)
async def test_dots_are_placed_and_taken_back(table):
    async with table.app() as seat:
        await seat.press("1", "1", "3")
        await seat.until("0 of 3 dots left", "Recorded.", "1 of 5 finished")
        assert marks(table, "which") == {"messaging": 2, "launch": 1}
        await seat.press("-", "up", "up", "-")
        await seat.until("2 of 3 dots left")
        assert marks(table, "which") == {"messaging": 1}
        await seat.press("u")
        await seat.until("3 of 3 dots left", gone=["Recorded."])
        assert marks(table, "which") == {}


@pytest.mark.parametrize("table", ["commit-voting"], indirect=True)
async def test_consent_is_given_and_changed_to_an_objection(table):
    async with table.app() as seat:
        await seat.press("y")
        await seat.until("▸ Y  Yes  your answer", "Recorded.")
        await seat.press("o", *"who?", "enter")
        await seat.until("▸ O  Object  your answer", "“who?”")
        held = table.session.state.rounds_on("owe")[-1].answers["p1"]["consent"]
        assert (held.value, held.reason) == (0, "who?")
        await table.do(CloseRound(step="owe", number=1))
        await seat.until("Ana, Product Marketing: “who?”", "Somebody objects")


@pytest.mark.parametrize("table", ["close-voting"], indirect=True)
async def test_fingers_are_shown_with_what_is_missing(table):
    async with table.app() as seat:
        await seat.press("2", *"an owner", "enter", "5")
        await seat.until("Your 2 answers", "Recorded.")
        assert marks(table, "close") == {"plan": 2, "return-on-time": 5}
        await table.do(CloseRound(step="close", number=1))
        await seat.until("Ana, 2 fingers: “an owner”")


@pytest.mark.parametrize("table", ["follow-up-voting"], indirect=True)
async def test_what_became_of_promises_is_told_by_who_received_them(table):
    async with table.app(name="Raj") as seat:
        await seat.until("Win/loss findings every month")
        await seat.press("3")
        await seat.until("Your answer", "3 Missed", "Recorded.")
        assert marks(table, "since", "Raj") == {"win-loss": 3}
