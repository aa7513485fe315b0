"""``facilitator log history``: one task over all its sessions."""

from __future__ import annotations

import json

import pytest

from tests.worlds.by_hand import decided, put, support, undecided

FIRST = "2026-01-10-grey-areas-aaaa"
SECOND = "2026-04-10-two-teams-bbbb"
THIRD = "2026-07-10-grey-areas-cccc"
FOURTH = "2026-10-10-grey-areas-dddd"


@pytest.fixture
def folder(facilitator):
    """A task that was decided, decided otherwise, reopened and settled; and two others."""
    sessions = facilitator.folder / "sessions"
    put(
        sessions,
        FIRST,
        decided("messaging", "pm", 5, 6, owner="Raj", support=support("pmm", "contribute")),
        decided("messages-in-the-product"),
        decided("competitive-pricing"),
    )
    put(sessions, SECOND, decided("messaging", "pmm", 8))
    put(sessions, THIRD, undecided("messaging", "deferred"))
    put(sessions, FOURTH, decided("messaging", "pmm", 7, rationale="They talk to buyers."))
    return sessions


def sessions_of(facilitator, task: str, *options: str) -> list[str]:
    done = facilitator("log", "history", task, "--json", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return [each["session"] for each in json.loads(done.stdout)["sessions"]]


def test_every_session_is_told_the_oldest_first(facilitator, folder):
    found = json.loads(facilitator("log", "history", "messaging", "--json").stdout)
    assert (found["task"], found["title"]) == ("messaging", "Messaging")
    verdicts = [each["verdict"] for each in found["sessions"]]
    assert verdicts == ["new", "reversed", "reopened", "settled"]
    assert found["sessions"][0] == {
        "session": FIRST,
        "date": "2026-01-10",
        "outcome": "decided",
        "driver": "pm",
        "owner": "Raj",
        "agreement": 0.75,
        "pattern": "thin",
        "verdict": "new",
        "wavering": False,
        "review_on": "2027-03-22",
        "rationale": "They hear it first.",
        "contradicts": False,
        "support": [
            {"team": "pmm", "input": "contribute", "detail": "what they know", "when": "monthly"}
        ],
        "rounds": [
            {
                "number": number,
                "votes": {"pm": votes, "sales": 8 - votes},
                "by_team": {},
                "abstained": 0,
                "need_info": 0,
                "silent": 0,
            }
            for number, votes in ((1, 5), (2, 6))
        ],
    }
    deferred = found["sessions"][2]
    assert (deferred["driver"], deferred["agreement"], deferred["rationale"]) == (None, None, None)
    assert deferred["rounds"][0]["abstained"] == 8


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("--team", "pmm"), [SECOND, FOURTH]),
        (("--since", "2026-04-10"), [SECOND, THIRD, FOURTH]),
        (("--verdict", "reversed", "--verdict", "new"), [FIRST, SECOND]),
        (("--verdict", "still-open"), []),
    ],
)
def test_some_sessions_can_be_asked_for_and_keep_their_verdict(
    facilitator, folder, options, listed
):
    assert sessions_of(facilitator, "messaging", *options) == listed


def test_a_beginning_will_do_where_it_means_one_task(facilitator, folder):
    assert len(sessions_of(facilitator, "messagi")) == 4
    assert len(sessions_of(facilitator, "comp")) == 1


@pytest.mark.parametrize(
    "task",
    [
        "Win-Loss",
        "WIN",
        "What we learn from lost deals",
        "what we  LEARN",
        "Messaging",
        "MESSAGING",
    ],
)
def test_a_task_is_meant_by_id_or_title_in_any_case(facilitator, folder, task):
    path = put(folder, "2026-10-11-two-teams-eeee", decided("win-loss"))
    text = path.read_text("utf-8")
    path.write_text(text.replace('"Win loss"', '"What we learn from lost deals"'), "utf-8")
    found = json.loads(facilitator("log", "history", task, "--json").stdout)
    assert found["task"] == ("messaging" if task.lower() == "messaging" else "win-loss")


def test_a_title_of_two_tasks_is_told_with_their_ids(facilitator, folder):
    path = put(folder, "2026-10-11-two-teams-eeee", decided("win-loss"), decided("win-loss-2"))
    path.write_text(path.read_text("utf-8").replace('"Win loss 2"', '"Win loss"'), "utf-8")
    done = facilitator("log", "history", "win loss")
    assert done.returncode == 3
    assert "beginning of 2 tasks: win-loss, win-loss-2; type more of it, or an id" in done.stderr
    assert len(sessions_of(facilitator, "win-loss")) == 1


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("messag", "“messag” is the beginning of 2 tasks: messages-in-the-product, messaging;"),
        ("pricing", "did you mean competitive-pricing?"),
        ("mesaging", "did you mean messaging?"),
        ("xyz", "there are: competitive-pricing, messages-in-the-product, messaging"),
        ("", "there are: competitive-pricing"),
        ("\x1b[2J", "a task “<U+001B>[2J”"),
    ],
)
def test_a_task_that_is_not_there_is_told_with_those_near_it(facilitator, folder, task, words):
    done = facilitator("log", "history", task)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert words in done.stderr
    assert "\x1b" not in done.stderr


def test_a_task_that_was_only_rehearsed_says_how_to_see_it(facilitator, folder):
    put(folder, "2026-11-10-grey-areas-eeee", decided("tried-out"), rehearsal=True)
    done = facilitator("log", "history", "tried-out")
    assert done.returncode == 3
    assert "only a rehearsal did: --rehearsals counts those in" in done.stderr
    assert "only a rehearsal did" in facilitator("log", "history", "Tried out").stderr
    assert len(sessions_of(facilitator, "tried-out", "--rehearsals")) == 1


def test_people_see_who_drove_it_with_how_much_agreement_and_how_the_votes_fell(
    facilitator, folder
):
    done = facilitator("log", "history", "messaging", COLUMNS="80")
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "Messaging",
        "messaging",
        "",
        "Day          Last round, │ required        Driver              Verdict",
        "10 Jan 2026  ████████│░               75%  Product Management  + new",
        "10 Apr 2026  ████████│█              100%  Product Marketing   ⇄ reversed",
        "10 Jul 2026  ··········                 –  ↷ deferred          ↺ reopened",
        "10 Oct 2026  ████████│░               88%  Product Marketing   ✔ settled",
        "",
        "10 Oct 2026  Who owns the grey areas?",
        "Product Marketing, Ana   ✔ settled",
        "They talk to buyers.",
        "Round 1  ▓▓▒▒▒▒▒▒▒▒▒▒▒▒▒▒  ▒ Product Marketing 7 · ▓ Sales 1",
        "review on 22 Mar 2027 · 2026-10-10-grey-areas-dddd",
        "",
        "10 Jul 2026  Who owns the grey areas?",
        "↷ deferred   ↺ reopened",
        "Round 1  ················  8 abstained",
        "review on 1 Feb 2027 · 2026-07-10-grey-areas-cccc",
        "",
        "10 Apr 2026  Who owns the grey areas?",
        "Product Marketing, Ana   ⇄ reversed",
        "They hear it first.",
        "Round 1  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒  ▒ Product Marketing 8",
        "Support: − Product Marketing contributes",
        "review on 22 Mar 2027 · 2026-04-10-two-teams-bbbb",
        "",
        "10 Jan 2026  Who owns the grey areas?",
        "Product Management, Raj   + new",
        "They hear it first.",
        "Round 1  ██████████▓▓▓▓▓▓  █ Product Management 5 · ▓ Sales 3",
        "Round 2  ████████████▓▓▓▓  █ Product Management 6 · ▓ Sales 2",
        "Support: Product Marketing contributes",
        "review on 22 Mar 2027 · 2026-01-10-grey-areas-aaaa",
    ]


def test_people_are_told_when_no_session_fits(facilitator, folder):
    done = facilitator("log", "history", "messaging", "--since", "2030-01-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert "fits these filters" in done.stdout


def test_without_any_log_there_is_no_task(facilitator):
    done = facilitator("log", "history", "messaging")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no session here took up a task “messaging”" in done.stderr
