"""A whole workshop, as the people in it meet it: the real program and real SSH clients."""

from __future__ import annotations

import json
import re

import pytest

from tests.command_line import run_command
from tests.e2e.room import Voter

pytestmark = pytest.mark.timeout(240)

MARKS = ("zebra", "your vote", "Abstain", "Need", "know", "▸", "★")
"""Whatever could give away a choice, a confidence or a reason …"""
CHOICES = ("Product", "Management", "Marketing", "PM")
"""… and the names of the choices themselves."""
ROOM_COLUMN = 90
JOIN = " join: ssh "


@pytest.fixture
def workshop(room):
    """The facilitator's terminal on the brief, with three voters in their seats."""
    facilitator = room.facilitate("run", "small.toml", "--listen", "127.0.0.1:0", "--name", "Ines")
    facilitator.see("Begin: Why we are here")
    facilitator.press(" ", "Next: Competitive messaging")
    room.learn_how_to_join(facilitator)
    voters = {
        "Ana": Voter(room, "Ana", has_key=True),
        "Raj": Voter(room, "Raj", has_key=True),
        "Lee": Voter(room, "Lee", has_key=False),
    }
    for (_, voter), team in zip(voters.items(), ("pmm", "pm", "sales"), strict=True):
        voter.take_seat(team)
    facilitator.see("3 here", *voters)
    return facilitator, voters


def start_voting(facilitator, voters):
    facilitator.press(" ", "Start voting")
    facilitator.press(" ", "Round 1", "Close and reveal", "0 of 3")
    for voter in voters.values():
        voter.terminal.see("round 1", "0 of 3 voted")


def test_from_agenda_to_decision_log(room, workshop):
    facilitator, voters = workshop
    ana, raj, lee = voters.values()
    start_voting(facilitator, voters)

    ana.vote("2", reason="buyers-first")
    raj.vote("1", reason="know-features")
    lee.vote("1")
    facilitator.see("3 of 3")
    facilitator.press(" ", "Contested", "buyers-first", "not met")
    for voter in voters.values():
        voter.terminal.see("CONTESTED", "Both claim it", "67%")

    facilitator.see("Vote again: round 2")
    facilitator.press(" ", "Round 2", "0 of 3")
    for voter in voters.values():
        voter.terminal.see("round 2", "0 of 3 voted")
    for voter in voters.values():
        voter.vote("2")
    facilitator.see("3 of 3")
    facilitator.press(" ", "You agree", "100%")
    raj.terminal.see("AGREED")

    facilitator.press("d", "Decide: Competitive messaging", "Feature facts", "Ctrl+S Save")
    facilitator.press("\x13", "Next: Customer advisory board")
    ana.terminal.see("Decided", "Product Management contributes: Feature facts")

    facilitator.press(" ", "Start voting", "customer advisory board?")
    facilitator.press(" ", "0 of 3")
    ana.terminal.see("0 of 3 voted")
    ana.vote("a")
    facilitator.see("1 of 3")
    facilitator.press(" ", "have not voted")
    facilitator.press(" ", "No vote names a team")
    facilitator.press("f", "Defer", "Review on")
    facilitator.press("\x13", "Next: The game plan")

    facilitator.press(" ", "What was decided", "Ask for fingers")
    facilitator.press("e", "End the workshop and write its log?")
    facilitator.press(" ", "sessions/", ".toml")
    ana.terminal.see("Thank you")
    assert facilitator.press_to_end(" ") == 0
    for voter in voters.values():
        voter.terminal.wait_for_end()

    assert_log_tells_it_all(room)


def test_before_the_reveal_no_other_screen_receives_anything_of_a_ballot(workshop):
    facilitator, voters = workshop
    ana, raj, lee = voters.values()
    start_voting(facilitator, voters)
    others = [facilitator, raj.terminal, lee.terminal]
    for other in others:
        other.let_it_be_read()
    before = [len(other.raw) for other in others]

    ana.vote("2", reason="zebra-reason")
    ana.terminal.send("+")
    ana.terminal.see("Recorded", "★")
    for other in others:
        other.see("1 of 3")

    for other, start in zip(others, before, strict=True):
        sent = visible(other.raw[start:])
        assert [mark for mark in MARKS if mark in sent] == []
        # A voter's own team stands in the first line, and the facilitator's list of the room, at
        # the right, heads people by their team. Of how to join, letters are drawn by lot.
        painted = [line for line in other.painted_since(start)[1:] if JOIN not in line]
        beside = [line[:ROOM_COLUMN] for line in painted]
        assert [team for team in CHOICES if team in "\n".join(beside)] == []

    facilitator.press(" ", "have not voted")
    facilitator.press(" ", "zebra-reason")
    raj.terminal.see("zebra-reason")
    lee.terminal.see("zebra-reason")


def assert_log_tells_it_all(room):
    (path,) = (room.folder / "sessions").glob("*.toml")
    here = {"folder": room.folder, "env": room.env}
    checked = run_command("log", "check", str(path), **here)
    assert checked.returncode == 0, checked.stdout
    log = json.loads(run_command("log", "show", "latest", "--json", **here).stdout)
    assert log["session"]["status"] == "complete"
    assert log["session"]["facilitators"] == ["Ines"]
    messaging, board = log["decisions"]
    assert (messaging["outcome"], messaging["driver"]) == ("decided", "pmm")
    assert messaging["pattern"] == "contested"
    assert messaging["support"][0]["detail"] == "Feature facts"
    first, second = messaging["rounds"]
    people = {person["id"]: person["name"] for person in log["participants"]}
    cast = [
        {people[b["participant"]]: b["choice"] for b in held["ballots"]} for held in (first, second)
    ]
    assert cast[0] == {"Ana": "pmm", "Raj": "pm", "Lee": "pm"}
    assert cast[1] == {"Ana": "pmm", "Raj": "pmm", "Lee": "pmm"}
    reasons = {b.get("reason") for b in first["ballots"]}
    assert {"buyers-first", "know-features"} <= reasons
    assert (board["outcome"], len(board["rounds"])) == ("deferred", 1)


def visible(data: bytes) -> str:
    """What a stretch of terminal output writes, without what it does to the terminal."""
    text = data.decode("utf-8", "replace")
    return re.sub(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_=>])", "", text)
