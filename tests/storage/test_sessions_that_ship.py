"""The two rehearsed sessions that ship, for newcomers to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.domain.decisions import CommitmentStatus, Verdict
from facilitator.domain.past.comparison import compare
from facilitator.storage.decision_log_toml import check_log_file

SESSIONS = Path(__file__).parents[2] / "sessions"
PATHS = sorted(SESSIONS.glob("*.toml"))


@pytest.fixture
def logs():
    return [check_log_file(path).log for path in PATHS]


def test_they_are_sound_and_marked_as_rehearsals(logs):
    assert len(logs) == 2
    for path, log in zip(PATHS, logs, strict=True):
        assert check_log_file(path).problems == ()
        assert log.session.rehearsal
        assert log.session.agenda == "grey-areas"


def test_the_second_follows_the_first(logs):
    first, second = logs
    assert second.session.follows == first.session.id
    assert second.session.started_at > first.session.ended_at


def test_there_is_something_to_compare(logs):
    told = compare(*logs)
    verdicts = [each.verdict for each in told.decisions]
    assert verdicts.count(Verdict.REVERSED) >= 2
    assert Verdict.REOPENED in verdicts
    statuses = [each.status.newer for each in told.commitments]
    assert CommitmentStatus.MISSED in statuses
    assert CommitmentStatus.KEPT in statuses


def test_nothing_else_lies_there():
    assert sorted(path for path in SESSIONS.iterdir() if path.name[0] != ".") == PATHS
