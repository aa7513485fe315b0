"""How much one voter may ask of a session."""

from __future__ import annotations

import pytest

from facilitator.ui.voting.connection import BURST, FEWEST, NEWCOMERS, RATE, Ration
from tests.clocks import Clock

HOUR = 3600.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


def sent(ration: Ration, clock: Clock, *, a_second: float, seconds: float) -> list[bool]:
    """Whether each of so many commands, evenly spread over some time, may be sent."""
    taken = []
    for _ in range(int(a_second * seconds)):
        taken.append(ration.takes())
        clock.now += 1 / a_second
    return taken


def test_after_a_burst_it_is_so_many_a_second(clock):
    ration = Ration(clock, away=HOUR)
    assert [ration.takes() for _ in range(int(BURST) + 1)] == [True] * int(BURST) + [False]
    clock.now += 1
    assert [ration.takes() for _ in range(int(RATE) + 1)] == [True] * int(RATE) + [False]


def test_what_is_refused_does_not_count(clock):
    ration = Ration(clock, away=HOUR)
    sent(ration, clock, a_second=100, seconds=60)
    clock.now += 1 / RATE
    assert ration.takes()


def test_quiet_gains_no_more_than_a_burst(clock):
    ration = Ration(clock, away=HOUR)
    clock.now += HOUR
    assert sum(ration.takes() for _ in range(1000)) == BURST


@pytest.mark.parametrize("away", [None, 20.0, HOUR])
def test_forty_statements_at_three_keys_a_second_are_no_haste(clock, away):
    assert all(sent(Ration(clock, away=away), clock, a_second=3, seconds=40 / 3 + 0.1))


def test_a_sheet_filled_in_and_changed_throughout_is_none_either(clock):
    assert all(sent(Ration(clock, away=HOUR), clock, a_second=3, seconds=80 / 3 + 0.1))


@pytest.mark.parametrize("away", [None, 0.0, -5.0])
def test_ten_dots_are_placed_with_a_key_held_down(clock, away):
    ration = Ration(clock, away=away)
    if away is not None:
        clock.now += 3  # whoever has just come back reads first
    assert all(sent(ration, clock, a_second=30, seconds=1 / 3 + 0.01))


def test_in_an_hour_one_connection_sends_a_bounded_number(clock):
    taken = sent(Ration(clock, away=HOUR), clock, a_second=30, seconds=HOUR)
    assert sum(taken) <= BURST + RATE * HOUR


@pytest.mark.parametrize(("pause", "times"), [(15.0, 1.2), (1.0, 3.6)])
def test_coming_back_again_and_again_gains_little(clock, pause, times):
    """Every 15 seconds is as often as a server admits anybody to one seat."""
    taken = 0
    for _ in range(int(HOUR / pause)):
        ration = Ration(clock, away=0.0)
        taken += sum(sent(ration, clock, a_second=30, seconds=pause))
    assert taken <= times * RATE * HOUR


def test_a_new_seat_begins_with_less_than_a_burst(clock):
    ration = Ration(clock)
    assert sum(ration.takes() for _ in range(1000)) == NEWCOMERS
    assert FEWEST < NEWCOMERS < BURST
