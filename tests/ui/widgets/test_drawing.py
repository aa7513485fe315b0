from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from facilitator.ui.ink import bar, beside, line, paragraph, plain, spread, track, width_of
from facilitator.ui.pieces.bigtype import big
from facilitator.ui.pieces.markdown import markdown_lines
from facilitator.ui.widgets.dialogs import Guard
from facilitator.ui.widgets.keys import Key, KeyLine


def shown(markdown: str, width: int = 40) -> list[str]:
    return [plain(row) for row in markdown_lines(markdown, width)]


def test_markdown_keeps_paragraphs_and_lists_apart():
    assert shown("One *two*\nthree.\n\n- a\n- b\n  - c\n\n1. x\n2. y") == [
        "One two three.",
        "",
        "• a",
        "• b",
        "  • c",
        "",
        "1. x",
        "2. y",
    ]


def test_markdown_wraps_under_its_bullet():
    assert shown("- one two three four", 12) == ["• one two", "  three four"]


def test_markdown_never_exceeds_its_width():
    source = (
        "# H\n> quote of several words\n\n```\ncode that is far too wide to fit\n```\n" + "x" * 50
    )
    assert all(width_of(row) <= 20 for row in markdown_lines(source, 20))


@pytest.mark.parametrize("source", ["a\x1b[31mb", "&#x202E;abc", "`\x07`", "[\u202eu](http://x)"])
def test_markdown_obeys_nothing_even_from_entities(source: str):
    assert not any(char in "".join(shown(source)) for char in "\x1b\x07\u202e")


def test_a_link_keeps_its_words_and_its_address():
    assert shown("see [the page](https://example.org/a) <https://example.org>", 80) == [
        "see the page (https://example.org/a) https://example.org"
    ]


def test_code_is_broken_where_it_must_be_and_never_cut():
    assert shown("```\nabcdefghij\n```", 8) == ["  abcdef", "  ghij"]


def test_markup_in_markdown_stays_text():
    assert shown("see [@click=app.bell]this[/]") == ["see [@click=app.bell]this[/]"]


def test_bars_fill_by_their_share():
    assert plain(bar(0.5, 10)) == "█████"
    assert plain(bar(0.0, 10)) == ""
    assert plain(bar(0.001, 10)) == "▏"
    assert plain(track(7 / 9, 9)) == "███████░░"
    assert plain(track(0.999, 9)) == "████████░"


def test_two_ends_of_a_line():
    assert plain(spread(line("left"), line("right"), 12)) == "left   right"
    assert plain(spread(line("a long left"), line("right"), 12)) == "a lon… right"


def test_columns_side_by_side():
    assert [plain(row) for row in beside([line("a")], [line("b"), line("c")], 3, 1)] == [
        "a   b",
        "    c",
    ]


def test_paragraphs_hang():
    rows = paragraph("one two three", 10, first="• ")
    assert [plain(row) for row in rows] == ["• one two", "  three"]


def test_large_letters_are_three_rows_of_one_width():
    rows = big("7KXM-4QPD-9T")
    assert rows is not None
    assert {len(row) for row in rows} == {47}
    assert big("é") is None


def test_a_row_of_keys_gives_way_but_keeps_its_end():
    keys = tuple(Key("", letter, "x", "does this", "") for letter in "ABCDEF")
    key_line = KeyLine()
    key_line.set_reactive(KeyLine.rows, ((keys, (Key("", "?", "help", "Help", ""),)),))
    (drawn,) = key_line.draw(40)
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
