"""The same workshop held twice: the second time against the log of the first."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest

from facilitator.domain.words.figures import day
from tests.workshops.hosts import hold

pytestmark = pytest.mark.timeout(600)

PEOPLE = {"Ana": 1, "Raj": 2, "Lee": 3, "Kim": 1}
LONG_AGO = timedelta(days=200)
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d")


def age(path):
    """Have a log be of long ago, so that its reviews are due; return its new id."""

    def earlier(found):
        return (date.fromisoformat(found.group()) - LONG_AGO).isoformat()

    aged = path.with_name(_DAY.sub(earlier, path.name))
    aged.write_text(_DAY.sub(earlier, path.read_text()))
    path.unlink()
    return aged.stem


def only_log(room):
    (path,) = (room.folder / "sessions").glob("*.toml")
    return path


def log_of(room, reference):
    return json.loads(room.run("log", "show", reference, "--json").stdout)


def test_it_is_held_against_what_the_first_one_left(room):
    hold(room, "grey-areas", people=PEOPLE, defers_first=True)
    earlier_id = age(only_log(room))
    assert room.run("log", "check", earlier_id).returncode == 0
    earlier = log_of(room, earlier_id)
    assert [each["outcome"] for each in earlier["decisions"]] == ["deferred", *["decided"] * 3]

    host = hold(room, "grey-areas", people=PEOPLE, settles_on="2")
    due = host.screens["Ask how it went"]
    assert day(date.fromisoformat(earlier["session"]["started_at"][:10])) in due

    newer = log_of(room, "latest")
    assert room.run("log", "check", newer["session"]["id"]).returncode == 0
    assert newer["session"]["follows"] == earlier_id
    deferred, *decided = earlier["decisions"]
    again = {each["task"]: each for each in newer["decisions"]}
    assert (again[deferred["task"]]["verdict"], "supersedes" in again[deferred["task"]]) == (
        "settled",
        False,
    )
    for older in decided:
        newly = again[older["task"]]
        assert newly["driver"] != older["driver"]
        assert (newly["verdict"], newly["supersedes"]) == ("reversed", earlier_id)

    owed = {each["id"]: each for each in earlier["commitments"]}
    carried = {e["id"]: e for e in newer["commitments"] if "carried_from" in e}
    assert carried.keys() == owed.keys()
    assert {each["carried_from"] for each in carried.values()} == {earlier_id}
    assert {each["status"] for each in carried.values()} <= {"kept", "partly", "missed"}
    made = [each for each in newer["commitments"] if "carried_from" not in each]
    assert [each["status"] for each in made] == ["open"] * len(owed)
    assert not owed.keys() & {each["id"] for each in made}
