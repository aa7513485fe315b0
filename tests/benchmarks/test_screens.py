"""What benchmarks can read in the bytes that reach a terminal."""

from __future__ import annotations

from benchmarks.canned import frame, update
from benchmarks.screens import has_all, text_of
from benchmarks.wording import BALLOT, RECORDED


def test_text_is_what_remains_without_sequences() -> None:
    sent = b"\x1b[?1049h\x1b[2;1H\x1b[1;38;5;221mRec\x1b[0mor\x1b]0;title\x07ded\x1b[0m"
    assert text_of(sent) == b"Recorded"


def test_text_is_found_across_a_change_of_colour() -> None:
    assert has_all(b"\x1b[1mRec\x1b[0morded", [b"Recorded"])


def test_text_that_has_not_arrived_whole_is_not_found() -> None:
    assert not has_all(b"\x1b[1mRecor", [b"Recorded"])
    assert not has_all(b"Recorded", [b"Recorded", b"Abstain"])


def test_the_canned_frame_holds_the_ballot_and_nothing_recorded() -> None:
    assert has_all(frame(), BALLOT)
    assert not has_all(frame(), [RECORDED])


def test_the_canned_update_says_that_a_vote_is_recorded() -> None:
    assert has_all(update(), [RECORDED])
