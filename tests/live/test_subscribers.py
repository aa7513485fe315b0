"""The fan-out: bounded, in order, urgent at once, gentle otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

import pytest

from facilitator.live import subscribers
from facilitator.live.subscribers import Fanout
from tests.worlds.scenario import TWO, cast, closed, entered, opened, session, started

VOTING = session(started(), TWO, entered("fruit"), opened("fruit"))
ONE_VOTED = session(started(), TWO, entered("fruit"), opened("fruit"), cast("p1", "a"))
REVEALED = session(started(), TWO, entered("fruit"), opened("fruit"), closed("fruit"))


def reveals(state) -> int:
    return len(state.record("fruit").revealed)


class Screen:
    """A subscriber that counts its wakes, and may look at once."""

    def __init__(self, fanout: Fanout, urgency=None, *, eager: bool = False) -> None:
        self.wakes = 0
        self.seen = []
        self._eager = eager
        self.woken = asyncio.Event()
        self.subscription = fanout.add(self._wake, urgency)

    def _wake(self) -> None:
        self.wakes += 1
        self.woken.set()
        if self._eager:
            self.seen.append(self.subscription.take())


@pytest.fixture
def fanout():
    return Fanout(VOTING)


class Timers:
    """Stands in for the event loop's timers, so that no test waits for one."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self._waiting: dict[Timers.Handle, Callable[[], None]] = {}

    class Handle:
        def __init__(self, timers: Timers) -> None:
            self._timers = timers

        def cancel(self) -> None:
            self._timers._waiting.pop(self, None)

    def call_later(self, delay: float, callback: Callable[..., None], *about: object) -> Handle:
        self.delays.append(delay)
        handle = self.Handle(self)
        self._waiting[handle] = partial(callback, *about)
        return handle

    async def pass_by(self) -> None:
        """Let every timer that is still set go off."""
        waiting, self._waiting = self._waiting, {}
        for callback in waiting.values():
            callback()
        await turns()


@pytest.fixture
async def timers(monkeypatch):
    stand_in = Timers()
    monkeypatch.setattr(asyncio.get_running_loop(), "call_later", stand_in.call_later)
    return stand_in


async def turns(number: int = 20) -> None:
    """Let everything that is ready to run do so."""
    for _ in range(number):
        await asyncio.sleep(0)


def wakes(screens) -> list[int]:
    return [screen.wakes for screen in screens]


async def test_a_new_subscriber_is_not_woken_and_takes_the_newest_state(fanout):
    screen = Screen(fanout)
    assert screen.wakes == 0
    assert screen.subscription.take() is VOTING


async def test_without_an_urgency_every_change_wakes_at_once(fanout):
    screen = Screen(fanout, eager=True)
    fanout.publish(ONE_VOTED)
    fanout.publish(REVEALED)
    assert screen.seen == [ONE_VOTED, REVEALED]


async def test_one_wake_at_most_is_pending_until_the_state_is_taken(fanout):
    screen = Screen(fanout)
    for _ in range(1000):
        fanout.publish(ONE_VOTED)
    fanout.publish(REVEALED)
    assert screen.wakes == 1
    assert screen.subscription.take() is REVEALED
    fanout.publish(ONE_VOTED)
    assert screen.wakes == 2


async def test_a_slow_subscriber_holds_back_nobody(fanout):
    slow, quick = Screen(fanout), Screen(fanout, eager=True)
    for _ in range(10):
        fanout.publish(ONE_VOTED)
    assert (slow.wakes, quick.wakes) == (1, 10)


async def test_what_is_urgent_wakes_all_before_anything_is_waited_for(fanout):
    screens = [Screen(fanout, reveals) for _ in range(300)]
    fanout.publish(REVEALED)
    assert sum(wakes(screens)) == subscribers.WAKES_AT_ONCE
    await turns()
    assert wakes(screens) == [1] * 300


async def test_between_wakes_of_many_the_loop_is_free_for_others(fanout):
    screens = [Screen(fanout, reveals) for _ in range(100)]
    between = []
    fanout.publish(REVEALED)
    while sum(wakes(screens)) < 100:
        await asyncio.sleep(0)
        between.append(sum(wakes(screens)))
    assert between == [50, 75, 100]


async def test_to_all_wakes_even_those_who_find_nothing_urgent(fanout):
    screens = [Screen(fanout, reveals), Screen(fanout)]
    fanout.publish(VOTING, to_all=True)
    assert wakes(screens) == [1, 1]


async def test_what_may_wait_reaches_a_few_screens_at_a_time_and_each_once(fanout, timers):
    screens = [Screen(fanout, reveals, eager=True) for _ in range(300)]
    for _ in range(500):
        fanout.publish(ONE_VOTED)
        await asyncio.sleep(0)
    assert wakes(screens) == [0] * 300
    for so_far in range(0, 300, subscribers.GENTLE_AT_ONCE):
        assert sum(wakes(screens)) == so_far
        await timers.pass_by()
    assert wakes(screens) == [1] * 300
    assert all(screen.seen == [ONE_VOTED] for screen in screens)
    await timers.pass_by()
    assert wakes(screens) == [1] * 300


async def test_what_changed_while_screens_followed_is_followed_by_all_in_turn(fanout, timers):
    screens = [Screen(fanout, reveals, eager=True) for _ in range(4)]
    fanout.publish(ONE_VOTED)
    await timers.pass_by()
    fanout.publish(VOTING)
    for _ in range(4):
        await timers.pass_by()
    assert wakes(screens) == [2] * 4
    assert [screen.seen[-1] for screen in screens] == [VOTING] * 4


async def test_the_gentle_wake_does_come(fanout):
    screen = Screen(fanout, reveals)
    fanout.publish(ONE_VOTED)
    assert screen.wakes == 0
    await screen.woken.wait()
    assert screen.subscription.take() is ONE_VOTED


async def test_the_pace_gives_each_screen_its_time(fanout, timers):
    for _ in range(2 * subscribers.GENTLE_AT_ONCE):
        Screen(fanout, reveals)
    fanout.publish(ONE_VOTED)
    await timers.pass_by()
    each = subscribers.SECONDS_PER_SCREEN * subscribers.GENTLE_AT_ONCE
    assert timers.delays == [subscribers.GENTLE_PACE, each]


async def test_an_urgent_change_overtakes_a_gentle_one_and_stills_it(fanout, timers):
    screen = Screen(fanout, reveals, eager=True)
    fanout.publish(ONE_VOTED)
    fanout.publish(REVEALED)
    assert screen.seen == [REVEALED]
    await timers.pass_by()
    assert screen.wakes == 1


async def test_groups_with_unlike_urgencies_do_not_mix(fanout):
    on_reveal = Screen(fanout, reveals)
    on_ballot = Screen(fanout, lambda state: len(state.record("fruit").rounds[0].answers))
    fanout.publish(ONE_VOTED)
    assert (on_reveal.wakes, on_ballot.wakes) == (0, 1)


async def test_urgency_is_measured_from_the_last_publish_not_from_what_a_screen_took(
    fanout, timers
):
    early = Screen(fanout, reveals)
    fanout.publish(REVEALED)
    late = Screen(fanout, reveals)
    fanout.publish(REVEALED)
    assert (early.wakes, late.wakes) == (1, 0)
    await timers.pass_by()
    assert (early.wakes, late.wakes) == (1, 1)


async def test_a_closed_subscription_is_woken_no_more(fanout, timers):
    screens = [Screen(fanout), Screen(fanout, reveals)]
    fanout.publish(ONE_VOTED)
    for screen in screens:
        screen.subscription.close()
        screen.subscription.close()
    fanout.publish(REVEALED, to_all=True)
    await timers.pass_by()
    assert wakes(screens) == [1, 0]


@pytest.mark.parametrize("urgency", [None, reveals])
async def test_closing_another_subscription_during_a_wake_spares_it(fanout, urgency):
    others = []

    def close_others() -> None:
        for other in others:
            other.subscription.close()

    fanout.add(close_others, urgency)
    others.extend(Screen(fanout, urgency) for _ in range(60))
    fanout.publish(REVEALED)
    await turns()
    assert wakes(others) == [0] * 60


@pytest.mark.parametrize("urgency", [None, reveals])
async def test_closing_ones_own_subscription_during_a_wake_is_fine(fanout, urgency):
    screens = []

    def close_self() -> None:
        screens[0].close()

    screens.append(fanout.add(close_self, urgency))
    rest = [Screen(fanout, urgency) for _ in range(60)]
    fanout.publish(REVEALED)
    await turns()
    assert wakes(rest) == [1] * 60


async def test_subscribing_during_a_wake_is_fine(fanout):
    late = []
    fanout.add(lambda: late.append(Screen(fanout)))
    fanout.publish(REVEALED)
    assert wakes(late) == [0]
    fanout.publish(ONE_VOTED)
    assert wakes(late) == [1]


@pytest.mark.parametrize("urgency", [None, reveals])
async def test_a_screen_that_fails_when_woken_fails_alone_and_is_told_of(fanout, urgency):
    told = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: told.append(about))

    def fail() -> None:
        raise ZeroDivisionError

    fanout.add(fail, urgency)
    other = Screen(fanout, urgency)
    fanout.publish(REVEALED)
    assert other.wakes == 1
    assert [type(about["exception"]) for about in told] == [ZeroDivisionError]
