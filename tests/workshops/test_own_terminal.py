"""The voter's screen and the wall on terminals of this machine, without any server of ours."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys

import psutil
import pytest

from tests.e2e.room import RESUME_CODE, Voter
from tests.terminal import Terminal
from tests.worlds.rosters import entry, roster

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def facilitator(room):
    """The facilitator's terminal in the lobby of a session that has no server."""
    terminal = room.facilitate("run", "small.toml", "--no-ssh", "--name", "Ines")
    terminal.see("Begin: Why we are here")
    return terminal


@pytest.fixture
def vote(room):
    """Opens the voter's screen in a terminal."""
    return lambda *arguments: room.facilitate("vote", "latest", *arguments, size=(80, 24))


def journal(room):
    (found,) = (room.folder / "sessions" / ".journals").glob("*.journal")
    return found


def begin_voting(facilitator, people):
    facilitator.press(" ", "Next: Competitive messaging")
    facilitator.press(" ", "Start voting")
    facilitator.press(" ", "Close and reveal", f"0 of {people}")


def test_people_named_by_whoever_set_it_up_vote_and_come_back(room, facilitator, vote):
    ana = vote("--as", "Ana", "--team", "pmm")
    ana.see("Ana · Product Marketing")
    raj = vote("--as", "Raj")
    raj.see("Which is your team?", "Raj")
    raj.send("\t\x1b[A1")
    raj.see("Press Enter to take the seat")
    raj.send("\r")
    raj.see("Raj · Product Management")
    facilitator.see("2 people of 2 teams here so far.")
    begin_voting(facilitator, 2)
    ana.see("0 of 2 voted")
    ana.press("2", "Recorded", "your vote")
    facilitator.see("1 of 2")

    assert ana.press_to_end("q") == 0
    assert "Your vote is kept. Come back with: facilitator vote" in ana.text
    facilitator.see("dropped")
    again = vote("--as", "ANA")
    again.see("Ana · Product Marketing", "2  Product Marketing  your vote")
    facilitator.see_no("dropped")
    twice = vote("--as", "Ana")
    twice.see("your vote")
    assert again.wait_for_end() == 0
    assert "taken your seat from another window" in again.text


def test_killed_terminals_are_noticed_as_dropped(room, facilitator, vote):
    ana, raj = vote("--as", "Ana", "--team", "pmm"), vote("--as", "Raj", "--team", "pm")
    for terminal in (ana, raj):
        terminal.see("Product Ma")
    begin_voting(facilitator, 2)
    facilitator.see_no("dropped")

    ana.kill(signal.SIGKILL)
    assert ana.wait_for_end() == -signal.SIGKILL
    facilitator.see("Ana", "dropped", "1 here")
    raj.kill(signal.SIGHUP)
    assert raj.wait_for_end() == 129
    facilitator.see("0 here")
    assert not list(journal(room).parent.glob("*.terminal"))
    vote("--as", "Ana").see("0 of 2 voted")
    facilitator.see("1 here")


def test_without_a_name_the_code_is_asked_for_and_a_code_brings_back(room, facilitator, vote):
    code = room.join_code()
    ana = vote()
    ana.see("Code:")
    ana.send("wrong\r")
    ana.see_that(lambda text: text.count("Code:") > 1, "the question once more")
    ana.send("\x1a")  # Ctrl+Z stops nothing, here and below
    ana.send(f"{code}\r")
    ana.see("Your name")
    ana.send("Ana\r")
    ana.see("Choose your team by its number")
    ana.send("2")
    ana.see("Press Enter to take the seat")
    ana.send("\r")
    text = ana.see("Write this down")
    resume_code = re.search(RESUME_CODE, text).group()
    ana.send("\r")
    ana.see("Ana · Product Marketing")
    ana.send("\x1a\x1c\x03")
    assert ana.wait_for_end() == 0

    ana = vote()
    ana.see("Code:")
    ana.send(f"{resume_code}\r")
    ana.see("Ana · Product Marketing")
    facilitator.see("1 person")


def test_a_code_typed_before_it_is_asked_for_counts(room, facilitator, vote):
    code = room.join_code()
    ana = vote()
    ana.send(f"{code}\r")
    ana.see("Your name")


def test_three_wrong_codes_end_it_and_the_terminal_is_as_before(facilitator, vote):
    ana = vote()
    for tries in range(1, 4):
        ana.see_that(lambda text, tries=tries: text.count("Code:") == tries, "the question")
        ana.send("ABCD-EFGH-JK\r")
    assert ana.wait_for_end() == 2
    assert "facilitator: That code isn't right either." in ana.text


def test_ctrl_z_never_leads_to_a_shell(room, facilitator):
    """Under a shell with job control, a stopped program would hand the terminal over to it."""
    bash = [shutil.which("bash"), "--norc", "--noprofile", "-i"]
    shell = room.open(Terminal(bash, env={**room.env, "PS1": "ready> "}, cwd=room.folder))
    shell.see("ready>")
    shell.send(f"{sys.executable} -m facilitator vote latest --as Ana --team pmm\r")
    shell.see("Ana · Product Marketing")
    shell.send("\x1a")
    (child,) = psutil.Process(shell.process.pid).children()
    os.kill(child.pid, signal.SIGTSTP)
    shell.press("?", "Help for this screen")
    assert "Stopped" not in shell.text
    shell.send("\x03")
    shell.see("Come back with")
    shell.send("stty -a\r")
    shell.see("isig icanon iexten echo ")


def test_the_wall_follows_the_session(room, facilitator, vote):
    wall = room.facilitate("present", "latest", "--join", "ssh vote.example", size=(80, 24))
    wall.see("Join from any terminal:", "It asks for this code:", "· Competitive messaging")
    voters = {
        name: vote("--as", name, "--team", team) for name, team in (("Ana", "pmm"), ("Raj", "pm"))
    }
    for name, voter in voters.items():
        voter.see(f"{name} · ")
    begin_voting(facilitator, 2)
    join = f"Join: ssh vote.example  ·  code {room.join_code()}"
    wall.see("step 2 of 4", "blind until the reveal", join)
    for name, key in (("Ana", "2"), ("Raj", "1")):
        voters[name].see("of 2 voted")
        voters[name].press(key, "Recorded")
    facilitator.see("2 of 2")
    before = wall.text
    assert [name for name in voters if name in before] == []
    facilitator.press(" ", "Both claim it")
    wall.see("Rule not met: a tie at 50%, 75% needed")
    wall.press("?", "The wall shows the room")
    wall.press("\x1b", "step 2 of 4")
    assert wall.press_to_end("q") == 0
    assert "You have left the wall. The workshop goes on without it." in wall.text
    facilitator.see("2 here")


def test_the_roster_says_who_may_sit_where(room):
    (room.folder / "small.roster.toml").write_text(
        roster(entry("Ana", room.public_line("Ana"), team="pmm"))
    )
    facilitator = room.facilitate("run", "small.toml", "--no-ssh", "--name", "Ines")
    facilitator.see("Begin: Why we are here")
    wall = room.facilitate("present", "latest", size=(80, 24))
    assert "code" not in wall.see("· Competitive messaging")
    ana = room.facilitate("vote", "latest", "--as", "ana")
    ana.see("Ana · Product Marketing")
    for arguments, told in (
        (("--as", "Eve"), "Eve is not"),
        ((), "only to the people on its roster"),
    ):
        other = room.facilitate("vote", "latest", *arguments)
        assert other.wait_for_end() == 2
        assert told in " ".join(other.text.split())


def test_without_a_terminal_there_is_one_line(room):
    for verb in ("vote", "present"):
        ended = room.run(verb, "latest")
        assert ended.returncode == 2
        assert len(ended.stderr.strip().splitlines()) == 1
    assert "ssh -t" in room.run("vote", "latest").stderr


def test_whoever_connects_as_wall_sees_the_wall_and_takes_no_seat(room):
    facilitator = room.facilitate("run", "small.toml", "--listen", "127.0.0.1:0", "--name", "Ines")
    facilitator.see("Begin: Why we are here")
    room.learn_how_to_join(facilitator)
    wall = Voter(room, "wall", has_key=False).terminal
    wall.see("Code:")
    wall.send(f"{room.code}\r")
    wall.see("It asks for this code:", "· Competitive messaging")
    facilitator.see("Nobody has joined yet.")
    facilitator.press(" ", "Next: Competitive messaging")
    wall.see("step 1 of 4", f"Join: ssh -p {room.port} 127.0.0.1  ·  code {room.code}")
    assert wall.press_to_end("q") == 0
    assert "You have left the wall." in wall.text
