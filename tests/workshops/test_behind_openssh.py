"""Voting through an OpenSSH server that was there before: as docs/ssh.md tells how to set it up."""

from __future__ import annotations

import signal
import subprocess

import pytest

from tests.openssh import example, openssh_server, options_of
from tests.terminal import PATIENCE

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def server(room):
    server = openssh_server(room)
    yield server
    server.stop()


@pytest.fixture
def facilitator(room, server):
    """The facilitator's terminal in the lobby of a session without a server of ours."""
    terminal = room.facilitate("run", "small.toml", "--no-ssh", "--name", "Ines")
    terminal.see("Begin: Why we are here")
    return terminal


def begin_voting(facilitator, people):
    facilitator.press(" ", "Next: Competitive messaging")
    facilitator.press(" ", "Start voting")
    facilitator.press(" ", "Close and reveal", f"0 of {people}")


def test_a_key_that_stands_for_a_person_votes(server, facilitator):
    for name in ("ana", "raj"):
        server.admit(name, options_of(name))
    server.start()
    ana, raj = server.connect("ana", "bash", "-i"), server.connect("raj")
    ana.see("Ana Lima · Product Marketing")
    raj.see("Which is your team?", "Raj")
    raj.send("1")
    raj.see("Press Enter to take the seat")
    raj.send("\r")
    raj.see("Raj · Product Management")
    begin_voting(facilitator, 2)
    ana.see("0 of 2 voted")
    ana.press("2", "Recorded", "your vote")
    ana.send("\x1a")
    facilitator.see("1 of 2")

    ana.kill(signal.SIGKILL)
    ana.wait_for_end()
    facilitator.see("dropped", "1 here")
    again = server.connect("ana")
    again.see("Ana Lima", "2  Product Marketing  your vote")
    facilitator.see("2 here")
    assert again.press_to_end("q") == 0
    assert "Your vote is kept. Come back with: the same ssh command" in again.text
    assert "closed" in again.text


def test_everybody_of_one_account_votes_by_the_code(server, facilitator):
    server.admit("ana")
    server.start(match=example("sshd_config"))
    code = server.room.join_code()
    ana = server.connect("ana")
    ana.see("Code:")
    ana.send(f"{code}\r")
    ana.see("Your name")
    ana.send("Ana\r")
    ana.see("Choose your team by its number")
    ana.send("2\r")
    ana.see("Write this down", "the same ssh command")
    ana.send("\r")
    ana.see("Ana · Product Marketing")
    facilitator.see("1 person of 1 team")
    ana.send("\x03")
    assert ana.wait_for_end() == 0


@pytest.mark.parametrize("command", [(), ("id",), ("-s", "sftp")])
def test_without_a_terminal_there_is_a_line_and_no_command(server, facilitator, command):
    server.admit("ana", options_of("ana"))
    server.start()
    flags = [each for each in command if each == "-s"]
    argv = server.argv("ana", tty=False)
    ended = subprocess.run(
        [argv[0], *flags, *argv[1:], *[each for each in command if each != "-s"]],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode != 0
    assert "uid=" not in ended.stdout
    if not flags:
        assert "ssh -t" in ended.stderr
