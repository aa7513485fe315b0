from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from facilitator.domain.commands import (
    CloseRound,
    Envelope,
    LeaveSession,
    LowerHand,
    OpenRound,
    RecordDecision,
    ResumeSeat,
)
from facilitator.domain.people import Seat as Rank
from facilitator.live.arrivals import Arrival, Place
from facilitator.live.memory import MemoryJournal, MemoryStore
from facilitator.live.session import Accepted, LiveSession
from facilitator.ui.voting import desk
from facilitator.ui.voting.screen import VoterScreen
from tests.painted import on_screen

PATIENCE = 5.0


class Table:
    """A live session on a journal in memory, and the apps of those who sit at it."""

    def __init__(self, room):
        self.room = room
        self.store = MemoryStore()
        ids = (f"id{n}" for n in itertools.count())
        self.session = LiveSession(MemoryJournal(self.store), lambda: next(ids))

    async def open(self):
        await self.session.open()
        for command in self.room.commands:
            assert isinstance(await self.session.submit(command), Accepted)
        return self

    def now(self):
        return self.room.now

    def arrival(self, name="Ana", connection="c-new", code=None, place=None):
        come_back = "ssh -p 2222 10.0.0.5"
        return Arrival(connection, "ana", f"key:{name}", code, come_back, str.casefold, place)

    def app(self, size=(80, 24), **arrival):
        """A terminal of one voter."""
        screen = VoterScreen(self.session, self.arrival(**arrival), self.now)
        return on_screen(screen, size)

    async def do(self, command, by="f1"):
        envelope = Envelope(self.now(), by, command)
        assert isinstance(await self.session.submit(envelope), Accepted)

    async def reopen(self):
        await self.do(OpenRound(step="messaging", number=2))

    async def reveal(self, number=1):
        await self.do(CloseRound(step="messaging", number=number))


@pytest.fixture
async def table(request, stages):
    """The session in the stage that the test names by ``@pytest.mark.parametrize``, or voting."""
    table = await Table(stages[getattr(request, "param", "voting-before")]()).open()
    yield table
    table.store.broken = ""
    await table.session.close()


def ballot(table, name="Ana", number=1):
    held = table.session.state.record("messaging").rounds[number - 1]
    return held.answers.get(table.room.people[name])


def connection_of(table, participant):
    return table.session.state.participants[participant].connection


async def test_one_key_votes_and_recorded_is_shown(table):
    async with table.app() as seat:
        await seat.until("One key votes", "0 of 7 voted")
        await seat.press("2")
        await seat.until("Recorded. Nobody sees it before the reveal.", "▸ 2  Product Marketing")
        assert ballot(table).choice == "pmm"


async def test_the_vote_can_be_changed_added_to_and_taken_back(table):
    async with table.app() as seat:
        await seat.press("2", "1", "plus", "r", *"because", "enter", "t", "n")
        await seat.until("because", "★★★☆☆", "Nobody")
        given = ballot(table)
        assert (given.choice, given.confidence, given.reason, given.today) == (
            "pm",
            3,
            "because",
            "nobody",
        )
        await seat.press("u")
        await seat.until("Your vote is taken back.")
        assert ballot(table) is None


async def test_recorded_waits_for_the_journal(table, monkeypatch):
    monkeypatch.setattr(desk, "SLOW", 0.01)
    held = asyncio.Event()
    append = MemoryJournal.append

    async def slow(self, entries, *, expected):
        await held.wait()
        return await append(self, entries, expected=expected)

    async with table.app() as seat:
        await seat.until("One key votes")
        monkeypatch.setattr(MemoryJournal, "append", slow)
        await seat.press("2")
        await seat.until("recording…", "Recording…", gone=["Recorded."])
        held.set()
        await seat.until("Recorded.", gone=["recording…"])


async def test_a_vote_that_the_journal_refuses_is_said_to_be_not_recorded(table):
    async with table.app() as seat:
        await seat.press("1")
        await seat.until("Recorded.")
        table.store.broken = "the disk is full"
        await seat.press("2")
        await seat.until(
            "Not recorded: the disk is full",
            "! Nothing is being recorded: the disk is full",
            "▸ 1  Product Management",
            gone=["Recorded."],
        )
        table.store.broken = ""
        await table.session.recover()
        await seat.until(gone=["Nothing is being recorded"])
        await seat.press("2")
        await seat.until("Recorded.", "▸ 2")


async def test_a_newcomer_takes_a_seat_and_is_shown_the_code_once(table):
    async with table.app(name="Zoe", code="7KXM-4QPD") as seat:
        await seat.until("Who are you?", "ana")
        await seat.press("ctrl+u", *"Zoe", "enter", "2", "enter")
        await seat.until("Write this down", "7KXM-4QPD", "ssh -p 2222 10.0.0.5")
        await seat.press("enter")
        await seat.until("Zoe · Product Marketing", "One key votes", gone=["7KXM-4QPD"])
    holder = table.session.state.holder("key:Zoe")
    assert (holder.name, holder.team, holder.connection) == ("Zoe", "pmm", "c-new")


async def test_a_key_holder_is_shown_no_code(table):
    async with table.app(name="Zoe") as seat:
        await seat.press("ctrl+u", *"Zoe", "enter", "1", "enter")
        await seat.until("One key votes", gone=["Write this down"])


async def test_a_taken_name_is_refused_with_a_hint_and_nothing_typed_is_lost(table):
    async with table.app(name="Other") as seat:
        await seat.press("enter", "3", "enter")
        await seat.until("is taken here. Add an initial or your surname.", "ana", "▸ 3  Sales")
        await seat.press("tab", *" B", "enter", "enter")
        await seat.until("ana B · Sales")


async def test_a_name_can_be_pasted(table):
    async with table.app(name="Other") as seat:
        await seat.press("ctrl+u")
        await seat.paste("Zoë 日本\n")
        await seat.until("Zoë 日本")


async def test_coming_back_finds_seat_and_vote(table):
    async with table.app(connection="c-1") as seat:
        await seat.press("2")
        await seat.until("Recorded.")
    async with table.app(connection="c-2") as seat:
        await seat.until("Recorded.", "▸ 2  Product Marketing")
        person = table.session.state.holder("key:Ana")
        assert person.connection == "c-2"


async def test_a_second_window_takes_the_seat_over(table):
    async with table.app(connection="c-1") as seat:
        await seat.until("One key votes")
        await table.do(ResumeSeat(credential="key:Ana", connection="c-2"), by="p1")
        await seat.until_that(lambda: "another window" in seat.farewell)
        assert seat.farewell.startswith("You have taken your seat from another window.")


async def test_the_reveal_and_the_decision_arrive_by_themselves(table, decision):
    async with table.app() as seat:
        await seat.press("2")
        await seat.until("Recorded.")
        await table.reveal()
        await seat.until("your vote", "Voting is closed", gone=["Recorded."])
        await table.do(RecordDecision(step="messaging", decision=decision))
        await seat.until("✔ Decided", "Driver    Product Marketing")


async def test_a_key_meant_for_the_screen_before_does_not_vote(table, monkeypatch):
    monkeypatch.setattr(desk, "BLINK", 60.0)
    async with table.app() as seat:
        await seat.until("One key votes")
        await table.reveal()
        await seat.until("Voting is closed")
        await table.reopen()
        await seat.until("round 2")
        await seat.press("2")
        await seat.until("The screen changed just as you pressed.")
        assert ballot(table, number=2) is None
        monkeypatch.setattr(desk, "BLINK", 0.0)
        await seat.press("2")
        await seat.until("Recorded.")


async def test_a_reason_being_typed_when_voting_closes_is_kept_for_the_next_round(
    table, monkeypatch
):
    monkeypatch.setattr(desk, "BLINK", 0.0)
    async with table.app() as seat:
        await seat.press("2", "r", *"so far")
        await table.reveal()
        await seat.until("Voting has closed while you wrote")
        await table.reopen()
        await seat.until("round 2", "so far")
        await seat.press("1")
        await seat.until("Recorded.")
        assert ballot(table, number=2).reason == "so far"


async def test_the_hand_goes_up_and_is_taken_down_by_the_facilitator(table):
    async with table.app() as seat:
        await seat.press("h")
        await seat.until("your hand is up")
        await table.do(LowerHand(participant="p1"))
        await seat.until(gone=["your hand is up"])


async def test_something_is_parked(table):
    async with table.app() as seat:
        await seat.press("p", *"Pricing", "enter")
        await seat.until("Parked. It will not be lost.")
        assert table.session.state.parked[0].text == "Pricing"


async def test_what_could_not_be_parked_can_be_sent_again(table):
    async with table.app() as seat:
        table.store.broken = "the disk is full"
        await seat.press("p", *"Pricing", "enter")
        await seat.until("Not recorded", "Pricing", "7 of 280")


async def test_the_timer_counts_down_and_past_zero(table):
    async with table.app() as seat:
        await seat.until("⏱ 08:00")
        table.room.now += timedelta(minutes=9, seconds=20)
        await seat.until("⏱ +01:20")


async def test_a_resized_window_is_drawn_anew(table):
    async with table.app() as seat:
        seat.line.resize(50, 18)
        await seat.until("Please make this window larger")
        seat.line.resize(120, 36)
        await seat.until("One key votes")
        assert len(seat.shown.splitlines()) == 36


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("voting", "Your vote is kept. Come back with: ssh -p 2222 10.0.0.5"),
        ("voting-before", "Your seat is kept. Come back with: ssh -p 2222 10.0.0.5"),
        ("ended", "The workshop has ended. Thank you for taking part."),
    ],
    indirect=["table"],
)
async def test_leaving_ends_with_a_plain_line(table, words):
    async with table.app() as seat:
        await seat.until("Q Leave")
        await seat.press("q")
        await seat.settle()
    assert seat.farewell == words


async def test_who_is_taken_for_gone_sits_down_again(table):
    async with table.app() as seat:
        await seat.until("One key votes")
        await table.do(LeaveSession(connection="c-new"), by="")
        await seat.until_that(lambda: connection_of(table, "p1") is not None)
        assert table.session.state.participants["p1"].connection == "c-new"


async def test_who_comes_back_while_nothing_is_recorded_is_seated_once_it_is(table):
    table.store.broken = "the disk is full"
    async with table.app() as seat:
        await seat.until("Not seated: the disk is full")
        table.store.broken = ""
        await table.session.recover()
        await seat.until_that(lambda: connection_of(table, "p1") == "c-new")
        await seat.until("One key votes")
        assert seat.is_running


async def test_a_screen_costs_one_task(table):
    before = len(asyncio.all_tasks())
    async with table.app() as seat:
        await seat.until("One key votes")
        assert len(asyncio.all_tasks()) - before == 1


async def test_nothing_is_painted_while_nothing_changes(table):
    async with table.app() as seat:
        await seat.press("2")
        await seat.until("Recorded.")
        painted = seat.line.raw
        seat.painted.changed()
        await seat.settle()
        assert seat.line.raw == painted
        seat.screen.desk.scene = replace(seat.screen.desk.scene, clock="00:01")
        seat.painted.changed()
        await seat.settle()
        newer = seat.line.raw.removeprefix(painted)
        assert set(re.findall(rb"\x1b\[(\d+);1H", newer)) == {b"1"}


async def test_people_who_are_shown_the_same_share_its_lines(table):
    async with table.app() as ana, table.app(name="Raj", connection="c-2") as raj:
        await ana.until("Ana · Product Marketing", "One key votes")
        await raj.until("Raj · Product Management", "One key votes")
        pairs = zip(ana.screen.rows(80, 24), raj.screen.rows(80, 24), strict=True)
        assert [y for y, (one, other) in enumerate(pairs) if one is not other] == [0]


async def test_a_closed_app_is_woken_no_more(table):
    async with table.app() as seat:
        await seat.until("One key votes")
    assert table.session._fanout._groups == {}


async def test_an_error_in_the_background_ends_this_app_loudly(table, monkeypatch):
    async def broken(_self, _command):
        raise ZeroDivisionError

    async def vote(seat):
        await seat.until("One key votes")
        monkeypatch.setattr(LiveSession, "submit", broken)
        await seat.press("2")
        await seat.until_that(lambda: not seat.is_running)

    async def run():
        async with table.app() as seat:
            await vote(seat)

    with pytest.raises(ZeroDivisionError):
        await run()


async def test_a_place_known_beforehand_is_taken_without_the_form(table):
    place = Place("Zoë", "sales", Rank.OBSERVER)
    async with table.app(name="Zoë", place=place) as seat:
        await seat.until("Zoë · Sales", "0 of 7 voted", gone=["Your name", "One moment"])
    person = table.session.state.holder("key:Zoë")
    assert (person.name, person.team, person.seat) == ("Zoë", "sales", Rank.OBSERVER)


async def test_a_place_that_was_taken_before_is_come_back_to(table):
    async with table.app(name="Ana", place=Place("Ana", "pm", Rank.VOTER)) as seat:
        await seat.until("Ana · Product Marketing")
    assert sum(p.name == "Ana" for p in table.session.state.participants.values()) == 1


async def test_where_the_place_cannot_be_taken_the_last_words_say_why(table):
    place = Place("Ana", "sales", Rank.VOTER)
    async with table.app(name="a stranger", place=place) as seat:
        await seat.until_that(lambda: "could not be seated" in seat.farewell)
    told = "You could not be seated: “Ana” is taken here. Add an initial or your surname. "
    assert seat.farewell == told + "Connect again, or ask the facilitator."
