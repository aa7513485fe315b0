"""The parts that count and cap, by themselves, with a clock of their own."""

from __future__ import annotations

import pytest

from facilitator.ssh.addresses import Arrivals, Penalties
from facilitator.ssh.code_check import LineEntry
from facilitator.ssh.limits import Limits
from facilitator.ssh.turns import StartQueue
from facilitator.ssh.words import on_terminal, place_in_line, plain
from facilitator.terminal.keys import PASTE_BEGIN, PASTE_END, PasteCap
from tests.clocks import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


class TestPenalties:
    limits = Limits(
        penalty_step_seconds=1.0,
        penalty_most_seconds=4.0,
        penalty_half_life_seconds=60.0,
        penalty_addresses=3,
    )

    def test_each_failure_is_answered_later_up_to_a_limit(self, clock: Clock) -> None:
        penalties = Penalties(self.limits, clock)
        assert [penalties.failed("192.0.2.1") for _ in range(6)] == [1, 2, 3, 4, 4, 4]

    def test_failures_are_forgotten_by_halves(self, clock: Clock) -> None:
        penalties = Penalties(self.limits, clock)
        penalties.failed("192.0.2.1")
        penalties.failed("192.0.2.1")
        clock.now += 60
        assert penalties.delay("192.0.2.1") == pytest.approx(1.0)
        clock.now += 600
        assert penalties.failed("192.0.2.1") == pytest.approx(1.0, abs=0.01)

    def test_addresses_are_counted_apart(self, clock: Clock) -> None:
        penalties = Penalties(self.limits, clock)
        penalties.failed("192.0.2.1")
        assert penalties.delay("192.0.2.2") == 0

    def test_one_network_of_ipv6_counts_as_one_address(self, clock: Clock) -> None:
        penalties = Penalties(self.limits, clock)
        penalties.failed("2001:db8::1")
        assert penalties.failed("2001:db8::2") == 2
        assert penalties.failed("2001:db8:1::1") == 1
        assert penalties.failed("fe80::1%eth0") == 1
        for host in range(100):
            penalties.failed(f"2001:db8::{host:x}")
        assert len(penalties._delays) == 3

    def test_an_ipv4_address_counts_as_one_on_a_socket_for_both_kinds(self, clock: Clock) -> None:
        penalties = Penalties(self.limits, clock)
        penalties.failed("192.0.2.1")
        assert penalties.failed("::ffff:192.0.2.1") == 2
        assert penalties.failed("::ffff:c000:201") == 3
        assert penalties.failed("::ffff:192.0.2.2") == 1

    @pytest.mark.parametrize(
        ("minutes", "seconds"), [(0, 8.0), (0.5, 2.5), (1, 1.0), (2, 0.53), (5, 0.5)]
    )
    def test_after_an_attack_a_mistyper_waits_for_a_minute_or_so(
        self, clock: Clock, minutes: float, seconds: float
    ) -> None:
        penalties = Penalties(Limits(), clock)
        for _ in range(500):
            penalties.failed("192.0.2.1")
            clock.now += 0.1
        clock.now += 60 * minutes - 0.1
        assert penalties.failed("192.0.2.1") == pytest.approx(seconds, abs=0.01)

    def test_memory_is_bounded(self, clock: Clock) -> None:
        penalties = Penalties(self.limits, clock)
        for number in range(50):
            penalties.failed(f"192.0.2.{number}")
        assert len(penalties._delays) == 3
        assert penalties.delay("192.0.2.0") == 0
        assert penalties.delay("192.0.2.49") == 1

    def test_an_address_of_no_known_kind_is_counted_as_it_is(self, clock: Clock) -> None:
        penalties = Penalties(self.limits, clock)
        penalties.failed("")
        assert penalties.failed("") == 2


class TestArrivals:
    limits = Limits(seat_arrivals=2, seat_window_seconds=60.0)

    def test_so_many_in_a_minute(self, clock: Clock) -> None:
        arrivals = Arrivals(self.limits, clock)
        assert [arrivals.admits("ana") for _ in range(3)] == [True, True, False]
        assert arrivals.admits("ben")

    def test_a_minute_is_enough_however_often_it_was_tried(self, clock: Clock) -> None:
        arrivals = Arrivals(self.limits, clock)
        for _ in range(10):
            arrivals.admits("ana")
        clock.now += 60
        assert arrivals.admits("ana")

    def test_what_has_failed_is_not_counted_but_not_for_ever(self, clock: Clock) -> None:
        arrivals = Arrivals(Limits(seat_arrivals=2, seat_forgiven=2), clock)
        admitted = []
        for _ in range(6):
            admitted.append(arrivals.admits("ana"))
            arrivals.forgive("ana")
        assert admitted == [True, True, True, True, False, False]
        clock.now += 60
        assert arrivals.admits("ana")

    def test_seats_not_connected_to_lately_are_forgotten(self, clock: Clock) -> None:
        arrivals = Arrivals(self.limits, clock)
        for number in range(100):
            arrivals.admits(f"seat {number}")
        clock.now += 61
        arrivals.admits("ana")
        assert len(arrivals._counted) == 1


class TestPasteCap:
    limits = Limits(paste_characters=5, paste_seconds=3.0)

    def feed(self, clock: Clock, *pieces: str) -> str:
        cap = PasteCap(self.limits, clock)
        return "".join(cap.feed(piece) for piece in pieces)

    def test_keys_pass(self, clock: Clock) -> None:
        assert self.feed(clock, "ab\x1b", "\x1b[A", "\x1b[20", "x") == "ab\x1b\x1b[A\x1b[20x"

    def test_a_short_paste_passes(self, clock: Clock) -> None:
        typed = f"a{PASTE_BEGIN}1234{PASTE_END}b"
        assert self.feed(clock, typed) == typed

    def test_a_paste_is_seen_in_pieces_of_any_size(self, clock: Clock) -> None:
        typed = f"a{PASTE_BEGIN}1234{PASTE_END}b{PASTE_BEGIN}5678{PASTE_END}"
        assert self.feed(clock, *typed) == typed

    def test_a_long_paste_is_shortened(self, clock: Clock) -> None:
        typed = f"{PASTE_BEGIN}{'x' * 100}{PASTE_END}b"
        assert self.feed(clock, typed) == f"{PASTE_BEGIN}xxxxx{PASTE_END}b"
        assert self.feed(clock, *typed) == f"{PASTE_BEGIN}xxxxx{PASTE_END}b"

    def test_a_paste_without_an_end_never_passes_more(self, clock: Clock) -> None:
        cap = PasteCap(self.limits, clock)
        passed = cap.feed(PASTE_BEGIN) + "".join(cap.feed("x" * 1000) for _ in range(1000))
        assert passed == f"{PASTE_BEGIN}xxxxx{PASTE_END}"

    def test_a_silent_paste_has_ended(self, clock: Clock) -> None:
        cap = PasteCap(self.limits, clock)
        assert cap.feed(f"{PASTE_BEGIN}12") == f"{PASTE_BEGIN}12"
        clock.now += 4
        assert cap.feed("q") == f"{PASTE_END}q"

    def test_keys_come_back_after_a_shortened_paste_without_an_end(self, clock: Clock) -> None:
        cap = PasteCap(self.limits, clock)
        cap.feed(f"{PASTE_BEGIN}{'x' * 100}")
        clock.now += 4
        assert cap.feed("q") == "q"

    def test_escapes_inside_a_paste_do_not_pass(self, clock: Clock) -> None:
        typed = f"{PASTE_BEGIN}\x1b[A\x1b\x1b[2{PASTE_END}"
        assert self.feed(clock, typed) == f"{PASTE_BEGIN}[A[2{PASTE_END}"


class TestLineEntry:
    def test_a_line(self) -> None:
        typed = LineEntry().feed("AB\r")
        assert typed.line == "AB"
        assert typed.echo == "AB" + "\b \b" * 2 + "**"

    def test_in_pieces_with_mistakes(self) -> None:
        entry = LineEntry()
        entry.feed("AX\x7fB\b")
        entry.feed("\x1b[D\x1bOA")
        assert entry.feed("C\n").line == "AC"

    def test_rubbing_out_an_empty_line_shows_nothing(self) -> None:
        assert LineEntry().feed("\x7f\b").echo == ""

    def test_control_u_rubs_out_everything(self) -> None:
        entry = LineEntry()
        entry.feed("wrong\x15")
        assert entry.feed("right\r").line == "right"

    @pytest.mark.parametrize("key", ["\x03", "\x04"])
    def test_leaving(self, key: str) -> None:
        assert LineEntry().feed(f"AB{key}").left

    @pytest.mark.parametrize(
        ("typed", "line"),
        [
            ("７ｋＸｍ－４ＱＰＤ－９Ｔ", "7kXm-4QPD-9T"),
            ("７ＫＸＭー４ＱＰＤ−９Ｔ", "7KXM-4QPD-9T"),
            ("7KXM\u3000４\u00a0Q", "7KXM 4 Q"),
            ("٧۷७๗", "7777"),
            ("7KXM‐4QPD—9T", "7KXM-4QPD-9T"),
        ],
    )
    def test_what_an_input_method_types_comes_out_plain(self, typed: str, line: str) -> None:
        answered = LineEntry().feed(f"{typed}\r")
        assert answered.line == line
        assert answered.echo == line + "\b \b" * len(line) + "*" * len(line)

    @pytest.mark.parametrize("odd", ["é", "\t", "\x9b", "\x00", "\u202e", "㏂", "人", "\u200c"])
    def test_anything_odd_rings_the_bell(self, odd: str) -> None:
        assert LineEntry().feed(odd).echo == "\a"

    def test_a_line_has_an_end(self) -> None:
        entry = LineEntry()
        entry.feed("x" * 1000)
        assert entry.feed("\r").line == "x" * 64


class Ticket:
    def __init__(self) -> None:
        self.begun = 0
        self.place: int | None = None

    def begin(self) -> None:
        self.begun += 1

    def show_place(self, place: int) -> None:
        self.place = place


class TestStartQueue:
    def test_first_come_first_served_and_nobody_dropped(self) -> None:
        queue = StartQueue(2)
        tickets = [Ticket() for _ in range(5)]
        for ticket in tickets:
            queue.join(ticket)
        assert [ticket.begun for ticket in tickets] == [1, 1, 0, 0, 0]
        queue.show_places()
        assert [ticket.place for ticket in tickets] == [None, None, 1, 2, 3]
        queue.leave(tickets[3])
        queue.leave(tickets[0])
        queue.leave(tickets[0])
        assert [ticket.begun for ticket in tickets] == [1, 1, 1, 0, 0]
        queue.leave(tickets[1])
        assert [ticket.begun for ticket in tickets] == [1, 1, 1, 0, 1]
        assert len(queue._waiting) == 0


def test_words_for_a_terminal_hold_nothing_that_it_obeys() -> None:
    text = "Who\x1b[31m owns\x9b1m \u202ewhat\u200b\x07?\n\u2028\ud800"
    assert plain(text) == "Who[31m owns1m what?\n"
    assert on_terminal(text) == b"Who[31m owns1m what?\r\n"


def test_places_in_line() -> None:
    assert place_in_line(1) == "You are next in line."
    assert place_in_line(12) == "You are number 12 in line."
