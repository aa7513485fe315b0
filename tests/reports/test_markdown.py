"""Text from files as Markdown that says nothing but what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.reports.documents.blocks import Quote, ident, plain, strong
from facilitator.reports.documents.blocks import words as spans
from facilitator.reports.markdown import bullets, inline, quote, short_names, table
from tests.hostile import MARKDOWN
from tests.markdown import PLAIN, blocks, lines, marks, shape, tables
from tests.reports.reading import HOSTILE


def identified(text: str) -> str:
    return inline(spans(ident(text)))


def words(text: str) -> str:
    return inline(spans(text))


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_text_is_shown_as_it_is_wherever_it_stands(text):
    told = words(text)
    assert "\n" not in told
    for source in (
        told,
        f"# {told}",
        bullets([told]),
        f"so {told} it is",
        inline(spans(strong(text))),
    ):
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
    whole = Quote(text).text
    source = quote(whole)
    assert [kind for kind, _ in shape(source)] == ["blockquote_open", "blockquote_close"]
    assert marks(source) <= PLAIN
    assert "".join("".join(lines(source)).split()) == "".join(whole.split())


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
    assert identified("2026-11-22-grey-areas-7k2m") == "`2026-11-22-grey-areas-7k2m`"
    assert marks(identified("a`b` <i>")) == {"text"}
