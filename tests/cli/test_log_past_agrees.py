"""Register, history and due lists against a plain reading of the same files."""

from __future__ import annotations

import json
import tomllib
from datetime import date

import pytest
from click.testing import CliRunner

from benchmarks.past_logs import write_past
from facilitator.cli import cli
from tests.worlds.by_hand import decided, promise, put, skipped, undecided

TODAY = date(2020, 5, 17)
FIRST, SECOND = "2020-02-02-workshop-a-e001", "2020-02-06-workshop-z-e002"


@pytest.fixture
def folder(facilitator):
    """Twelve logs of three agendas, and five that ask for care; a broken file among them."""
    sessions = facilitator.folder / "sessions"
    write_past(sessions, 12, 8)
    put(
        sessions,
        FIRST,
        skipped("a-task-1"),
        undecided("a-task-2", "parked"),
        decided("a-task-3", "sales", 8, review_on="2020-05-17"),
        decided("a-task-4", "pm", 8, review_on="2020-05-16"),
        undecided("late", "deferred", "2020-05-01"),
        undecided("never", "parked"),
        skipped("passed-over"),
        more=promise("no-day") + promise("twice", due="2020-03-01") + promise("kept"),
    )
    put(
        sessions,
        SECOND,
        decided("a-task-3", "pm", 5, 8, review_on="2020-07-01"),
        undecided("late", "escalated"),
        undecided("a-task-4", "deferred", "2020-04-01"),
        more=promise("twice", due="2020-06-01") + promise("kept", "kept", carried_from=FIRST),
    )
    put(
        sessions,
        "2020-02-08-workshop-a-e003",
        decided("a-task-1", "sales"),
        decided("rehearsed"),
        more=promise("pretended"),
        rehearsal=True,
    )
    misnamed = put(
        sessions, "2020-02-09-workshop-z-e004", decided("a-task-3", "pm", 4, 8), decided("never")
    )
    text = misnamed.read_text().replace("2020-02-09-workshop", "2020-01-01-workshop")
    misnamed.with_name("2020-01-01-workshop-z-e004.toml").write_text(text)
    misnamed.unlink()
    put(sessions, "2020-02-10-workshop-z-e005", more=promise("no-day", carried_from=FIRST))
    (sessions / "2020-02-11-workshop-a-e006.toml").write_text("broken = [")
    return sessions


def asked(facilitator, *arguments: str):
    done = facilitator("log", *arguments, "--json")
    assert done.returncode in (0, 1), done.stderr
    assert "2020-02-11-workshop-a-e006 can't be read and is left out" in done.stderr
    return done.returncode, unmarked(json.loads(done.stdout))


def unmarked(told):
    """What is told, without which logs contradict themselves."""
    if isinstance(told, dict):
        return {key: unmarked(each) for key, each in told.items() if key != "contradicts"}
    return [unmarked(each) for each in told] if isinstance(told, list) else told


def plain_logs(folder) -> list[dict]:
    found = []
    for path in folder.glob("*.toml"):
        try:
            found.append(tomllib.loads(path.read_text()))
        except tomllib.TOMLDecodeError:
            continue
    real = [log for log in found if not log["session"]["rehearsal"]]
    return sorted(real, key=lambda log: (log["session"]["started_at"], log["session"]["id"]))


def plain_register(logs) -> list[dict]:
    found: dict[str, dict] = {}
    for log in logs:
        for told in log["decisions"]:
            task = told["task"]
            if told["outcome"] == "decided":
                found[task] = {
                    "task": task,
                    "title": told["title"],
                    "driver": told["driver"],
                    "owner": told.get("owner"),
                    "since": str(told["decided_at"].date()),
                    "session": log["session"]["id"],
                    "review_on": str(told["review_on"]),
                    "overdue": told["review_on"] < TODAY,
                    "reopened": False,
                }
            elif told["outcome"] != "skipped" and task in found:
                found[task]["reopened"] = True
                if "review_on" in told:
                    found[task]["review_on"] = str(told["review_on"])
                    found[task]["overdue"] = told["review_on"] < TODAY
    return [found[task] for task in sorted(found)]


def plain_due(logs) -> dict:
    reviews: dict[str, dict] = {}
    promises: list[dict] = []
    for log in logs:
        session = log["session"]["id"]
        for told in log["decisions"]:
            if "review_on" in told:
                reviews[told["task"]] = {
                    "task": told["task"],
                    "title": told["title"],
                    "outcome": told["outcome"],
                    "driver": told.get("driver"),
                    "owner": told.get("owner"),
                    "session": session,
                    "due": str(told["review_on"]),
                    "days_overdue": (TODAY - told["review_on"]).days,
                }
        for told in log.get("commitments", []):
            came_from = (told.get("carried_from"), told["id"])
            promises = [each for each in promises if (each["session"], each["id"]) != came_from]
            due = told.get("due")
            promises.append(
                {
                    "id": told["id"],
                    "from": told["from"],
                    "to": told["to"],
                    "text": told["text"],
                    "owner": told.get("owner"),
                    "session": session,
                    "due": str(due) if due else None,
                    "days_overdue": (TODAY - due).days if due else 0,
                    "status": told["status"],
                }
            )
    still_open = [each for each in promises if each.pop("status") == "open"]
    return {
        "reviews": sorted(reviews.values(), key=lambda each: (each["due"], each["task"])),
        "commitments": sorted(still_open, key=lambda each: (each["due"] or "9", each["id"])),
    }


def plain_verdict(before: dict | None, now: dict) -> str:
    is_decided = now["outcome"] == "decided"
    if before is None:
        return "new" if is_decided else "raised"
    if before["outcome"] != "decided":
        return "settled" if is_decided else "still-open"
    if not is_decided:
        return "reopened"
    return "reaffirmed" if before["driver"] == now["driver"] else "reversed"


def plain_history(logs, task: str) -> list[dict]:
    found = []
    before = None
    for log in logs:
        for told in log["decisions"]:
            if told["task"] != task or told["outcome"] == "skipped":
                continue
            verdict = plain_verdict(before, told)
            first = told["rounds"][0]["votes"]
            share = first.get(told.get("driver"), 0) / (sum(first.values()) or 1)
            short = share < log["rules"]["agreement_required"]
            keys = ("number", "votes", "by_team", "abstained", "need_info", "silent")
            found.append(
                {
                    "session": log["session"]["id"],
                    "date": str(log["session"]["started_at"].date()),
                    "outcome": told["outcome"],
                    "driver": told.get("driver"),
                    "owner": told.get("owner"),
                    "agreement": told.get("agreement"),
                    "pattern": told["pattern"],
                    "verdict": verdict,
                    "wavering": verdict == "reaffirmed" and short,
                    "review_on": str(told["review_on"]) if "review_on" in told else None,
                    "rationale": told.get("rationale"),
                    "support": told.get("support", []),
                    "rounds": [{key: held[key] for key in keys} for held in told["rounds"]],
                }
            )
            before = told
    return found


def test_the_register_agrees_with_the_files(facilitator, folder):
    expected = plain_register(plain_logs(folder))
    code, found = asked(facilitator, "register", "--on", str(TODAY))
    assert (code, found) == (0, expected)
    assert len(found) == 25
    assert (
        {each["overdue"] for each in found} == {each["reopened"] for each in found} == {True, False}
    )


def test_the_due_list_agrees_with_the_files(facilitator, folder):
    expected = plain_due(plain_logs(folder))
    code, found = asked(facilitator, "due", "--all", "--on", str(TODAY))
    assert (code, found) == (1, expected)
    assert "late" in [each["task"] for each in found["reviews"]]
    assert [each["id"] for each in found["commitments"]].count("twice") == 2
    near = asked(facilitator, "due", "--within", "5", "--on", str(TODAY))[1]
    assert near == {
        kind: [each for each in found[kind] if each["days_overdue"] >= -5] for kind in found
    }
    assert near != found


def test_the_history_of_every_task_agrees_with_the_files(facilitator, folder, monkeypatch):
    monkeypatch.setenv("FACILITATOR_CONFIG", str(folder.parent / "config"))
    logs = plain_logs(folder)
    tasks = {
        told["task"] for log in logs for told in log["decisions"] if told["outcome"] != "skipped"
    }
    assert len(tasks) == 26
    wavering = 0
    for task in sorted(tasks):
        arguments = ["log", "history", task, "--json", "--sessions", str(folder)]
        done = CliRunner().invoke(cli, arguments)
        found = unmarked(json.loads(done.stdout))
        assert found["task"] == task
        assert found["sessions"] == plain_history(logs, task)
        wavering += sum(each["wavering"] for each in found["sessions"])
    assert wavering
    assert asked(facilitator, "history", "late")[1]["sessions"] == plain_history(logs, "late")
