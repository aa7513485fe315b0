"""Two decision logs held against each other, as a page on a code host."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from facilitator.domain.agenda import InputKind
from facilitator.domain.decision_log.model import Commitment, LogDecision, LogSupport, Rating
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.past.comparison import compare
from facilitator.reports.documents.comparison import comparison_document
from facilitator.reports.markdown import as_markdown
from tests.examples import examples
from tests.hostile import MARKDOWN
from tests.markdown import PLAIN, emphases, lines, marks, shape, tables
from tests.reports.reading import HOSTILE, poisoned
from tests.worlds.random_sessions import logs
from tests.worlds.workshop import EARLIER_ID, held_session

LOG = project_log(held_session())
DECIDED_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def decided(task: str, driver: str, **more) -> LogDecision:
    told = {
        "outcome": Outcome.DECIDED,
        "driver": driver,
        "owner": "Ana",
        "agreement": 0.8,
        "review_on": date(2027, 3, 22),
    }
    return LogDecision(task=task, title=task.capitalize(), decided_at=DECIDED_AT, **(told | more))


def left(task: str, outcome: Outcome) -> LogDecision:
    return LogDecision(task=task, title=task.capitalize(), decided_at=DECIDED_AT, outcome=outcome)


def support(team: str, kind: InputKind, detail: str = "facts", when: str = "weekly") -> LogSupport:
    return LogSupport(team=team, input=kind, detail=detail, when=when)


def rating(statement: str, middle: float, **by_team: tuple[int, ...]) -> Rating:
    return Rating(
        step="maturity",
        statement=statement,
        text=statement.capitalize(),
        scale=5,
        counts=(1, 1, 1, 1, 1),
        median=middle,
        by_team=by_team,
    )


def promise(name: str, status: CommitmentStatus, **more) -> Commitment:
    return Commitment(
        id=name, giver="pm", receiver="pmm", text=name.capitalize(), status=status, **more
    )


def page_of(older, newer) -> str:
    return as_markdown(comparison_document(compare(older, newer)))


def log(session: str, *decisions: LogDecision, **more):
    return replace(
        LOG,
        session=replace(LOG.session, id=session, rehearsal=False),
        decisions=decisions,
        ratings=more.get("ratings", ()),
        commitments=more.get("commitments", ()),
        parking_lot=(),
    )


OLDER = log(
    EARLIER_ID,
    decided("same", "pm"),
    decided("booths", "sales"),
    decided("positioning", "pm", support=(support("pmm", InputKind.REVIEW),)),
    decided("launch", "pm"),
    left("boards", Outcome.PARKED),
    left("events", Outcome.DEFERRED),
    left("gone", Outcome.ESCALATED),
    ratings=(rating("known", 2.0, pm=(0, 1, 0, 0, 0)), rating("old", 1.0), rating("fine", 3.0)),
    commitments=(
        promise("facts", CommitmentStatus.OPEN),
        promise("calls", CommitmentStatus.OPEN),
        promise("desk", CommitmentStatus.OPEN),
    ),
)
NEWER = log(
    LOG.session.id,
    decided("same", "pm"),
    decided(
        "positioning",
        "pmm",
        owner="Kim",
        rationale="They ask buyers.",
        support=(support("sales", InputKind.INFORM),),
    ),
    left("launch", Outcome.DEFERRED),
    decided("boards", "sales", owner=""),
    left("events", Outcome.PARKED),
    decided("pricing", "pm", review_on=None),
    left("personas", Outcome.DEFERRED),
    ratings=(rating("known", 3.5, pm=(0, 0, 1, 0, 0)), rating("new", 1.0), rating("fine", 3.0)),
    commitments=(
        promise("facts", CommitmentStatus.KEPT, carried_from=EARLIER_ID),
        promise("calls", CommitmentStatus.OPEN, carried_from=EARLIER_ID),
        promise("beta", CommitmentStatus.OPEN, due=date(2027, 1, 31)),
    ),
)
PAGE = page_of(OLDER, NEWER)


def told_of(page: str, title: str) -> list[str]:
    """The lines below the heading that ends in this title, up to the next one."""
    below = page.split(f": {title}\n")[1].split("\n#", maxsplit=1)[0]
    return lines(below)


def test_the_verdicts_come_first_with_only_what_differs():
    assert lines(PAGE)[:4] == [
        "What changed: Who owns the grey areas?",
        "Older: 22 Nov 2026 · Who owns the grey areas? · 2026-05-20-grey-areas-x1y2",
        "Newer: 22 Nov 2026 · Who owns the grey areas? · 2026-11-22-grey-areas-7k2m",
        (
            "1 reversed, 1 reopened, 1 settled, 1 new, 1 raised, 1 still open, 1 dropped, "
            "1 reaffirmed, 1 carried."
        ),
    ]
    headings = [line for line in PAGE.splitlines() if line.startswith("### ")]
    assert headings == [
        "### *⇄ reversed*: Positioning",
        "### *↺ reopened*: Launch",
        "### ✔ settled: Boards",
        "### + new: Pricing",
        "### + raised: Personas",
        "### *… still open*: Events",
        "### – dropped: Gone",
    ]
    assert {title: told_of(PAGE, title)[1:] for title in ("Launch", "Boards", "Pricing")} == {
        "Launch": ["Driver: Product Management (80%) → ↷ deferred; that decision stays in force"],
        "Boards": ["Driver: ◇ parked → Sales (80%)", "Review on: 22 Mar 2027"],
        "Pricing": ["Driver: Product Management (80%)", "Owner: Ana"],
    }
    assert {title: told_of(PAGE, title)[1] for title in ("Personas", "Events", "Gone")} == {
        "Personas": "Outcome: ↷ deferred",
        "Events": "Outcome: ↷ deferred → ◇ parked",
        "Gone": "Outcome: ▲ escalated, and not taken up again",
    }


def test_why_and_with_whose_support_is_told_where_it_is_another():
    assert told_of(PAGE, "Positioning") == [
        "another team drives it · positioning",
        "Driver: Product Management (80%) → Product Marketing (80%)",
        "Owner: Ana → Kim",
        "Support: + Sales informs: facts · weekly",
        "Support: − Product Marketing reviews: facts · weekly",
        "They ask buyers.",
    ]


def test_a_decision_taken_away_from_its_owner_says_so_and_a_reopened_one_that_it_stays():
    was, now = decided("boards", "pm"), decided("boards", "sales", owner="")
    page = page_of(log("a", was), log("b", now))
    assert told_of(page, "Boards")[1:3] == [
        "Driver: Product Management (80%) → Sales (80%)",
        "Owner: Ana → –",
    ]
    assert "that decision stays in force" in PAGE
    assert "that decision stays in force" not in page


def test_support_in_other_words_is_told_with_the_old_ones():
    was = decided("same", "pm", support=(support("pmm", InputKind.REVIEW, "drafts"),))
    now = decided("same", "pm", support=(support("pmm", InputKind.REVIEW, "all", "daily"),))
    told = lines(page_of(log(EARLIER_ID, was), log("2027-01-01-a-aaaa", now)))
    assert "Support: ± Product Marketing reviews: all · daily (was: drafts · weekly)" in told


def test_promises_and_ratings_are_told_where_they_changed():
    told = lines(PAGE)
    ways = "Product Management → Product Marketing"
    for words in (
        f"✔ {ways}: Facts – kept, was open · carried from {EARLIER_ID}",
        f"○ {ways}: Beta – open, not in the older log · due 31 Jan 2027",
        f"? {ways}: Desk – was open; the newer log says nothing of it",
    ):
        assert words in told
    assert not any("Calls" in line for line in told)
    assert tables(PAGE) == [
        [
            ["Statement", "Median", "PM"],
            ["Known", "2 → 3.5, +1.5", "2 → 3"],
            ["New", "– → 1, new", ""],
            ["Old", "1 → –, gone", ""],
        ]
    ]


def test_what_is_unchanged_is_one_line_at_the_end():
    assert (
        lines(PAGE)[-1] == "Unchanged: Same (reaffirmed), Booths (carried), 1 commitment, 1 rating."
    )


def test_a_wavering_decision_and_a_rehearsal_are_marked_by_a_word():
    session = replace(LOG.session, id="2027-01-01-a-aaaa", rehearsal=True)
    page = page_of(LOG, replace(LOG, session=session))
    assert lines(page)[3] == "2 still open, 1 reaffirmed (1 wavering)."
    assert "Wavering: 62% in the first, blind round, 75% required" in lines(page)
    assert "### = reaffirmed, *wavering*: Competitive messaging" in page
    assert "2027-01-01-a-aaaa · a rehearsal" in lines(page)[2]


def test_two_logs_that_say_the_same_have_nothing_but_that_to_tell():
    page = page_of(log(EARLIER_ID, decided("same", "pm")), log("x", decided("same", "pm")))
    assert tables(page) == []
    assert lines(page)[3:] == [
        "1 reaffirmed.",
        "Nothing differs.",
        "Unchanged: Same (reaffirmed).",
    ]
    assert "Neither session reached a task." in page_of(log("a"), log("b"))


@examples(percent=25)
@given(logs(), logs())
def test_any_two_logs_become_a_page_whose_tables_are_whole(older, newer):
    for table in tables(page_of(older, newer)):
        assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_hostile_text_in_any_field_changes_no_page(text):
    def page(before: str) -> str:
        return page_of(poisoned(OLDER, before), poisoned(NEWER, before))

    harmless, source = page("x "), page(f"{text} ")
    assert shape(source) == shape(harmless)
    assert emphases(source) == emphases(harmless)
    assert [[len(row) for row in each] for each in tables(source)] == [
        [len(row) for row in each] for each in tables(harmless)
    ]
    assert marks(source) <= PLAIN
    assert all(char.isprintable() or char in "\n\u00a0\u200d" for char in source)
