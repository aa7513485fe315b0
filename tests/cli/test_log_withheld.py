"""What too few have said in an anonymous session, told by the real program in every form."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from facilitator.domain.decision_log.projection import project_log
from facilitator.storage.decision_log_toml import write_log
from tests.worlds.workshop import few_voters

LOG = project_log(few_voters())
EARLIER = replace(
    LOG,
    session=replace(
        LOG.session,
        id="2026-05-22-grey-areas-x1y2",
        started_at=LOG.session.started_at.replace(month=5),
        ended_at=LOG.session.ended_at.replace(month=5),
    ),
    decisions=tuple(
        replace(
            each,
            decided_at=each.decided_at.replace(month=5),
            rounds=tuple(
                replace(
                    held,
                    opened_at=held.opened_at.replace(month=5),
                    closed_at=held.closed_at.replace(month=5),
                )
                for held in each.rounds
            ),
        )
        for each in LOG.decisions
    ),
)


@pytest.fixture
def ours(facilitator):
    """The program in a folder with two such logs."""
    for log in (EARLIER, LOG):
        write_log(facilitator.folder / "sessions", log)
    return facilitator


def words(text: str) -> str:
    return " ".join(text.split())


def test_check_finds_nothing_wrong(ours):
    for path in (ours.folder / "sessions").glob("*.toml"):
        done = ours("log", "check", str(path))
        assert (done.returncode, done.stderr) == (0, "")


def test_show_says_how_many_ballots_are_withheld(ours):
    done = ours("log", "show", LOG.session.id)
    told = words(done.stdout)
    assert done.returncode == 0
    assert "Round 1 3 voters · 1 silent · 2 withheld" in told
    assert "Round 2 3 voters" in told
    assert "vote 2 thin" in told
    assert "Round 1 3 voters · 2 silent · 1 withheld" in told
    assert "✔ Launch plan dots withheld: too few placed any · taken" in told
    assert "Chosen because: Both are late." in told
    assert "The plan too few answered for it to be told" in told
    assert "0 dots" not in told
    assert "no dots" not in told


def test_a_page_says_so_as_well(ours):
    done = ours("log", "export", LOG.session.id)
    told = words(done.stdout)
    assert done.returncode == 0
    assert "**Round 1** 3 voters · 1 silent · 2 withheld" in told
    assert "Figures are shown from three on." in told
    assert "✔ Launch plan – dots withheld: too few placed any · taken" in told
    assert "**The plan:** too few answered for it to be told" in told


def test_a_table_says_so_as_well(ours):
    done = ours("log", "export", LOG.session.id, "--as", "csv")
    found = {row["task"]: row for row in csv.DictReader(io.StringIO(done.stdout))}
    assert found["launch-plan"]["votes"] == "1 withheld"
    assert (found["launch-plan"]["agreement"], found["launch-plan"]["pattern"]) == ("", "")
    assert found["competitive-messaging"]["votes"] == "pmm 3"


def test_the_history_of_a_task_says_so_as_well(ours):
    told = words(ours("log", "history", "launch-plan").stdout)
    assert "2 silent · 1 withheld" in told
    document = json.loads(ours("log", "history", "launch-plan", "--json").stdout)
    rounds = [chapter["rounds"] for chapter in document["sessions"]]
    assert rounds == [[{"number": 1, "silent": 2, "withheld": 1}]] * 2


def test_two_such_logs_are_compared(ours):
    done = ours("log", "compare", EARLIER.session.id, LOG.session.id, "--all")
    assert done.returncode == 0
    assert "= reaffirmed: Launch plan the same team drives it · launch-plan" in words(done.stdout)
    assert "Driver Product Management Ratings" in words(done.stdout)
    assert "wavering" not in words(done.stdout)
