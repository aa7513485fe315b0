"""A session whose file lies in the folder twice counts once."""

from __future__ import annotations

import json
from datetime import date
from unicodedata import normalize

import pytest
from icalendar import Calendar

from facilitator.storage.archive import Archive
from tests.worlds.by_hand import decided, promise, put, undecided

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
def test_a_calendar_tells_of_it_as_the_copy_does_that_was_amended_since(facilitator, folder, name):
    amended = '[[amendments]]\nat = 2027-01-02T03:04:05Z\nby = "Ines"\nwhat = "review moved"\n'
    text = (folder / f"{SECOND}.toml").read_text("utf-8")
    (folder / f"{name}.toml").write_text(text + amended, "utf-8")
    made = facilitator("log", "export", "--register", "--as", "calendar").stdout
    stamps = {each.decoded("dtstamp").date() for each in Calendar.from_ical(made).walk("VEVENT")}
    assert date(2027, 1, 2) in stamps


COPIES = [
    "{} (1)",
    "{}.sync-conflict-20261127-101112-ABCDEFG",
    "{} (Ines's conflicted copy 2026-11-27)",
    "{} - Kopie",
    "{}~HEAD",
    "Ünser Workshop",
]
AMENDED = '\n[[amendments]]\nat = {}\nby = "Ines"\nwhat = "owner of messaging: Ana -> Olu"\n'


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_that_was_amended_since_counts_and_both_files_are_named(facilitator, folder, name):
    name = name.format(FIRST)
    text = (folder / f"{FIRST}.toml").read_text("utf-8").replace('"Ana"', '"Olu"')
    (folder / f"{name}.toml").write_text(text + AMENDED.format("2026-06-01T08:00:00Z"), "utf-8")
    for verb in (("register",), ("due", "--all"), ("history", "messaging"), ("list",)):
        told = facilitator("log", *verb, "--json").stderr
        assert f"{name}.toml counts: {FIRST}.toml tells of the same session" in told
    chapters = json.loads(facilitator("log", "history", "messaging", "--json").stdout)["sessions"]
    assert [each["owner"] for each in chapters] == ["Olu", "Ana"]
    listed = json.loads(facilitator("log", "list", "--json").stdout)
    assert [(each["id"], each["session"], each["counts"]) for each in listed] == [
        (SECOND, SECOND, True),
        (name, FIRST, True),
        (FIRST, FIRST, False),
    ]
    assert "does not count" in " ".join(facilitator("log", "list").stdout.split())


@pytest.mark.parametrize("name", COPIES)
def test_each_file_of_a_session_is_shown_by_its_own_name(facilitator, folder, name):
    name = name.format(FIRST)
    text = (folder / f"{FIRST}.toml").read_text("utf-8").replace('"Ana"', '"Olu"')
    (folder / f"{name}.toml").write_text(text, "utf-8")
    for reference, owner in ((name, "Olu"), (FIRST, "Ana"), (FIRST[:15], "Ana")):
        done = facilitator("log", "show", reference, "--json")
        assert json.loads(done.stdout)["decisions"][0]["owner"] == owner
        assert not name.startswith(FIRST) or "tells of the same session" in done.stderr


@pytest.mark.parametrize("name", COPIES)
def test_a_check_names_both_files_where_they_differ(facilitator, folder, name):
    name = name.format(FIRST)
    path = folder / f"{FIRST}.toml"
    text = path.read_text("utf-8")
    (folder / f"{name}.toml").write_text(text.replace('"Ana"', '"Olu"'), "utf-8")
    done = facilitator("log", "check", name)
    assert done.returncode == 0
    assert f"{name}.toml: warning:" in done.stdout
    assert f"{FIRST}.toml lies beside it, says something else" in done.stdout
    of_the_right_one = facilitator("log", "check", FIRST).stdout
    assert name.startswith(FIRST) == (f"{name}.toml tells of the same session" in of_the_right_one)
    (folder / f"{name}.toml").write_text(text.replace("\n", "\r\n"), "utf-8")
    assert "no problems" in facilitator("log", "check", FIRST).stdout
    assert facilitator("log", "register").stderr == ""


def test_a_file_cut_short_by_a_synchroniser_gives_way_to_its_copy(facilitator, folder):
    path = folder / f"{FIRST}.toml"
    path.rename(folder / f"{FIRST} (1).toml")
    path.write_text("<<<<<<< HEAD\n", "utf-8")
    chapters = json.loads(facilitator("log", "history", "messaging", "--json").stdout)["sessions"]
    assert [each["session"] for each in chapters] == [FIRST, SECOND]


@pytest.mark.parametrize("name", ["may", "Frühjahr 2026", "Fru\u0308hjahr 2026", FIRST + " (1)"])
def test_a_renamed_log_is_found_by_its_file_and_by_its_session(facilitator, folder, name):
    (folder / f"{FIRST}.toml").rename(folder / f"{name}.toml")
    forms = [normalize(form, name) for form in ("NFC", "NFD")]
    for reference in (*forms, f"sessions/{forms[0]}.toml", FIRST, FIRST[:12]):
        done = facilitator("log", "show", reference, "--json")
        assert json.loads(done.stdout)["session"]["id"] == FIRST


@pytest.mark.parametrize("name", ["may", "zzz", "Fru\u0308hjahr"])
def test_logs_are_held_against_a_renamed_one_that_they_follow(facilitator, folder, name):
    path = folder / f"{SECOND}.toml"
    followed = f'follows = "{FIRST}"\nrehearsal'
    path.write_text(path.read_text("utf-8").replace("rehearsal", followed, 1), "utf-8")
    before = facilitator("log", "check", SECOND)
    assert before.returncode == 1
    assert f'write "{FIRST}", which decided it last' in before.stdout
    (folder / f"{FIRST}.toml").rename(folder / f"{name}.toml")
    assert facilitator("log", "check", SECOND).stdout == before.stdout


def test_a_beginning_that_two_sessions_have_names_both_files(facilitator, folder):
    (folder / f"{FIRST}.toml").rename(folder / "may.toml")
    put(folder, "2026-05-21-grey-areas-zzzz", decided("naming"))
    done = facilitator("log", "show", "2026-05")
    assert done.returncode == 3
    assert "2026-05-21-grey-areas-zzzz, may" in done.stderr
