"""A log that is sound by itself and contradicts one that lies beside it."""

from __future__ import annotations

import json

import pytest

from tests.written_logs import decided, put

OLDER = "2026-05-20-grey-areas-x1y2"
NEWER = "2026-11-22-grey-areas-7k2m"
REMARK = (
    f"facilitator: sessions/{NEWER}.toml contradicts the logs beside it;"
    f" `facilitator log check sessions/{NEWER}.toml` lists where\n"
)


@pytest.fixture
def folder(facilitator):
    """Two logs that decide a task alike, of which the newer one says that it was reversed."""
    sessions = facilitator.folder / "sessions"
    put(sessions, OLDER, decided("messaging", "pm"))
    path = put(sessions, NEWER, decided("messaging", "pm"))
    text = path.read_text("utf-8")
    text = text.replace("rehearsal = false", f'follows = "{OLDER}"\nrehearsal = false')
    text = text.replace('owner = "Ana"', f'owner = "Ana"\nsupersedes = "{OLDER}"')
    text = text.replace("review_on =", 'verdict = "reversed"\nreview_on =')
    path.write_text(text, "utf-8")
    return sessions


@pytest.mark.parametrize(
    "command",
    [
        ("log", "show", NEWER),
        ("log", "compare", OLDER, NEWER, "--all"),
        ("log", "export", NEWER),
        ("log", "export", NEWER, "--against", OLDER),
        ("log", "export", NEWER, "--as", "calendar"),
        ("agenda", "from-log", NEWER, "--on", "2030-01-01"),
    ],
)
def test_it_is_read_with_one_remark_that_names_the_check(facilitator, folder, command):
    done = facilitator(*command)
    assert (done.returncode, done.stderr) == (0, REMARK)
    assert "essaging" in done.stdout


def test_it_is_listed_and_counted_without_a_remark(facilitator, folder):
    for command in (("log", "list"), ("log", "register")):
        done = facilitator(*command, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        assert NEWER in done.stdout


def test_the_remark_leaves_the_document_alone(facilitator, folder):
    done = facilitator("log", "show", NEWER, "--json")
    assert json.loads(done.stdout)["session"]["id"] == NEWER


def test_check_and_amend_insist(facilitator, folder):
    checked = facilitator("log", "check", NEWER)
    assert checked.returncode == 1
    assert "decisions[0].verdict" in checked.stdout
    amended = facilitator("log", "amend", NEWER, "--task", "messaging", "--owner", "Raj")
    assert amended.returncode == 3
    assert "is no sound log" in amended.stderr


def test_what_is_wrong_in_itself_is_not_read(facilitator, folder):
    path = folder / f"{NEWER}.toml"
    path.write_text(path.read_text("utf-8").replace("agreement = 1.0", "agreement = 0.8"), "utf-8")
    done = facilitator("log", "show", NEWER)
    assert (done.returncode, done.stdout) == (3, "")
    assert "is no sound log" in done.stderr
