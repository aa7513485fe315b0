"""Who drives what, as a page on a code host."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from facilitator.domain.agenda import InputKind
from facilitator.domain.decision_log.model import LogDecision, LogSupport, LogTeam
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.register import register
from facilitator.reports.documents.register import matrix_document
from facilitator.reports.markdown import as_markdown
from tests.hostile import MARKDOWN
from tests.markdown import PLAIN, emphases, lines, marks, shape, tables
from tests.reports.reading import HOSTILE, poisoned
from tests.worlds.workshop import EARLIER_ID, held_session

TODAY = date(2027, 3, 23)
LOG = project_log(held_session())


def decided(task: str, driver: str, *support: tuple[str, InputKind], **more) -> LogDecision:
    told = {"owner": "Ana", "review_on": date(2027, 6, 1), "outcome": Outcome.DECIDED} | more
    return LogDecision(
        task=task,
        title=task.capitalize(),
        driver=driver,
        decided_at=LOG.session.ended_at,
        support=tuple(LogSupport(team=t, input=k, detail="x", when="y") for t, k in support),
        **told,
    )


EARLIER = replace(
    LOG,
    session=replace(
        LOG.session, id=EARLIER_ID, started_at=datetime(2026, 5, 20, tzinfo=UTC), rehearsal=False
    ),
    teams=(LogTeam(id="ops", name="Operations"), LogTeam(id="pm", name="Product")),
    decisions=(
        decided("pricing", "ops", ("pm", InputKind.REVIEW), owner="", review_on=date(2026, 9, 1)),
        decided("launch", "pm"),
    ),
)
NEWER = replace(
    LOG,
    decisions=(
        decided(
            "boards",
            "pmm",
            ("pm", InputKind.CONTRIBUTE),
            ("pm", InputKind.REVIEW),
            ("pm", InputKind.REVIEW),
        ),
        replace(decided("launch", "pm"), outcome=Outcome.PARKED, driver=None, review_on=None),
    ),
)
STANDINGS = register([NEWER, EARLIER])
PAGE = as_markdown(matrix_document(STANDINGS, TODAY))


def test_each_task_shows_the_owner_with_the_driver_and_what_the_others_give():
    day = {"since": "22\u00a0Nov\u00a02026", "june": "1\u00a0Jun\u00a02027"}
    assert tables(PAGE) == [
        [
            ["Task", "PM", "PMM", "OPS", "Since", "Review"],
            ["Boards", "contribute, review", "Ana", "", day["since"], day["june"]],
            ["Launch reopened on 22 Nov 2026", "Ana", "", "", day["since"], day["june"]],
            ["Pricing", "review", "", "drives", day["since"], "!\u00a01\u00a0Sep\u00a02026"],
        ]
    ]
    assert "| **Ana** |" in PAGE
    assert "| **drives** |" in PAGE


def test_what_needs_a_look_is_counted_and_short_names_are_told():
    assert (
        lines(PAGE)[1]
        == "3 decisions in force on 23 Mar 2027 · ! 1 overdue for review · ↺ 1 reopened since"
    )
    assert "PM\u00a0Product Management · PMM\u00a0Product Marketing · OPS\u00a0Operations" in lines(
        PAGE
    )


def test_a_team_that_has_no_part_in_anything_has_no_column():
    assert "SALES" not in PAGE


def test_a_review_is_not_overdue_on_its_day():
    assert "overdue" not in as_markdown(matrix_document(STANDINGS, date(2026, 9, 1)))


def test_decisions_of_rehearsals_alone_are_said_to_be_that():
    rehearsed = replace(EARLIER, session=replace(EARLIER.session, rehearsal=True))
    assert lines(as_markdown(matrix_document(register([rehearsed]), TODAY)))[1].startswith(
        "Rehearsal:"
    )
    assert "ehearsal" not in PAGE


def test_without_a_decision_that_is_said():
    assert lines(as_markdown(matrix_document((), TODAY))) == [
        "Who drives what",
        "No decision is in force on 23 Mar 2027.",
    ]


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_hostile_text_in_any_field_changes_no_page(text):
    def page(before: str) -> str:
        return as_markdown(
            matrix_document(register([poisoned(NEWER, before), poisoned(EARLIER, before)]), TODAY)
        )

    harmless, source = page("x "), page(f"{text} ")
    assert shape(source) == shape(harmless)
    assert emphases(source) == emphases(harmless)
    assert [len(row) for row in tables(source)[0]] == [6] * 4
    assert marks(source) <= PLAIN
    assert all(char.isprintable() or char in "\n\u00a0\u200d" for char in source)
