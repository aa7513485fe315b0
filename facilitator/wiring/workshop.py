"""A live session on this terminal: begun or gone on with, to its decision log."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from facilitator.clock import now
from facilitator.domain import commands
from facilitator.domain.agenda import Agenda, Attribution
from facilitator.domain.journal import JournalError
from facilitator.domain.people import Seat, clash
from facilitator.errors import JournalFailed, Misused, OutsideFailed, Unusable, retold
from facilitator.hosting import (
    codes,
    control,
    journals,
    presence,
    rosters,
    sessions,
    supervisor,
)
from facilitator.hosting.addresses import Address, joined, split_shown
from facilitator.hosting.control import SHOWN, Link, reach
from facilitator.hosting.rosters import RosterFile
from facilitator.hosting.sessions import LogFile, put_away
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.live.rehearsal.people import Company, company_of
from facilitator.live.session import Accepted, LiveSession
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.wiring.logs import NOTHING_FOLLOWED, Followed
from facilitator.wiring.rehearsal import company_told, in_the_room, missing_told, room_of
from facilitator.wiring.screens import show, stoppable
from facilitator.wiring.settings import Settings, facilitator_name


@dataclass(frozen=True, slots=True)
class Workshop:
    """What to hold: a session's journal, and where voters get in (None: nowhere).

    ``company`` are the simulated people of a rehearsal; None where people are real. ``running`` are
    the servers that have outlived the terminal before.
    """

    settings: Settings
    journal: Path
    address: Address | None
    company: Company | None = None
    running: tuple[Link, ...] = ()


async def begin(
    settings: Settings,
    agenda: Agenda,
    address: Address | None,
    roster: RosterFile | None = None,
    follows: Followed = NOTHING_FOLLOWED,
    *,
    company: Company | None = None,
) -> Workshop:
    """Start a session on an agenda; nothing that can be removed is left behind when it can't be.

    With a ``roster`` it keeps a copy of that, and has no join code; it is held against the session
    that it ``follows``; with a ``company`` it is a rehearsal. Raises Misused when the address is
    taken or the name can't be used, Unusable when the folder can't be written or is not ours alone,
    JournalFailed when the journal can't, OutsideFailed where there are no locks or too few open
    files.
    """
    name = facilitator_name(settings)
    if roster is not None:
        _refuse_name_of_a_voter(name, roster)
    if address is not None:
        supervisor.check_descriptors(settings.limits)
        await _wait_for_port(settings, address)
    journals.prepare_folder(settings.journals)
    await tidy(settings)
    join_code = "" if roster or company else codes.new_join_code()
    about = {"rehearsal": company is not None, **follows.known}
    start = sessions.start_of(agenda, name, now(), join_code=join_code, **about)
    path = sessions.journal_path(settings.journals, start.command.session)
    await _make(path, start, roster)
    return Workshop(settings, path, address, company)


async def _make(
    path: Path, start: commands.Envelope[commands.StartSession], roster: RosterFile | None
) -> None:
    """Make the journal of a session, and start that; raises JournalFailed or Unusable."""
    is_anonymous = start.command.agenda.rules.attribution is Attribution.ANONYMOUS
    with contextlib.ExitStack() as otherwise, retold(JournalFailed, JournalError):
        # Until it is made, a file that lies there is another session's.
        journal = await journals.create_journal(path, start.command.session, is_sealed=is_anonymous)
        otherwise.callback(_forget, path)
        try:
            if roster is not None:
                rosters.keep(roster, path)
        except OSError as error:
            await journal.close()
            raise Unusable(f"{path.parent} can't be written: {error.strerror or error}") from error
        session = LiveSession(journal, codes.new_id)
        await session.open()
        answer = await session.submit(start)
        await session.close()
        if not isinstance(answer, Accepted):
            raise JournalFailed(answer.reason)
        otherwise.pop_all()


async def _wait_for_port(settings: Settings, address: Address) -> None:
    """Make sure of a port; raises Misused, which names a session whose server may hold it."""
    try:
        await supervisor.wait_for_port(address.host, address.port)
    except Misused as error:
        living = control.find_living(settings.journals)
        if not living:
            raise
        session = living[0].session
        raise Misused(
            f"{error}; {session} is still being served: `facilitator resume {session}` goes on"
            " with it, and leaving it there closes it"
        ) from error


def _refuse_name_of_a_voter(name: str, roster: RosterFile) -> None:
    """Say now that two people would have one name; later the voter could not be seated."""
    likeness = codes.likeness(name)
    for person in roster.roster.people:
        if person.seat is not Seat.FACILITATOR and clash(codes.likeness(person.name), likeness):
            raise Misused(
                f"the facilitator's name, “{name}”, looks like that of “{person.name}” on the"
                " roster; choose another with --name"
            )


def _forget(journal: Path) -> None:
    """Remove what was made for a session that could not be started, as far as that can be."""
    journals.forget(journal)
    with contextlib.suppress(OSError):
        rosters.path_beside(journal).unlink()


async def take_up(settings: Settings, reference: str | None, address: Address | None) -> Workshop:
    """Go on with a session that was interrupted; raises Unusable, Misused or OutsideFailed.

    A rehearsal goes on as one: its simulated people come back, and there is no way in.
    """
    await tidy(settings)
    path, state = await sessions.sound_session(settings.journals, reference, "gone on with")
    if state.log_file is not None:
        log = settings.sessions / Path(state.log_file).name
        raise Misused(f"{path.stem} has ended; its decision log is {log}")
    with sessions.held(path):
        pass  # in another terminal it would hold the port, too: say first what matters
    if state.rehearsal:
        company = company_of(person.credential for person in state.participants.values())
        return Workshop(settings, path, None, company)
    running = await _running(path)
    if running and address is not None and _will_do(running[0], address):
        first = running[0].first
        address = replace(address, host=str(first["host"]), port=int(first["port"]))
        address = _shown_alike(address, running)
        return Workshop(settings, path, address, running=running)
    await _end_running(running)
    if address is not None:
        supervisor.check_descriptors(settings.limits)
        await supervisor.wait_for_port(address.host, address.port)
    return Workshop(settings, path, address)


async def _running(journal: Path) -> tuple[Link, ...]:
    """The servers that have outlived the session's terminal, taken over; raises Misused."""
    links = [await reach(server) for server in control.find_servers(journal)]
    return tuple(link for link in links if link is not None)


def _shown_alike(address: Address, running: Sequence[Link]) -> Address:
    """Have servers that run shown to voters as is wanted now; else leave it at what they show."""
    for link in running:
        if address.shown is not None and link.first.get("shown") != str(address.shown):
            link.tell(SHOWN + f"{address.shown}\n".encode())
    before = str(running[0].first.get("shown", ""))
    if address.shown is None and before:
        return replace(address, shown=split_shown(before))
    return address


def _will_do(link: Link, wanted: Address) -> bool:
    """Whether a server listens where it is wanted; anywhere will do unless that was asked for."""
    host, port = link.first.get("host"), link.first.get("port")
    return not wanted.is_asked or (host == wanted.host and wanted.port in (0, port))


async def _end_running(running: Sequence[Link]) -> None:
    """Have servers see off whoever is connected, and end: others will listen elsewhere."""
    watching = [asyncio.create_task(_to_the_end(link)) for link in running]
    await supervisor.end_all(running)
    await asyncio.gather(*watching)


async def _to_the_end(link: Link) -> None:
    await link.reader.read()
    await link.ended()
    link.is_over.set()


async def hold(begun: Awaitable[Workshop]) -> str:
    """Begin or take up a session, and facilitate it; return what to tell the person afterwards."""
    return await facilitate(await begun)


async def facilitate(workshop: Workshop) -> str:
    """Hold the session on this terminal; return what to tell the person afterwards.

    Raises Misused while another terminal holds it, JournalFailed when the journal can't be read,
    Stopped when a signal ends it (servers live on then), and whatever the screen fails of.
    """
    settings = workshop.settings
    with sessions.held(workshop.journal):
        async with sessions.opened(workshop.journal) as session:
            async with (
                _hosting(workshop, session) as hosting,
                _present(session),
                presence.watched(workshop.journal, session),
            ):
                app = FacilitatorApp(
                    session,
                    sessions.FACILITATOR,
                    hosting,
                    LogFile(session, settings.sessions),
                    now,
                    make_code=codes.new_facilitator_code,
                    likeness=codes.likeness,
                    dark=settings.is_dark,
                )
                hosting.is_kept = True  # whatever the screen fails of, voters stay connected
                with stoppable(app.exit, lambda: _how_to_go_on(app, workshop)):
                    await show(app)
                hosting.is_kept = app.hands_on
            state = session.state
        if not app.hands_on:
            put_away(workshop.journal, state, keep_journal=settings.keep_journal)
    return app.farewell


def _how_to_go_on(app: FacilitatorApp, workshop: Workshop) -> str:
    """What to tell whoever had this terminal end: voters stay connected, where any can be."""
    if workshop.address is not None:
        app.hand_on()
    return app.farewell


@contextlib.asynccontextmanager
async def _present(session: LiveSession) -> AsyncIterator[None]:
    """Have everybody see that the first facilitator is at their terminal."""
    connection = f"{sessions.TERMINAL}{codes.new_id()}"
    credential = session.state.participants[sessions.FACILITATOR].credential
    come = commands.ResumeSeat(credential=credential, connection=connection)
    await sessions.report(session, come)
    try:
        yield
    finally:
        await sessions.report(session, commands.LeaveSession(connection=connection))


@contextlib.asynccontextmanager
async def _hosting(workshop: Workshop, session: LiveSession) -> AsyncIterator[control.Standing]:
    """Voters' way in, open as long as the block runs, and after it where it is to be kept."""
    address = workshop.address
    await _forget_old_connections(session, {link.server for link in workshop.running})
    if workshop.company is not None:
        async with in_the_room(room_of(session, workshop.company, now)):
            text = f"Rehearsal: {company_told(workshop.company)}; nobody else can join."
            text = f"{text} {missing_told(session.state.agenda, workshop.company)}".strip()
            yield control.Standing(ServerStatus(ServerState.OFF, message=text))
        return
    if address is None:
        yield control.Standing(ServerStatus(ServerState.OFF))
        return

    async def lost(server_id: str) -> None:
        control.socket_of(workshop.journal, server_id).clear()
        await sessions.report(session, commands.ReportServerLost(server=server_id))

    hosting = supervisor.ServerProcesses(
        address,
        partial(_serve_arguments, workshop, address),
        lost,
        log=sessions.server_log_path(workshop.journal),
        running=workshop.running,
    )
    hosting.start()
    try:
        yield hosting
    finally:
        await hosting.stop()


def _serve_arguments(
    workshop: Workshop, address: Address, server_id: str, port: int
) -> tuple[str, ...]:
    """The command line that starts a server of a session, as :func:`serve_session` takes it."""
    options = ["--listen", joined(address.host, port), "--server-id", server_id]
    options += ["--watched", "--lasting"]
    options += ["--log", str(sessions.server_log_path(workshop.journal))]
    options += ["--theme", workshop.settings.theme]
    options += ["--shown-host", str(address.shown)] if address.shown else []
    options += ["--sessions", str(workshop.settings.sessions)]
    options += ["--share-port"] if address.servers > 1 else []
    return supervisor.serve_arguments(*options, str(workshop.journal))


async def _forget_old_connections(session: LiveSession, alive: set[str]) -> None:
    """Whoever still counts as here sat at the last terminal, or at a server that is gone."""
    people = session.state.participants.values()
    servers = {p.connection.rpartition("-")[0] for p in people if p.connection}
    for server in sorted(servers - alive):
        await sessions.report(session, commands.ReportServerLost(server=server))


async def tidy(settings: Settings) -> None:
    """Put away what a terminal that was closed at the very end has left behind.

    Raises Unusable when the folder of journals is not ours alone, OutsideFailed where its file
    system gives no locks.
    """
    journals.check_locks(settings.journals)
    for found in await sessions.list_sessions(settings.journals):
        is_over = found.state is not None and not found.is_unfinished
        if is_over or found.is_half_gone:
            with contextlib.suppress(Misused, Unusable, OutsideFailed):
                keep = settings.keep_journal
                sessions.put_away_if_left(found.path, found.state, keep_journal=keep)
    journals.destroy_lone_seals(settings.journals)
