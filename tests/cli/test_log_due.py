"""``facilitator log due``: what is to be looked at again, and what was promised."""

from __future__ import annotations

import json

import pytest

from tests.worlds.by_hand import decided, promise, put, undecided

FIRST = "2026-01-10-grey-areas-aaaa"
SECOND = "2026-03-10-grey-areas-bbbb"


@pytest.fixture
def folder(facilitator):
    """A review in June, one in July of a task that is open again, three promises and their days."""
    sessions = facilitator.folder / "sessions"
    put(
        sessions,
        FIRST,
        decided("messaging", "pmm", review_on="2026-06-01"),
        decided("booths", "sales", review_on="2026-05-01"),
        more=promise("calls", due="2026-06-10") + promise("desk", giver="sales"),
    )
    put(
        sessions,
        SECOND,
        undecided("booths", "deferred", "2026-07-01"),
        more=promise("facts", due="2026-12-01", giver="pm", receiver="sales"),
    )
    return sessions


def due(facilitator, *options: str) -> tuple[int, list[str]]:
    """The exit code, and what is listed."""
    done = facilitator("log", "due", "--json", *options)
    assert done.stderr == ""
    found = json.loads(done.stdout)
    names = [each["task"] for each in found["reviews"]]
    return done.returncode, names + [each["id"] for each in found["commitments"]]


def test_reviews_and_promises_are_told_with_their_days(facilitator, folder):
    done = facilitator("log", "due", "--json", "--on", "2026-06-11")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "reviews": [
            {
                "task": "messaging",
                "title": "Messaging",
                "outcome": "decided",
                "driver": "pmm",
                "owner": "Ana",
                "session": FIRST,
                "due": "2026-06-01",
                "days_overdue": 10,
                "contradicts": False,
            },
            {
                "task": "booths",
                "title": "Booths",
                "outcome": "deferred",
                "driver": None,
                "owner": None,
                "session": SECOND,
                "due": "2026-07-01",
                "days_overdue": -20,
                "contradicts": False,
            },
        ],
        "commitments": [
            {
                "id": "calls",
                "from": "pmm",
                "to": "pm",
                "text": "Findings every month",
                "owner": None,
                "session": FIRST,
                "due": "2026-06-10",
                "days_overdue": 1,
                "contradicts": False,
            },
            {
                "id": "desk",
                "from": "sales",
                "to": "pm",
                "text": "Findings every month",
                "owner": None,
                "session": FIRST,
                "due": None,
                "days_overdue": 0,
                "contradicts": False,
            },
        ],
    }


@pytest.mark.parametrize(
    ("day", "options", "expected"),
    [
        ("2026-05-01", (), (0, ["desk"])),
        ("2026-05-02", (), (0, ["messaging", "desk"])),
        ("2026-06-01", (), (0, ["messaging", "booths", "calls", "desk"])),
        ("2026-06-02", ("--within", "0"), (1, ["messaging", "desk"])),
        ("2026-06-01", ("--within", "0"), (0, ["messaging", "desk"])),
        ("2026-05-01", ("--within", "61"), (0, ["messaging", "booths", "calls", "desk"])),
        ("2026-05-01", ("--all",), (0, ["messaging", "booths", "calls", "facts", "desk"])),
        ("2026-06-11", ("--team", "Sales"), (0, ["booths", "desk"])),
        ("2026-06-11", ("--team", "pmm"), (1, ["messaging", "calls"])),
        ("2026-06-11", ("--since", "2026-03-10", "--all"), (0, ["booths", "facts"])),
    ],
)
def test_what_is_near_is_listed_and_what_is_overdue_ends_with_one(
    facilitator, folder, day, options, expected
):
    assert due(facilitator, "--on", day, *options) == expected


def test_without_a_day_today_counts(facilitator, folder):
    put(folder, FIRST, decided("old", review_on="2026-01-10"))
    done = facilitator("log", "due")
    assert done.returncode == 1
    assert "overdue" in done.stdout


def test_people_read_how_late_it_is_and_who_has_to_act(facilitator, folder):
    done = facilitator("log", "due", "--on", "2026-06-11", COLUMNS="80")
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "! 10 days late  Messaging",
        (
            "  1 Jun 2026 · review · Product Marketing drives it, Ana owns it · messaging"
            " · 2026-01-10-grey-areas-aaaa"
        ),
        "! 1 day late  Product Marketing → Product Management: Findings every month",
        "  10 Jun 2026 · promise · calls · 2026-01-10-grey-areas-aaaa",
        "in 20 days  Booths",
        "  1 Jul 2026 · review · ↷ deferred · booths · 2026-03-10-grey-areas-bbbb",
        "no day  Sales → Product Management: Findings every month",
        "  promise · desk · 2026-01-10-grey-areas-aaaa",
        "",
        "2 of 4 overdue on 11 Jun 2026. 1 more later than that: --all lists it.",
    ]


def test_nothing_due_says_what_comes_later(facilitator):
    put(facilitator.folder / "sessions", FIRST, decided("messaging", review_on="2026-06-01"))
    done = facilitator("log", "due", "--on", "2026-02-01")
    assert done.returncode == 0
    assert done.stdout == (
        "Nothing is due within 30 days. 1 more later than that: --all lists it.\n"
    )


def test_files_that_cant_be_used_do_not_change_the_exit_code(facilitator, folder):
    (folder / "broken.toml").write_text("[")
    done = facilitator("log", "due", "--json", "--on", "2026-05-01")
    assert done.returncode == 0
    assert json.loads(done.stdout)["commitments"]
    assert "can't be read and is left out" in done.stderr


def test_a_folder_that_cant_be_listed_is_told_in_one_line(facilitator):
    (facilitator.folder / "file").touch()
    done = facilitator("log", "due", "--sessions", "file/below")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
