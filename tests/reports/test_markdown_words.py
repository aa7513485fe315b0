"""Text from files as Markdown that says nothing but what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.reports.markdown_words import (
    bullets,
    name_of,
    quote,
    short_names,
    strong,
    table,
    words,
)
from facilitator.reports.wording import plain, plain_block
from tests.hostile import MARKDOWN
from tests.markdown import PLAIN, blocks, lines, marks, shape, tables
from tests.reports.reading import HOSTILE


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_text_is_shown_as_it_is_wherever_it_stands(text):
    told = words(text)
    assert "\n" not in told
    for source in (told, f"# {told}", bullets([told]), f"so {told} it is", strong(told)):
        assert plain(text) in lines(source)[0]
        assert marks(source) <= PLAIN
    assert len(blocks(told)) == 3  # one paragraph


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_text_breaks_no_table(text):
    source = table(["Task", words(text)], "lr", [[words(text), "1"], ["b", words(text)]])
    seen = plain(text)
    assert tables(source) == [[["Task", seen], [seen, "1"], ["b", seen]]]
    assert marks(source) <= PLAIN


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_a_quotation_stays_one(text):
    assert [kind for kind, _ in shape(quote(text))] == ["blockquote_open", "blockquote_close"]
    assert marks(quote(text)) <= PLAIN
    shown = "".join("".join(lines(quote(text))).split())
    assert shown == "".join(plain_block(text).split())


@given(st.text(alphabet=st.sampled_from("ab \n\\`*_[]()<>&|~$#@!:/.-+=1w;"), max_size=12))
def test_any_mixture_of_marks_is_shown_as_it_is(text):
    shown = " ".join(text.split())
    if shown:
        assert lines(words(text)) == [shown]
        assert tables(table(["A"], "l", [[words(text)]])) == [[["A"], [shown]]]
        assert marks(words(text)) <= PLAIN


def test_escapes_stand_only_where_something_could_be_meant():
    for text in ("R&D (EMEA): 50 % more, a - b!", "2026-11-22 at 9:30", "Ana -> Kim", "-5 °C"):
        assert words(text) == text


def test_a_quotation_keeps_its_lines_and_paragraphs():
    assert lines(quote("One\ntwo\n\n\nthree \\\n four\n")) == ["One\ntwo", "three \\\nfour"]


def test_a_table_is_aligned_as_it_stands_and_leaves_out_empty_columns():
    assert table(["Task", "Owner", "Votes"], "llr", [["日本", "", "7"], ["Launch", "", "12"]]) == (
        "| Task   | Votes |\n| :----- | ----: |\n| 日本   |     7 |\n| Launch |    12 |"
    )


def test_short_names_are_capitals_of_at_most_eight_that_differ():
    teams = ["pm", "customer-success", "customer-support", "customer-care", "growth-and-sales"]
    assert list(short_names(teams).values()) == [
        "PM",
        "CUSTOMER",
        "CUSTOME2",
        "CUSTOME3",
        "GROWTH-A",
    ]


def test_ids_stand_as_code_and_what_is_none_as_words():
    assert name_of("2026-11-22-grey-areas-7k2m") == "`2026-11-22-grey-areas-7k2m`"
    assert marks(name_of("a`b` <i>")) == {"text"}
