"""``facilitator log check`` finds what is wrong in logs, of many files in one run."""

from __future__ import annotations

import json
import re

import pytest

from tests.worlds.by_hand import with_known_keys_alone

BY_HAND = with_known_keys_alone()
EARLIER = "2026-05-20-our-areas-x1y2"
SOUND = "2026-10-05-our-areas-k3x9"

FAULTS = {
    # name of the file: what is replaced, by what, the place, the words and the mend
    "tally": (
        "votes = { pm = 2, pmm = 2 }",
        "votes = { pm = 1, pmm = 3 }",
        "decisions[0].rounds[0].votes",
        "is { pm = 1, pmm = 3 }, but the ballots make it { pm = 2, pmm = 2 }",
        "correct it, or the ballots",
    ),
    "pattern": (
        'pattern = "contested"',
        'pattern = "divided"',
        "decisions[0].pattern",
        "is divided, but the first round's votes make it contested",
        "write contested",
    ),
    "agreement": (
        "agreement = 1.0",
        "agreement = 0.75",
        "decisions[0].agreement",
        "is 0.75, but the last round's votes make it 1.0",
        "write 1.0",
    ),
    "supersedes": (
        'owner = "Lee" ',
        f'supersedes = "{EARLIER}"\nowner = "Lee" ',
        "decisions[1].supersedes",
        'that session did not decide "price-list"',
        "take it out",
    ),
    "no-driver": (
        'driver = "pm"\n',
        "",
        "decisions[1].driver",
        'is missing (in "price-list")',
        'add driver = "an-id"',
    ),
    "two-drivers": (
        'driver = "pm"\n',
        'driver = ["pm", "pmm"]\n',
        "decisions[1].driver",
        'is an array, and a task has one driver (in "price-list")',
        "write the id of one team, and list the others under [[decisions.support]]",
    ),
    "driver-twice": (
        'driver = "pm"\n',
        'driver = "pm"\ndriver = "pmm"\n',
        "line 167, column 1",
        "not valid TOML: driver stands twice in this table, first on line 166",
        "take one out",
    ),
    "date-as-text": (
        "review_on = 2027-02-02\n",
        'review_on = "2027-02-02"\n',
        "decisions[1].review_on",
        'is text, not a date (in "price-list")',
        "write it like 2027-03-22, without quotes",
    ),
    "participant-twice": (
        'id = "zoe"',
        'id = "raj"',
        "participants[4].id",
        "is the same as in participants[1]",
        "keep one of the two",
    ),
    "stranger": (
        'participant = "raj"\n    choice = "need-info"',
        'participant = "tom"\n    choice = "need-info"',
        "decisions[2].rounds[0].ballots[1].participant",
        '"tom" is not a voter among the participants',
        "list the voter, or correct the id",
    ),
}


def fill(folder):
    """Two sound logs, of which neither names the other."""
    folder.mkdir()
    earlier = BY_HAND.replace("2026-10-05", "2026-05-20").replace("k3x9", "x1y2")
    earlier = earlier.replace('"price-list"', '"price-tag"')
    (folder / f"{EARLIER}.toml").write_text(earlier, encoding="utf-8")
    (folder / f"{SOUND}.toml").write_text(BY_HAND, encoding="utf-8")
    return folder


@pytest.fixture
def folder(facilitator):
    """The folder of sessions."""
    return fill(facilitator.folder / "sessions")


@pytest.fixture
def faulty(facilitator):
    """A folder elsewhere with a log for each fault, sound but for that, and two sound ones."""
    made = fill(facilitator.folder / "faulty")
    for name, (old, new, *_) in FAULTS.items():
        assert old in BY_HAND
        (made / f"{name}.toml").write_text(BY_HAND.replace(old, new, 1), encoding="utf-8")
    return made


def test_every_fault_of_every_file_is_found_in_one_run_with_its_place_and_mend(facilitator, faulty):
    names = sorted(f"faulty/{path.name}" for path in faulty.iterdir())
    done = facilitator("log", "check", *names)
    assert done.returncode == 1
    assert done.stderr == ""
    plain = re.sub(r" \(line \d+\)(?=: )", "", done.stdout)
    told = dict(line.split(": ", 1) for line in plain.splitlines())
    assert list(told) == names
    assert len(done.stdout.splitlines()) == len(names)
    for sound in (EARLIER, SOUND):
        assert told.pop(f"faulty/{sound}.toml") == "no problems"
    for name, (_, _, place, message, mend) in FAULTS.items():
        found = told.pop(f"faulty/{name}.toml")
        assert found.startswith(f"{place}: {message}; "), found
        assert found.endswith(mend), found
    assert told == {}


def test_as_json_too(facilitator, faulty):
    names = [f"faulty/{name}.toml" for name in FAULTS]
    done = facilitator("log", "check", "--json", *names)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert [problem["file"] for problem in found] == names
    assert [problem["place"] for problem in found] == [row[2] for row in FAULTS.values()]
    assert all(problem["hint"] and problem["severity"] == "error" for problem in found)


def test_in_one_file_too_none_hides_another(facilitator, faulty):
    """But for values that can't be read, beside which the rest of a table means little."""
    unreadable = ("no-driver", "two-drivers", "driver-twice", "date-as-text")
    rows = [row for name, row in FAULTS.items() if name not in unreadable]
    text = BY_HAND
    for old, new, *_ in rows:
        text = text.replace(old, new, 1)
    (faulty / "all.toml").write_text(text, encoding="utf-8")
    done = facilitator("log", "check", "--json", "faulty/all.toml")
    assert sorted(found["place"] for found in json.loads(done.stdout)) == sorted(
        place for _, _, place, *_ in rows
    )


def test_a_sound_file_in_the_sessions_folder_is_warned_of_that_has_another_name(
    facilitator, folder
):
    (folder / "mine.toml").write_text(BY_HAND, encoding="utf-8")
    done = facilitator("log", "check", "mine")
    told = "sessions/mine.toml: warning: this file does not have its session's name"
    beside = f"{SOUND}.toml lies beside it, and a session counts once"
    assert (done.returncode, done.stdout) == (0, f"{told}; {beside}\n")
    (folder / f"{SOUND}.toml").unlink()
    done = facilitator("log", "check", "--json", "./sessions/mine.toml")
    (problem,) = json.loads(done.stdout)
    assert (problem["severity"], problem["hint"]) == ("warning", f"call it {SOUND}.toml")
    assert done.returncode == 0


def test_elsewhere_a_file_may_have_any_name(facilitator, folder):
    (facilitator.folder / "mine.toml").write_text(BY_HAND, encoding="utf-8")
    assert facilitator("log", "check", "mine.toml").stdout == "mine.toml: no problems\n"


@pytest.mark.parametrize("verb", ["log", "agenda"])
def test_what_cant_be_read_stands_in_the_json_too(facilitator, folder, verb):
    (facilitator.folder / "broken.toml").write_text("[", encoding="utf-8")
    names = ("nope.toml", "broken.toml", "\x1b[2J.toml")
    done = facilitator(verb, "check", *names, "--json")
    first, broken, last = json.loads(done.stdout)
    assert done.returncode == 3
    assert broken["file"] == "broken.toml"
    said = done.stderr.splitlines()
    for problem, name, line in zip(
        (first, last), ("nope.toml", "<U+001B>[2J.toml"), said, strict=True
    ):
        message = line.removeprefix("facilitator: ")
        assert "there is no such file" in message
        assert problem == {
            "file": name,
            "place": "",
            "message": message,
            "hint": "",
            "severity": "error",
            "line": None,
            "column": None,
        }


def test_a_name_that_means_no_log_stands_in_the_json_too(facilitator, folder):
    done = facilitator("log", "check", "nope", "--json")
    (problem,) = json.loads(done.stdout)
    assert done.returncode == 3
    assert (problem["file"], problem["severity"]) == ("nope", "error")
    assert done.stderr == f"facilitator: {problem['message']}\n"
    plain = facilitator("log", "check", "nope", SOUND)
    assert (plain.stdout, plain.stderr) == (f"{SOUND}: no problems\n", done.stderr)
