"""Text from files as it becomes part of a document, and bars."""

from __future__ import annotations

from facilitator.reports.documents.blocks import Bar, Quote, words
from facilitator.reports.terminal import bar


def test_bars_show_that_there_is_something():
    assert bar(Bar(0)) == "░" * 10
    assert bar(Bar(0.001)) == "█" + "░" * 9
    assert bar(Bar(1)) == "█" * 10


def test_a_bar_shows_how_far_it_has_to_reach():
    assert bar(Bar(0.5, needed=0.75)) == "█████░░░│░"
    assert bar(Bar(1, needed=1)) == "█████████│"


def test_line_breaks_are_kept_in_quotations_and_controls_are_not():
    assert Quote("one\r\ntwo\x1b[1m").text == "one\ntwo<U+001B>[1m"


def test_words_are_one_line():
    (span,) = words("one\r\n two\x1b[1m")
    assert span.text == "one two<U+001B>[1m"
