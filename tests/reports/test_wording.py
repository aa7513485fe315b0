"""Numbers, days and lengths of time in words."""

from __future__ import annotations

from datetime import date

import pytest

from facilitator.reports.wording import bar, day, duration, listed, number, percent, plain_block


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.001, "1 %"), (0.7778, "78 %"), (0.999, "99 %"), (1, "100 %")],
)
def test_percent_never_rounds_to_none_or_all(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_durations(minutes, text):
    assert duration(minutes) == text


def test_bars_show_that_there_is_something():
    assert bar(0) == "░" * 10
    assert bar(0.001) == "█" + "░" * 9
    assert bar(1) == "█" * 10


def test_words():
    assert day(date(2027, 3, 2)) == "2 Mar 2027"
    assert number(1, "voter") == "1 voter"
    assert number(0, "person", "people") == "0 people"
    assert listed([]) == ""
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_line_breaks_are_kept_and_controls_are_not():
    assert plain_block("one\r\ntwo\x1b[1m") == "one\ntwo<U+001B>[1m"
