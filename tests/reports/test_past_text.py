"""Comparison, register, history and due lists as a person reads them in a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from rich.cells import cell_len

from facilitator.domain.agenda import InputKind
from facilitator.domain.decision_log.model import Commitment, LogSupport, Rating
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.due import due_reviews, open_commitments, within
from facilitator.domain.past.register import history, register, tasks_of
from facilitator.reports.documents.comparison import comparison_document
from facilitator.reports.documents.due import due_document
from facilitator.reports.documents.history import history_document
from facilitator.reports.documents.register import register_document
from tests.examples import examples
from tests.reports.reading import is_harmless, poisoned, shown
from tests.worlds.random_sessions import logs
from tests.worlds.workshop import held_session

NEWER = project_log(held_session())
TODAY = date(2027, 4, 1)
HALF_A_YEAR = timedelta(days=180)
OLDER_ID = "2026-05-26-grey-areas-x1y2"
MESSAGING, LAUNCH, BOARDS = NEWER.decisions


def promise(name: str, status: str = "open", **more) -> Commitment:
    return Commitment(
        id=name,
        giver="pmm",
        receiver="pm",
        text="Win/loss findings every month",
        status=CommitmentStatus(status),
        **more,
    )


def rating(name: str, median: float | None, **by_team: tuple[int, ...]) -> Rating:
    return Rating(
        step="maturity",
        statement=name,
        text=f"Launches run {name}",
        scale=5,
        counts=(),
        median=median,
        by_team=by_team,
    )


LEAD = dict.fromkeys(("driver", "agreement", "review_on"))
OLDER = replace(
    NEWER,
    session=replace(
        NEWER.session,
        id=OLDER_ID,
        title="Who owned the grey areas?",
        rehearsal=True,
        started_at=NEWER.session.started_at - HALF_A_YEAR,
    ),
    decisions=(
        replace(
            MESSAGING,
            driver="pm",
            owner="Raj",
            agreement=0.6667,
            review_on=date(2026, 9, 1),
            support=(
                replace(MESSAGING.support[1], detail="objections", when="now and then"),
                LogSupport(team="pmm", input=InputKind.CONSULT, detail="tone", when="weekly"),
            ),
        ),
        replace(BOARDS, outcome=Outcome.DECIDED, driver="sales", owner="Lee", agreement=1.0),
        replace(MESSAGING, task="event-booths", title="Event booths", driver="sales"),
    ),
    commitments=(promise("win-loss"), promise("calls"), promise("old", "kept")),
    ratings=(
        rating("well", 2.0, pm=(0, 3, 0, 0, 0)),
        rating("late", 4.0),
        rating("seldom", 3.0),
    ),
)
HERE = replace(
    NEWER,
    commitments=(promise("win-loss", "missed", carried_from=OLDER_ID), promise("desk")),
    ratings=(rating("well", 3.5, pm=(0, 3, 0, 0, 0), pmm=(0, 0, 0, 0, 2)), rating("late", 4.0)),
)


def lines(part, width: int = 80) -> list[str]:
    return [line.rstrip() for line in shown(part, width=width).splitlines()]


def test_a_comparison_at_80_columns():
    told = comparison_document(compare(OLDER, HERE), counts_the_rest=True)
    assert lines(told) == [
        "What changed: Who owns the grey areas?",
        "Older    26 May 2026 · Who owned the grey areas? · 2026-05-26-grey-areas-x1y2 ·",
        "         a rehearsal",
        "Newer    22 Nov 2026 · Who owns the grey areas? · 2026-11-22-grey-areas-7k2m",
        "",
        "1 reversed, 1 reopened, 1 raised, 1 carried.",
        "",
        "Tasks",
        "",
        "⇄ reversed: Competitive messaging",
        "  another team drives it · competitive-messaging",
        "  Driver     Product Management (67%) → Product Marketing (78%)",
        "  Owner      Raj → Ana",
        "  Review on  1 Sep 2026 → 22 Mar 2027",
        "  Support    + Product Management contributes: feature facts · two weeks before",
        "             launch",
        "             − Product Marketing is consulted: tone · weekly",
        "             ± Sales reviews: objections heard in calls · every month (was:",
        "             objections · now and then)",
        "  Why        They talk to buyers every week.",
        "",
        "↺ reopened: Advisory boards",
        "  was decided, is open again · advisory-boards",
        "  Driver   Sales (100%) → ◇ parked; that decision stays in force",
        "",
        "+ raised: Launch plan",
        "  not in the older one, left open · launch-plan",
        "  Outcome    ↷ deferred",
        "  Review on  22 Mar 2027",
        "",
        "Commitments",
        "✘ Product Marketing → Product Management: Win/loss findings every month",
        "  missed, was open · carried from 2026-05-26-grey-areas-x1y2",
        "○ Product Marketing → Product Management: Win/loss findings every month",
        "  open, not in the older log",
        "? Product Marketing → Product Management: Win/loss findings every month",
        "  was open; the newer log says nothing of it",
        "",
        "Ratings, by median",
        "Launches run well",
        "  median 2 → 3.5, +1.5 · by team: Product Management 2, Product Marketing – → 5",
        "Launches run seldom",
        "  median 3 → –, gone",
        "",
        "Unchanged and left out: 1 carried, 1 commitment, 1 rating. --all shows all.",
    ]


def test_all_of_a_comparison_tells_what_stayed_as_it_was_too():
    text = " ".join(shown(comparison_document(compare(OLDER, HERE), everything=True)).split())
    for words in (
        "· carried: Event booths not taken up; still in force · event-booths",
        "Driver Sales (78%), still in force",
        "✔ Product Marketing → Product Management: Win/loss findings every month kept before",
        "Launches run late median 4, as it was",
    ):
        assert words in text
    assert "left out" not in text
    assert "Unchanged" not in text


def test_a_wavering_decision_says_by_how_much():
    log = replace(NEWER, decisions=(replace(MESSAGING, driver="pm"),))
    text = " ".join(shown(comparison_document(compare(log, log))).split())
    assert "1 reaffirmed (1 wavering)" in text
    assert "Wavering 38% in the first, blind round, 75% required" in text


def test_logs_that_say_the_same_differ_in_nothing():
    sure = replace(NEWER, rules=replace(NEWER.rules, agreement_required=0.5))
    log = replace(sure, decisions=(MESSAGING,))
    assert "Nothing differs." in shown(comparison_document(compare(log, log)))
    empty = replace(NEWER, decisions=())
    assert "There is nothing to compare." in shown(comparison_document(compare(empty, empty)))


def everything(logs_at_hand) -> list:
    """Every report that these logs can be told in."""
    first, *_, last = logs_at_hand
    due = within(due_reviews(logs_at_hand), open_commitments(logs_at_hand), TODAY, None)
    chapters = [history(logs_at_hand, task) for task in tasks_of(logs_at_hand)]
    return [
        comparison_document(compare(first, last), everything=True),
        register_document(register(logs_at_hand), TODAY),
        due_document(due, None),
        *(history_document(found) for found in chapters if found),
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    for part in everything((OLDER, HERE)):
        for line in shown(part, width=width).splitlines():
            assert cell_len(line) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_cut_off_at_usual_widths(width):
    for part in everything((OLDER, HERE)):
        assert "…" not in shown(part, width=width)


def test_hostile_text_in_any_field_reaches_no_terminal():
    for part in everything((poisoned(OLDER), poisoned(HERE))):
        assert is_harmless(part)


@examples(percent=20)
@given(logs(), logs())
def test_any_logs_can_be_told(older, newer):
    older = replace(older, session=replace(older.session, id=OLDER_ID))
    for part in everything((older, newer)):
        assert shown(part)


@pytest.mark.parametrize("teams", [2, 7, 20])
def test_a_bar_of_votes_is_as_long_for_any_number_of_teams(teams):
    votes = {f"team-{number}": number + 1 for number in range(teams)}
    tally = replace(MESSAGING.rounds[0].tally, votes=votes)
    held = replace(MESSAGING.rounds[0], tally=tally)
    log = replace(NEWER, decisions=(replace(MESSAGING, rounds=(held,)),))
    (row,) = [
        line
        for line in lines(history_document(history([log], MESSAGING.task)), 200)
        if "Round 1" in line
    ]
    bar = row.split("Round 1  ")[1].split("  ")[0]
    assert cell_len(bar) == 16
