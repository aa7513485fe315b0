"""``facilitator log register`` and ``list``: the decisions in force, and the logs behind them."""

from __future__ import annotations

import json

import pytest

from tests.worlds.by_hand import decided, put, skipped, undecided

FIRST = "2026-01-10-grey-areas-aaaa"
SECOND = "2026-04-10-two-teams-bbbb"
THIRD = "2026-07-10-grey-areas-cccc"


@pytest.fixture
def folder(facilitator):
    """Three sessions of two agendas: four tasks decided, one of them open again."""
    sessions = facilitator.folder / "sessions"
    put(sessions, FIRST, decided("messaging", "pm", review_on="2026-06-01"), decided("booths"))
    put(sessions, SECOND, decided("pricing", "sales"), undecided("surveys", "parked"))
    put(
        sessions,
        THIRD,
        decided("messaging", "pmm", review_on="2027-03-22"),
        undecided("booths", "deferred"),
        skipped("pricing"),
    )
    return sessions


def register(facilitator, *options: str) -> list[dict]:
    done = facilitator("log", "register", "--json", "--on", "2026-08-01", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_register_holds_the_newest_decision_on_every_task(facilitator, folder):
    booths, messaging, pricing = register(facilitator)
    assert booths == {
        "task": "booths",
        "title": "Booths",
        "driver": "pm",
        "owner": "Ana",
        "since": "2026-01-10",
        "session": FIRST,
        "review_on": "2027-02-01",
        "overdue": False,
        "reopened": True,
        "contradicts": False,
    }
    assert (messaging["driver"], messaging["since"], messaging["session"]) == (
        "pmm",
        "2026-07-10",
        THIRD,
    )
    assert (pricing["session"], pricing["reopened"]) == (SECOND, False)


@pytest.mark.parametrize(
    ("day", "overdue"), [("2027-02-01", 0), ("2027-02-02", 1), ("2027-03-22", 1), ("2027-03-23", 3)]
)
def test_a_review_is_overdue_from_the_day_after_its_date(facilitator, folder, day, overdue):
    assert sum(each["overdue"] for each in register(facilitator, "--on", day)) == overdue


def test_the_register_can_be_that_of_a_team_or_of_a_time(facilitator, folder):
    def tasks(*options: str) -> list[str]:
        return [each["task"] for each in register(facilitator, *options)]

    assert tasks("--team", "product management") == ["booths"]
    assert tasks("--since", "2026-04-10") == ["messaging", "pricing"]
    assert tasks("--since", "2026-04-11", "--team", "pmm") == ["messaging"]
    assert tasks("--team", "pm", "--since", "2026-02-01") == []


def test_a_task_that_was_reopened_is_due_when_that_session_says(facilitator, folder):
    done = facilitator("log", "due", "--json", "--on", "2027-02-02", "--all")
    late = [each["task"] for each in json.loads(done.stdout)["reviews"] if each["days_overdue"] > 0]
    assert late == ["booths"]
    overdue = [e["task"] for e in register(facilitator, "--on", "2027-02-02") if e["overdue"]]
    assert overdue == late


def test_a_team_that_no_log_knows_is_wrong_usage(facilitator, folder):
    done = facilitator("log", "register", "--team", "ops")
    assert (done.returncode, done.stdout) == (2, "")
    told = "facilitator: no log here knows a team “ops”; there are: pm, pmm, sales\n"
    assert done.stderr == told


def test_people_read_who_drives_what_since_when_and_what_wants_a_second_look(facilitator, folder):
    done = facilitator("log", "register", "--on", "2027-04-01", COLUMNS="80")
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "Task                     Driver              Owner        Since      Review on",
        "↺ Booths                 Product Management  Ana    10 Jan 2026   ! 1 Feb 2027",
        "booths",
        "reopened on 10 Jul 2026",
        "Messaging                Product Marketing   Ana    10 Jul 2026  ! 22 Mar 2027",
        "messaging",
        "Pricing                  Sales               Ana    10 Apr 2026  ! 22 Mar 2027",
        "pricing",
        "",
        "3 decisions in force on 1 Apr 2027 · ! 3 overdue for review · ↺ 1 reopened since",
    ]


def test_broken_and_foreign_files_hide_nothing_and_are_counted(facilitator, folder):
    (folder / "broken.toml").write_text("[")
    (folder / "foreign.toml").write_text('format = "somebody.else/3"\n')
    done = facilitator("log", "register", "--json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == 3
    assert done.stderr == (
        "facilitator: foreign, broken can't be read and are left out;"
        " facilitator log list says why\n"
    )
    there = facilitator("log", "register", "--sessions", str(folder)).stderr
    assert f"facilitator log list --sessions {folder} says why" in there


def test_rehearsals_count_by_themselves_only_or_when_asked_for(facilitator, folder):
    other = folder.with_name("rehearsed")
    put(other, FIRST, decided("messaging"), rehearsal=True)
    for verb in (("register",), ("history", "messaging"), ("due", "--all")):
        done = facilitator("log", *verb, "--sessions", str(other), "--json")
        assert "messaging" in done.stdout
        assert done.stderr == (
            "facilitator: there are rehearsals only: nothing here was decided in earnest yet\n"
        )
    put(folder, "2026-07-20-grey-areas-dddd", decided("messaging", "sales"), rehearsal=True)
    assert register(facilitator)[1]["driver"] == "pmm"
    assert register(facilitator, "--rehearsals")[1]["driver"] == "sales"
    text = facilitator("log", "register", "--rehearsals").stdout
    assert text.count("rehearsed, not decided") == 1


@pytest.mark.parametrize(
    ("verb", "files", "words"),
    [
        ("register", {}, "No decision logs in sessions yet. A workshop leaves one when it ends"),
        ("due", {}, "No decision logs in sessions yet."),
        ("register", {"broken.toml": "["}, "None of the files in sessions can be read."),
    ],
)
def test_an_empty_folder_says_what_to_do(facilitator, verb, files, words):
    folder = facilitator.folder / "sessions"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content)
    done = facilitator("log", verb)
    assert done.returncode == 0
    assert words in " ".join(done.stdout.split())
    assert json.loads(facilitator("log", verb, "--json").stdout) in (
        [],
        {"reviews": [], "commitments": []},
    )


def test_a_folder_without_decisions_says_what_else_there_is(facilitator):
    put(facilitator.folder / "sessions", FIRST, undecided("booths", "parked"))
    told = " ".join(facilitator("log", "register").stdout.split())
    assert told == "Nothing was decided yet: facilitator log due tells what was left open."


def test_the_list_can_be_cut_to_a_team_a_time_or_a_verdict(facilitator, folder):
    path = folder / f"{THIRD}.toml"
    text = path.read_text().replace("rehearsal =", f'follows = "{FIRST}"\nrehearsal =')
    for task, verdict in (("messaging", "reversed"), ("booths", "reopened")):
        given = f'verdict = "{verdict}"\ntask = "{task}"'
        text = text.replace(f'task = "{task}"', given)
    text = text.replace('driver = "pmm"', f'driver = "pmm"\nsupersedes = "{FIRST}"')
    path.write_text(text)
    assert facilitator("log", "check", str(path)).returncode == 0
    path = folder / f"{SECOND}.toml"
    path.write_text(path.read_text().replace('id = "pmm"', 'id = "hr"').replace('"pmm"', '"hr"'))
    (folder / "broken.toml").write_text("[")

    def ids(*options: str) -> list[str]:
        return [
            each["id"] for each in json.loads(facilitator("log", "list", "--json", *options).stdout)
        ]

    assert ids() == [THIRD, SECOND, FIRST, "broken"]
    assert ids("--team", "hr") == [SECOND]
    assert ids("--since", "2026-04-10") == [THIRD, SECOND]
    assert ids("--verdict", "reopened", "--verdict", "new") == [THIRD]
    nothing = facilitator("log", "list", "--verdict", "still-open")
    assert "No decision log here fits these filters" in nothing.stdout
    assert "can't be read and is left out" in nothing.stderr
    assert facilitator("log", "list").stderr == ""
