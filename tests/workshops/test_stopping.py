"""What a signal leaves of the facilitator's terminal, of the session and of those in it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import termios

import pytest

from tests.e2e.room import Voter
from tests.e2e.servers import server_pids
from tests.terminal import Terminal

pytestmark = pytest.mark.timeout(240)

SWITCHED = re.compile(rb"\x1b\[(?:\?(\d+)([hl])|([<>])\d*u)")
KITTY_KEYS = "kitty keys"
ALTERNATE_SCREEN, PASTE, BUTTONS, BUTTONS_TOLD, CURSOR, WRAP = 1049, 2004, 1000, 1006, 25, 7
OTHERS = {ALTERNATE_SCREEN, PASTE, WRAP}
"""What a screen has on that may be lost without a word …"""
OWN = {*OTHERS, BUTTONS, BUTTONS_TOLD}
"""… and one at the person's own terminal."""
ANSWERS = "\x1b[?2048;2$y\x1b[?2026;2$y\x1b[I"
"""What terminals answer that can do more: nobody has asked, and nothing comes of it."""


def switched_on(terminal: Terminal) -> set[int | str]:
    """Every mode that the program has switched on and not off, the usual ones included."""
    modes: dict[int | str, bool] = {CURSOR: True, WRAP: True}
    for number, switch, push in SWITCHED.findall(terminal.raw):
        if number:
            modes[int(number)] = switch == b"h"
        else:
            modes[KITTY_KEYS] = push == b">"
    return {mode for mode, is_on in modes.items() if is_on}


def settings_of_a_new_terminal() -> list[object]:
    ours, theirs = os.openpty()
    try:
        return termios.tcgetattr(theirs)
    finally:
        os.close(ours)
        os.close(theirs)


class Found:
    """A terminal as it was found, with a screen of the program on it by now."""

    def __init__(self, terminal: Terminal, words: str, taken: set[int | str] = OWN) -> None:
        self.terminal = terminal
        self.before = settings_of_a_new_terminal()
        terminal.see(words)
        if taken is OWN:
            terminal.send(ANSWERS)
        terminal.see_that(lambda _: taken == switched_on(terminal), "the modes of a screen")
        assert termios.tcgetattr(terminal.process.fd) != self.before

    def is_left_as_it_was(self) -> bool:
        return switched_on(self.terminal) == {CURSOR, WRAP} and (
            termios.tcgetattr(self.terminal.process.fd) == self.before
        )

    @property
    def last_words(self) -> str:
        """What is printed once the screen is gone."""
        _, _, after = self.terminal.raw.rpartition(b"\x1b[?1049l")
        return re.sub(r"\x1b(\[[\d;?]*[a-z]|\][^\x07]*\x07)", "", after.decode()).strip()


def session_of(room):
    (journal,) = (room.folder / "sessions" / ".journals").glob("*.journal")
    return journal.stem


def open_small(room, *more):
    return room.facilitate("run", "small.toml", "--name", "Ines", *more)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_terminal_clean_and_voters_connected(room, number):
    found = Found(open_small(room, "--listen", "127.0.0.1:0"), "Begin: Why we are here")
    room.learn_how_to_join(found.terminal)
    ana = Voter(room, "Ana", has_key=True)
    ana.take_seat("pmm")
    found.terminal.press(" ", "Next: Competitive messaging")
    found.terminal.press(" ", "Start voting")
    found.terminal.press(" ", "0 of 1")
    found.terminal.kill(number)
    assert found.terminal.wait_for_end() == 128 + number
    assert found.is_left_as_it_was()
    assert found.last_words == (
        f"Told to end by {number.name}. The session goes on without this terminal."
        f" Come back to it with: facilitator resume {session_of(room)}"
    )

    ana.vote("2")
    assert len(server_pids(room.folder / "sessions")) == 1
    again = room.facilitate("resume")
    again.see("Competitive messaging", "1 of 1", f"ssh -p {room.port}")
    again.press(" ", "Only one side has voted")
    ana.terminal.see("100%")


def test_whoever_is_in_a_dialog_is_no_exception(room):
    found = Found(open_small(room, "--no-ssh"), "Begin: Why we are here")
    found.terminal.press("?", "Help")
    found.terminal.kill(signal.SIGTERM)
    assert found.terminal.wait_for_end() == 143
    assert found.is_left_as_it_was()
    back = f"Go on where it stood with: facilitator resume {session_of(room)}"
    assert found.last_words == f"Told to end by SIGTERM. The session is kept. {back}"


def test_a_rehearsal_can_be_gone_on_with(room):
    found = Found(room.facilitate("rehearse", "small.toml"), "Begin: Why we are here")
    found.terminal.kill(signal.SIGTERM)
    assert found.terminal.wait_for_end() == 143
    assert found.is_left_as_it_was()
    assert found.last_words.endswith(f"facilitator resume {session_of(room)}")
    room.facilitate("resume").see("Begin: Why we are here")


@pytest.mark.parametrize(
    ("arguments", "words", "number"),
    [
        ((), "Sorting out the PM role", signal.SIGHUP),
        ((), "Sorting out the PM role", signal.SIGINT),
        (("review",), "Past decisions", signal.SIGTERM),
    ],
)
def test_where_there_is_nothing_to_go_on_with_it_says_what_happened(room, arguments, words, number):
    found = Found(room.facilitate(*arguments), words)
    found.terminal.kill(number)
    assert found.terminal.wait_for_end() == 128 + number
    assert found.is_left_as_it_was()
    assert found.last_words == f"Told to end by {number.name}."


SCREENS = {
    "a voter": (
        ("vote", "latest", "--as", "Ana", "--team", "pmm"),
        "Ana · Product Marketing",
        OTHERS,
        "Your seat is kept. Come back with: facilitator vote",
    ),
    "a code": (("vote", "latest"), "Code:", {CURSOR, WRAP}, ""),
    "the wall": (("present", "latest"), "The code to join with:", OTHERS, ""),
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_so_do_the_screens_of_others(room, screen, number):
    arguments, words, taken, last_words = SCREENS[screen]
    facilitator = open_small(room, "--no-ssh")
    facilitator.see("Begin: Why we are here")
    found = Found(room.facilitate(*arguments), words, taken)
    found.terminal.kill(number)
    assert found.terminal.wait_for_end() == 128 + number
    assert found.is_left_as_it_was()
    assert f"Told to end by {number.name}. {last_words}".strip() in found.terminal.text
    facilitator.see("Nobody has joined yet.")


def test_a_second_signal_while_the_first_is_obeyed_leaves_the_terminal_clean_too(room):
    facilitator = open_small(room, "--no-ssh")
    facilitator.see("Begin: Why we are here")
    arguments, words, taken, _ = SCREENS["a voter"]
    found = Found(room.facilitate(*arguments), words, taken)
    (journal,) = (room.folder / "sessions" / ".journals").glob("*.journal")
    with contextlib.closing(sqlite3.connect(journal, isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")  # leaving can't be recorded yet
        found.terminal.kill(signal.SIGTERM)
        found.terminal.see_that(lambda _: b"\x1b[?1049l" in found.terminal.raw, "the screen's end")
        found.terminal.kill(signal.SIGTERM)
        busy.execute("ROLLBACK")
    assert found.terminal.wait_for_end() == 128 + signal.SIGTERM
    assert found.is_left_as_it_was()
    facilitator.see("Nobody has joined yet.")


def test_a_voter_whose_terminal_is_closed_has_left(room):
    facilitator = open_small(room, "--no-ssh")
    facilitator.see("Begin: Why we are here")
    ana = room.facilitate("vote", "latest", "--as", "Ana", "--team", "pmm")
    ana.see("Ana · Product Marketing")
    facilitator.see("1 person of 1 team here")
    ana.hang_up()
    assert ana.wait_for_end() == 128 + signal.SIGHUP
    facilitator.see("Nobody has joined yet.")
    assert not list((room.folder / "sessions" / ".journals").glob("*.terminal"))


def test_a_terminal_that_is_closed_is_not_waited_for(room):
    facilitator = open_small(room, "--listen", "127.0.0.1:0")
    facilitator.see("Begin: Why we are here")
    room.learn_how_to_join(facilitator)
    facilitator.hang_up()
    assert facilitator.wait_for_end() == 128 + signal.SIGHUP
    room.facilitate("resume").see("Begin: Why we are here", f"ssh -p {room.port}")
