"""A session whose file lies in the folder twice counts once."""

from __future__ import annotations

import json
from datetime import date

import pytest
from icalendar import Calendar

from facilitator.storage.archive import Archive
from tests.written_logs import decided, promise, put, undecided

FIRST = "2026-05-20-grey-areas-x1y2"
SECOND = "2026-11-22-grey-areas-7k2m"
ANSWERS = (
    ("log", "register"),
    ("log", "due", "--all", "--on", "2026-06-01"),
    ("log", "history", "messaging"),
)


@pytest.fixture
def folder(facilitator):
    """Two sessions: a task decided, and decided again; one reopened; and a promise."""
    sessions = facilitator.folder / "sessions"
    put(sessions, FIRST, decided("messaging"), decided("booths"), more=promise("calls"))
    put(sessions, SECOND, decided("messaging", "pmm"), undecided("booths", "deferred"))
    return sessions


@pytest.mark.parametrize("name", ["2026-05-20-copy", "zzz"])
@pytest.mark.parametrize("command", ANSWERS, ids=lambda command: command[1])
def test_copies_change_no_answer(facilitator, folder, command, name):
    before = facilitator(*command, "--json").stdout
    for session in (FIRST, SECOND):
        text = (folder / f"{session}.toml").read_text("utf-8")
        (folder / f"{name}-{session[:7]}.toml").write_text(text, "utf-8")
    done = facilitator(*command, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == before
    assert json.loads(before)


@pytest.mark.parametrize("name", ["2026-05-20-copy", "zzz"])
def test_the_file_with_the_sessions_name_counts(facilitator, folder, name):
    """Whatever has been changed since in the copy."""
    text = (folder / f"{FIRST}.toml").read_text("utf-8")
    copy = folder / f"{name}.toml"
    copy.write_text(text.replace('owner = "Ana"', 'owner = "Olu"'), "utf-8")
    assert [entry.id for entry in Archive(folder).entries()] == [SECOND, FIRST, name]
    chapters = json.loads(facilitator("log", "history", "messaging", "--json").stdout)["sessions"]
    assert [each["owner"] for each in chapters] == ["Ana", "Ana"]


@pytest.mark.parametrize("name", ["2026-05-20-copy", "zzz"])
def test_a_calendar_tells_of_it_as_the_file_with_the_sessions_name_does(facilitator, folder, name):
    amended = '[[amendments]]\nat = 2027-01-02T03:04:05Z\nby = "Ines"\nwhat = "review moved"\n'
    text = (folder / f"{SECOND}.toml").read_text("utf-8")
    (folder / f"{name}.toml").write_text(text + amended, "utf-8")
    made = facilitator("log", "export", "--register", "--as", "calendar").stdout
    stamps = {each.decoded("dtstamp").date() for each in Calendar.from_ical(made).walk("VEVENT")}
    assert stamps == {date(2026, 11, 22)}
