from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from facilitator.ui.widgets.bars import bar, track
from facilitator.ui.widgets.bigtype import big
from facilitator.ui.widgets.guard import Guard
from facilitator.ui.widgets.keys import Key, KeyLine
from facilitator.ui.widgets.lines import beside, paragraph, say, spread
from facilitator.ui.widgets.prose import prose


def plain(markdown: str, width: int = 40) -> list[str]:
    return [line.plain for line in prose(markdown, width)]


def test_prose_keeps_paragraphs_and_lists_apart():
    assert plain("One *two*\nthree.\n\n- a\n- b\n  - c\n\n1. x\n2. y") == [
        "One two three.",
        "",
        "• a",
        "• b",
        "  • c",
        "",
        "1. x",
        "2. y",
    ]


def test_prose_wraps_under_its_bullet():
    assert plain("- one two three four", 12) == ["• one two", "  three four"]


def test_prose_never_exceeds_its_width():
    source = (
        "# H\n> quote of several words\n\n```\ncode that is far too wide to fit\n```\n" + "x" * 50
    )
    assert all(line.cell_length <= 20 for line in prose(source, 20))


@pytest.mark.parametrize("source", ["a\x1b[31mb", "&#x202E;abc", "`\x07`", "[\u202eu](http://x)"])
def test_prose_obeys_nothing_even_from_entities(source: str):
    assert not any(char in "".join(plain(source)) for char in "\x1b\x07\u202e")


def test_markup_in_prose_stays_text():
    assert plain("see [@click=app.bell]this[/]") == ["see [@click=app.bell]this[/]"]


def test_bars_fill_by_their_share():
    assert bar(0.5, 10).plain == "█████"
    assert bar(0.0, 10).plain == ""
    assert bar(0.001, 10).plain == "▏"
    assert track(7 / 9, 9).plain == "███████░░"
    assert track(0.999, 9).plain == "████████░"


def test_two_ends_of_a_line():
    assert spread(say("left"), say("right"), 12).plain == "left   right"
    assert spread(say("a long left"), say("right"), 12).plain == "a lon… right"


def test_columns_side_by_side():
    assert [row.plain for row in beside([say("a")], [say("b"), say("c")], 3, 1)] == [
        "a   b",
        "    c",
    ]


def test_paragraphs_hang():
    drawn = paragraph("one two three", 10, first="• ")
    assert [row.plain for row in drawn] == ["• one two", "  three"]


def test_large_letters_are_three_rows_of_one_width():
    rows = big("7KXM-4QPD-9T")
    assert rows is not None
    assert {len(row) for row in rows} == {47}
    assert big("é") is None


def test_a_row_of_keys_gives_way_but_keeps_its_end():
    keys = tuple(Key("", letter, "x", "does this", "") for letter in "ABCDEF")
    line = KeyLine()
    line.set_reactive(KeyLine.rows, ((keys, (Key("", "?", "help", "Help", ""),)),))
    (drawn,) = line.draw(40)
    assert drawn.cell_length <= 40
    assert drawn.plain.startswith(" A  does this ")
    assert drawn.plain.endswith("? Help")
    assert "F does this" not in drawn.plain


def test_the_guard_opens_after_a_moment_even_when_the_clock_is_set_back():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    guard = Guard(lambda: now)
    assert guard.is_open
    guard.shown()
    assert not guard.is_open
    now += timedelta(milliseconds=500)
    assert guard.is_open
    now -= timedelta(hours=1)
    assert guard.is_open
