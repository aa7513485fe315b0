"""A workshop with a roster: the real program, and real SSH clients that nobody asks anything."""

from __future__ import annotations

import os
import signal

import pytest

from tests.e2e.room import Voter
from tests.e2e.servers import server_pids
from tests.worlds.rosters import entry, roster

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def workshop(room):
    """The facilitator's terminal in the lobby, with a roster of two voters and an observer."""
    people = (
        entry("Ana", room.public_line("Ana"), team="pmm"),
        entry("Raj", room.public_line("Raj")),
        entry("Olga", room.public_line("Olga"), team="sales", seat="observer"),
    )
    agendas = room.folder / "plans"
    agendas.mkdir()
    (room.folder / "small.toml").rename(agendas / "small.toml")
    (agendas / "small.roster.toml").write_text(roster(*people))
    facilitator = room.facilitate(
        "run", "plans/small.toml", "--listen", "127.0.0.1:0", "--name", "Ines"
    )
    facilitator.see("Only those on the roster get in (3 people).", "small")
    assert "code it asks for" not in facilitator.text
    room.learn_where_to_join(facilitator)
    return facilitator, people


def sit_down(room, *names):
    """Connect; each is seated without a word, or with the words that they read."""
    voters = {name: Voter(room, name, has_key=True) for name in names}
    for name, voter in voters.items():
        assert "Code" not in voter.terminal.see(f"{name} · ")
    return voters


def test_those_listed_are_seated_at_once_and_others_told_what_to_do(room, workshop):
    facilitator, _ = workshop
    sit_down(room, "Ana", "Raj", "Olga")
    facilitator.see("3 people of 3 teams here so far.")
    for stranger in (Voter(room, "Eve", has_key=True), Voter(room, "Mal", has_key=False)):
        stranger.terminal.see("open only to the people on its roster", "ask the facilitator")
        assert stranger.terminal.wait_for_end() == 1


def test_a_killed_facilitator_and_a_killed_server_know_the_roster_again(room, workshop):
    facilitator, people = workshop
    voters = sit_down(room, "Ana", "Raj")
    facilitator.press(" ", "Next: Competitive messaging", "only those on the roster")
    facilitator.press(" ", "Start voting")
    facilitator.press(" ", "Close and reveal", "0 of 2")
    voters["Ana"].terminal.see("0 of 2 voted")
    voters["Ana"].vote("2", reason="come-what-may")

    facilitator.kill()
    facilitator.wait_for_end()
    (room.folder / "plans" / "small.roster.toml").unlink()
    (room.folder / "plans" / "small.toml").unlink()
    resumed = room.facilitate("resume", "--listen", "127.0.0.1:0")
    resumed.see("Round 1", "1 of 2")
    room.learn_where_to_join(resumed)
    voters["Ana"].terminal.see("come-what-may")
    resumed.see("2 here")

    (server,) = server_pids(room.folder / "sessions")
    os.kill(server, signal.SIGKILL)
    for voter in voters.values():
        voter.terminal.wait_for_end()
        voter.come_back()
        voter.terminal.see(f"{voter.name} · ")
    eve = Voter(room, "Eve", has_key=True)
    eve.terminal.see("ask the facilitator")

    (kept,) = (room.folder / "sessions" / ".journals").glob("*.roster.toml")
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.write_text(roster(*people, entry("Eve", room.public_line("Eve"), team="sales")))
    sit_down(room, "Eve")
    resumed.see("3 here")
