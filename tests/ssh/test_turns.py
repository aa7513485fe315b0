"""Work that may wait: in turns, source by source, and after those who are seated."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from facilitator.ssh.addresses import source_of
from facilitator.ssh.limits import Limits, Places, places_for
from facilitator.ssh.turns import Turns
from facilitator.terminal.budget import Budget, Budgets


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(eq=False)
class Work:
    """Some pieces of work, each of so many bytes; notes when it was attended to."""

    name: str
    pieces: int
    done: list[str] = field(repr=False)
    size: int = 1

    def attend(self) -> tuple[int, bool]:
        self.pieces -= 1
        self.done.append(self.name)
        return self.size, self.pieces > 0


async def rest() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class TestTurns:
    async def test_every_source_gets_as_many_turns_as_any_other(self) -> None:
        turns, done = Turns(Limits(), asyncio.get_running_loop()), []
        for number in range(3):
            turns.ask("flood", Work(f"flood {number}", 2, done))
        turns.ask("Ana", Work("Ana", 2, done))
        await rest()
        assert done[:4] == ["flood 0", "Ana", "flood 1", "Ana"]
        assert done[4:] == ["flood 2", "flood 0", "flood 1", "flood 2"]

    async def test_within_a_source_one_goes_after_the_other(self) -> None:
        turns, done = Turns(Limits(), asyncio.get_running_loop()), []
        for name in "abc":
            turns.ask("room", Work(name, 2, done))
        await rest()
        assert "".join(done) == "abcabc"

    async def test_who_stands_in_line_does_not_stand_there_twice(self) -> None:
        turns, done = Turns(Limits(), asyncio.get_running_loop()), []
        work = Work("a", 1, done)
        turns.ask("room", work)
        turns.ask("room", work)
        assert len(turns._queued) == 1
        await rest()
        assert done == ["a"]
        work.pieces = 1
        turns.ask("room", work)
        await rest()
        assert done == ["a", "a"]

    async def test_a_source_that_has_used_up_its_budget_rests_and_the_others_do_not(
        self, eventually: Any
    ) -> None:
        limits = Limits(source_bytes=100, source_rate=1000.0)
        turns, done = Turns(limits, asyncio.get_running_loop()), []
        turns.ask("flood", Work("flood", 5, done, size=150))
        turns.ask("Ana", Work("Ana", 5, done))
        await rest()
        assert done == ["flood", *["Ana"] * 5]
        await eventually(lambda: done.count("flood") >= 3)

    async def test_what_comes_while_a_source_rests_waits_with_it(self, eventually: Any) -> None:
        limits = Limits(source_bytes=1, source_rate=50.0)
        turns, done = Turns(limits, asyncio.get_running_loop()), []
        turns.ask("flood", Work("first", 2, done, size=3))
        await rest()
        turns.ask("flood", Work("second", 1, done, size=3))
        await rest()
        assert done == ["first"]
        await eventually(lambda: len(done) == 3)
        assert done == ["first", "first", "second"]

    async def test_after_somebody_seated_was_served_turns_are_further_apart(
        self, eventually: Any
    ) -> None:
        turns, done = Turns(Limits(turn_seconds=1e-9), asyncio.get_running_loop()), []
        turns.served("room", 0.0)
        turns.ask("flood", Work("flood", 3, done))
        await asyncio.sleep(0)
        assert done == ["flood"]
        await eventually(lambda: len(done) == 3)

    async def test_what_fails_in_its_turn_stops_nobody_else(
        self, eventually: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        class Failing(Work):
            def attend(self) -> tuple[int, bool]:
                raise OSError

        turns, done = Turns(Limits(), asyncio.get_running_loop()), []
        turns.ask("one", Failing("one", 1, done))
        turns.ask("two", Work("two", 1, done))
        await eventually(lambda: done == ["two"])
        turns.ask("one", Work("one", 1, done))
        await eventually(lambda: done == ["two", "one"])
        assert "has failed" in caplog.text
        assert len(turns._queued) == 0

    async def test_who_asks_while_their_source_is_attended_to_is_not_forgotten(
        self, eventually: Any
    ) -> None:
        turns, done = Turns(Limits(), asyncio.get_running_loop()), []

        class Asking(Work):
            def attend(self) -> tuple[int, bool]:
                turns.ask("one", Work("other", 1, done))
                return super().attend()

        turns.ask("one", Asking("first", 1, done))
        await eventually(lambda: done == ["first", "other"])

    async def test_the_seated_of_a_source_have_their_share_of_the_time_ahead_of_turns(self) -> None:
        turns = Turns(Limits(), asyncio.get_running_loop())
        assert turns.may_go_first("room")
        turns.served("room", 0.3)
        assert turns.may_go_first("room")
        turns.served("room", 0.3)
        assert not turns.may_go_first("room")
        assert turns.may_go_first("another room")


class TestBudget:
    def test_a_burst_and_then_a_rate(self) -> None:
        clock = Clock()
        budget = Budget(100, 10.0, clock)
        assert budget.spend(100) == 0
        assert budget.spend(20) == pytest.approx(2.0)
        clock.now += 2.0
        assert budget.spend(0) == 0
        clock.now += 1000
        assert budget.left == 100

    def test_those_that_are_whole_again_are_forgotten(self) -> None:
        clock = Clock()
        budgets = Budgets(100, 10.0, clock)
        for number in range(50):
            budgets.of(str(number)).spend(50)
        assert len(budgets._by_key) == 50
        clock.now += 60
        for _ in range(30):
            budgets.of("new").spend(1)
        assert len(budgets._by_key) == 1

    def test_one_that_is_in_debt_is_not_forgotten(self) -> None:
        clock = Clock()
        budgets = Budgets(100, 10.0, clock)
        budgets.of("flood").spend(500)
        for number in range(50):
            budgets.of(str(number))
        assert budgets.of("flood").left == -400


class TestPlaces:
    limits = Limits(connections=1200, half_open=1200, descriptors_kept=48)

    def test_where_the_system_gives_enough_the_settings_say_how_many(self) -> None:
        assert places_for(self.limits, 20_000, 20) == Places(2400, 1200)

    def test_files_are_kept_for_the_journal_however_few_there_are(self) -> None:
        assert places_for(self.limits, 1024, 20) == Places(956, 717)
        assert places_for(self.limits, 256, 20) == Places(188, 141)

    def test_a_quarter_is_kept_for_those_who_knock(self) -> None:
        for descriptors in (100, 256, 1024, 4096):
            places = places_for(self.limits, descriptors, 20)
            assert places.all - places.seated >= places.all // 4

    def test_there_are_some_at_the_least(self) -> None:
        assert places_for(self.limits, 10, 20).seated == 3


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("a socket", "a socket"),
    ],
)
def test_limits_count_by_address_or_by_site(address: str, source: str) -> None:
    assert source_of(address) == source
