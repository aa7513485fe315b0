"""What too few have said in an anonymous session, in a log's file: written, read, amended."""

from __future__ import annotations

from datetime import date

import pytest

from facilitator.domain.decision_log.amending import SetOwner, SetReviewDate, amend
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.past import brief
from facilitator.storage.archive import Archive
from facilitator.storage.decision_log_amending import amended_file, open_log
from facilitator.storage.decision_log_toml import (
    dump_log,
    log_document,
    log_json,
    parse_log,
    read_log,
    write_log,
)
from tests.storage.reading_process import later
from tests.worlds.workshop import few_voters

LOG = project_log(few_voters())
TEXT = dump_log(LOG).decode()
ROUND = """
  eligible = 3
  votes = {}
  silent = 2
  withheld = 1
"""


def problems(text: str) -> list[tuple[str, str]]:
    found = parse_log(text.encode(), "log.toml").problems
    return [(problem.place, problem.message) for problem in found]


def test_it_is_written_without_the_figures_that_are_not_told():
    assert ROUND in TEXT
    assert TEXT.count("withheld = ") == 2
    shortlist = TEXT.partition("[[shortlist]]")[2].partition("[[parking_lot]]")[0]
    assert [word for word in ("dots", "people") if word in shortlist] == []
    close = TEXT.partition("[close]")[2]
    assert "return_on_time = [0, 0, 0, 3, 0]" in close
    assert "plan" not in close
    assert "too thin" not in TEXT


def test_it_reads_back_as_it_was():
    reading = parse_log(TEXT.encode(), "log.toml")
    assert (reading.log, reading.problems) == (LOG, ())
    assert log_json(LOG).keys() == log_document(LOG).keys()


def test_the_index_of_past_logs_holds_it_as_it_is(tmp_path):
    write_log(tmp_path, LOG)
    first, again = (Archive(tmp_path, read_log, later).entries() for _ in range(2))
    assert first == again
    assert first[0].reading.log == brief(LOG)


@pytest.mark.parametrize(
    ("old", "new", "place", "fragment"),
    [
        ("withheld = 1", "withheld = 2", "decisions[1].rounds[0].eligible", "add up to 4"),
        ("withheld = 1", "withheld = -1", "decisions[1].rounds[0].withheld", "range"),
        ("silent = 2\n", "silent = 3\n", "decisions[1].rounds[0].eligible", "add up to 4"),
        (
            'attribution = "anonymous"',
            'attribution = "named"',
            "decisions[0].rounds[0].withheld",
            "named",
        ),
    ],
)
def test_what_is_wrong_with_it_is_said_where_it_stands(old, new, place, fragment):
    assert old in TEXT
    found = dict(problems(TEXT.replace(old, new)))
    assert fragment in found[place]


@pytest.mark.parametrize(
    "change", [SetOwner("launch-plan", "Kim"), SetReviewDate("launch-plan", date(2027, 5, 1))]
)
def test_it_is_amended_in_its_own_layout(tmp_path, change):
    path = write_log(tmp_path, LOG)
    opened = open_log(path)
    amended = amend(opened.log, [change], "Ines", LOG.session.ended_at).log
    written = amended_file(opened, amended)
    assert written.keeps_layout
    assert parse_log(written.data, path.name).log == amended
    assert ROUND.encode() in written.data
