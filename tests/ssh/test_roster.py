"""A workshop with a roster, as people with and without a key on it meet it: a real client each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from facilitator.clock import now
from facilitator.domain.commands import (
    EndSession,
    EnterStep,
    Envelope,
    IssueFacilitatorCode,
    LeaveSession,
)
from facilitator.domain.people import Participant, Seat
from facilitator.hosting import codes, rosters
from facilitator.hosting.control import Standing
from facilitator.hosting.door import Door
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.sqlite_journal import SqliteJournal
from facilitator.terminal.painted import Painted
from facilitator.ui.voting.screen import VoterScreen
from facilitator.wiring import workshop
from facilitator.wiring.server import ServedScreens
from facilitator.wiring.settings import load_settings
from tests.e2e.room import AGENDA
from tests.worlds.rosters import entry, new_key, public_line, roster

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import asyncssh

    from facilitator.ssh.shared import Visitor


@dataclass
class Held:
    """A session with a roster, and a server for it."""

    session: LiveSession
    lobby: Any
    file: Path
    keys: dict[str, asyncssh.SSHKey]
    entries: dict[str, str]

    @property
    def voters(self) -> list[Participant]:
        people = self.session.state.participants.values()
        return [person for person in people if person.seat is not Seat.FACILITATOR]

    async def come(self, *names: str) -> Any:
        return await self.lobby.sit_down(keys=tuple(self.keys[name] for name in names))

    async def refused(self, *keys: asyncssh.SSHKey) -> str:
        terminal = await self.lobby.sit_down(keys=keys)
        words = await terminal.screen.until_closed()
        assert terminal.screen.status == 1
        return words.decode()


@pytest.fixture
async def held(lobby: Any, tmp_path: Path) -> AsyncIterator[Held]:
    keys = {name: new_key() for name in ("Ana", "Ana's other", "Raj", "Olga", "Ines")}
    lines = {name: public_line(key) for name, key in keys.items()}
    entries = {
        "Ana": entry("Ana", lines["Ana"], lines["Ana's other"], team="pmm"),
        "Raj": entry("Raj", lines["Raj"]),
        "Olga": entry("Olga", lines["Olga"], team="sales", seat="observer"),
        "Ines": entry("Ines", lines["Ines"], team=None, seat="facilitator"),
    }
    folder = tmp_path / "agendas"
    folder.mkdir()
    (folder / "small.toml").write_bytes(AGENDA.read_bytes())
    (folder / "small.roster.toml").write_text(roster(*entries.values()))
    agenda = read_agenda(folder / "small.toml").found
    found = rosters.roster_beside(folder / "small.toml", agenda)
    env = {"FACILITATOR_CONFIG": str(tmp_path / "config"), "FACILITATOR_NAME": "Fay"}
    settings = load_settings(sessions=tmp_path / "sessions", environment=env)
    begun = await workshop.begin(settings, agenda, None, found)
    session = LiveSession(await SqliteJournal.open(begun.journal), codes.new_id)
    await session.open()
    kept = rosters.roster_of(begun.journal, session.state)
    door = Door(session, kept)
    lobby.gate = door
    goodbyes = []

    def make_app(visitor: Visitor, line: Any) -> App[None] | Painted:
        facilitates = door.facilitator(visitor)
        if facilitates is not None:
            server = Standing(ServerStatus(ServerState.STARTING))
            return ServedScreens(session, settings).facilitator(facilitates, server, line)
        return Painted(line, VoterScreen(session, door.arrival(visitor), now))

    def left(visitor: Visitor) -> None:
        leave = Envelope(now(), "", LeaveSession(connection=visitor.connection))
        goodbyes.append(asyncio.ensure_future(session.submit(leave)))

    lobby.gone = type("Goodbyes", (), {"append": staticmethod(left)})
    await lobby.serve(app=make_app)
    yield Held(session, lobby, kept.path, keys, entries)
    await lobby.server.close("")
    await asyncio.gather(*goodbyes)
    await session.close()


async def test_a_key_on_the_roster_sits_down_at_once(held: Held) -> None:
    ana = await held.come("Ana")
    shown = await ana.until("Ana · Product Marketing")
    assert b"Code" not in shown
    assert b"Your name" not in shown
    (seat,) = held.voters
    assert (seat.name, seat.team, seat.seat) == ("Ana", "pmm", Seat.VOTER)
    assert seat.credential == f"key:{held.keys['Ana'].get_fingerprint()}"


async def test_an_observer_on_the_roster_observes(held: Held) -> None:
    await (await held.come("Olga")).until("Olga · Sales")
    assert [person.seat for person in held.voters] == [Seat.OBSERVER]


async def test_two_keys_of_one_person_are_one_seat(held: Held, eventually: Any) -> None:
    first = await held.come("Ana's other")
    await first.until("Ana · ")
    second = await held.come("Ana")
    await second.until("Ana · ")
    assert b"You have taken your seat from another window" in await first.screen.until_closed()
    assert len(held.voters) == 1
    assert held.voters[0].credential == f"key:{held.keys['Ana'].get_fingerprint()}"
    second.connection.abort()
    await eventually(lambda: not held.voters[0].is_here)


async def test_two_keys_at_the_same_moment_are_one_seat_too(held: Held, eventually: Any) -> None:
    await asyncio.gather(held.come("Ana"), held.come("Ana's other"))
    await eventually(lambda: len(held.voters) == 1 and held.voters[0].is_here)
    await eventually(lambda: len([t for t in held.lobby.apps if not t._ended.done()]) == 1)
    assert len(held.voters) == 1


async def test_coming_back_is_to_the_same_seat(held: Held, eventually: Any) -> None:
    raj = await held.come("Raj")
    await raj.until("Raj · ")
    (before,) = held.voters
    raj.connection.abort()
    await eventually(lambda: not held.voters[0].is_here)
    await (await held.come("Raj")).until("Raj · ")
    await eventually(lambda: held.voters[0].is_here)
    assert [person.id for person in held.voters] == [before.id]


async def test_a_listed_key_is_found_among_others(held: Held) -> None:
    held.keys["some other"] = new_key()
    await (await held.come("some other", "Raj")).until("Raj · ")


async def test_others_are_told_what_to_do(held: Held) -> None:
    for keys in ((), (new_key(),), (new_key(), new_key())):
        words = await held.refused(*keys)
        assert "ask the facilitator to add yours" in words
        assert "Code" not in words
    assert held.voters == []
    assert held.lobby.apps == []


async def test_a_listed_facilitator_facilitates_at_once(held: Held) -> None:
    ines = await held.come("Ines")
    await ines.until("Fay leads")
    assert [person.name for person in held.session.state.facilitators] == ["Fay", "Ines"]
    assert held.voters == []


async def test_a_facilitator_may_come_by_a_code_though_nobody_else_can(held: Held) -> None:
    code, digest = codes.new_facilitator_code()
    await held.session.submit(Envelope(now(), "f1", IssueFacilitatorCode(digest=digest)))
    uma = await held.lobby.sit_down()
    await uma.until("Code: ")
    uma.type("2222-2222-22\r")
    await uma.until("That code isn't right")
    uma.type(f"{code}\r")
    await uma.until("as everybody in the room will see it")
    uma.type("Uma\r")
    await uma.until("Write this down")
    assert held.session.state.facilitators[1].name.endswith("Uma")
    listed = await held.come("Raj")
    await listed.until("Raj · ")


async def test_somebody_added_gets_in_without_a_restart(held: Held) -> None:
    lee = new_key()
    assert "ask the facilitator" in await held.refused(lee)
    held.file.write_text(roster(*held.entries.values(), entry("Lee", public_line(lee))))
    await (await held.lobby.sit_down(keys=(lee,))).until("Lee · ")


async def test_another_key_added_opens_the_same_seat(held: Held) -> None:
    await (await held.come("Raj")).until("Raj · ")
    held.keys["Raj's new"] = new_key()
    lines = [public_line(held.keys[name]) for name in ("Raj's new", "Raj")]
    held.file.write_text(roster(held.entries["Ana"], entry("Raj", *lines)))
    await (await held.come("Raj's new")).until("Raj · ")
    assert len(held.voters) == 1


async def test_a_roster_made_unusable_leaves_the_one_before_in_force(held: Held) -> None:
    held.file.write_text("format = ")
    await (await held.come("Raj")).until("Raj · ")
    assert "ask the facilitator" in await held.refused(new_key())
    held.file.unlink()
    await (await held.come("Ana")).until("Ana · ")
    assert "ask the facilitator" in await held.refused(new_key())


async def test_who_cant_be_seated_is_told_why(held: Held) -> None:
    assert isinstance(
        await held.session.submit(Envelope(now(), "f1", EnterStep(step="messaging"))), Accepted
    )
    assert isinstance(await held.session.submit(Envelope(now(), "f1", EndSession())), Accepted)
    words = await (await held.come("Raj")).screen.until_closed()
    assert b"You could not be seated: " in words
    assert b"ask the facilitator" in words
