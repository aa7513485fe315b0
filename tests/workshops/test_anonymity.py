"""An anonymous workshop of three and one: no file and no screen says who chose what."""

from __future__ import annotations

import shutil

import pytest

from tests.e2e.room import Voter

pytestmark = pytest.mark.timeout(240)

AGENDA = """\
format = "facilitator.agenda/1"
id = "small"
title = "A small workshop"

[rules]
attribution = "anonymous"

[[teams]]
id = "pm"
name = "Product Management"

[[teams]]
id = "pmm"
name = "Product Marketing"

[[teams]]
id = "sales"
name = "Sales"

[[steps]]
kind = "task"
id = "messaging"
title = "Competitive messaging"
candidates = ["pm", "pmm"]

[[steps]]
kind = "close"
title = "The game plan"
"""
PEOPLE = {
    "Quagga": ("pm", "1", "reason-zebra"),
    "Okapi": ("pm", "1", "reason-wombat"),
    "Numbat": ("pm", "2", ""),
    "Bilby": ("sales", "2", "reason-dugong"),
}
"""Three of one team and one of another: their keys, and why."""
CHOICES = {"1": "Product Management", "2": "Product Marketing"}
REASONS = [reason for *_, reason in PEOPLE.values() if reason]
TEAM_OF_ONE = "Sales"
ROOM_COLUMN = 90
"""Where the facilitator's list of who is here begins, beside everything else."""


def test_no_file_and_no_screen_holds_who_chose_what(room, tmp_path_factory):
    backup = tmp_path_factory.mktemp("backup")
    (room.folder / "small.toml").write_text(AGENDA)
    facilitator = room.facilitate("run", "small.toml", "--listen", "127.0.0.1:0", "--name", "Ines")
    facilitator.see("Begin: Competitive messaging")
    facilitator.press(" ", "Start voting")
    room.learn_how_to_join(facilitator)
    voters = {name: Voter(room, name, has_key=True) for name in PEOPLE}
    for name, (team, *_) in PEOPLE.items():
        voters[name].take_seat(team)
    facilitator.see("4 here")
    facilitator.press(" ", "Close and reveal", "0 of 4")
    for name, (_, key, reason) in PEOPLE.items():
        voters[name].vote(key, reason=reason)
    facilitator.see("4 of 4")
    kept = sorted(path.suffix for path in journals(room).iterdir() if path.suffix != ".log")
    assert ".seal" in kept
    assert_no_file_tells(room.folder)

    facilitator.kill()
    facilitator.wait_for_end()
    for voter in voters.values():
        voter.terminal.see("the session waits")
    assert_no_file_tells(room.folder)
    facilitator = room.facilitate("resume", "--listen", "127.0.0.1:0")
    facilitator.see("4 of 4")
    for name, (_, key, reason) in PEOPLE.items():
        text = voters[name].terminal.see("your vote", "4 of 4 voted", reason)
        assert f"{key}  {CHOICES[key]}  your vote" in text
    facilitator.see("4 here")
    sockets = shutil.ignore_patterns("*.socket")
    shutil.copytree(journals(room), backup, dirs_exist_ok=True, ignore=sockets)

    marks = {each: len(each.raw) for each in terminals(facilitator, voters)}
    facilitator.press(" ", *REASONS)
    for terminal in terminals(facilitator, voters):
        terminal.see("reason-wombat")
        terminal.let_it_be_read()
    for terminal, mark in marks.items():
        assert_no_line_tells(terminal, mark)

    facilitator.press("f", "Defer", "Review on")
    facilitator.press("\x13", "Next: The game plan")
    facilitator.press("e", "End the workshop and write its log?")
    facilitator.press(" ", "sessions/", ".toml")
    assert facilitator.press_to_end(" ") == 0

    assert [path.name for path in journals(room).iterdir()] == [".gitignore"]
    assert_log_tells_nothing(room)
    for seal in backup.glob("*.seal"):
        seal.unlink()
    (journal,) = backup.glob("*.journal")
    answer = room.run("serve", str(journal), "--listen", "127.0.0.1:0")
    assert (answer.returncode, answer.stdout) == (4, "")
    assert ".seal is not beside it" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert_no_file_tells(backup)


def journals(room):
    return room.folder / "sessions" / ".journals"


def terminals(facilitator, voters):
    return [facilitator, *(voter.terminal for voter in voters.values())]


def assert_no_file_tells(folder):
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert [reason for reason in REASONS if reason.encode() in data] == [], path
        assert b'"choice"' not in data, path


def assert_no_line_tells(terminal, mark):
    """After the reveal no line ties a person to a choice or a reason, nor the team of one."""
    for line in (each[:ROOM_COLUMN] for each in terminal.painted_since(mark)):
        said = [reason for reason in REASONS if reason in line]
        if said:
            assert [name for name in (*PEOPLE, TEAM_OF_ONE) if name in line] == []


def assert_log_tells_nothing(room):
    (path,) = (room.folder / "sessions").glob("*.toml")
    text = path.read_text()
    assert room.run("log", "check", str(path)).returncode == 0
    assert [word for word in (*PEOPLE, "ballots", *REASONS) if word in text] == []
    assert text.count("by_team") == text.count("by_team = {}") == 1
