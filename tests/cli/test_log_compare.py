"""``facilitator log compare``: a newer log held against an older one."""

from __future__ import annotations

import json

import pytest

from facilitator.cli.options import VERDICTS
from facilitator.domain.decisions import Verdict
from tests.worlds.by_hand import decided, promise, put, skipped, support, undecided

OLDER = "2026-05-20-grey-areas-x1y2"
NEWER = "2026-11-22-grey-areas-7k2m"


@pytest.fixture
def folder(facilitator):
    return facilitator.folder / "sessions"


def compared(facilitator, *options: str):
    """What ``log compare --json`` says, of two logs that are sound."""
    files = sorted(str(path) for path in (facilitator.folder / "sessions").glob("*.toml"))
    checked = facilitator("log", "check", *files)
    assert checked.returncode == 0, checked.stdout
    done = facilitator("log", "compare", OLDER, NEWER, "--json", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


ABSENT = None
UNDECIDED = ("deferred", "escalated", "parked")


def told(task: str, word: str | None):
    """What a log says of a task: an outcome, or the team that it was decided for."""
    if word == "skipped":
        return skipped(task)
    return undecided(task, word) if word in UNDECIDED else decided(task, word)


ROWS = [
    (ABSENT, "pm", "new"),
    ("skipped", "pm", "new"),
    *((ABSENT, word, "raised") for word in UNDECIDED),
    ("skipped", "parked", "raised"),
    ("pm", "pm", "reaffirmed"),
    ("pm", "pmm", "reversed"),
    *(("pm", word, "reopened") for word in UNDECIDED),
    ("pm", ABSENT, "carried"),
    ("pm", "skipped", "carried"),
    *((word, "pm", "settled") for word in UNDECIDED),
    *((word, other, "still-open") for word in UNDECIDED for other in UNDECIDED),
    *((word, ABSENT, "dropped") for word in UNDECIDED),
    ("parked", "skipped", "dropped"),
    ("skipped", ABSENT, None),
    (ABSENT, "skipped", None),
    ("skipped", "skipped", None),
]
"""The table of verdicts, each row with every word that it may mean."""


def test_every_row_of_the_verdict_table(facilitator, folder):
    rows = {f"{was}-then-{now}".lower(): (was, now, verdict) for was, now, verdict in ROWS}
    put(folder, OLDER, *(told(task, was) for task, (was, _, _) in rows.items() if was))
    put(folder, NEWER, *(told(task, now) for task, (_, now, _) in rows.items() if now))
    found = compared(facilitator)
    assert (found["older"], found["newer"]) == (OLDER, NEWER)
    assert {each["task"]: each["verdict"] for each in found["decisions"]} == {
        task: verdict for task, (_, _, verdict) in rows.items() if verdict
    }
    assert not any(each["wavering"] for each in found["decisions"])


WAVERING = [
    ("pm", "pm", (6,), False),
    ("pm", "pm", (5,), True),
    ("pm", "pm", (5, 8), True),
    ("pm", "pm", (8, 5), False),
    ("pm", "pm", (0, 8), True),
    ("pm", "pmm", (5, 8), False),
    ("deferred", "pm", (5, 8), False),
    (ABSENT, "pm", (5, 8), False),
]
"""What it was, what it is, with how many of eight votes in each round; and whether it wavers."""


def test_a_task_wavers_that_was_reaffirmed_with_too_few_votes_in_the_first_round(
    facilitator, folder
):
    rows = {f"task-{number}": row for number, row in enumerate(WAVERING)}
    put(folder, OLDER, *(told(task, row[0]) for task, row in rows.items() if row[0]), required=1.0)
    put(folder, NEWER, *(decided(task, row[1], *row[2]) for task, row in rows.items()))
    found = {each["task"]: each["wavering"] for each in compared(facilitator)["decisions"]}
    assert found == {task: row[3] for task, row in rows.items()}


def test_what_else_changed_on_a_task(facilitator, folder):
    kept = support("sales", "review", "objections", "every month")
    put(
        folder,
        OLDER,
        decided(
            "messaging",
            "pm",
            6,
            owner="Raj",
            support=kept + support("pmm", "consult") + support("sales", "inform"),
        ),
    )
    newer = kept + support("pmm", "contribute") + support("sales", "inform", when="weekly")
    put(
        folder,
        NEWER,
        decided("messaging", "pm", 8, owner="", review_on="2027-01-01", support=newer),
    )
    path = folder / f"{NEWER}.toml"
    path.write_text(path.read_text().replace('owner = ""\n', ""))
    assert compared(facilitator)["decisions"] == [
        {
            "task": "messaging",
            "title": "Messaging",
            "verdict": "reaffirmed",
            "wavering": False,
            "driver": {"older": "pm", "newer": "pm"},
            "owner": {"older": "Raj", "newer": None},
            "review_on": {"older": "2027-03-22", "newer": "2027-01-01"},
            "agreement": {"older": 0.75, "newer": 1.0},
            "support": {
                "added": [
                    {
                        "team": "pmm",
                        "input": "contribute",
                        "detail": "what they know",
                        "when": "monthly",
                    }
                ],
                "removed": [
                    {
                        "team": "pmm",
                        "input": "consult",
                        "detail": "what they know",
                        "when": "monthly",
                    }
                ],
                "changed": [
                    {
                        "team": "sales",
                        "input": "inform",
                        "older": {"detail": "what they know", "when": "monthly"},
                        "newer": {"detail": "what they know", "when": "weekly"},
                    }
                ],
            },
        }
    ]


RATING = """
[[ratings]]
step = "maturity"
statement = "{name}"
text = "Launches run well"
scale = 3
counts = {counts}
median = {median}
consensus = {consensus}
agreement = {agreement}
by_team = {{ pm = {pm} }}
"""
LOW = RATING.format(
    name="launches", counts=[3, 0, 0], median=1.0, consensus=1.0, agreement=1.0, pm=[3, 0, 0]
)
HIGH = RATING.format(
    name="launches", counts=[0, 0, 4], median=3.0, consensus=1.0, agreement=1.0, pm=[0, 0, 3]
)
ONCE = HIGH.replace("launches", "pricing")


def test_promises_and_ratings_of_both_logs_are_told_the_newer_ones_first(facilitator, folder):
    put(folder, OLDER, more=promise("gone") + promise("calls") + LOW + ONCE)
    carried = promise("calls", "kept", carried_from=OLDER)
    put(folder, NEWER, more=promise("desk") + carried + HIGH)
    found = compared(facilitator)
    assert found["decisions"] == []
    assert found["commitments"] == [
        {"id": "desk", "older": None, "newer": "open"},
        {"id": "calls", "older": "open", "newer": "kept"},
        {"id": "gone", "older": "open", "newer": None},
    ]
    assert found["ratings"] == [
        {
            "step": "maturity",
            "statement": "launches",
            "median": {"older": 1.0, "newer": 3.0},
            "by_team": {"pm": {"older": 1.0, "newer": 3.0}},
        },
        {
            "step": "maturity",
            "statement": "pricing",
            "median": {"older": 3.0, "newer": None},
            "by_team": {"pm": {"older": 3.0, "newer": None}},
        },
    ]


def test_tasks_stand_in_the_newer_logs_order_then_those_of_the_older_alone(facilitator, folder):
    put(folder, OLDER, *(decided(task) for task in ("b", "d", "a", "c")))
    put(folder, NEWER, *(decided(task) for task in ("c", "e", "b")))
    order = [each["task"] for each in compared(facilitator)["decisions"]]
    assert order == ["c", "e", "b", "d", "a"]


def test_a_team_sees_what_it_drives_supports_or_promised(facilitator, folder):
    put(folder, OLDER, decided("was-ours", "sales"), decided("theirs", "pm"))
    put(
        folder,
        NEWER,
        decided("was-ours", "pm"),
        decided("helped", "pm", support=support("sales", "inform")),
        decided("theirs", "pm"),
        more=promise("one", giver="sales") + promise("two") + HIGH,
    )
    for name in ("sales", "SALES", "Sales"):
        found = compared(facilitator, "--team", name)
        assert [each["task"] for each in found["decisions"]] == ["was-ours", "helped"]
        assert [each["id"] for each in found["commitments"]] == ["one"]
        assert found["ratings"] == []
    assert len(compared(facilitator, "--team", "product management")["ratings"]) == 1


def test_only_some_verdicts_can_be_asked_for(facilitator, folder):
    put(folder, OLDER, decided("one"), decided("two"), decided("three"))
    put(folder, NEWER, decided("one", "pmm"), decided("two"), more=promise("calls"))
    found = compared(facilitator, "--verdict", "reversed", "--verdict", "carried")
    assert [each["task"] for each in found["decisions"]] == ["one", "three"]
    assert found["commitments"] == []
    text = facilitator("log", "compare", OLDER, NEWER, "--verdict", "carried").stdout
    assert "Three" in text


def test_the_verdicts_to_ask_for_are_those_that_there_are():
    assert list(VERDICTS) == [str(verdict) for verdict in Verdict]


@pytest.mark.parametrize("verdict", ["carried", "dropped"])
@pytest.mark.parametrize("verb", [("list",), ("history", "messaging")], ids=lambda verb: verb[0])
def test_what_only_a_comparison_tells_can_be_asked_of_nothing_else(facilitator, verb, verdict):
    done = facilitator("log", *verb, "--verdict", verdict)
    assert done.returncode == 2
    assert f"'{verdict}' is not one of" in done.stderr
    assert verdict not in facilitator("log", verb[0], "--help").stdout


def test_the_wrong_way_round_is_said_and_done(facilitator, folder):
    put(folder, OLDER, decided("one"))
    put(folder, NEWER, decided("one", "pmm"), decided("two"))
    done = facilitator("log", "compare", NEWER, OLDER, "--json")
    assert done.returncode == 0
    told = f"{NEWER} began after {OLDER}; they are compared in the order given all the same"
    assert done.stderr == f"facilitator: {told}\n"
    verdicts = [each["verdict"] for each in json.loads(done.stdout)["decisions"]]
    assert verdicts == ["reversed", "carried"]


def test_logs_may_be_named_as_for_show(facilitator, folder):
    put(folder, OLDER, decided("one"))
    path = put(folder, NEWER, decided("one"))
    for names in (("2026-05", "latest"), (OLDER, str(path)), (OLDER[:12], NEWER[:12])):
        done = facilitator("log", "compare", *names, "--json")
        assert json.loads(done.stdout)["newer"] == NEWER, done.stderr


def test_a_log_that_is_not_there_or_broken_is_told_in_one_line(facilitator, folder):
    put(folder, OLDER, decided("one"))
    (folder / "broken.toml").write_text("[")
    for name, words in (("2019", "there is no log"), ("broken", "can't be read as a decision log")):
        done = facilitator("log", "compare", OLDER, name)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.count("\n") == 1
        assert words in done.stderr


def test_people_read_what_changed_and_how_much_did_not(facilitator, folder):
    put(folder, OLDER, decided("one"), decided("two"), decided("three"), more=promise("calls"))
    put(folder, NEWER, decided("one", "pmm", 6), decided("two"), more=promise("calls"))
    text = facilitator("log", "compare", OLDER, NEWER).stdout
    assert "⇄ reversed" in text
    assert "Product Management (100%) → Product Marketing (75%)" in text
    assert "left out: 1 reaffirmed, 1 carried, 1 commitment. --all shows all." in text
    assert "Two" not in text
    everything = facilitator("log", "compare", OLDER, NEWER, "--all").stdout
    assert "Two" in everything
    assert "left out" not in everything


@pytest.mark.parametrize("newer", [(), (skipped("launch-plan"),)], ids=["absent", "skipped"])
def test_a_decision_carried_on_is_no_change_for_people(facilitator, folder, newer):
    put(folder, OLDER, decided("launch-plan", "pm"))
    put(folder, NEWER, *newer)
    told = facilitator("log", "compare", OLDER, NEWER).stdout
    assert "Nothing differs." in told
    assert "Unchanged and left out: 1 carried." in told


def test_a_round_in_which_nobody_named_a_team_may_be_written_with_zeros(facilitator, folder):
    put(folder, OLDER, decided("one"))
    path = put(folder, NEWER, decided("one", "pm", 4, 8))
    blank = "votes = { pm = 0, sales = 0 }\n  abstained = 8"
    text = path.read_text().replace("votes = { pm = 4, sales = 4 }\n  abstained = 0", blank)
    assert blank in text
    path.write_text(text)
    (each,) = compared(facilitator)["decisions"]
    assert each["wavering"]
    assert facilitator("log", "compare", OLDER, NEWER).returncode == 0
    assert facilitator("log", "show", NEWER).returncode == 0
