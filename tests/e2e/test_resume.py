"""Sessions that an earlier version was killed in go on in the real program."""

from __future__ import annotations

import pytest

from tests.e2e.room import Voter
from tests.worlds.every_kind import RESUME_CODE, WORLDS
from tests.worlds.written import lay_out


@pytest.fixture
def resume(room):
    """Goes on with the session of a kind that was written once."""
    lay_out(room.folder)

    def go_on(kind):
        session = WORLDS[kind].session
        (room.folder / "sessions" / f"{session}.toml").unlink()
        return room.facilitate("resume", session, "--listen", "127.0.0.1:0")

    return go_on


@pytest.mark.parametrize(
    ("kind", "voted", "revealed"),
    [("task", "2 of 6", "it is a launch"), ("anonymous", "3 of 9", "Product Management")],
)
def test_an_open_round_goes_on_with_the_ballots_that_were_cast(room, resume, kind, voted, revealed):
    facilitator = resume(kind)
    facilitator.see("Close and reveal", voted)
    room.learn_how_to_join(facilitator)
    ana = Voter(room, "Ana", has_key=False)
    ana.terminal.see("Code:")
    ana.terminal.send(f"{RESUME_CODE}\r")
    ana.terminal.see("Ana · ", "Recorded", f"{voted} voted")
    ana.vote("2")
    facilitator.press(" ", "have not voted")
    facilitator.press(" ", "Round 1", revealed)
    ana.terminal.see("Voting is closed", "Product Marketing")
