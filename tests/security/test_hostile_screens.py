"""No text of anybody's is obeyed by a terminal, whatever field of an event it has got into.

The rules let none in. Here every field of every event holds some all the same, as in a journal
that somebody has made up, and every kind of screen shows it at every stage.
``FACILITATOR_TESTS=full`` tries each text of the corpus by itself.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from types import SimpleNamespace
from typing import get_args

import pytest

from facilitator.domain.commands import (
    AddTask,
    AnswerDissent,
    GiveWord,
    IssueFacilitatorCode,
    JoinSession,
    MergeItems,
    ParkItem,
    RaiseHand,
    RemoveParticipant,
    SeatSomebody,
)
from facilitator.domain.events import Event
from facilitator.domain.fold import evolve
from facilitator.domain.journal import Record
from facilitator.domain.people import Seat
from facilitator.domain.rules import decide
from facilitator.live.arrivals import Arrival
from facilitator.live.memory import MemoryJournal, MemoryStore
from facilitator.live.session import LiveSession
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.ui.home.model import HomeModel
from facilitator.ui.home.screen import HomeApp
from facilitator.ui.presenting.screen import WallScreen
from facilitator.ui.text import REPLACEMENT
from facilitator.ui.voting.screen import VoterScreen
from tests.hostile import ESCAPES
from tests.painted import SELECTION
from tests.security.poison import poisoned
from tests.ui.facilitating.scenes import LISTENING
from tests.ui.facilitating.staging import FakeHosting, FakeLog
from tests.ui.facilitating.watching import press, shown
from tests.ui.home import test_home
from tests.ui.voting.every_kind import KINDS
from tests.ui.voting.rooms import DECISION, STAGES, full_room, second_round

IS_FULL = os.environ.get("FACILITATOR_TESTS") == "full"
SHORT = "\x1b]0;x\x07\x9b2J\u202e\u2028\r\x00e" + "\u0301" * 9 + "\u1100" + "\u1161" * 9
"""Of every kind something, and short enough to leave room for more than one of them."""
TEXTS = [*ESCAPES.values()] if IS_FULL else [SHORT]
NEW = "key:new"
"""What somebody brings who was never here."""
SIZES = ((80, 24), (120, 36), (200, 60))


def crowded():
    """A room in which everything has been said that is not said in the others."""
    room = second_round(full_room()).decide(DECISION)
    somebody, other, gone, *_ = room.people.values()

    def do(kind, by="f1", **about):
        room.do(kind(**about), by=by)

    for text in ("Who tells sales?", "Who tells sales, and when?"):
        do(ParkItem, by=somebody, text=text)
    do(MergeItems, items=(1, 2), text="Who tells sales, and when?")
    do(ParkItem, by=other, text="Prices")
    do(RaiseHand, by=somebody, participant=somebody)
    do(RaiseHand, by=other, participant=other)
    do(GiveWord, to=somebody)
    do(AddTask, title="Prices of spares", question="Who sets them?")
    do(SeatSomebody, name="Wim", likeness="wim", team="pm")
    do(RemoveParticipant, participant=gone, reason="Wrong room")
    do(IssueFacilitatorCode, digest="d")
    for number, dissent in enumerate(DECISION.dissent):
        if number == 0 and dissent.participant:
            about = {"step": "messaging", "participant": dissent.participant}
            do(AnswerDissent, by=dissent.participant, reason="Too soon", **about)
    return room


def second_facilitator():
    room = crowded()
    about = {"name": "Uma", "likeness": "uma", "team": "", "credential": "key:uma"}
    seat = {"seat": Seat.FACILITATOR, "facilitator_code": "d", "connection": "s1-9"}
    room.do(JoinSession(**about, **seat), by="")
    return room


ROOMS = {**STAGES, **KINDS, "crowded": crowded, "two facilitators": second_facilitator}


def events_of(room):
    state = None
    for command in room.commands:
        for event in decide(state, command):
            state = evolve(state, event)
            yield event


NOT_MADE_HERE = {
    "BallotWithdrawn",
    "MarkWithdrawn",
    "ParticipantDisconnected",
    "ParticipantReadmitted",
    "TimeExtended",
    "DecisionReopened",
    "ShortlistReopened",
    "PromiseReopened",
    "PromiseTakenUp",
    "TaskRemoved",
    "StepMoved",
    "DissentWithdrawn",
    "TeamCorrected",
    "LeadHandedOver",
    "LogWritten",
}
"""Events that hold ids alone, or are shown as what they change."""


def test_every_event_that_holds_words_is_among_those_shown():
    made = {type(event).__name__ for room in ROOMS.values() for event in events_of(room())}
    assert {kind.__name__ for kind in get_args(Event)} - made == NOT_MADE_HERE


@asynccontextmanager
async def session_of(room, text):
    """A live session on a journal in which all of it is poisoned."""
    events = [poisoned(event, text) for event in events_of(room)]
    records = [Record(n, f"c{n}", event) for n, event in enumerate(events, start=1)]
    ids = count(1)
    session = LiveSession(MemoryJournal(MemoryStore(records)), lambda: f"new{next(ids)}")
    await session.open()
    try:
        yield session
    finally:
        await session.close()


def assert_harmless(words):
    """No control, format or half character, and nothing that smears over the lines around it."""
    assert [char for char in words if not char.isprintable() and char not in "\n\u00a0"] == []
    assert all(mark * 5 not in words for mark in "\u0301\u1161")


def assert_rows_harmless(rows):
    words = "\n".join(SELECTION.sub("", row.decode()) for row in rows)
    assert_harmless(words)
    return words


class Canvas:
    """Somewhere to show a screen; what it fails of is raised."""

    def changed(self):
        pass

    def soon(self, step):
        pass

    def exit(self):
        pass

    def fail(self, error):
        raise error


def may_sit(person):
    return person.credential != NEW and person.removed is None


def arrival_of(person, text):
    return Arrival(
        connection="c-new",
        suggested_name=text + "Ana",
        credential=person.credential,
        resume_code=None,
        come_back=f"ssh {text}",
        likeness=str.casefold,
    )


@pytest.mark.parametrize("text", TEXTS, ids=[*ESCAPES] if IS_FULL else ["all"])
@pytest.mark.parametrize("name", ROOMS)
async def test_on_a_voters_screen(name, text):
    room = ROOMS[name]()
    seen = ""
    async with session_of(room, text) as session:
        strangers = [SimpleNamespace(credential=NEW)]
        everybody = [
            p for p in session.state.participants.values() if p.seat is not Seat.FACILITATOR
        ]
        for person in [*everybody[:3], *everybody[-1:], *strangers]:
            screen = VoterScreen(session, arrival_of(person, text), lambda: room.now)
            screen.begin(Canvas())
            for _ in range(50):
                await asyncio.sleep(0)
            assert (screen.desk.scene.view is not None) == may_sit(person)
            for keys in ("", "?", "a", "p", "r"):
                for key in keys:
                    screen.press("question_mark" if key == "?" else key, key)
                for size in SIZES:
                    seen += assert_rows_harmless(screen.rows(*size))
            assert_harmless(screen.farewell)
            screen.close()
    assert REPLACEMENT in seen or text not in TEXTS[:1]


@pytest.mark.parametrize("text", TEXTS, ids=[*ESCAPES] if IS_FULL else ["all"])
@pytest.mark.parametrize("name", ROOMS)
async def test_on_a_wall(name, text):
    room = ROOMS[name]()
    seen = ""
    async with session_of(room, text) as session:
        screen = WallScreen(session, lambda: f"ssh {text}", lambda: room.now)
        screen.begin(Canvas())
        for size in SIZES:
            seen += assert_rows_harmless(screen.rows(*size))
        assert_harmless(screen.farewell)
        screen.close()
    assert REPLACEMENT in seen or text not in TEXTS[:1]


SHEETS = ("", "question_mark", "r", "c", "v", "g", "j", "p", "a", "d", "h", "u", "e", "q")
"""Keys that open each sheet and form of the facilitator's."""


@pytest.mark.parametrize("text", TEXTS[:4], ids=[*ESCAPES][:4] if IS_FULL else ["all"])
@pytest.mark.parametrize("name", ROOMS)
async def test_on_a_facilitators_screen(name, text):
    room = ROOMS[name]()
    async with session_of(room, text) as session:
        me = next(p.id for p in session.state.participants.values() if p.seat is Seat.FACILITATOR)
        hosting = FakeHosting(poisoned(replace(LISTENING, message="x", reach="y"), text))
        app = FacilitatorApp(session, me, hosting, FakeLog(), lambda: room.now, dark=True)
        seen = ""
        async with app.run_test(size=(120, 36)) as pilot:
            for key in SHEETS if name in ("crowded", "commit-revealed") else ("",):
                if key:
                    await press(pilot, key)
                seen += shown(app)
                assert_harmless(shown(app))
                if key:
                    await press(pilot, "escape")
        assert REPLACEMENT in seen or text not in TEXTS[:1]


@pytest.mark.parametrize("text", TEXTS, ids=[*ESCAPES] if IS_FULL else ["all"])
async def test_on_the_home_screen(text):
    bad = poisoned(
        HomeModel((test_home.READY, test_home.BROKEN), (test_home.STOPPED,), sessions_folder="./x"),
        text,
    )
    app = HomeApp(bad, dark=True)
    async with app.run_test(size=(100, 40)) as pilot:
        for _ in range(4):
            await pilot.pause()
            assert_harmless(shown(app))
            await pilot.press("down")
