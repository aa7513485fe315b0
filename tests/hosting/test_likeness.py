"""Names that people can't tell apart."""

from __future__ import annotations

import unicodedata
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain import people
from facilitator.domain.people import NAME_CELLS
from facilitator.domain.text import TextRefused, clean_line
from facilitator.hosting import codes

FIRST_NAMES = (Path(__file__).parent.parent / "first-names.txt").read_text("utf-8").split()


def clash(name: str, other: str) -> bool:
    return people.clash(codes.likeness(name), codes.likeness(other))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ana", "Ana"),
        ("Ana", "ana"),
        ("Ana", "\N{CYRILLIC CAPITAL LETTER A}n\N{CYRILLIC SMALL LETTER A}"),
        ("Ana", "\N{SQUARED LATIN CAPITAL LETTER A}na"),
        ("Ana", "\N{FULLWIDTH LATIN CAPITAL LETTER A}\N{FULLWIDTH LATIN SMALL LETTER N}a"),
        ("Ana", "\U0001ccd6na"),  # an outlined A, of Unicode 16: newer than many a Python
        ("Ana Maria", "AnaMaria"),
        ("Victim", "\N{MATHEMATICAL BOLD CAPITAL V}ictim"),
        ("Victim", "VICTIM"),
        ("VICTIM", "VlCTlM"),
        ("Hana", "\N{GREEK CAPITAL LETTER ETA}ANA"),
        ("Ian", "\N{GREEK CAPITAL LETTER IOTA}AN"),
        ("Carl", "\N{GREEK LUNATE SIGMA SYMBOL}ARL"),
        ("Sal", "SaI"),
        ("Sal", "SAL"),
        ("Al", "AI"),
        ("Lee", "1ee"),
        ("Iain", "lain"),
        ("Iain", "|ain"),
        ("Bob", "B0b"),
        ("BOB", "B0b"),
        ("Zoë", "Zoe"),
        ("Søren", "Sören"),
        ("Tom", "To\N{LATIN SMALL LETTER M WITH HOOK}"),
        ("Ann-Marie", "Ann\N{NON-BREAKING HYPHEN}Marie"),
        ("O'Neil", "O\N{RIGHT SINGLE QUOTATION MARK}Neil"),
        ("Олег", "ОЛЕГ"),
        ("Вера", "вера"),
        ("Νίκος", "ΝΙΚΟΣ"),
        ("吳", "吴"),
        ("\N{LATIN SMALL LETTER AE}sa", "\N{CYRILLIC SMALL LIGATURE A IE}sa"),
    ],
)
def test_names_that_cant_be_told_apart_clash(name, other):
    assert clash(name, other)
    assert clash(other, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("S AL", "S AI"),
        ("Ana", "Ann"),
        ("Kim", "Tim"),
        ("Lina", "Iina"),
        ("Ian", "Lan"),
        ("Jon", "Jan"),
        ("Ilir", "Lilir"),
        ("Tom", "Torn"),
        ("Олег", "Ольга"),
        ("たいき", "だいき"),
        ("李", "王"),
    ],
)
def test_names_that_can_be_told_apart_do_not(name, other):
    assert not clash(name, other)


def test_no_two_of_many_first_names_clash():
    assert len(FIRST_NAMES) > 900
    like = {name: codes.likeness(name) for name in FIRST_NAMES}
    pairs = combinations(FIRST_NAMES, 2)
    assert [(a, b) for a, b in pairs if people.clash(like[a], like[b])] == []


def test_every_character_that_looks_like_a_letter_clashes_with_it():
    letters = [
        pair for pair in codes.confusables().items() if pair[1].isascii() and pair[1].isalpha()
    ]
    assert len(letters) > 1500
    assert [pair for pair in letters if not clash(*pair)] == []


@given(st.sampled_from(FIRST_NAMES), st.sampled_from(FIRST_NAMES))
def test_clashing_is_mutual(name, other):
    assert clash(name, name)
    assert clash(name, other) == clash(other, name)


MARKS = "\u0301\u0308\u030a\u0323\u0328\u0335\u0338\u0489\u20dd"
UNSEEN = "\u00ad\u034f\u200b\u200c\u200d\u2060\u2800\u3164\ufe0f\ufeff\U000e0101 \u00a0\u3000"


def styled(sign: str) -> list[str]:
    """The compatibility styles of a letter of the Latin alphabet."""
    if not (sign.isascii() and sign.isalpha()):
        return []
    size = "CAPITAL" if sign.isupper() else "SMALL"
    names = (
        f"FULLWIDTH LATIN {size} LETTER {sign.upper()}",
        f"MATHEMATICAL BOLD {size} {sign.upper()}",
        f"MATHEMATICAL MONOSPACE {size} {sign.upper()}",
        f"CIRCLED LATIN {size} LETTER {sign.upper()}",
        f"SQUARED LATIN CAPITAL LETTER {sign.upper()}",
    )
    found = [unicodedata.lookup(name) for name in names]
    assert all(unicodedata.normalize("NFKC", each).upper() == sign.upper() for each in found)
    return found


def lookalikes(sign: str) -> list[str]:
    return [other for other, one in codes.confusables().items() if one == sign]


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same in any mixture of case, style, marks and what is not seen."""
    name, signs = draw(st.sampled_from(FIRST_NAMES)), []
    for sign in name:
        cased = draw(st.sampled_from([sign, sign.swapcase()]))
        signs.append(draw(st.sampled_from([cased, *styled(cased)])))
        signs.append(draw(st.text(MARKS, max_size=2)))
        signs.append(draw(st.text(UNSEEN, max_size=2)))
    return name, "".join(signs)


@given(disguised())
def test_a_name_in_another_case_or_style_or_with_marks_or_unseen_signs_clashes(pair):
    assert clash(*pair)
    assert clash(*reversed(pair))


@given(st.data(), st.sampled_from(FIRST_NAMES))
def test_a_name_of_lookalikes_clashes(data, name):
    signs = [data.draw(st.sampled_from([sign, *lookalikes(sign)])) for sign in name]
    assert clash(name, "".join(signs))


@given(st.data(), st.sampled_from([name for name in FIRST_NAMES if name.isascii()]))
def test_so_does_one_in_another_case_of_which_some_letters_are_lookalikes(data, name):
    signs = []
    for sign in name:
        cased = data.draw(st.sampled_from([sign, sign.swapcase()]))
        is_stroke = cased in "Il"  # which stroke stands for which letter, there is no knowing
        others = [] if is_stroke else lookalikes(cased)
        signs.append(data.draw(st.sampled_from([cased, *others])))
    assert clash(name, "".join(signs))


@given(st.text(max_size=60))
def test_any_text_at_all_has_a_likeness(text):
    assert clash(text, text)
    assert clash(f" {text} ", text)


@given(st.text(max_size=NAME_CELLS))
def test_no_name_that_may_be_used_is_like_nothing(text):
    try:
        name = clean_line(text, most_cells=NAME_CELLS)
    except TextRefused:
        return
    assert not name or all(key.partition(":")[2] for key in codes.likeness(name).split("\n"))


@pytest.mark.parametrize(
    ("name", "held"),
    [("Victim", "vlctlm"), ("Sal", "sal"), ("Zoë", "zoe"), ("Ana Lima", "anallma")],
)
def test_what_journals_of_before_hold_clashes_with_the_name(name, held):
    assert people.clash(codes.likeness(name), held)
    assert people.clash(held, codes.likeness(name.upper()))
    assert people.clash(held, held)
    assert not people.clash(held, codes.likeness("Bence"))
    assert not people.clash(held, "bence")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("می\u200cخواهم", "میخواهم"),
        ("کار\u200cها", "کارها"),
        ("क\u094d\u200dष", "क\u094dष"),
        ("ശ\u0d4d\u200c", "ശ\u0d4d\u200d"),
        ("ខ្មែរ\u200bហ", "ខ្មែរហ"),
        ("ᠠ\u180b", "ᠠ"),
        ("PDF\u200cها", "PDFها"),
    ],
)
def test_joiners_make_no_two_names_of_one(name, other):
    assert clash(codes.likeness(name), codes.likeness(other))
