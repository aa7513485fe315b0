"""A decision log as a page on a code host."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.model import Commitment, Rating, ShortlistEntry
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import CommitmentStatus, Outcome, Verdict
from facilitator.domain.rounds import Tally
from facilitator.reports.documents.blocks import plain
from facilitator.reports.documents.log import log_document
from facilitator.reports.markdown import as_markdown
from facilitator.storage.decision_log_toml import read_log
from tests.examples import examples
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
    assert tables(as_markdown(log_document(LOG)))[0] == [
        ["Task", "Driver", "Owner", "Agreed", "Review on"],
        ["Competitive messaging", "Product Marketing", "Ana", "78%", "22\u00a0Mar\u00a02027"],
        ["Launch plan", "↷ deferred", "", "", "22\u00a0Mar\u00a02027"],
        ["Advisory boards", "◇ parked", "", "", ""],
    ]


def test_a_decision_shows_why_with_whose_support_and_against_whom():
    told = lines(as_markdown(log_document(LOG)))
    for words in (
        "✔ Product Marketing drives it, Ana owns it",
        (
            "78% agreement, 75% required · first vote contested: both sides claimed it"
            " · recorded 22 Nov 2026 09:04 UTC · review on 22 Mar 2027 · market phase"
            " · competitive-messaging"
        ),
        "They talk to buyers every week.",
        "Support: Product Management contributes: feature facts · two weeks before launch",
        (
            "Dissent: Raj (Product Management) wanted Product Management: “We know the product.”"
            " – would change that mind: a year of flat win rates"
        ),
        (
            "Moved: Lee (Product Management → Product Marketing)"
            " and Eva (Abstain → Product Marketing)."
        ),
        "“we talk to buyers” – Ana (Product Marketing), for Product Marketing · sure 4/5",
    ):
        assert words in told


def test_the_votes_of_each_round_stand_in_a_table_with_a_column_for_each_team():
    page = as_markdown(log_document(LOG))
    assert tables(page)[1:3] == [
        [
            ["For", "Votes", "Share", "PM", "PMM"],
            ["Product Marketing", "5", "62%", "1", "4"],
            ["Product Management", "3", "38%", "3", ""],
        ],
        [
            ["For", "Votes", "Share", "PM", "PMM"],
            ["Product Marketing", "7", "78%", "2", "5"],
            ["Product Management", "2", "22%", "2", ""],
        ],
    ]
    assert "Round 1 9 voters · 1 abstained" in lines(page)
    assert "Round 2 9 voters" in lines(page)


def test_a_round_that_found_nobody_there_is_not_left_out():
    nobody = replace(LOG.decisions[0].rounds[0], tally=Tally(eligible=0, votes={}, by_team={}))
    decision = replace(LOG.decisions[0], rounds=(nobody,))
    page = as_markdown(log_document(replace(LOG, decisions=(decision,))))
    told = lines(page)
    assert told[told.index("Round 1 0 voters") + 1] == "Nobody was there."


def test_nobody_is_quoted_twice_for_the_same_vote():
    assert as_markdown(log_document(LOG)).count("we talk to buyers") == 1


def test_everything_else_in_the_log_has_its_section():
    source = as_markdown(log_document(full_log()))
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
        "## At the end",
        "## Amended since",
    ]
    *_, ratings = tables(source)
    assert ratings == [
        ["Statement", "Low to high", "Median", "PM", "PMM", "Consensus", "Agreement"],
        [EXAMPLE.ratings[0].text, "·▂█▄· 0 1 4 2 0", "3 of 5", "3", "3.5", "0.80", "0.71"],
        [
            "Seen differently ◆ perception gap: the teams see this differently",
            "·▂█▄· 0 1 4 2 0",
            "3 of 5",
            "1",
            "5",
            "0.80",
            "−0.14",
        ],
        ["Unrated – nobody rated it", "", "", "", "", "", ""],
    ]
    told = lines(source)
    for words in (
        "▲ Escalated: passed up for a decision; Kim answers for it",
        (
            "first vote contested: both sides claimed it · escalated to Olu"
            " · recorded 22 Nov 2026 09:05 UTC · launch-plan"
        ),
        "They ask buyers.\nEvery week.",
        "✔ Competitive messaging – 7 dots from 4 people · taken",
        "– Pricing – 1 dot from 1 person · left for later against the dots",
        "Against the dots because: The board.",
        (
            "○ Product Marketing → Product Management: Win/loss review findings every month"
            f" – still open · due 31 Jan 2027 · carried from {EARLIER_ID}"
        ),
        (
            "○ Product Marketing → Product Management: Win/loss review findings every month"
            " – still open · Raj answers for it · carried from 2025-01-01-a-aaaa"
        ),
        "✔ Product Management → Product Marketing: Facts – kept",
        "Who answers analyst requests? – raised by Lee · became Analyst requests",
        "The plan: ··▂█▅ 1 × 3, 5 × 4 and 3 × 5 of 5, median 4",
        "Worth the time: ··▄█▆ 2 × 3, 4 × 4 and 3 × 5 of 5, median 4",
        "owner of competitive-messaging: Ana -> Kim – Ines · 1 Dec 2026 10:00 UTC",
    ):
        assert words in told
    assert any("nobody of the driver's team there" in line for line in told)


def test_an_agreement_short_of_the_rule_and_a_wavering_decision_are_told():
    decision = replace(LOG.decisions[0], agreement=0.6, verdict=Verdict.REAFFIRMED)
    told = lines(as_markdown(log_document(replace(LOG, decisions=(decision,)))))
    assert any("60% agreement, short of the 75% required · first vote" in line for line in told)
    assert "= reaffirmed, wavering" in told  # 5 of 8 in the first round


def test_a_rehearsal_says_so_first():
    rehearsed = replace(LOG, session=replace(LOG.session, rehearsal=True))
    assert lines(as_markdown(log_document(rehearsed)))[1].startswith("Rehearsal:")
    assert "ehearsal" not in as_markdown(log_document(LOG))


def test_a_log_without_a_task_says_so():
    told = lines(as_markdown(log_document(replace(LOG, decisions=()))))
    assert "No task was reached." in told


def test_an_anonymous_log_names_no_voter():
    log = project_log(held_session(attribution=Attribution.ANONYMOUS))
    source = as_markdown(log_document(log))
    assert "anonymous votes" in source
    assert "Raj" not in source
    assert "Lee" not in source


def test_a_session_over_midnight_tells_both_days():
    ended = datetime.combine(date(2026, 11, 23), LOG.session.ended_at.timetz())
    log = replace(LOG, session=replace(LOG.session, ended_at=ended))
    assert "22 Nov 2026, 09:00–23 Nov 2026 09:06 UTC" in as_markdown(log_document(log))


@examples(percent=25)
@given(logs())
def test_any_log_becomes_a_page_whose_tables_are_whole(log):
    for table in tables(as_markdown(log_document(log))):
        assert len({len(row) for row in table}) == 1


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_hostile_text_in_any_field_changes_no_page(text):
    log = replace(full_log(), session=replace(EXAMPLE.session, follows=EARLIER_ID))
    harmless = as_markdown(log_document(poisoned(log, "x ")))
    source = as_markdown(log_document(poisoned(log, f"{text} ")))
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
        ("", "", ""),
    ],
)
def test_what_would_change_a_mind_stands_apart_from_the_objection(reason, mind, told):
    decided, *others = LOG.decisions
    (objection,) = decided.dissent
    changed = replace(decided, dissent=(replace(objection, reason=reason, would_change=mind),))
    source = as_markdown(log_document(replace(LOG, decisions=(changed, *others))))
    assert (
        f"- **Dissent:** **Raj** (Product Management) wanted Product Management{told}\n" in source
    )
