from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from facilitator.domain.agenda import Fallback, InputKind, Rules, Support, Team
from facilitator.domain.words.choices import rules_sentence, support_sentence
from facilitator.domain.words.figures import (
    ago,
    clock,
    countdown,
    counted,
    duration,
    in_groups,
    listed,
    percent,
    stars,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("spent", "box", "told"),
    [
        (0, 480, ("08:00 of 08:00", False)),
        (288, 480, ("03:12 of 08:00", False)),
        (480, 480, ("00:00 of 08:00", False)),
        (560, 480, ("+01:20 over 08:00", True)),
        (75, None, ("01:15", False)),
        (-5, 480, ("08:00 of 08:00", False)),
    ],
)
def test_the_clock_counts_down_and_then_over(spent: int, box: int | None, told: tuple[str, bool]):
    assert countdown(NOON, box, NOON + timedelta(seconds=spent)) == told


def test_long_spans_count_minutes():
    assert clock(3700) == "61:40"


@pytest.mark.parametrize(
    ("seconds", "told"), [(20, "0:20"), (610, "10 min"), (7300, "2 h"), (-3, "0:00")]
)
def test_how_long_ago(seconds: int, told: str):
    assert ago(NOON, NOON + timedelta(seconds=seconds)) == told


def test_lists_of_names():
    assert listed([]) == ""
    assert listed(["Lee"]) == "Lee"
    assert listed(["Lee", "Kim", "Raj"]) == "Lee, Kim and Raj"
    assert listed(["Lee", "Kim", "Raj", "Ana"], 2) == "Lee, Kim and 2 more"


def test_counted_things():
    assert counted(1, "person", "people") == "1 person"
    assert counted(2, "person", "people") == "2 people"
    assert counted(0, "step") == "0 steps"


def test_lengths_of_workshops():
    assert [duration(m) for m in (45, 60, 90)] == ["45 min", "1 h", "1 h 30 min"]


def test_codes_come_in_groups_that_read_aloud():
    assert in_groups("7KXM4QPD9T") == "7KXM-4QPD-9T"
    assert in_groups("7KX-M4Q") == "7KX-M4Q"


def test_a_share_that_falls_short_never_reads_as_what_was_needed():
    assert percent(0.6667, needed=0.75) == "67%"
    assert percent(0.748, needed=0.75) == "74.8%"


def test_the_rule_in_a_sentence():
    assert rules_sentence(Rules()) == (
        "Decided when 75% of the votes name one team. At most 3 rounds, then defer."
    )
    escalating = Rules(max_rounds=1, fallback=Fallback.ESCALATE, approver="VP Product")
    assert "At most 1 round, then escalate to VP Product." in rules_sentence(escalating)


def test_confidence_as_stars():
    assert stars(4) == "★★★★☆"
    assert stars(None) == ""


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (InputKind.INFORM, "Sales informs: what rivals claimed · every month"),
        (InputKind.CONSULT, "Sales is consulted: what rivals claimed · every month"),
        (InputKind.APPROVE, "Sales approves: what rivals claimed · every month"),
    ],
)
def test_support_is_told_as_what_the_team_owes_to_the_driver(kind, told):
    given = Support("sales", kind, "what rivals claimed", "every month")
    assert support_sentence(Team("sales", "Sales", "Sales"), given) == told
