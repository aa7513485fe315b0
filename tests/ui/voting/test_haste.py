"""Keys that come faster than anybody presses them."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from facilitator.domain.commands import JoinSession, LeaveSession, ParkItem, ResumeSeat
from facilitator.ui.voting.connection import BURST, NEWCOMERS, RATE
from facilitator.ui.voting.desk import Desk
from tests.ui.voting.peer import Voter
from tests.ui.voting.rooms import full_room

TOO_FAST = "That came too fast and is not recorded. Wait a moment, then try again."


class Clock:
    now = 1000.0


@pytest.fixture
def clock():
    """What the desk takes for the time, in seconds; it stands until it is turned."""
    clock = Clock()
    with patch.object(Desk, "_now", staticmethod(lambda: clock.now)):
        yield clock


@pytest.fixture
async def ana(clock):
    voter = await Voter(full_room().enter("messaging").open()).sit()
    yield voter
    voter.desk.close()


async def press(voter, *keys):
    """Press keys, each recorded at once where it is sent."""
    for key in keys:
        await voter.press(key)
        while voter.peer.waiting:
            assert voter.peer.let_through()
        await voter.settle()


async def hasten(voter):
    """Raise and lower the hand until that is refused; return how often it was not."""
    for times in range(1000):
        await press(voter, "h")
        if TOO_FAST in voter.shown(size=(100, 24)):
            return times
    raise AssertionError


async def test_a_key_held_down_is_refused_in_words_after_a_burst(ana):
    assert await hasten(ana) == BURST
    assert len(ana.peer.submitted) == BURST


async def test_a_moment_later_keys_count_again(ana, clock):
    await hasten(ana)
    clock.now += 1 / RATE
    await press(ana, "2")
    assert "your vote" in ana.shown()
    await press(ana, "h")
    assert TOO_FAST in ana.shown(size=(100, 24))


async def test_what_was_typed_is_still_there(ana, clock):
    await hasten(ana)
    await press(ana, "p", *"Who prices it?", "enter")
    assert TOO_FAST in ana.shown(size=(100, 24))
    assert "Who prices it?" in ana.shown()
    clock.now += 1 / RATE
    await press(ana, "enter")
    assert isinstance(ana.peer.submitted[-1], ParkItem)
    assert [item.text for item in ana.peer.state.parked] == ["Who prices it?"]


async def test_coming_back_to_ones_seat_is_never_too_fast(ana):
    await hasten(ana)
    ana.peer.room.do(LeaveSession(connection="c-Ana"), by="")
    ana.desk.refresh()
    await ana.settle()
    assert isinstance(ana.peer.submitted[-1], ResumeSeat)
    assert ana.peer.let_through()


async def test_whoever_has_been_refused_a_seat_often_still_gets_one(clock):
    voter = Voter(full_room(), "Zoe")
    voter.desk.begin()
    await voter.press(*"Ana", "enter", "1")
    for _ in range(int(2 * NEWCOMERS)):
        await voter.press("enter")
        assert not voter.peer.let_through()
        await voter.settle()
    assert "“Ana” is taken here." in voter.shown()
    await voter.press("up", "up", "up", *"Z", "enter", "enter")
    assert isinstance(voter.peer.submitted[-1], JoinSession)
    assert voter.peer.let_through()
    voter.desk.close()
