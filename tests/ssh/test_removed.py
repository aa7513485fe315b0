"""Somebody whom the facilitator has asked to leave, with a real client: told why, let back in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from facilitator.clock import now
from facilitator.domain.commands import (
    Envelope,
    LeaveSession,
    ReadmitParticipant,
    RemoveParticipant,
)
from facilitator.hosting import codes
from facilitator.hosting.door import Door
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.sqlite_journal import SqliteJournal
from facilitator.terminal.painted import Painted
from facilitator.ui.voting.screen import VoterScreen
from facilitator.wiring import workshop
from facilitator.wiring.settings import load_settings
from tests.e2e.room import AGENDA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import asyncssh

    from facilitator.ssh.shared import Visitor

WHY = b"The facilitator asked you to leave: you are wanted elsewhere. Your seat"
RESTORED = b"\x1b[?1049l"
"""Ends a screen of its own: what follows stands in the normal terminal."""


@pytest.fixture
async def session(lobby: Any, tmp_path: Path) -> AsyncIterator[LiveSession]:
    env = {"FACILITATOR_CONFIG": str(tmp_path / "config"), "FACILITATOR_NAME": "Fay"}
    settings = load_settings(sessions=tmp_path / "sessions", environment=env)
    begun = await workshop.begin(settings, read_agenda(AGENDA).found, None)
    session = LiveSession(await SqliteJournal.open(begun.journal), codes.new_id)
    await session.open()
    door = Door(session)
    door.come_back = "ssh -p 2222 host"
    lobby.gate = door
    goodbyes = []

    def make_app(visitor: Visitor, line: Any) -> Painted:
        return Painted(line, VoterScreen(session, door.arrival(visitor), now))

    def left(visitor: Visitor) -> None:
        leave = Envelope(now(), "", LeaveSession(connection=visitor.connection))
        goodbyes.append(asyncio.ensure_future(session.submit(leave)))

    lobby.gone = type("Goodbyes", (), {"append": staticmethod(left)})
    await lobby.serve(app=make_app)
    yield session
    await lobby.server.close("")
    await asyncio.gather(*goodbyes)
    await session.close()


async def seated(lobby: Any, session: LiveSession, *keys: asyncssh.SSHKey) -> Any:
    """Somebody who has just taken the seat p1 by the join code."""
    ana = await lobby.sit_down(keys=keys)
    await ana.until("Code: ")
    ana.type(f"{session.state.join_code}\r")
    await ana.until("Who are you?")
    ana.type("\r1\r")
    return ana


async def done(session: LiveSession, command: Any) -> None:
    assert isinstance(await session.submit(command), Accepted)


async def remove(session: LiveSession) -> None:
    why = "you are wanted elsewhere."
    await done(session, Envelope(now(), "f1", RemoveParticipant(participant="p1", reason=why)))


async def test_a_removed_voter_is_told_in_the_normal_terminal_and_at_the_door(
    lobby: Any, session: LiveSession, key: asyncssh.SSHKey
) -> None:
    ana = await seated(lobby, session, key)
    await ana.until("Welcome, ")
    await remove(session)
    shown = await ana.screen.until_closed()
    assert WHY in shown.rpartition(RESTORED)[2]
    assert RESTORED in shown
    again = await lobby.sit_down(keys=(key,))
    words = await again.screen.until_closed()
    assert WHY in words
    assert b"\x1b" not in words
    assert len(lobby.apps) == 1


async def test_the_resume_code_of_a_removed_voter_opens_no_screen_until_they_may_come_back(
    lobby: Any, session: LiveSession
) -> None:
    ana = await seated(lobby, session)
    await ana.until("shown only this once")
    code = lobby.apps[0].screen.desk.scene.resume_code
    await remove(session)
    assert WHY in await ana.screen.until_closed()
    again = await lobby.sit_down()
    await again.until("Code: ")
    again.type(f"{code}\r")
    assert WHY in await again.screen.until_closed()
    assert len(lobby.apps) == 1
    await done(session, Envelope(now(), "f1", ReadmitParticipant(participant="p1")))
    back = await lobby.sit_down()
    await back.until("Code: ")
    back.type(f"{code}\r")
    await back.until("Welcome, ")
    voters = [each for each in session.state.participants if each != "f1"]
    assert voters == ["p1"]
