from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.ui.text import REPLACEMENT, cells, content, fit, pad, printable, wrap

ATTACKS = {
    "an escape sequence": "\x1b[31mred",
    "the clipboard (OSC 52)": "\x1b]52;c;ZXZpbA==\x07",
    "a link (OSC 8)": "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\",
    "a window title in C1": "\x9d0;owned\x9c",
    "a bidirectional override": "abc\u202edcba",
    "an isolate": "a\u2066b\u2069",
    "zero-width characters": "ad\u200bmin\ufeff",
    "tags": "x\U000e0041\U000e007f",
    "half of a character": "\ud83d",
    "delete and backspace": "\x7f\x08",
    "a carriage return": "safe\revil",
    "private use": "\ue0b0",
    "an empty-looking letter": "\u3164",
}


def reaches_terminal_unsafely(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_what_a_terminal_would_obey_never_gets_through(attack):
    for shown in (printable(attack), content(attack).plain, *wrap(attack, 10)):
        assert not any(reaches_terminal_unsafely(c) and c != "\n" for c in shown)


def test_what_was_neutralised_stays_visible():
    assert printable("a\x1bb\u202ec") == f"a{REPLACEMENT}b{REPLACEMENT}c"


def test_markup_is_only_text():
    assert content("[@click=app.quit]x[/] [b]").plain == "[@click=app.quit]x[/] [b]"
    assert content("[b]x[/b]").spans == []


def test_marks_do_not_smear_over_other_lines():
    assert printable("e" + "\u0301" * 50) == "e" + "\u0301" * 4
    assert printable("\u0301") == REPLACEMENT + "\u0301"


def test_emoji_are_drawn_one_by_one_so_that_every_terminal_agrees_on_their_width():
    assert printable("👨‍👩‍👧 ❤️") == "👨👩👧 ❤"


def test_a_widget_keeps_line_breaks_and_a_line_does_not():
    assert content("a\r\nb\u2028c").plain == "a\nb\nc"
    assert printable("a\nb\tc") == "a b c"


def test_fit_cuts_by_cells_with_an_ellipsis():
    assert fit("Product Marketing", 8) == "Product…"
    assert fit("日本語テキスト", 6) == "日本…"
    assert fit("short", 8) == "short"
    assert fit("anything", 0) == ""


def test_wrap_breaks_between_words_and_within_long_ones():
    assert wrap("Sales asks for battlecards", 11) == ["Sales asks", "for", "battlecards"]
    assert wrap("battlecards", 4) == ["batt", "leca", "rds"]
    assert wrap("one\n\ntwo", 9) == ["one", "", "two"]
    assert wrap("日本", 1) == ["…", "…"]


@given(st.text(max_size=200), st.integers(0, 60))
def test_nothing_is_ever_wider_than_asked(text, width):
    assert cells(fit(text, width)) <= width
    assert cells(pad(text, width)) == width
    if width:
        assert all(cells(line) <= width for line in wrap(text, width))


@given(st.text(max_size=200))
def test_no_text_at_all_reaches_the_terminal_unsafely(text):
    shown = printable(text)
    assert not any(reaches_terminal_unsafely(char) for char in shown)
    assert printable(shown) == shown
    shown.encode()


def test_vowels_stacked_on_one_consonant_are_few():
    assert printable("\u1100" + "\u1161" * 9 + "a") == "\u1100" + "\u1161" * 4 + "a"
