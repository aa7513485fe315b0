"""A decision log as a page on a code host."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from facilitator.domain.agenda import Attribution
from facilitator.domain.ballots import Tally
from facilitator.domain.decision_log import (
    Commitment,
    CommitmentStatus,
    Rating,
    ShortlistEntry,
    Verdict,
)
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Outcome
from facilitator.reports.log_markdown import log_markdown
from facilitator.reports.wording import plain
from facilitator.storage.decision_log_toml import read_log
from tests.hostile import MARKDOWN
from tests.markdown import PLAIN, emphases, lines, marks, shape, tables
from tests.reports.reading import HOSTILE, poisoned
from tests.worlds.random_sessions import logs
from tests.worlds.workshop import EARLIER_ID, held_session

EXAMPLE = read_log(Path(__file__).parent.parent / "storage" / "decision-log-example.toml").log
LOG = project_log(held_session())


def full_log():
    """The example, with everything in it that a log may hold."""
    decided, skipped = EXAMPLE.decisions
    rating = EXAMPLE.ratings[0]
    promise = EXAMPLE.commitments[0]
    return replace(
        EXAMPLE,
        rules=replace(EXAMPLE.rules, approver="Olu"),
        decisions=(
            replace(decided, rationale="They ask buyers.\nEvery week.", driver_absent=True),
            replace(LOG.decisions[0], task="again", title="Again"),
            replace(LOG.decisions[1], outcome=Outcome.ESCALATED, owner="Kim", review_on=None),
            skipped,
        ),
        ratings=(
            rating,
            replace(
                rating,
                statement="gap",
                text="Seen differently",
                agreement=-0.1389,
                by_team={"pm": (2, 0, 0, 0, 0), "pmm": (0, 0, 0, 0, 2)},
            ),
            Rating(step="maturity", statement="none", text="Unrated", scale=5, counts=(0,) * 5),
        ),
        shortlist=(
            *EXAMPLE.shortlist,
            ShortlistEntry(task="pricing", dots=1, people=1, taken=False, reason="The board."),
        ),
        commitments=(
            promise,
            replace(promise, id="x", carried_from="2025-01-01-a-aaaa", owner="Raj", due=None),
            Commitment(
                id="y", giver="pm", receiver="pmm", text="Facts", status=CommitmentStatus.KEPT
            ),
        ),
    )


def test_the_decisions_come_first_in_a_table():
    assert tables(log_markdown(LOG))[0] == [
        ["Task", "Driver", "Owner", "Agreement", "Review on"],
        ["Competitive messaging", "Product Marketing", "Ana", "78%", "22\u00a0Mar\u00a02027"],
        ["Launch plan", "deferred", "", "", "22\u00a0Mar\u00a02027"],
        ["Advisory boards", "parked", "", "", ""],
    ]


def test_a_decision_shows_why_with_whose_support_and_against_whom():
    told = lines(log_markdown(LOG))
    for words in (
        (
            "Product Marketing drives; Ana answers for it."
            " First vote contested · recorded at 09:04 · market phase."
        ),
        "They talk to buyers every week.",
        "Product Management contributes: feature facts, two weeks before launch",
        (
            "Raj (Product Management) wanted Product Management: “We know the product.”"
            " – would change that mind: a year of flat win rates"
        ),
        (
            "Moved in round 2: Lee (Product Management → Product Marketing)"
            " and Eva (Abstain → Product Marketing)."
        ),
        "“we talk to buyers” – Ana (Product Marketing), for Product Marketing (sure 4/5, round 1)",
    ):
        assert words in told


def test_the_votes_of_all_rounds_stand_in_one_table_with_a_column_for_each_team():
    assert tables(log_markdown(LOG))[1] == [
        ["Round", "For", "Votes", "PM", "PMM"],
        ["1", "Product Marketing", "5", "1", "4"],
        ["", "Product Management", "3", "3", ""],
        ["", "Abstained", "1", "", ""],
        ["2", "Product Marketing", "7", "2", "5"],
        ["", "Product Management", "2", "2", ""],
    ]


def test_a_round_that_found_nobody_there_is_not_left_out():
    nobody = replace(LOG.decisions[0].rounds[0], tally=Tally(eligible=0, votes={}, by_team={}))
    decision = replace(LOG.decisions[0], rounds=(nobody,))
    page = log_markdown(replace(LOG, decisions=(decision,)))
    assert tables(page)[1] == [["Round", "For", "Votes"], ["1", "Nobody was there", "0"]]


def test_nobody_is_quoted_twice_for_the_same_vote():
    assert log_markdown(LOG).count("we talk to buyers") == 1


def test_everything_else_in_the_log_has_its_section():
    source = log_markdown(full_log())
    headings = [line for line in source.splitlines() if line.startswith("#")]
    assert headings == [
        "# Who owns the grey areas?",
        "## Decisions",
        "### Competitive messaging",
        "### Again",
        "### Launch plan",
        "## Ratings",
        "## Shortlist",
        "## Commitments",
        "## Parking lot",
        "## Close",
        "## Amended since",
    ]
    *_, ratings, shortlist, commitments, close = tables(source)
    assert ratings == [
        ["Statement", "Low to high", "Median", "PM", "PMM", "Consensus", "Agreement"],
        [EXAMPLE.ratings[0].text, counts("01420"), "3", "3", "3.5", "0.80", "0.71"],
        ["Seen differently perception gap", counts("01420"), "3", "1", "5", "0.80", "−0.14"],
        ["Unrated", "nobody rated it", "", "", "", "", ""],
    ]
    assert shortlist[1:] == [
        ["Competitive messaging", "7", "4", "taken"],
        ["Pricing", "1", "1", "left for later against the dots"],
    ]
    assert [row[2:] for row in commitments] == [
        ["What", "Owner", "Due", "Status"],
        ["Win/loss review findings every month", "", "31\u00a0Jan\u00a02027", "open, carried on"],
        [
            "Win/loss review findings every month",
            "Raj",
            "",
            "open, carried on from 2025-01-01-a-aaaa",
        ],
        ["Facts", "", "", "kept"],
    ]
    assert close == [
        ["Fist of five", "1", "2", "3", "4", "5", "Median"],
        ["The plan", "0", "0", "1", "5", "3", "4"],
        ["Worth the time", "0", "0", "2", "4", "3", "4"],
    ]
    told = lines(source)
    for words in (
        "Escalated to Olu; Kim answers for it. First vote contested · recorded at 09:05.",
        "They ask buyers.\nEvery week.",
        "Who answers analyst requests? (raised by Lee, became Analyst requests)",
        "owner of competitive-messaging: Ana -> Kim (Ines, 1 Dec 2026 10:00 UTC)",
        "The board.",
    ):
        assert words in told
    assert any("nobody of the driver's team was there" in line for line in told)


def counts(figures: str) -> str:
    return "\u00a0".join(figures)


def test_an_agreement_short_of_the_rule_and_a_wavering_decision_are_told():
    decision = replace(LOG.decisions[0], agreement=0.6, verdict=Verdict.REAFFIRMED)
    told = lines(log_markdown(replace(LOG, decisions=(decision,))))
    assert any("Agreement short of the 75% required · first vote" in line for line in told)
    assert "reaffirmed, wavering" in told  # 5 of 8 in the first round


def test_a_rehearsal_says_so_first():
    rehearsed = replace(LOG, session=replace(LOG.session, rehearsal=True))
    assert lines(log_markdown(rehearsed))[1].startswith("Rehearsal:")
    assert "ehearsal" not in log_markdown(LOG)


def test_a_log_without_a_task_says_so():
    told = lines(log_markdown(replace(LOG, decisions=())))
    assert "No task reached." in told


def test_an_anonymous_log_names_no_voter():
    log = project_log(held_session(attribution=Attribution.ANONYMOUS))
    source = log_markdown(log)
    assert "anonymous votes" in source
    assert "Raj" not in source
    assert "Lee" not in source


def test_a_session_over_midnight_tells_both_days():
    ended = datetime.combine(date(2026, 11, 23), LOG.session.ended_at.timetz())
    log = replace(LOG, session=replace(LOG.session, ended_at=ended))
    assert "22 Nov 2026, 09:00–23 Nov 2026, 09:06 UTC" in log_markdown(log)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(logs())
def test_any_log_becomes_a_page_whose_tables_are_whole(log):
    for table in tables(log_markdown(log)):
        assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_hostile_text_in_any_field_changes_no_page(text):
    log = replace(full_log(), session=replace(EXAMPLE.session, follows=EARLIER_ID))
    harmless = log_markdown(poisoned(log, "x "))
    source = log_markdown(poisoned(log, f"{text} "))
    assert shape(source) == shape(harmless)
    assert emphases(source) == emphases(harmless)
    assert [[len(row) for row in each] for each in tables(source)] == [
        [len(row) for row in each] for each in tables(harmless)
    ]
    assert marks(source) <= PLAIN
    assert all(char.isprintable() or char in "\n\u00a0\u200d" for char in source)
    told = "\n".join(lines(source)).replace("\n", " ")
    for title in (log.session.title, log.decisions[0].title, log.decisions[0].owner):
        assert plain(f"{text} {title}") in told


@pytest.mark.parametrize(
    ("reason", "mind", "told"),
    [
        ("No", "a year", ": “No” – would change that mind: a year"),
        ("", "a year", " – would change that mind: a year"),
        ("No", "", ": “No”"),
        ("", "", "."),
    ],
)
def test_what_would_change_a_mind_stands_apart_from_the_objection(reason, mind, told):
    decided, *others = LOG.decisions
    (objection,) = decided.dissent
    changed = replace(decided, dissent=(replace(objection, reason=reason, would_change=mind),))
    source = log_markdown(replace(LOG, decisions=(changed, *others)))
    assert f"- **Raj** (Product Management) wanted Product Management{told}\n" in source
