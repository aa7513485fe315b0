"""``facilitator rehearse`` as a person at the command line meets it."""

from __future__ import annotations

import json

import pytest


def logs_in(facilitator):
    return sorted((facilitator.folder / "logs").glob("*.toml"))


def without_times(decision):
    """All of a decision but when it came about: its support, dissent and every ballot, too."""
    rounds = [
        {key: value for key, value in held.items() if key not in ("opened_at", "closed_at")}
        for held in decision["rounds"]
    ]
    return {**decision, "rounds": rounds, "decided_at": None}


def test_unattended_it_tells_what_happens_and_where_the_log_lies(facilitator):
    done = facilitator("rehearse", "grey-areas", "--auto", "--sessions", "logs", "--name", "Ines")
    assert (done.returncode, done.stderr) == (0, "")
    (path,) = logs_in(facilitator)
    lines = done.stdout.splitlines()
    assert lines[0] == "Rehearsal of “Who owns the grey areas?” with 8 simulated people, seed 1"
    assert any(line.startswith("Step 1 of ") for line in lines)
    assert any("drives" in line for line in lines)
    assert lines[-1] == f"The decision log is logs/{path.name}"
    assert "rehearsal = true" in path.read_text()
    assert facilitator("log", "check", str(path)).returncode == 0
    assert list((facilitator.folder / "logs").iterdir()) == [path]


def test_the_same_seed_decides_the_same(facilitator):
    def decided(seed: str):
        options = ("--voters", "12", "--seed", seed, "--auto", "--sessions", "logs")
        done = facilitator("rehearse", "grey-areas", *options)
        assert (done.returncode, done.stderr) == (0, "")
        path = done.stdout.splitlines()[-1].removeprefix("The decision log is ")
        assert facilitator("log", "check", path).returncode == 0
        shown = json.loads(facilitator("log", "show", path, "--json").stdout)
        return [without_times(decision) for decision in shown["decisions"]]

    assert decided("7") == decided("7") != decided("8")


def test_fewer_people_than_teams_are_said(facilitator):
    done = facilitator("rehearse", "grey-areas", "--auto", "--voters", "2", "--sessions", "logs")
    assert done.returncode == 0
    assert done.stderr == "2 simulated people for 3 teams: nobody comes from Sales.\n"


def test_it_follows_the_log_that_is_named(facilitator):
    auto = ("rehearse", "two-teams", "--auto", "--sessions", "logs")
    facilitator(*auto)
    (first,) = logs_in(facilitator)
    assert facilitator(*auto, "--follows", "latest").returncode == 0
    (second,) = set(logs_in(facilitator)) - {first}
    assert f'follows = "{first.stem}"' in second.read_text()
    assert facilitator("log", "check", str(second)).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "or run it through without one: --auto"),
        (("--auto", "--voters", "0"), 2, "--voters"),
        (("--auto", "--voters", "101"), 2, "--voters"),
        (("--auto", "--seed", "many"), 2, "--seed"),
        (("--auto", "--follows", "nothing-there"), 3, "nothing-there"),
    ],
)
def test_what_can_not_be_is_said_in_words(facilitator, arguments, code, told):
    done = facilitator("rehearse", "two-teams", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert list(facilitator.folder.iterdir()) == []


def test_an_agenda_that_is_not_there_is_said(facilitator):
    done = facilitator("rehearse", "grey-area", "--auto")
    assert done.returncode == 3
    assert "did you mean “grey-areas”?" in done.stderr
