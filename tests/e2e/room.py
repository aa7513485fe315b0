"""A workshop in a room of pseudo-terminals: the real program, and real OpenSSH clients."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from facilitator.hosting import sessions
from tests.terminal import PATIENCE, NotSeen, Terminal

AGENDA = Path(__file__).with_name("agenda.toml")
CODE = r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}\b"
RESUME_CODE = r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}"
TEAMS = {"pm": "1", "pmm": "2", "sales": "3"}


def seconds_until_it_answers(port: str) -> float:
    """Wait until whoever connects is greeted by a server; how long that took.

    Who tries to reach a port that nobody listens on again and again comes to be connected to
    themselves: where the system has just this port to give to who connects.
    """
    began = time.monotonic()
    while time.monotonic() < began + PATIENCE:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port))) as to:
            to.settimeout(PATIENCE)
            if to.getsockname() != to.getpeername() and to.recv(4) == b"SSH-":
                return time.monotonic() - began
        time.sleep(0.01)
    raise NotSeen("nobody can connect")


class Voter:
    """Somebody at an SSH client; without a key it is their resume code that brings them back."""

    def __init__(self, room: Room, name: str, *, has_key: bool) -> None:
        self.room = room
        self.name = name
        self.resume_code = ""
        self.key = room.make_key(name) if has_key else None
        self.terminal = self._connect()

    def take_seat(self, team: str) -> None:
        """Give the join code, confirm the name and choose a team."""
        self.take_seat_of(int(TEAMS[team]))

    def take_seat_of(self, number: int) -> None:
        """Take a seat in the team of that number in the list."""
        self.terminal.see("Code:")
        self.terminal.send(f"{self.room.code}\r")
        self.terminal.see("Your name", self.name)
        self.terminal.send("\r")
        self.terminal.see("Choose your team by its number")
        self.terminal.send(str(number))
        self.terminal.see("Press Enter to take the seat")
        self.terminal.send("\r")
        if self.key is None:
            text = self.terminal.see("Write this down")
            self.resume_code = re.search(RESUME_CODE, text).group()
            self.terminal.send("\r")
        self.terminal.see(f"{self.name} · ")

    def come_back(self) -> None:
        """Connect again once that can be, and give the resume code where there is no key."""
        seconds_until_it_answers(self.room.port)
        self.terminal = self._connect()
        if self.key is None:
            self.terminal.see("Code:")
            self.terminal.send(f"{self.resume_code}\r")

    def vote(self, key: str, *, reason: str = "") -> None:
        """Press a choice, type a reason, and wait until both are recorded."""
        self.terminal.press(key, "Recorded", "your vote")
        if reason:
            self.terminal.send("r")
            self.terminal.see("Enter Keep it")
            self.terminal.send(f"{reason}\r")
            self.terminal.see("Recorded", reason)

    def _connect(self) -> Terminal:
        key = ["-o", "IdentitiesOnly=yes", "-i", str(self.key)] if self.key else []
        options = {
            "UserKnownHostsFile": str(self.room.folder / "known_hosts"),
            "StrictHostKeyChecking": "accept-new",
            "IdentityAgent": "none",
            "PubkeyAuthentication": "yes" if self.key else "no",
        }
        pairs = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        argv = ["ssh", "-F", "/dev/null", *pairs, *key, "-p", self.room.port]
        return self.room.open(Terminal([*argv, f"{self.name}@127.0.0.1"]))


class Room:
    """A folder for one workshop, its facilitator's terminal, and its voters."""

    def __init__(self, folder: Path, stack: contextlib.ExitStack) -> None:
        self.folder = folder
        self.port = ""
        self.code = ""
        self._stack = stack
        shutil.copy(AGENDA, folder / "small.toml")
        (folder / "sessions").mkdir()

    @property
    def env(self) -> dict[str, str]:
        """The environment of a person who has set nothing."""
        inherited = {k: v for k, v in os.environ.items() if "FACILITATOR" not in k}
        return {**inherited, "FACILITATOR_CONFIG": str(self.folder / "config")}

    def make_key(self, name: str) -> Path:
        """Make somebody's key, unless they have one; its public half lies beside it."""
        key = self.folder / f"{name}.key"
        if not key.exists():
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)]
            subprocess.run(command, check=True)
        return key

    def public_line(self, name: str) -> str:
        """The line of somebody's public key."""
        return self.make_key(name).with_suffix(".key.pub").read_text().strip()

    def open(self, terminal: Terminal) -> Terminal:
        """Have a terminal closed with the room."""
        return self._stack.enter_context(terminal)

    def facilitate(self, *arguments: str, size: tuple[int, int] = (120, 36)) -> Terminal:
        """Start the program in a terminal."""
        argv = [sys.executable, "-m", "facilitator", *arguments]
        return self.open(Terminal(argv, env=self.env, cwd=self.folder, size=size))

    def learn_how_to_join(self, facilitator: Terminal) -> None:
        """Read port and code off the facilitator's screen."""
        way_in = re.compile(rf"(?s)ssh -p [1-9]\d* 127\.0\.0\.1.*{CODE}")
        text = facilitator.see_that(lambda screen: bool(way_in.search(screen)), "how to join")
        self.port = re.search(r"ssh -p (\d+)", text).group(1)
        self.code = re.search(CODE, text).group()

    def learn_where_to_join(self, facilitator: Terminal) -> None:
        """Read the port off the facilitator's screen, where a roster lets people in."""
        text = facilitator.see_that(
            lambda screen: re.search(r"ssh -p [1-9]\d* 127\.0\.0\.1", screen) is not None,
            "where to join",
        )
        self.port = re.search(r"ssh -p (\d+)", text).group(1)

    def join_code(self) -> str:
        """The join code of the session at hand, for rooms whose screens show none."""
        folder = self.folder / "sessions" / ".journals"
        return asyncio.run(sessions.find_session(folder, "latest")).state.join_code

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a verb that needs no terminal."""
        return subprocess.run(
            [sys.executable, "-m", "facilitator", *arguments],
            env=self.env,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
