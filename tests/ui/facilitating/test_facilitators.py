"""More than one facilitator: the one-time code, leaving, and arriving over SSH."""

from __future__ import annotations

import pytest

from facilitator.domain.commands import Envelope, IssueFacilitatorCode, LeaveSession
from facilitator.domain.people import Seat
from facilitator.live.arrivals import Arrival, Place
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.live.session import Accepted
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.ui.facilitating.visiting import TAKEN_OVER, VisitingFacilitatorApp
from tests.ui.facilitating.rooms import Room, four_people
from tests.ui.facilitating.staging import Staged, live
from tests.ui.facilitating.watching import press, until, until_shown, words

SIZE = (110, 36)
CODES = [("7KXM-4QPD-9T", "digest-1"), ("2222-3333-44", "digest-2"), ("5555-6666-77", "digest-3")]


@pytest.fixture
async def staged():
    async with live(four_people()) as staged:
        yield staged


@pytest.fixture
def app(staged):
    """The first facilitator's app, with three codes to give."""
    left = list(CODES)
    return FacilitatorApp(
        staged.session,
        "f1",
        staged.hosting,
        staged.log,
        staged.clock,
        make_code=lambda: left.pop(0),
        dark=True,
    )


async def test_a_code_is_shown_on_request_as_long_as_it_is_good(staged, app):
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "c")
        await until_shown(pilot, "N makes a code for another facilitator")
        assert staged.state.facilitator_code == ""
        await press(pilot, "n")
        await until_shown(pilot, "7KXM-4QPD-9T")
        assert "ssh -p 2222 10.0.0.5" in words(app)
        assert staged.state.facilitator_code == "digest-1"
        await press(pilot, "n")
        await until_shown(pilot, "2222-3333-44")
        assert "7KXM" not in words(app)
        assert staged.state.facilitator_code == "digest-2"
        await press(pilot, "escape", "c")
        await until_shown(pilot, "N makes a code for another facilitator")
        assert "2222-3333-44" not in words(app)
        await press(pilot, "n")
        await until_shown(pilot, "5555-6666-77")
        await staged.then(Room.facilitated_by, "Uma")
        await until_shown(pilot, "That code has been used")
        assert "5555" not in words(app)
        assert "Uma" in words(app)


async def test_without_a_server_nobody_can_be_let_in(staged, app):
    staged.hosting.become(ServerStatus(ServerState.OFF))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "c", "n")
        await until_shown(pilot, "this session has no server")
        assert staged.state.facilitator_code == ""


async def test_who_leaves_it_to_another_goes_without_closing_anything(staged, app):
    await staged.then(Room.facilitated_by, "Uma")
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Ines leads")
        await press(pilot, "q")
        await until_shown(pilot, "Uma goes on facilitating")
        await press(pilot, "enter")
        await until(pilot, lambda: not app.is_running)
    assert app.hands_on
    assert "goes on without this terminal" in app.farewell


async def test_who_closes_the_session_hands_nothing_on(staged, app):
    await staged.then(Room.facilitated_by, "Uma")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "q", "down", "enter")
        await until(pilot, lambda: not app.is_running)
    assert not app.hands_on
    assert "goes on without this terminal" not in app.farewell


def arrival(**about) -> Arrival:
    """Somebody who comes over SSH."""
    return Arrival(
        connection=about.pop("connection", "s1-77"),
        suggested_name="uma",
        credential="key:Uma",
        resume_code=about.pop("resume_code", None),
        come_back="ssh -p 2222 10.0.0.5",
        likeness=str.casefold,
        **about,
    )


def visiting(staged: Staged, **about) -> VisitingFacilitatorApp:
    """Their app."""
    return VisitingFacilitatorApp(
        staged.session,
        arrival(**about),
        staged.hosting,
        staged.log,
        staged.clock,
        make_code=lambda: CODES[0],
        dark=True,
    )


async def test_by_the_code_somebody_new_is_asked_for_a_name_and_then_facilitates(staged):
    await staged.do(IssueFacilitatorCode(digest="d"))
    await staged.then(Room.join, ("uma", "pm"))
    app = visiting(staged, code="d", resume_code="AAAA-BBBB")
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "as everybody in the room will see it")
        await press(pilot, "enter")
        await until_shown(pilot, "is taken here")
        await press(pilot, *"x", "enter")
        await until_shown(pilot, "Write this down")
        assert "AAAA-BBBB" in words(app)
        await press(pilot, "enter")
        await until_shown(pilot, "Ines leads")
        assert (app.me, staged.state.participants["f2"].name) == ("f2", "umax")
        await press(pilot, "q")
        await until_shown(pilot, "It goes on, and your seat is kept")
        await press(pilot, "space")
        await until(pilot, lambda: not app.is_running)
    assert app.farewell == (
        "The session goes on, and your seat is kept. Come back with: ssh -p 2222 10.0.0.5"
    )


async def test_a_code_that_is_void_by_now_seats_nobody(staged):
    await staged.do(IssueFacilitatorCode(digest="newer"))
    app = visiting(staged, code="d")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: not app.is_running)
    assert "That facilitator code is void by now" in app.farewell
    assert len(staged.state.facilitators) == 1


async def test_somebody_listed_sits_down_at_once(staged):
    app = visiting(staged, place=Place("Uma", "", Seat.FACILITATOR))
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Ines leads")
    assert staged.state.participants["f2"].connection == "s1-77"


async def test_a_seat_survives_a_lost_server_and_goes_to_who_comes_back_for_it(staged):
    await staged.then(Room.facilitated_by, "Uma")
    older = visiting(staged)
    async with older.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Ines leads")
        assert older.me == "f2"
        await staged.do(LeaveSession(connection="s1-77"), by="")
        await until(pilot, lambda: staged.state.participants["f2"].connection == "s1-77")
        coming = Envelope(staged.clock(), "", arrival(connection="s1-78").resuming())
        assert isinstance(await staged.session.submit(coming), Accepted)
        await until(pilot, lambda: not older.is_running)
    assert older.farewell == TAKEN_OVER
