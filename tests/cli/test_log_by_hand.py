"""A log that somebody wrote by hand, from the page of the format alone, is one like any other."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date

import pytest

from facilitator.domain.past.due import due_reviews, open_commitments
from facilitator.domain.past.register import history, register
from facilitator.storage.archive import Archive
from tests.worlds.by_hand import BY_HAND

LOG_ID = "2026-10-05-our-areas-k3x9"
UNKNOWN = [
    "weather",
    "teams[0].floor",
    "session.room",
    "rules.quorum",
    "participants[1].remote",
    "decisions[0].mood",
    "decisions[0].support[0].channel",
    "decisions[0].rounds[0].noise",
    "decisions[0].rounds[0].ballots[0].hand",
    "decisions[1].dissent[0].volume",
    "ratings[0].asked_by",
    "commitments[0].priority",
    "parking_lot[0].colour",
    "close.cake",
]
"""The keys in it that nothing reads."""


@pytest.fixture
def ours(facilitator):
    folder = facilitator.folder / "sessions"
    folder.mkdir()
    (folder / f"{LOG_ID}.toml").write_text(BY_HAND, encoding="utf-8")
    return facilitator


def test_it_passes_the_check(ours):
    done = ours("log", "check", LOG_ID)
    assert done.returncode == 0
    told = [line.split(": ", 3)[1:] for line in done.stdout.splitlines()]
    assert [place.partition(" (line ")[0] for place, *_ in told] == UNKNOWN
    assert {severity for _, severity, _ in told} == {"warning"}
    assert all(message.endswith("it is kept, and nothing reads it") for *_, message in told)


def test_it_is_listed_and_shown(ours):
    (entry,) = json.loads(ours("log", "list", "--json").stdout)
    assert (entry["id"], entry["decided"], entry["tasks"]) == (LOG_ID, 2, 4)
    assert "Who does what around a launch?" in ours("log", "list").stdout
    shown = ours("log", "show", "latest").stdout
    for words in ("Training for sales", "Lee", "feature facts", "Who writes teh release notes?"):
        assert words in shown
    document = json.loads(ours("log", "show", "latest", "--json").stdout)
    assert document["weather"] == "rain"
    assert document["decisions"][0]["rounds"][0]["ballots"][0]["hand"] == "left"


def test_it_stands_in_the_register_in_history_and_among_what_is_due(ours):
    entries = Archive(ours.folder / "sessions").entries()
    logs = [entry.reading.log for entry in entries]
    assert [(each.task, each.driver, each.decision.owner) for each in register(logs)] == [
        ("price-list", "pm", "Lee"),
        ("sales-training", "pmm", ""),
    ]
    told = history(logs, "analyst-calls")
    assert [chapter.verdict for chapter in told.chapters] == ["raised"]
    assert [(each.decision.task, each.due) for each in due_reviews(logs)] == [
        ("analyst-calls", date(2026, 12, 15)),
        ("price-list", date(2027, 2, 2)),
        ("sales-training", date(2027, 2, 2)),
    ]
    assert [each.promise.id for each in open_commitments(logs)] == ["win-loss"]


def test_the_verbs_say_so_too(ours):
    register_told = json.loads(ours("log", "register", "--json").stdout)
    assert [(each["task"], each["owner"]) for each in register_told] == [
        ("price-list", "Lee"),
        ("sales-training", None),
    ]
    assert "Calls with analysts" in ours("log", "history", "analyst-calls").stdout
    assert "What we hear when a deal is lost" in ours("log", "due", "--all").stdout


def values(document: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[object, object]]:
    """Every value of a document with where it stands."""
    if isinstance(document, dict):
        for key, below in document.items():
            yield from values(below, (*path, key))
    elif isinstance(document, list):
        for index, below in enumerate(document):
            yield from values(below, (*path, index))
    else:
        yield path, document


def test_amending_it_changes_nothing_but_what_was_asked_for(ours):
    done = ours(
        *("log", "amend", "latest", "--task", "price-list", "--owner", "Raj"),
        *("--task", "sales-training", "--review-on", "2027-03-01"),
        *("--commitment", "win-loss", "--status", "partly", "--typo", "teh", "the"),
    )
    assert done.returncode == 0, done.stderr
    text = (ours.folder / "sessions" / f"{LOG_ID}.toml").read_text(encoding="utf-8")
    before, after = dict(values(tomllib.loads(BY_HAND))), dict(values(tomllib.loads(text)))
    amended = {path: value for path, value in after.items() if before.get(path) != value}
    assert {path: value for path, value in amended.items() if path[0] != "amendments"} == {
        ("decisions", 1, "owner"): "Raj",
        ("decisions", 0, "review_on"): date(2027, 3, 1),
        ("commitments", 0, "status"): "partly",
        ("parking_lot", 0, "text"): "Who writes the release notes?",
    }
    assert set(before) <= set(after)
    # The keys that only this log has, from the top down to a ballot.
    for unknown in (
        ("weather",),
        ("teams", 0, "floor"),
        ("session", "room"),
        ("rules", "quorum"),
        ("participants", 1, "remote"),
        ("decisions", 0, "mood", "after"),
        ("decisions", 0, "support", 0, "channel"),
        ("decisions", 0, "rounds", 0, "noise"),
        ("decisions", 0, "rounds", 0, "ballots", 0, "hand"),
        ("decisions", 1, "dissent", 0, "volume"),
        ("ratings", 0, "asked_by"),
        ("commitments", 0, "priority"),
        ("parking_lot", 0, "colour"),
        ("close", "cake"),
    ):
        assert after[unknown] == before[unknown]
    comments = [line.partition("#")[2] for line in BY_HAND.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in text.splitlines() if "#" in line] == comments
    assert ours("log", "check", LOG_ID).returncode == 0
