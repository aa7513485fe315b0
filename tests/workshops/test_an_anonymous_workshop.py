"""An anonymous workshop of three and one with every kind of round: nothing says who said what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.room import Room
from tests.terminal import Terminal
from tests.workshops.hosts import Guest, Host, seat, start

pytestmark = pytest.mark.timeout(600)

AGENDA = """\
format = "facilitator.agenda/1"
id = "small"
title = "A small workshop"

[rules]
attribution = "anonymous"

[[teams]]
id = "pm"
name = "Makers"

[[teams]]
id = "sales"
name = "Vendors"

[[teams]]
id = "board"
name = "Board"

[[steps]]
kind = "follow-up"
title = "Since last time"

[[steps]]
kind = "rate"
id = "maturity"
title = "How mature are we?"
question = "How true is this of us?"
scale = ["No", "Partly", "Yes"]
statements = [
  { id = "first", text = "We have a plan", tasks = ["messaging"] },
  { id = "second", text = "We follow it" },
]

[[steps]]
kind = "shortlist"
title = "Which ones today?"
dots = 2
keep = 1

[[steps]]
kind = "task"
id = "messaging"
title = "Messaging"
candidates = ["pm", "board"]

[[steps]]
kind = "task"
id = "pricing"
title = "Pricing"
candidates = ["pm", "board"]

[[steps]]
kind = "commit"
title = "What we owe"
proposals = [
  { id = "news", from = "pm", to = "sales", text = "News of every release" },
  { id = "leads", from = "sales", to = "pm", text = "Leads every month" },
]

[[steps]]
kind = "close"
title = "The game plan"
"""
PEOPLE = {"Quagga": 1, "Okapi": 1, "Numbat": 1, "Bilby": 2}
TEAM_OF_ONE = "Vendors"
OBJECTION = "reason-dugong"
DOUBT = "Too many tasks"
ROOM_COLUMN = 90
"""Where the facilitator's list of who is here begins, beside everything else."""


class Objector(Guest):
    """Objects to a promise when first asked, and doubts the plan."""

    has_objected = False

    def consent(self) -> None:
        if self.has_objected:
            super().consent()
            return
        self.has_objected = True
        self.terminal.press("o", "Enter")
        self.terminal.send(f"{OBJECTION}\r")
        self.terminal.see("Recorded", OBJECTION)


class Watcher(Host):
    """Looks, at every reveal, at what is painted on every screen and at what lies on the disk."""

    def __init__(self, room: Room, terminal: Terminal, voters: Mapping[str, Guest]) -> None:
        super().__init__(terminal, voters)
        self.sessions = room.folder / "sessions"
        self.revealed: list[str] = []
        self.heard: set[str] = set()

    def _reveal(self) -> None:
        assert_no_file_tells(self.sessions)
        terminals = [self.terminal, *(guest.terminal for guest in self.voters.values())]
        before = {terminal: len(terminal.raw) for terminal in terminals}
        super()._reveal()
        for terminal, start_of_reveal in before.items():
            terminal.let_it_be_read()
            # The first line of a voter's screen is who they are, and it stands there all the time.
            lines = [each[:ROOM_COLUMN] for each in terminal.painted_since(start_of_reveal)[1:]]
            for line in lines:
                assert [name for name in PEOPLE if name in line] == [], line
                if any(mark in line for mark in (OBJECTION, DOUBT, "█")):
                    assert TEAM_OF_ONE not in line, line
            self.heard.update(said for said in (OBJECTION, DOUBT) if said in "".join(lines))
        assert_no_file_tells(self.sessions)
        self.revealed.append(self.label())


def assert_no_file_tells(sessions: Path) -> None:
    """No file of a session, while it runs, holds an answer that can be read, nor its reason."""
    told = (OBJECTION.encode(), DOUBT.encode(), b'"mark"', b'"ballot"', b'"choice"', b'"value"')
    (journal,) = sessions.glob(".journals/*.journal")
    files = {path for path in sessions.rglob(f"*{journal.stem}*") if not path.is_socket()}
    assert {journal, journal.with_suffix(".seal")} <= files
    for path in files:
        data = path.read_bytes()
        assert [each for each in told if each in data] == [], path


def held(room: Room) -> Watcher:
    """Hold the workshop once, from its start to its log."""
    terminal = start(room, "small.toml", size=(120, 36))
    guests = {
        name: (Objector if name == "Bilby" else Guest)(voter, taste=place)
        for place, (name, voter) in enumerate(seat(room, PEOPLE).items())
    }
    host = Watcher(room, terminal, guests)
    host.hold()
    for guest in guests.values():
        guest.terminal.wait_for_end()
    return host


def test_no_screen_no_file_and_no_log_says_who_said_what(room):
    (room.folder / "small.toml").write_text(AGENDA)
    first = held(room)
    assert first.heard == {OBJECTION, DOUBT}
    # Ratings, dots, two votes, a promise objected to and asked about again, another, fingers.
    assert len(first.revealed) == 8
    again = held(room)
    assert again.revealed == ["Record what was said", *first.revealed]

    for path in (path for path in room.folder.rglob("*") if path.is_file()):
        if path.suffix in (".key", ".pub") or path.name in ("known_hosts", "small.toml"):
            continue
        text = path.read_bytes()
        assert [name for name in PEOPLE if name.encode() in text] == [], path
    logs = list((room.folder / "sessions").glob("*.toml"))
    assert len(logs) == 2
    for log in logs:
        text = log.read_text()
        assert room.run("log", "check", str(log)).returncode == 0
        assert [word for word in ("ballots", OBJECTION, DOUBT, "raised_by") if word in text] == []
        assert text.count("by_team") == text.count("by_team = {}") > 0
