from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.text import (
    MARKS_IN_A_ROW,
    WORD_PARTS,
    TextRefused,
    TextTooLong,
    cells,
    clean_block,
    clean_line,
    visible,
)
from tests.hostile import ESCAPES


@pytest.mark.parametrize("text", ESCAPES.values(), ids=ESCAPES)
@pytest.mark.parametrize("clean", [clean_line, clean_block])
def test_text_that_a_terminal_would_obey_or_hide_is_refused(clean, text):
    with pytest.raises(TextRefused):
        clean(text, most_cells=1000)


@pytest.mark.parametrize("text", ESCAPES.values(), ids=ESCAPES)
def test_quoting_makes_hostile_text_harmless(text):
    quoted = visible(text)
    assert clean_line(quoted, most_cells=1000) == unicodedata.normalize("NFC", quoted)


@pytest.mark.parametrize(
    "text",
    [
        "Ana",
        "Zoë Ångström",
        "Nguyễn Thị Ánh",
        "Łukasz Żółć",
        "Дмитрий",
        "李小龍",
        "김하늘",
        "محمد",
        "शिल्पा",
        "สมชาย",
        "O'Brien-Smith (PM)",
        "[@click=app.bell]press[/]",
        "👍",
        "❤️",
        "👩‍💻 Kim",
        "👨‍👩‍👧",
        "🏳️‍🌈",
        "👩🏽‍🚀",
        "🇩🇪",
        "1️⃣ first",
        "\u2139\ufe0f ™️ ↔️",
        "葛\U000e0100飾",
        "می\u200cخواهم",  # Persian: the letters around it don't join
        "خانه\u200cام",
        "کار\u200cها",
        "PDF\u200cها و ۱۰\u200cها",
        "ه\u200d.ش",  # the first form of a letter that stands alone
        "क\u094d\u200dष",  # Hindi
        "র\u200d\u09cdয\u09be\u200c",  # Bengali: before the virama
        "ශ\u0dca\u200dර\u0dd3 ලංකා",  # Sinhala
        "രമണ\u0d4d\u200d",  # Malayalam, as a last letter was written before Unicode 5.1
        "ಫ\u0ccd\u200cಐಆರ\u0ccd\u200c",  # Kannada
        "យ\u17c9\u200cា\u200bង",  # Khmer, which marks ends of words, too
        "ᠠ\u180b ᠨ\u180eᠠ",  # Mongolian
    ],
)
def test_names_and_emoji_of_the_world_pass_unchanged(text):
    assert clean_line(text, most_cells=60) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana\u200cLima",
        "An\u200da",
        "\u200cAna",
        "Ana\u200c",
        "می\u200c\u200cخواهم",
        "\u200cمی",
        "می \u200dخواهم",
        "山\u200d田",
        "Д\u200cм",
        "a\u200bb",
        "山\u200b田",
        "a\u180bb",
        "क\u180b",
        "👩\u200d",
        "👩\u200dAna",
    ],
)
def test_what_shows_nothing_and_is_no_part_of_a_word_there_is_refused(text):
    with pytest.raises(TextRefused, match="invisible"):
        clean_line(text, most_cells=60)


def test_text_comes_out_composed_and_without_outer_space():
    assert clean_line(" \u3000Zoe\u0308\u00a0\n", most_cells=10) == "Zo\u00eb"


def test_only_space_comes_out_empty():
    assert clean_line(" \t ", most_cells=10) == ""
    assert clean_block("\n\n\t\n", most_cells=10) == ""


def test_a_block_keeps_its_lines_and_tabs():
    assert clean_block("\r\na\r\n\tb\n\nc\n", most_cells=20) == "a\n\tb\n\nc"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ab cdé\x1b[0m", "character 7 is a control character (U+001B)"),
        ("  é\u202e", "character 4 is an invisible formatting character (U+202E)"),
        ("one\ntwo", "character 4 is a line break (U+000A)"),
        ("one\ttwo", "character 4 is a tab (U+0009)"),
        ("\ue000", "character 1 is a private-use character (U+E000)"),
    ],
)
def test_a_refusal_says_what_and_where(text, sentence):
    with pytest.raises(TextRefused) as refused:
        clean_line(text, most_cells=60)
    assert str(refused.value) == sentence


def test_in_a_block_the_line_is_named_too():
    with pytest.raises(TextRefused, match=r"^line 3, character 2 is a control character"):
        clean_block("\none\nt\x07", most_cells=60)


def test_the_cap_counts_cells_not_characters():
    assert clean_line("日本", most_cells=4) == "日本"
    with pytest.raises(TextTooLong, match="is 6 characters wide, and at most 5 fit"):
        clean_line("日本語", most_cells=5)


def test_line_breaks_count_so_that_a_block_has_a_bounded_height():
    with pytest.raises(TextTooLong):
        clean_block("a" + "\n" * 100 + "a", most_cells=100)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("日本", 4),
        ("👍", 2),
        ("❤", 1),
        ("❤️", 2),
        ("می\u200cخواهم", 7),
        ("क\u094d\u200dष", 2),
        ("ශ\u0dca\u200dර", 2),
        ("👩\u200d💻", 4),
    ],
)
def test_widths_in_terminal_cells(text, width):
    assert cells(text) == width


def test_a_very_long_run_of_marks_is_refused_at_once():
    started = time.process_time()
    with pytest.raises(TextRefused):
        clean_block("a" + "\u0301\u0316" * 250_000, most_cells=10**7)
    assert time.process_time() - started < 5


hostile = st.text(alphabet=st.characters() | st.sampled_from("".join(ESCAPES.values())))


@given(hostile)
def test_what_is_accepted_is_clean_for_good(text):
    try:
        line = clean_line(text, most_cells=200)
    except TextRefused:
        return
    assert clean_line(line, most_cells=200) == line
    assert cells(line) <= 200
    assert unicodedata.is_normalized("NFC", line)
    _assert_harmless(line)


@given(hostile)
def test_what_is_accepted_as_a_block_is_clean_for_good(text):
    try:
        block = clean_block(text, most_cells=200)
    except TextRefused:
        return
    assert clean_block(block, most_cells=200) == block
    for line in block.split("\n"):
        _assert_harmless(line.replace("\t", ""))


@given(hostile, st.integers(1, 80))
def test_quoting_never_fails_and_keeps_its_width(text, most_cells):
    quoted = visible(text, most_cells=most_cells)
    assert cells(quoted) <= most_cells
    _assert_harmless(quoted)


def _assert_harmless(text: str) -> None:
    run = 0
    for char in text:
        category = unicodedata.category(char)
        assert char in WORD_PARTS or category not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        run = run + 1 if category.startswith("M") else 0
        assert run <= MARKS_IN_A_ROW
