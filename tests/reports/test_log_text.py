"""A decision log as a person reads it in a terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from rich.cells import cell_len

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.model import CloseFigures, Commitment, Rating, ShortlistEntry
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus
from facilitator.reports.documents.log import LogLine, log_document, log_list
from facilitator.storage.decision_log_toml import read_log
from tests.examples import examples
from tests.reports.reading import HOSTILE, is_harmless, poisoned, shown
from tests.worlds.random_sessions import logs
from tests.worlds.workshop import SESSION_ID, held_session

EXAMPLE = Path(__file__).parent.parent / "storage" / "decision-log-example.toml"
LOG = project_log(held_session())


def test_decisions_come_first_one_line_each():
    lines = [" ".join(line.split()) for line in shown(log_document(LOG)).splitlines()]
    assert lines[5:11] == [
        "Decisions",
        "1 decided, 1 deferred, 1 parked.",
        "Task Driver Owner Agreed Review on",
        "Competitive messaging Product Marketing Ana 78% 22 Mar 2027",
        "Launch plan ↷ deferred 22 Mar 2027",
        "Advisory boards ◇ parked",
    ]


def test_a_decision_shows_why_with_whose_support_and_against_whom():
    text = " ".join(shown(log_document(LOG)).split())
    for words in (
        "✔ Product Marketing drives it, Ana owns it",
        "78% agreement, 75% required · first vote contested: both sides claimed it",
        "Round 1 9 voters · 1 abstained",
        "Why They talk to buyers every week.",
        "Product Management contributes: feature facts · two weeks before launch",
        "Raj (Product Management) wanted Product Management: “We know the product.”",
        "– would change that mind: a year of flat win rates",
        "Product Management ████░░░░░░ 3 38% Product Management 3",
        "Moved: Lee (Product Management → Product Marketing) and Eva (Abstain → Product",
        "“we talk to buyers” Ana (Product Marketing), for Product Marketing · sure 4/5",
        "Who answers analyst requests? raised by Lee",
    ):
        assert words in text


def test_without_details_there_are_no_rounds():
    assert "Round 1" not in shown(log_document(LOG, details=False))


def test_the_tables_besides_decisions_are_shown_too():
    text = " ".join(shown(log_document(read_log(EXAMPLE).log)).split())
    for words in (
        "Product marketing is an established function here low to high ·▂█▄· 0 1 4 2 0 · median",
        "median 3 of 5 · by team: Product Management 3, Product Marketing 3.5 · consensus 0.80",
        "agreement 0.71",
        "✔ Competitive messaging 7 dots from 4 people · taken",
        "Product Marketing → Product Management: Win/loss review findings every month",
        "still open · due 31 Jan 2027 · carried from 2026-05-20-grey-areas-x1y2",
        "became Analyst requests",
        "The plan ··▂█▅ 1 × 3, 5 × 4 and 3 × 5 of 5, median 4",
        "owner of competitive-messaging: Ana -> Kim Ines · 1 Dec 2026 10:00 UTC",
        "replaces the decision of 2026-05-20-grey-areas-x1y2",
    ):
        assert words in text


def full_log():
    """A log with an overruled shortlist, a perception gap, and promises kept, missed and open."""
    entries = (
        ShortlistEntry(task="advisory-boards", dots=3, people=2, taken=False, reason="The board."),
        ShortlistEntry(task="launch-plan", dots=1, people=1, taken=True, reason="The board."),
        ShortlistEntry(task="analysts", dots=0, people=0, taken=False),
    )
    rating = Rating(
        step="maturity",
        statement="launches",
        text="Launches run well",
        scale=5,
        counts=(1, 1, 0, 1, 1),
        median=3.0,
        consensus=0.2925,
        agreement=-0.1389,
        by_team={"pm": (1, 1, 0, 0, 0), "pmm": (0, 0, 0, 1, 1)},
    )
    promise = Commitment(
        id="facts",
        giver="pm",
        receiver="pmm",
        text="Feature facts two weeks ahead of every launch, in time to test the message",
        owner="Raj",
        status=CommitmentStatus.KEPT,
    )
    missed = replace(promise, id="x", owner="", status=CommitmentStatus.MISSED)
    nobody = replace(rating, counts=(0,) * 5, median=None, consensus=None, agreement=None)
    return replace(
        LOG,
        ratings=(rating, replace(nobody, statement="known", text="Known", by_team={})),
        shortlist=entries,
        commitments=(promise, missed),
        close=CloseFigures(plan=(0, 1, 0, 2, 0), return_on_time=(0,) * 5),
    )


def test_ratings_the_shortlist_promises_and_fists_as_they_look_at_80_columns():
    text = shown(log_document(full_log(), details=False))
    lines = [line.rstrip() for line in text[text.index("Ratings") :].splitlines()]
    assert lines == [
        "Ratings",
        "Launches run well  ◆ perception gap: the teams see this differently",
        "  low to high ██·██  1 1 0 1 1 · median 3 of 5 · by team: Product Management",
        "  1.5, Product Marketing 4.5 · consensus 0.29 · agreement −0.14",
        "Known – nobody rated it",
        "",
        "Shortlist",
        "– Advisory boards  3 dots from 2 people · left for later against the dots",
        "✔ Launch plan  1 dot from 1 person · taken against the dots",
        "– Analysts  no dots · left for later",
        "Against the dots because: The board.",
        "",
        "Commitments",
        "✔ Product Management → Product Marketing: Feature facts two weeks ahead of every",
        "  launch, in time to test the message",
        "  kept · Raj answers for it",
        "✘ Product Management → Product Marketing: Feature facts two weeks ahead of every",
        "  launch, in time to test the message",
        "  missed",
        "",
        "Parking lot",
        "Who answers analyst requests?  raised by Lee",
        "",
        "At the end",
        "The plan        ·▄·█·  1 × 2 and 2 × 4 of 5, median 4",
        "Worth the time  nobody answered",
    ]


def test_medians_less_than_two_apart_are_no_gap():
    log = full_log()
    rating = replace(log.ratings[0], by_team={"pm": (0, 2, 0, 0, 0), "pmm": (0, 0, 1, 1, 0)})
    assert "erception gap" not in shown(log_document(replace(log, ratings=(rating,))))


def test_a_log_without_a_task_says_so():
    assert "No task was reached." in shown(log_document(replace(LOG, decisions=())))


def test_an_anonymous_log_names_no_voter():
    text = shown(log_document(project_log(held_session(attribution=Attribution.ANONYMOUS))))
    assert "anonymous votes" in text
    assert "Raj" not in text
    assert "Lee" not in text


def test_without_figures_by_team_every_choice_has_its_name_on_one_line():
    decided = LOG.decisions[0]
    last = decided.rounds[-1]
    held = replace(last, tally=replace(last.tally, by_team={}), ballots=())
    log = replace(LOG, decisions=(replace(decided, rounds=(held,)),))
    lines = [" ".join(line.split()) for line in shown(log_document(log)).splitlines()]
    assert "Product Management ██░░░░░░░░ 2 22%" in lines


def test_logs_are_listed_with_broken_ones_among_them():
    lines = [LogLine(SESSION_ID, LOG), LogLine("2026-01-01-x", None, "line 3: not valid TOML")]
    assert [line.rstrip() for line in shown(log_list(lines)).splitlines()] == [
        "22 Nov 2026  Who owns the grey areas?  1 decided, 1 deferred, 1 parked",
        "             2026-11-22-grey-areas-7k2m",
        "✘ broken     line 3: not valid TOML",
        "             2026-01-01-x",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    for line in shown(log_document(read_log(EXAMPLE).log), width=width).splitlines():
        assert cell_len(line) <= width


@examples(percent=25)
@given(logs())
def test_any_log_can_be_shown(log):
    assert shown(log_document(log))


def test_hostile_text_in_any_field_reaches_no_terminal():
    log = poisoned(read_log(EXAMPLE).log)
    lines = [LogLine(HOSTILE, log), LogLine(HOSTILE, None, HOSTILE)]
    for part in (log_document(log), log_list(lines)):
        assert is_harmless(part)
