"""A second facilitator over SSH, who goes on when the first one's terminal is gone."""

from __future__ import annotations

import json
import re

import pytest

from tests.e2e.room import CODE, Voter
from tests.e2e.servers import server_pids, wait_for_end_of

pytestmark = pytest.mark.timeout(240)

SIZE = (120, 36)
ROOM_COLUMN = 90


class Cofacilitator(Voter):
    """Somebody who facilitates at an SSH client."""

    def facilitate(self, code):
        """Give the one-time code and confirm the name; whoever has no key gets a resume code."""
        self.terminal.resize(*SIZE)
        self.terminal.see("Code:")
        self.terminal.send(f"{code}\r")
        self.terminal.see("as everybody in the room will see it", self.name)
        self.terminal.send("\r")


@pytest.fixture
def workshop(room):
    """Two facilitators in the middle of an open round, in which one of two voters has voted."""
    ines = room.facilitate("run", "small.toml", "--listen", "127.0.0.1:0", "--name", "Ines")
    ines.see("Begin: Why we are here")
    ines.press(" ", "Next: Competitive messaging")
    room.learn_how_to_join(ines)
    voters = [Voter(room, "Ana", has_key=True), Voter(room, "Raj", has_key=True)]
    for voter, team in zip(voters, ("pmm", "pm"), strict=True):
        voter.take_seat(team)
    uma = Cofacilitator(room, "Uma", has_key=True)
    uma.facilitate(invitation(ines))
    uma.terminal.see("Ines leads", "2 here")
    close(ines)
    ines.press(" ", "Start voting")
    ines.press(" ", "Round 1", "0 of 2")
    voters[0].terminal.see("0 of 2 voted", "Ines leads")
    voters[0].vote("2", reason="come-what-may")
    return ines, uma, voters


def invitation(facilitator):
    facilitator.press("c", "N makes a code for another facilitator")
    text = facilitator.press("n", "It works once")
    return re.search(CODE, text.partition("instead of")[2]).group()


def close(facilitator):
    facilitator.send("\x1b")
    facilitator.see_no("New one-time code")


def test_the_cofacilitator_goes_on_and_the_first_comes_back_to_the_same(room, workshop):
    ines, uma, voters = workshop
    uma.terminal.see("1 of 2")
    ines.kill()
    ines.wait_for_end()

    uma.terminal.press("y", "Uma leads")
    voters[0].terminal.see("Uma leads")
    voters[1].vote("2")
    uma.terminal.see("2 of 2")
    uma.terminal.press(" ", "You agree", "come-what-may")
    voters[1].terminal.see("AGREED")
    uma.terminal.press("d", "Decide: Competitive messaging", "Ctrl+S Save")
    uma.terminal.press("\x13", "Next: Customer advisory board")

    (server,) = server_pids(room.folder / "sessions")
    ines = room.facilitate("resume")
    ines.see("Next: Customer advisory board", "Uma leads", "2 here")
    assert server_pids(room.folder / "sessions") == [server]
    assert_same_screens(ines, uma.terminal)
    for voter in voters:
        voter.terminal.see("Decided")

    uma.terminal.press("e", "End the workshop and write its log?")
    uma.terminal.press(" ", "on the first facilitator's machine: ")
    ines.see("Its decisions are in the log")
    assert ines.press_to_end(" ") == 0
    for each in (uma, *voters):
        each.terminal.wait_for_end()
    wait_for_end_of(server)
    log = json.loads(room.run("log", "show", "latest", "--json").stdout)
    assert log["session"]["facilitators"] == ["Ines", "Uma"]
    assert log["decisions"][0]["outcome"] == "decided"


def test_one_without_a_terminal_left_behind_ends_it_writes_the_log_and_nothing_stays(
    room, workshop
):
    ines, uma, voters = workshop
    ines.press("q", "Uma goes on facilitating")
    assert ines.press_to_end("\r") == 0
    assert "The session goes on without this terminal" in ines.text
    (server,) = server_pids(room.folder / "sessions")
    uma.terminal.press(" ", "has not voted")
    uma.terminal.press(" ", "come-what-may")
    uma.terminal.press("e", "End the workshop and write its log?")
    uma.terminal.press(" ", "on the first facilitator's machine: ")
    assert uma.terminal.press_to_end(" ") == 0
    assert "The decision log is on the first" in uma.terminal.text
    for voter in voters:
        voter.terminal.wait_for_end()
    wait_for_end_of(server)
    journals = room.folder / "sessions" / ".journals"
    assert [path.name for path in journals.glob("*.journal")] == []
    assert server_pids(room.folder / "sessions") == []
    assert room.run("log", "check", "latest").returncode == 0


def test_a_used_code_and_a_key_from_before(room, workshop):
    ines, uma, _ = workshop
    code = invitation(ines)
    close(ines)
    tom = Cofacilitator(room, "Tom", has_key=False)
    tom.facilitate(code)
    tom.terminal.see("Write this down", "come back to this seat")
    tom.terminal.press("\r", "Ines leads")
    eve = Voter(room, "Eve", has_key=False)
    eve.terminal.see("Code:")
    eve.terminal.send(f"{code}\r")
    eve.terminal.see("That code isn't right")
    eve.terminal.kill()

    uma.terminal.press("q", "It goes on, and your seat is kept")
    assert uma.terminal.press_to_end(" ") == 0
    uma.terminal = uma._connect()
    uma.terminal.resize(*SIZE)
    uma.terminal.see("Ines leads", "Round 1")
    written = "".join(path.read_text(errors="replace") for path in logs(room))
    assert code not in written


def logs(room):
    found = (room.folder / "sessions" / ".journals").iterdir()
    return (path for path in found if not path.is_socket())


def assert_same_screens(one, other):
    """Both show the same stage: but for the clock, the way in, and what was last said."""
    for terminal in (one, other):
        terminal.let_it_be_read()
    first, second = (
        [row[27:ROOM_COLUMN] for row in each.text.split("\n")[1:20]] for each in (one, other)
    )
    assert first == second
