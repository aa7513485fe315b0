"""How long a server goes on once nobody watches over it."""

from __future__ import annotations

import asyncio
import os
from functools import partial

import pytest

from facilitator.clock import now
from facilitator.domain.commands import (
    EndSession,
    Envelope,
    IssueFacilitatorCode,
    JoinSession,
    LeaveSession,
    ResumeSeat,
)
from facilitator.domain.people import Seat
from facilitator.errors import Misused
from facilitator.hosting import codes, lifetime, supervisor
from facilitator.hosting import server as serving
from facilitator.hosting.addresses import Address
from facilitator.hosting.control import LEAVE, STOP, find_servers, reach
from facilitator.hosting.journals import open_journal
from facilitator.hosting.lifetime import Attendance, Patience
from facilitator.hosting.sessions import DistantLogFile, LogFile
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.decision_log_toml import read_log
from facilitator.wiring import workshop
from facilitator.wiring.server import ServedScreens
from tests.e2e.room import AGENDA

PATIENCE = 20.0
SERVER = "abcd0123"


@pytest.fixture
async def session(begun):
    """The session of a workshop, as another process sees it."""
    live = LiveSession(await open_journal(begun.journal), codes.new_id)
    await live.open()
    yield live
    await live.close()


class Served:
    """A server in this very process, attended through its control socket."""

    def __init__(self, begun, settings, **patience):
        self.attendance = Attendance(lasting=True)
        self.listening = asyncio.Event()
        self.journal = begun.journal
        self.plan = serving.ServerPlan(
            journal=begun.journal,
            host="127.0.0.1",
            port=0,
            host_key=settings.host_key,
            server_id=SERVER,
            logs=settings.sessions,
            limits=settings.limits,
            patience=Patience(**patience),
        )
        screens = partial(ServedScreens, settings=settings)
        self.task = asyncio.create_task(serving.serve(self.plan, screens, self.attendance))

    async def taken_over(self):
        async with asyncio.timeout(PATIENCE):
            while not (servers := find_servers(self.journal)):
                await asyncio.wait([self.task], timeout=0.01)
                assert not self.task.done() or self.task.result()
        return await reach(servers[0])

    async def ended(self):
        async with asyncio.timeout(PATIENCE):
            await self.task


@pytest.fixture
def serve(begun, settings, monkeypatch):
    """Start a server that knows how long to wait."""
    monkeypatch.setattr(lifetime.Lifetime, "_obey_signals", lambda _: None)
    monkeypatch.setattr(supervisor.os, "kill", lambda *_: None)  # it would be this very process
    monkeypatch.setattr(serving.gc, "freeze", lambda: None)
    monkeypatch.setattr(serving.gc, "set_threshold", lambda *_: None)
    return lambda **patience: Served(begun, settings, **patience)


async def facilitate(session, connection=f"{SERVER}-1"):
    """Have Uma facilitate over SSH."""
    await session.submit(Envelope(now(), "f1", IssueFacilitatorCode(digest="d")))
    join = Envelope(
        now(),
        "",
        JoinSession(
            name="Uma",
            likeness="uma",
            team="",
            credential="key:uma",
            connection=connection,
            seat=Seat.FACILITATOR,
            facilitator_code="d",
        ),
    )
    assert isinstance(await session.submit(join), Accepted)


async def until(session, holds):
    """Follow a session until something holds."""
    news = asyncio.Event()
    subscription = session.subscribe(news.set)
    async with asyncio.timeout(PATIENCE):
        while not holds(subscription.take()):
            await news.wait()
            news.clear()
    subscription.close()


async def test_a_resuming_terminal_takes_over_and_is_told_what_stands(serve):
    server = serve()
    link = await server.taken_over()
    assert (link.first["state"], link.first["host"]) == ("listening", "127.0.0.1")
    assert link.first["command"] == f"ssh -p {link.first['port']} 127.0.0.1"
    assert link.pid == os.getpid()
    (found,) = find_servers(server.journal)
    assert found.path == server.journal.with_suffix(f".{SERVER}.socket")
    assert found.path.stat().st_mode & 0o777 == 0o600
    assert found.path.parent.stat().st_mode & 0o777 == 0o700
    link.tell(STOP)
    await server.ended()
    assert (find_servers(server.journal), found.path.exists()) == ((), False)


async def test_without_any_facilitator_it_ends_after_a_while(serve, session):
    come = Envelope(now(), "", ResumeSeat(credential="local", connection="terminal-1"))
    await session.submit(come)
    await facilitate(session)  # so it does not end before it is taken over
    server = serve(alone=0.0)
    link = await server.taken_over()
    await session.submit(Envelope(now(), "", LeaveSession(connection=f"{SERVER}-1")))
    link.tell(LEAVE)
    await server.ended()
    await until(session, lambda state: not state.participants["f1"].is_here)
    assert session.state.ended_at is None


async def test_as_long_as_somebody_facilitates_over_ssh_it_goes_on(serve, session):
    await facilitate(session)
    server = serve(alone=0.0)
    link = await server.taken_over()
    await link.ended()  # as a killed terminal lets go
    done, _ = await asyncio.wait([server.task], timeout=0.3)
    assert not done
    await session.submit(Envelope(now(), "", LeaveSession(connection=f"{SERVER}-1")))
    await server.ended()


async def test_it_writes_the_log_and_puts_the_journal_away_where_nobody_else_does(
    serve, session, settings
):
    server = serve()
    link = await server.taken_over()
    await link.ended()
    await session.submit(Envelope(now(), "f1", EndSession()))
    await server.ended()
    (log,) = settings.sessions.glob("*.toml")
    assert read_log(log).log is not None
    assert not server.journal.exists()


async def test_a_facilitator_over_ssh_has_time_to_read_where_the_log_lies(serve, session, settings):
    await facilitate(session)
    server = serve()
    link = await server.taken_over()
    await link.ended()
    await session.submit(Envelope(now(), "f2", EndSession()))
    told = await DistantLogFile(session, settings.sessions)()
    assert told.startswith("on the first facilitator's machine: /")
    done, _ = await asyncio.wait([server.task], timeout=0.3)
    assert not done
    await session.submit(Envelope(now(), "", LeaveSession(connection=f"{SERVER}-1")))
    await server.ended()


async def test_both_may_write_the_log_at_once(begun, session, settings):
    other = LiveSession(await open_journal(begun.journal), codes.new_id)
    await other.open()
    await session.submit(Envelope(now(), "f1", EndSession()))
    await until(other, lambda state: state.ended_at is not None)
    one, two = await asyncio.gather(
        LogFile(session, settings.sessions)(), DistantLogFile(other, settings.sessions)()
    )
    assert two == f"on the first facilitator's machine: {one}"
    await until(session, lambda state: state.log_file is not None)
    await other.close()
    journal = await open_journal(begun.journal)
    written = [r for r in await journal.read() if type(r.event).__name__ == "LogWritten"]
    await journal.close()
    assert len(written) == 1
    assert [path.name for path in settings.sessions.glob("*.toml*")] == [
        f"{begun.journal.stem}.toml"
    ]


async def test_a_new_session_is_told_which_one_still_holds_its_port(
    serve, settings, begun, monkeypatch
):
    monkeypatch.setattr(supervisor, "PORT_PATIENCE", 0.0)
    server = serve()
    link = await server.taken_over()
    agenda = read_agenda(AGENDA).found
    with pytest.raises(Misused, match=f"facilitator resume {begun.journal.stem}. goes on"):
        await workshop.begin(settings, agenda, Address("127.0.0.1", link.first["port"]))
    link.tell(STOP)
    await server.ended()


async def test_resuming_takes_over_a_running_server_unless_another_address_is_asked_for(
    serve, settings, begun
):
    server = serve()
    link = await server.taken_over()
    await link.ended()
    port = link.first["port"]
    taken = await workshop.take_up(settings, None, Address("127.0.0.1", 2222))
    assert (taken.address.port, [each.server for each in taken.running]) == (port, [SERVER])
    await taken.running[0].ended()
    elsewhere = Address("127.0.0.1", 0, is_asked=True)
    taken = await workshop.take_up(settings, None, elsewhere)
    assert taken.address.port == port
    await taken.running[0].ended()
    elsewhere = Address("0.0.0.0", 0, is_asked=True)
    taken = await workshop.take_up(settings, None, elsewhere)
    assert (taken.address, taken.running) == (elsewhere, ())
    await server.ended()
