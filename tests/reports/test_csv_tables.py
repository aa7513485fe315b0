"""Past decisions as tables for spreadsheets."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.comparison import compare
from facilitator.domain.past.register import register
from facilitator.reports.data import comparison_csv, guarded, log_csv, register_csv
from facilitator.storage.decision_log_toml import read_log
from tests.hostile import MARKDOWN, SPREADSHEET
from tests.reports.reading import HOSTILE, poisoned
from tests.worlds.workshop import EARLIER_ID, held_session

EXAMPLE = read_log(Path(__file__).parent.parent / "storage" / "decision-log-example.toml").log
LOG = project_log(held_session())
TODAY = date(2027, 3, 23)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), strict=True))


def test_a_log_has_a_row_for_each_decision():
    found = rows(log_csv(LOG))
    assert [row["task"] for row in found] == [
        "competitive-messaging",
        "launch-plan",
        "advisory-boards",
    ]
    assert found[0] == {
        "session": "2026-11-22-grey-areas-7k2m",
        "started_at": "2026-11-22T09:00:07Z",
        "rehearsal": "false",
        "task": "competitive-messaging",
        "title": "Competitive messaging",
        "phase": "market",
        "outcome": "decided",
        "driver": "pmm",
        "driver_name": "Product Marketing",
        "owner": "Ana",
        "rationale": "They talk to buyers every week.",
        "agreement": "0.7778",
        "pattern": "contested",
        "driver_absent": "false",
        "decided_at": "2026-11-22T09:04:30Z",
        "review_on": "2027-03-22",
        "supersedes": "",
        "verdict": "",
        "wavering": "",
        "support": "pm contribute: feature facts, two weeks before launch; "
        "sales review: objections heard in calls, every month",
        "dissent": "Raj (pm) wanted pm: We know the product. "
        "(would change that mind: a year of flat win rates)",
        "rounds": "2",
        "votes": "pmm 7, pm 2",
        "contradicts": "false",
    }
    assert found[2]["driver"] == found[2]["agreement"] == found[2]["review_on"] == ""


def test_a_comparison_has_a_row_for_each_task_of_either():
    older = replace(EXAMPLE, session=replace(EXAMPLE.session, id=EARLIER_ID))
    newer = replace(LOG, decisions=LOG.decisions[:2])
    first, second, *more = rows(comparison_csv(compare(older, newer)))
    assert not more
    assert (
        first
        | {
            "older": EARLIER_ID,
            "newer": "2026-11-22-grey-areas-7k2m",
            "verdict": "reaffirmed",
            "wavering": "true",
            "driver_older": "pmm",
            "driver_newer": "pmm",
            "agreement_newer": "0.7778",
            "support_added": "sales review: objections heard in calls, every month",
            "support_removed": "",
        }
        == first
    )
    assert (second["verdict"], second["outcome_older"], second["outcome_newer"]) == (
        "raised",
        "",
        "deferred",
    )


def test_the_register_has_a_row_for_each_task():
    again = replace(
        LOG,
        session=replace(LOG.session, id="2027-01-01-a-aaaa", started_at=LOG.session.ended_at),
        decisions=(replace(LOG.decisions[0], outcome=Outcome.PARKED, driver=None, review_on=None),),
    )
    (row,) = rows(register_csv(register([LOG, again]), TODAY))
    assert row == {
        "task": "competitive-messaging",
        "title": "Competitive messaging",
        "driver": "pmm",
        "driver_name": "Product Marketing",
        "owner": "Ana",
        "support": "pm contribute: feature facts, two weeks before launch; "
        "sales review: objections heard in calls, every month",
        "since": "2026-11-22",
        "session": "2026-11-22-grey-areas-7k2m",
        "review_on": "2027-03-22",
        "overdue": "true",
        "reopened": "true",
        "contradicts": "false",
    }


def test_without_a_row_there_are_still_the_heads():
    assert register_csv((), TODAY).startswith("task,title,driver,")
    assert rows(register_csv((), TODAY)) == []


@pytest.mark.parametrize("text", SPREADSHEET)
def test_no_cell_is_a_formula_whatever_a_log_holds(text):
    log = poisoned(LOG, f"{text} ")
    older = poisoned(replace(LOG, decisions=LOG.decisions[:1]), f"{text} ")
    standings = register([log])
    for table in (
        log_csv(log),
        comparison_csv(compare(older, log)),
        register_csv(standings, TODAY),
    ):
        for separator in ",;":
            for row in csv.reader(io.StringIO(table), delimiter=separator):
                assert not any(is_formula(cell) for cell in row), row


def is_formula(cell: str) -> bool:
    return cell.lstrip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")


@pytest.mark.parametrize("text", [*MARKDOWN, HOSTILE])
def test_hostile_text_adds_neither_cells_nor_lines(text):
    table = log_csv(poisoned(LOG, f"{text} "))
    assert len(table.splitlines()) == 1 + len(LOG.decisions)
    assert all(None not in row and None not in row.values() for row in rows(table))
    assert all(char.isprintable() or char in "\n\u200d" for char in table)


def test_only_what_begins_like_a_formula_is_guarded():
    assert guarded("a-b = c; d") == "a-b = c; d"
    assert guarded("-b; +c") == "'-b; '+c"
