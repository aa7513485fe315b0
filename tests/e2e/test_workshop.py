"""A whole workshop, as the people in it meet it: the real program and real SSH clients."""

from __future__ import annotations

import json
import os
import re
import signal

import psutil
import pytest

from tests.e2e.room import Voter
from tests.e2e.servers import server_pids, wait_for_end_of

pytestmark = pytest.mark.timeout(240)

MARKS = ("zebra", "your vote", "Abstain", "Need", "know", "▸", "★")
"""Whatever could give away a choice, a confidence or a reason …"""
CHOICES = ("Product", "Management", "Marketing", "PM")
"""… and the names of the choices themselves."""
ROOM_COLUMN = 90


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
        # the right, heads people by their team.
        beside = [line[:ROOM_COLUMN] for line in other.painted_since(start)[1:]]
        assert [team for team in CHOICES if team in "\n".join(beside)] == []

    facilitator.press(" ", "have not voted")
    facilitator.press(" ", "zebra-reason")
    raj.terminal.see("zebra-reason")
    lee.terminal.see("zebra-reason")


def test_a_killed_facilitator_resumes_and_voters_stay_connected(room, workshop):
    facilitator, voters = workshop
    ana, raj, lee = voters.values()
    start_voting(facilitator, voters)
    ana.vote("2", reason="come-what-may")
    lee.vote("1")
    facilitator.see("2 of 3")

    facilitator.kill()
    facilitator.wait_for_end()
    for voter in voters.values():
        voter.terminal.see("The facilitator's terminal was closed: the session waits.")
    raj.vote("1")

    (server,) = server_pids(room.folder / "sessions")
    resumed = room.facilitate("resume")
    resumed.see("Round 1", "3 of 3", "3 here", f"ssh -p {room.port} 127.0.0.1")
    assert server_pids(room.folder / "sessions") == [server]
    for voter in voters.values():
        voter.terminal.see_no("the session waits")
    assert "1  Product Management  your vote" in lee.terminal.text
    resumed.press(" ", "come-what-may")
    raj.terminal.see("CONTESTED")

    resumed.press("q", "Leave this session?")
    assert resumed.press_to_end(" ") == 0
    for voter in voters.values():
        voter.terminal.wait_for_end()
    assert "are kept" in raj.terminal.text
    wait_for_end_of(server)


def test_a_killed_ssh_server_is_started_again_and_nothing_is_lost(room, workshop):
    facilitator, voters = workshop
    ana, _, lee = voters.values()
    start_voting(facilitator, voters)
    ana.vote("2", reason="come-what-may")
    lee.vote("1")
    facilitator.see("2 of 3")

    (server,) = psutil.Process(facilitator.process.pid).children()
    os.kill(server.pid, signal.SIGKILL)
    for voter in voters.values():
        voter.terminal.wait_for_end()
    facilitator.see("0 here")
    room.learn_how_to_join(facilitator)
    come_back_to_their_ballots(voters)
    facilitator.see("3 here", "2 of 3")


def assert_log_tells_it_all(room):
    (path,) = (room.folder / "sessions").glob("*.toml")
    checked = room.run("log", "check", str(path))
    assert checked.returncode == 0, checked.stdout
    log = json.loads(room.run("log", "show", "latest", "--json").stdout)
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


def come_back_to_their_ballots(voters):
    ana, raj, lee = voters.values()
    for voter in voters.values():
        voter.come_back()
    text = ana.terminal.see("come-what-may", "2 of 3 voted")
    assert "2  Product Marketing  your vote" in text
    text = lee.terminal.see("your vote", "2 of 3 voted")
    assert "1  Product Management  your vote" in text
    assert "your vote" not in raj.terminal.see("2 of 3 voted", "Raj · Product Management")


def visible(data: bytes) -> str:
    """What a stretch of terminal output writes, without what it does to the terminal."""
    text = data.decode("utf-8", "replace")
    return re.sub(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_=>])", "", text)
