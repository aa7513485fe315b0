"""A terminal that nobody could tidy up, or that can show no screen, and one left for a while."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys

import psutil
import pytest

from tests.e2e.room import CODE, Voter
from tests.e2e.servers import server_pids
from tests.openssh import openssh_server, options_of
from tests.terminal import Terminal
from tests.workshops.test_stopping import ALTERNATE_SCREEN, CURSOR, OWN, PASTE, WRAP, switched_on

pytestmark = pytest.mark.timeout(240)

HARMLESS = {ALTERNATE_SCREEN, PASTE, CURSOR, WRAP}
"""What a terminal may be left with: nothing of it types by itself, or hides what is typed."""
QUERIES = re.compile(
    rb"\x1b\[(\?\d+\$p|[>?=]?\d*u|[>=]?\d*c|\d*n|\d*t)|\x1b\][^\x07\x1b]*\?|\x1b\]22"
)


def is_harmless(terminal):
    return switched_on(terminal) <= HARMLESS and not QUERIES.search(terminal.raw)


@pytest.fixture
def server(room):
    server = openssh_server(room)
    yield server
    server.stop()


BY_SSH = [
    {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"},
    {"SSH_TTY": "/dev/pts/9"},
    {"SSH_CLIENT": "192.0.2.1 50000 22"},
]
SCREENS = {
    (): "Sorting out the PM role",
    ("review",): "Past decisions",
    ("rehearse", "small.toml"): "Begin: Why we are here",
    ("run", "small.toml", "--no-ssh", "--name", "Ines"): "Begin: Why we are here",
}


@pytest.mark.parametrize("variables", BY_SSH, ids=lambda each: next(iter(each)))
@pytest.mark.parametrize("arguments", SCREENS, ids=lambda each: (*each, "home")[0])
def test_over_ssh_nothing_is_on_that_a_lost_connection_leaves_on(room, arguments, variables):
    command = [sys.executable, "-m", "facilitator", *arguments]
    terminal = room.open(
        Terminal(command, env={**room.env, **variables}, cwd=room.folder, size=(120, 36))
    )
    terminal.see(SCREENS[arguments])
    terminal.press("?", "Help")
    terminal.kill(signal.SIGKILL)
    terminal.wait_for_end()
    assert is_harmless(terminal)


@pytest.mark.parametrize("arguments", SCREENS, ids=lambda each: (*each, "home")[0])
def test_on_a_terminal_of_ones_own_nothing_is_asked_and_the_mouse_does_not_chatter(room, arguments):
    terminal = room.facilitate(*arguments)
    terminal.see(SCREENS[arguments])
    terminal.press("?", "Help")
    terminal.see_that(lambda _: switched_on(terminal) == OWN, "the modes of a screen")
    assert not QUERIES.search(terminal.raw)


def test_a_click_still_chooses(room):
    terminal = room.facilitate()
    lines = terminal.see("Sorting out the PM role", "15 steps").splitlines()
    row = next(y for y, line in enumerate(lines, start=1) if "Sorting out the PM role" in line)
    terminal.send(f"\x1b[<0;6;{row}M\x1b[<0;6;{row}m")
    terminal.see_no("15 steps")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_voters_wall_and_facilitator_of_our_server_whoever_is_killed(room, number):
    facilitator = room.facilitate("run", "small.toml", "--listen", "127.0.0.1:0", "--name", "Ines")
    facilitator.see("Begin: Why we are here")
    room.learn_how_to_join(facilitator)
    ana = Voter(room, "Ana", has_key=True)
    ana.take_seat("pmm")
    wall = Voter(room, "wall", has_key=False).terminal
    wall.see("Code:")
    wall.send(f"{room.code}\r")
    wall.see("Competitive messaging")
    facilitator.press("c", "makes a code for another facilitator")
    text = facilitator.press("n", "and gives this code")
    code = re.search(CODE, text.partition("instead of")[2]).group()
    other = Voter(room, "Olga", has_key=False).terminal
    other.see("Code:")
    other.send(f"{code}\r")
    other.see("You are about to facilitate")
    other.send("\r")
    other.see("Write this down")
    here = [ana.terminal, wall, other]
    for terminal in here:
        assert ALTERNATE_SCREEN in switched_on(terminal)
    (server,) = server_pids(room.folder / "sessions")
    ana.terminal.kill(number)
    os.kill(server, number)
    for terminal in here:
        terminal.wait_for_end()
        assert is_harmless(terminal)
    if number == signal.SIGTERM:
        for terminal in here[1:]:
            assert switched_on(terminal) == {CURSOR, WRAP}


def test_vote_and_present_behind_openssh_when_the_connection_breaks_off(room, server):
    facilitator = room.facilitate("run", "small.toml", "--no-ssh", "--name", "Ines")
    facilitator.see("Begin: Why we are here")
    wall = f'restrict,pty,command="{sys.executable} -m facilitator present latest"'
    server.admit("ana", options_of("ana"))
    server.admit("wall", wall)
    server.start()
    terminals = {
        "Ana Lima · Product Marketing": server.connect("ana"),
        "Competitive messaging": server.connect("wall"),
    }
    for words, terminal in terminals.items():
        terminal.see(words)
    for child in psutil.Process(server.process.pid).children(recursive=True):
        if child.name().startswith("sshd"):
            child.kill()
    for terminal in terminals.values():
        assert terminal.wait_for_end() == 255
        assert is_harmless(terminal)


@pytest.mark.parametrize("arguments", [*SCREENS, ("vote", "latest"), ("present", "latest")])
@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_can_show_no_screen_gets_one_line(room, arguments, term):
    command = [sys.executable, "-m", "facilitator", *arguments]
    terminal = room.open(Terminal(command, env={**room.env, "TERM": term}, cwd=room.folder))
    assert terminal.wait_for_end() == 2
    told = f"TERM={term}" if term else "no TERM"
    assert terminal.raw.decode() == (
        f"facilitator: this terminal can show no screen ({told}): start it in another one"
        f"{', or run it through without one: --auto' if 'rehearse' in arguments else ''}\r\n"
    )
    assert not (room.folder / "sessions" / ".journals").exists()


def test_what_shows_no_screen_works_there(room):
    env = {**room.env, "TERM": "dumb"}
    command = [sys.executable, "-m", "facilitator", "log", "register"]
    terminal = room.open(Terminal(command, env=env, cwd=room.folder))
    assert terminal.wait_for_end() in (0, 3)
    assert b"\x1b" not in terminal.raw


@pytest.fixture
def shell(room):
    """A shell with job control."""
    bash = [shutil.which("bash"), "--norc", "--noprofile", "-i"]
    shell = room.open(Terminal(bash, env={**room.env, "PS1": "ready> "}, cwd=room.folder))
    shell.see("ready>")
    return shell


@pytest.mark.parametrize(
    ("arguments", "words"), [("", "Sorting out the PM role"), ("review", "Past decisions")]
)
def test_ctrl_z_goes_back_to_the_shell_and_fg_to_the_screen(shell, arguments, words):
    shell.send(f"{sys.executable} -m facilitator {arguments}\r")
    shell.see(words, "Help")
    shell.send("\x1a")
    shell.see("Stopped")
    shell.see_that(lambda _: ALTERNATE_SCREEN not in switched_on(shell), "the shell's screen")
    assert {CURSOR, WRAP} <= switched_on(shell) <= {CURSOR, WRAP, PASTE}  # bash has pastes so, too
    shell.send("stty -a\r")
    shell.see("isig icanon iexten echo ")
    shell.send("fg\r")
    shell.see(words, "Help")
    shell.see_that(lambda _: switched_on(shell) == OWN, "the modes of a screen")
    shell.press("q", "ready>")
    assert ALTERNATE_SCREEN not in switched_on(shell)


def test_the_facilitators_screen_is_stopped_by_a_signal_and_goes_on(shell):
    shell.send(f"{sys.executable} -m facilitator run small.toml --no-ssh --name Ines\r")
    shell.see("Begin: Why we are here")
    shell.send("\x1a")
    shell.press("?", "The facilitator's screen")
    (child,) = psutil.Process(shell.process.pid).children()
    os.kill(child.pid, signal.SIGTSTP)
    shell.see("Stopped")
    assert ALTERNATE_SCREEN not in switched_on(shell)
    shell.send("fg\r")
    shell.see("The facilitator's screen")
    child.send_signal(signal.SIGSTOP)
    shell.see("ready>")
    shell.send("fg\r")
    shell.see("The facilitator's screen")
    shell.see_that(lambda _: switched_on(shell) == OWN, "the modes of a screen")
