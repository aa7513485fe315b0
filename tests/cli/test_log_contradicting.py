"""A log that contradicts itself, or one beside it, counts everywhere, and is marked there."""

from __future__ import annotations

import csv
import io
import json

import pytest
from icalendar import Calendar

from tests.worlds.by_hand import decided, put

OLDER = "2026-05-20-grey-areas-x1y2"
NEWER = "2026-11-22-grey-areas-7k2m"
BROKEN = "2026-12-01-grey-areas-bbbb"
REMARK = (
    f"facilitator: sessions/{NEWER}.toml contradicts itself, or the logs beside it;"
    f" `facilitator log check sessions/{NEWER}.toml` lists where\n"
)
COUNTED = (
    f"facilitator: {NEWER} contradicts itself, and counts all the same;"
    f" facilitator log check {NEWER} lists where\n"
)
LEFT_OUT = f"facilitator: {BROKEN} can't be read and is left out; facilitator log list says why\n"


def against_the_older(text: str) -> str:
    """Reversed, it says; but the log before it decided likewise."""
    text = text.replace("rehearsal = false", f'follows = "{OLDER}"\nrehearsal = false')
    text = text.replace('owner = "Ana"', f'owner = "Ana"\nsupersedes = "{OLDER}"')
    return text.replace("review_on =", 'verdict = "reversed"\nreview_on =')


def against_itself(text: str) -> str:
    """A share that its votes don't make."""
    return text.replace("agreement = 1.0", "agreement = 0.8")


@pytest.fixture(params=[against_the_older, against_itself], ids=lambda slip: slip.__name__)
def folder(facilitator, request):
    """A sound log, and one after it that contradicts itself or the first."""
    sessions = facilitator.folder / "sessions"
    put(sessions, OLDER, decided("messaging", "pmm"), decided("pricing", "pm"))
    driver = "pmm" if request.param is against_the_older else "pm"
    path = put(sessions, NEWER, decided("messaging", driver))
    path.write_text(request.param(path.read_text("utf-8")), "utf-8")
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


@pytest.mark.parametrize(
    "command",
    [
        ("log", "register"),
        ("log", "due", "--all", "--on", "2026-12-01"),
        ("log", "history", "messaging"),
        ("log", "export", "--register"),
        ("log", "export", "--register", "--as", "csv"),
        ("log", "export", "--register", "--as", "calendar"),
    ],
)
def test_where_all_logs_speak_it_is_named_with_the_check(facilitator, folder, command):
    done = facilitator(*command)
    assert (done.returncode, done.stderr) == (0, COUNTED)


def test_in_every_document_it_counts_and_is_marked(facilitator, folder):
    def told(*command):
        return json.loads(facilitator(*command, "--json").stdout)

    older, newer = (next(e for e in told("log", "list") if e["id"] == i) for i in (OLDER, NEWER))
    assert (older["state"], newer["state"]) == ("sound", "contradicts itself")
    assert newer["problems"]
    standing = {each["task"]: each for each in told("log", "register")}
    assert (standing["messaging"]["session"], standing["messaging"]["contradicts"]) == (NEWER, True)
    assert (standing["pricing"]["session"], standing["pricing"]["contradicts"]) == (OLDER, False)
    reviews = told("log", "due", "--all", "--on", "2026-12-01")["reviews"]
    assert {each["session"]: each["contradicts"] for each in reviews} == {
        NEWER: True,
        OLDER: False,
    }
    chapters = told("log", "history", "messaging")["sessions"]
    assert [(each["session"], each["contradicts"]) for each in chapters] == [
        (OLDER, False),
        (NEWER, True),
    ]
    assert told("log", "compare", OLDER, NEWER)["contradicts"] == [NEWER]


def test_in_every_report_for_people_it_is_marked(facilitator, folder):
    for command in (
        ("log", "list"),
        ("log", "register"),
        ("log", "due", "--all", "--on", "2026-12-01"),
        ("log", "history", "messaging"),
        ("log", "compare", OLDER, NEWER),
        ("log", "show", NEWER),
        ("log", "export", "--register"),
        ("log", "export", NEWER),
        ("log", "export", NEWER, "--against", OLDER),
    ):
        shown = facilitator(*command, COLUMNS="160").stdout.casefold()
        assert shown.count("contradicts itself") in (1, 2), command
    assert "≠ 1 from a log that contradicts itself" in facilitator("log", "register").stdout


def test_exports_for_machines_mark_it_too(facilitator, folder):
    for command in (("--register",), (NEWER,), (NEWER, "--against", OLDER)):
        text = facilitator("log", "export", *command, "--as", "csv").stdout.lstrip("\ufeff")
        rows = {row["task"]: row["contradicts"] for row in csv.DictReader(io.StringIO(text))}
        assert rows["messaging"] == "true", command
    dates = facilitator("log", "export", "--register", "--as", "calendar").stdout
    told = [event["description"] for event in Calendar.from_ical(dates).walk("VEVENT")]
    assert sum("That log contradicts itself." in each for each in told) == 1


def test_the_remark_leaves_the_document_alone(facilitator, folder):
    done = facilitator("log", "show", NEWER, "--json")
    assert json.loads(done.stdout)["session"]["id"] == NEWER
    assert "contradicts" not in done.stdout


def test_it_can_be_amended_where_that_makes_it_no_worse(facilitator, folder):
    checked = facilitator("log", "check", NEWER)
    assert checked.returncode == 1
    amended = facilitator("log", "amend", NEWER, "--task", "messaging", "--owner", "Raj")
    assert amended.returncode == 0
    assert facilitator("log", "check", NEWER).stdout == checked.stdout


def test_what_cant_be_read_is_named_and_left_out_everywhere(facilitator, folder):
    (folder / f"{BROKEN}.toml").write_text('format = "facilitator.decision-log/1"\n[session\n')
    for command in (
        ("log", "register"),
        ("log", "due", "--all", "--on", "2026-12-01"),
        ("log", "history", "messaging"),
        ("log", "export", "--register"),
        ("log", "list", "--team", "pm"),
    ):
        done = facilitator(*command)
        assert (done.returncode, done.stderr) == (0, LEFT_OUT + COUNTED), command
    assert f"`{BROKEN}`" in facilitator("log", "export", "--register").stdout
    assert "✘ broken" in facilitator("log", "list").stdout
    assert facilitator("log", "show", BROKEN).returncode == 3


def test_a_new_session_says_what_it_follows_and_what_it_passed_over(facilitator, folder):
    (folder / f"{BROKEN}.toml").write_text("[session\n")
    done = facilitator("run", "grey-areas", "--no-ssh")
    assert done.returncode == 2  # there is no terminal
    rehearsed = facilitator("rehearse", "grey-areas", "--auto", "--voters", "2", "--follows", NEWER)
    assert rehearsed.returncode == 0
    said = rehearsed.stderr.splitlines()
    assert said[0] == f"facilitator: held against {NEWER}"
    assert said[1].startswith(f"facilitator: {NEWER} contradicts itself, or a log that it names")
    assert said[2].startswith(f"facilitator: {BROKEN} was passed over, for it can't be read: line ")
