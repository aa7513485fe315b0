"""Bars, and text from files."""

from __future__ import annotations

from facilitator.reports.wording import bar, plain_block


def test_bars_show_that_there_is_something():
    assert bar(0) == "░" * 10
    assert bar(0.001) == "█" + "░" * 9
    assert bar(1) == "█" * 10


def test_line_breaks_are_kept_and_controls_are_not():
    assert plain_block("one\r\ntwo\x1b[1m") == "one\ntwo<U+001B>[1m"
