"""Numbers, shares, days and spans of time as people read them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.domain.words.figures import counted, day, duration, listed, percent, required

SHARES = st.fractions(0, 1, max_denominator=200).map(float)
THRESHOLDS = st.integers(501, 1000).map(lambda thousandths: thousandths / 1000)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.001, "1%"), (0.7778, "78%"), (0.999, "99%"), (1, "100%")],
)
def test_percent_never_rounds_to_none_or_all(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_durations(minutes, text):
    assert duration(minutes) == text


def test_words():
    assert day(date(2027, 3, 2)) == "2 Mar 2027"
    assert counted(1, "voter") == "1 voter"
    assert counted(0, "person", "people") == "0 people"
    assert listed([]) == ""
    assert listed(["a", "b", "c"]) == "a, b and c"


@given(SHARES, THRESHOLDS)
def test_a_share_stands_on_its_side_of_the_one_needed(share, needed):
    shown, mark = float(percent(share, needed=needed)[:-1]), float(required(needed)[:-1])
    assert (shown < mark) == (share < needed)


@pytest.mark.parametrize(
    ("share", "needed", "text"),
    [
        (2 / 3, 0.67, "66.7%"),
        (2 / 3, 0.75, "67%"),
        (2 / 3, 0.6667, "66.667%"),
        (0.999, 1.0, "99%"),
        (0.75, 0.75, "75%"),
    ],
)
def test_a_share_has_the_digits_that_it_takes(share, needed, text):
    assert percent(share, needed=needed) == text


def test_what_is_required_has_the_digits_that_it_was_set_with():
    assert [required(share) for share in (0.75, 0.667, 1.0, 0.5001)] == [
        "75%",
        "66.7%",
        "100%",
        "50.01%",
    ]
