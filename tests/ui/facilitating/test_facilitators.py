"""More than one facilitator: the one-time code, the lead, leaving, and arriving over SSH."""

from __future__ import annotations

import pytest

from facilitator.domain.commands import Envelope, IssueFacilitatorCode, JoinSession, LeaveSession
from facilitator.domain.people import Seat
from facilitator.live.arrivals import FacilitatorArrival
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.live.session import Accepted
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.ui.facilitating.visiting import TAKEN_OVER, VisitingFacilitatorApp
from tests.ui.facilitating.staging import four_people
from tests.ui.facilitating.watching import press, until, until_shown, words

SIZE = (110, 36)
CODES = [("7KXM-4QPD-9T", "digest-1"), ("2222-3333-44", "digest-2")]


@pytest.fixture
async def staged():
    return await four_people()


@pytest.fixture
def app(staged):
    """The first facilitator's app, with two codes to give."""
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


async def join(staged, name="Uma", digest="d"):
    """Have another facilitator take a seat."""
    await staged.do(IssueFacilitatorCode(digest=digest))
    await staged.do(
        JoinSession(
            name=name,
            likeness=name.casefold(),
            team="",
            credential=f"key:{name}",
            connection=f"s1-{name}",
            seat=Seat.FACILITATOR,
            facilitator_code=digest,
        ),
        by="",
    )


async def test_a_code_is_shown_on_request_and_only_its_digest_is_kept(staged, app):
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "c")
        await until_shown(pilot, "N makes a code for another facilitator")
        assert staged.session.state.facilitator_code == ""
        await press(pilot, "n")
        await until_shown(pilot, "7KXM-4QPD-9T")
        assert "ssh -p 2222 10.0.0.5" in words(app)
        assert staged.session.state.facilitator_code == "digest-1"
        await press(pilot, "n")
        await until_shown(pilot, "2222-3333-44")
        assert "7KXM" not in words(app)
        assert staged.session.state.facilitator_code == "digest-2"
        await press(pilot, "escape", "c")
        await until_shown(pilot, "N makes a code for another facilitator")
        assert "2222-3333-44" not in words(app)


async def test_a_code_that_was_used_is_no_longer_shown(staged, app):
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "c", "n")
        await until_shown(pilot, "7KXM-4QPD-9T")
        await join(staged)
        await until_shown(pilot, "That code has been used")
        assert "7KXM" not in words(app)
        assert "Uma" in words(app)


async def test_without_a_server_nobody_can_be_let_in(staged, app):
    staged.hosting.become(ServerStatus(ServerState.OFF))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "c", "n")
        await until_shown(pilot, "this session has no server")
        assert staged.session.state.facilitator_code == ""


async def test_the_lead_is_handed_over_and_taken_by_one_key(staged, app):
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "y")
        await until_shown(pilot, "You are the only facilitator")
        assert "leads" not in words(app)
        await join(staged)
        await until_shown(pilot, "Ines leads")
        await press(pilot, "y")
        await until_shown(pilot, "Uma leads now.")
        assert staged.session.state.lead == "f2"
        await press(pilot, "y")
        await until_shown(pilot, "Ines leads now.")


async def test_among_several_it_is_asked_who_shall_lead(staged, app):
    await join(staged)
    await join(staged, "Tom", "e")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "y")
        await until_shown(pilot, "Who shall lead?")
        await press(pilot, "down", "enter")
        await until_shown(pilot, "Tom leads now.")


@pytest.mark.parametrize(("keys", "hands_on"), [(["enter"], True), (["down", "enter"], False)])
async def test_leaving_asks_whether_the_other_goes_on(staged, app, keys, hands_on):
    await join(staged)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "q")
        await until_shown(pilot, "Uma goes on facilitating")
        await press(pilot, *keys)
        await until(pilot, lambda: app._exit)
    assert app.hands_on is hands_on
    assert ("goes on without this terminal" in app.farewell) is hands_on


async def test_alone_one_is_asked_as_before(staged, app):
    await join(staged)
    await staged.do(LeaveSession(connection="s1-Uma"), by="")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "q")
        await until_shown(pilot, "Leave this session?")
        assert "facilitator resume" in words(app)


def visiting(staged, **about):
    """The app of somebody who comes over SSH."""
    arrival = FacilitatorArrival(
        connection=about.pop("connection", "s1-77"),
        suggested_name="uma",
        credential="key:Uma",
        resume_code=about.pop("resume_code", None),
        come_back="ssh -p 2222 10.0.0.5",
        likeness=str.casefold,
        **about,
    )
    return VisitingFacilitatorApp(
        staged.session,
        arrival,
        staged.hosting,
        staged.log,
        staged.clock,
        make_code=lambda: CODES[0],
        dark=True,
    )


async def test_by_the_code_somebody_new_is_asked_for_a_name_and_then_facilitates(staged):
    await staged.do(IssueFacilitatorCode(digest="d"))
    app = visiting(staged, code="d", resume_code="AAAA-BBBB")
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "as everybody in the room will see it")
        await press(pilot, *"x", "enter")
        await until_shown(pilot, "Write this down")
        assert "AAAA-BBBB" in words(app)
        await press(pilot, "enter")
        await until_shown(pilot, "Ines leads")
        assert (app.me, staged.session.state.participants["f2"].name) == ("f2", "umax")
        await press(pilot, "q")
        await until_shown(pilot, "It goes on, and your seat is kept")
        await press(pilot, "space")
        await until(pilot, lambda: app._exit)
    assert app.farewell == (
        "The session goes on, and your seat is kept. Come back with: ssh -p 2222 10.0.0.5"
    )


async def test_a_name_that_is_taken_is_asked_for_again(staged):
    await staged.do(IssueFacilitatorCode(digest="d"))
    await staged.join(("uma", "pm"))
    app = visiting(staged, code="d")
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "as everybody in the room will see it")
        await press(pilot, "enter")
        await until_shown(pilot, "is taken here")
        await press(pilot, "2", "enter")
        await until_shown(pilot, "Ines leads")


async def test_a_code_that_is_void_by_now_seats_nobody(staged):
    await staged.do(IssueFacilitatorCode(digest="newer"))
    app = visiting(staged, code="d")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app._exit)
    assert "That facilitator code is void by now" in app.farewell
    assert len(staged.session.state.facilitators) == 1


async def test_somebody_listed_sits_down_at_once(staged):
    app = visiting(staged, listed="Uma")
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Ines leads")
    assert staged.session.state.participants["f2"].connection == "s1-77"


async def test_coming_back_takes_over_the_seat_and_the_older_screen_ends(staged):
    await join(staged)
    older = visiting(staged)
    async with older.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Ines leads")
        assert older.me == "f2"
        answer = await staged.session.submit(
            Envelope(staged.clock(), "", visiting(staged, connection="s1-78")._arrival.resuming())
        )
        assert isinstance(answer, Accepted)
        await until(pilot, lambda: older._exit)
    assert older.farewell == TAKEN_OVER


async def test_a_server_taken_for_lost_costs_nobody_their_seat(staged):
    await join(staged)
    app = visiting(staged)
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "Ines leads")
        await staged.do(LeaveSession(connection="s1-77"), by="")
        await until(pilot, lambda: staged.session.state.participants["f2"].connection == "s1-77")
