"""An SSH server for one session: a process of its own, usually started by the facilitator's.

It tells the terminal that watches over it how it fares, and lives on when that is gone: see
:mod:`facilitator.hosting.lifetime`.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from facilitator.clock import now
from facilitator.domain.commands import Envelope, LeaveSession
from facilitator.domain.state import Session
from facilitator.errors import Misused, OutsideFailed, Unusable
from facilitator.hosting import codes, rosters
from facilitator.hosting.addresses import Shown, is_local, ssh_command
from facilitator.hosting.control import Attendance
from facilitator.hosting.control_socket import is_served
from facilitator.hosting.door import Door
from facilitator.hosting.journals import open_journal
from facilitator.hosting.lifetime import PATIENCE, Attended, Patience
from facilitator.hosting.rosters import KeptRoster
from facilitator.hosting.sessions import held
from facilitator.hosting.status import ThisServer
from facilitator.hosting.walls import TOO_MANY, WALL, Walls
from facilitator.live.ports import RosterStatus
from facilitator.live.session import LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ssh.admission import Visitor
from facilitator.ssh.host_key import load_or_create_host_key
from facilitator.ssh.server import SshServer, start_server
from facilitator.ssh.shared import NoRoom, Served
from facilitator.terminal.colours import colours_of
from facilitator.terminal.line import Line
from facilitator.terminal.painted import Painted
from facilitator.ui.presenting.screen import WallScreen
from facilitator.ui.voting.screen import VoterScreen
from facilitator.wiring.finishing import put_away
from facilitator.wiring.log_file import LogFile
from facilitator.wiring.settings import Settings

GC_THRESHOLDS = (50_000, 50, 100)
"""Collections are rare: hundreds of screens are a large heap to walk, and most of it stays.

What voters, walls and strangers leave behind holds no cycles and is gone at once; what an app of
Textual's leaves is full of them …
"""
TIDY_AFTER = 2.0
"""… and is collected so many seconds later."""

CROWDED = (
    "More connections are coming than there is room for ({places}). Whoever is seated is not"
    " affected; whoever joins may have to wait a moment."
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ServerPlan:
    """What a server needs to know.

    ``settings`` say what people call ``host`` when they come, where the decision log goes, and
    whether the journal is kept.
    """

    journal: Path
    host: str
    port: int
    host_key: Path
    server_id: str
    is_dark: bool
    settings: Settings
    reuse_port: bool = False
    patience: Patience = PATIENCE


Report = Callable[[dict[str, object]], None]


async def serve(plan: ServerPlan, report: Report, attendance: Attendance | None = None) -> None:
    """Serve a session until told to stop, or until nobody has watched over it for long enough.

    Raises JournalError, HostKeyError, OSError, or Unusable where the session's roster is.
    """
    session = LiveSession(await open_journal(plan.journal), codes.new_id)
    await session.open()
    try:
        roster = rosters.roster_of(plan.journal, session.state)
        door = Door(session, roster, Walls(plan.settings.limits))
        hosting = ThisServer()
        server = await _start(session, door, plan, hosting)
        fingerprint = load_or_create_host_key(plan.host_key).fingerprint

        def listens(shown: Shown | None) -> None:
            door.come_back = ssh_command(plan.host, server.port, shown)
            reached = is_local(plan.host) and shown is None
            hosting.listens(door.come_back, fingerprint, is_local=reached)
            report(
                {
                    "state": "listening",
                    "port": server.port,
                    "fingerprint": fingerprint,
                    "host": plan.host,
                    "command": door.come_back,
                    "shown": str(shown or ""),
                    **_roster_news(roster),
                }
            )

        listens(plan.settings.shown)
        if attendance is not None:
            attendance.shown = listens
            attendance.beat()
        loading = asyncio.create_task(_load_the_rest(), name="load the rest")
        _follow_roster(roster, report, hosting)
        watching = _report_health(session, report)
        _report_crowd(server, report, hosting)
        if attendance is not None and attendance.is_lasting:
            await attendance.open(plan.journal, plan.server_id)
        write_log = LogFile(session, plan.settings)
        last_words = await Attended(session, attendance, write_log, plan.patience).until_over(
            door.come_back
        )
        watching.close()
        loading.cancel()
        await server.close(last_words)
        is_by_itself = attendance is not None and not attendance.is_attended
        state = session.state
    finally:
        await session.close()
        if attendance is not None:
            attendance.close()
    if is_by_itself and state.log_file is not None:
        _put_away(plan, state)


def _put_away(plan: ServerPlan, state: Session) -> None:
    """Nobody is left at a terminal to put the journal away; the last server does."""
    try:
        if is_served(plan.journal):
            return
        with held(plan.journal):
            put_away(plan.settings, plan.journal, state)
    except (Misused, Unusable, OutsideFailed):
        _log.exception("the journal is not put away; the next start does it")


def _roster_news(roster: KeptRoster | None) -> dict[str, object]:
    """What whoever watches is told of the roster, if there is one."""
    if roster is None:
        return {}
    about = {"people": roster.people, "file": str(roster.path), "trouble": roster.trouble}
    return {"roster": about}


def _follow_roster(roster: KeptRoster | None, report: Report, hosting: ThisServer) -> None:
    """Have everybody who facilitates told of a roster, and of every change to it."""
    if roster is None:
        return

    def tell() -> None:
        report(_roster_news(roster))
        hosting.has_roster(RosterStatus(roster.people, str(roster.path), roster.trouble))

    roster.changed = tell
    hosting.has_roster(RosterStatus(roster.people, str(roster.path), roster.trouble))


def _report_crowd(server: SshServer, report: Report, hosting: ThisServer) -> None:
    """Have everybody who facilitates told when more come than there is room for."""

    def tell() -> None:
        words = CROWDED.format(places=server.places.all) if server.crowd.is_there else ""
        report({"crowd": words})
        hosting.is_crowded(words)

    server.crowd.changed = tell


def _report_health(session: LiveSession, report: Report) -> Subscription:
    """Say whenever this process can no longer record what voters do, and when it can again."""
    told = session.health

    def tell() -> None:
        nonlocal told
        subscription.take()
        if session.health != told:
            told = session.health
            report({"recording": told.recording, "reason": told.reason})

    subscription = session.subscribe(tell)
    return subscription


async def _start(
    session: LiveSession, door: Door, plan: ServerPlan, hosting: ThisServer
) -> SshServer:
    loop = asyncio.get_running_loop()
    goodbyes: set[asyncio.Task[object]] = set()
    facilitators: set[str] = set()

    def make_app(visitor: Visitor, line: Line) -> Served:
        facilitates = None if visitor.username == WALL else door.facilitator(visitor)
        if facilitates is not None:
            from facilitator.wiring.visiting import visiting  # noqa: PLC0415 - see _load_the_rest

            facilitators.add(visitor.connection)
            return visiting(session, facilitates, hosting, plan.settings, line, dark=plan.is_dark)
        colours, dark = colours_of(line.term), plan.is_dark
        if visitor.username == WALL:
            if not door.walls.come(visitor):
                return NoRoom(TOO_MANY)
            how_to_join = lambda: door.come_back  # noqa: E731 - known once the server listens
            return Painted(line, WallScreen(session, how_to_join, now, colours=colours, dark=dark))
        arrival = door.arrival(visitor)
        return Painted(line, VoterScreen(session, arrival, now, colours=colours, dark=dark))

    def on_disconnect(visitor: Visitor) -> None:
        door.walls.gone(visitor)
        if visitor.connection in facilitators:
            facilitators.discard(visitor.connection)
            loop.call_later(TIDY_AFTER, gc.collect)
        # Said of everybody: a seat may just now be being taken, and is given up after that.
        leave = Envelope(now(), "", LeaveSession(connection=visitor.connection))
        task = asyncio.ensure_future(session.submit(leave))
        goodbyes.add(task)
        task.add_done_callback(goodbyes.discard)

    return await start_server(
        host=plan.host,
        port=plan.port,
        host_key=load_or_create_host_key(plan.host_key),
        gate=door,
        make_app=make_app,
        on_disconnect=on_disconnect,
        limits=plan.settings.limits,
        server_id=plan.server_id,
        reuse_port=plan.reuse_port,
    )


async def _load_the_rest() -> None:
    """Load Textual, of which voters need little, once they can come: it takes as long as all else.

    From there on most of what there is stays, and the garbage collector need not look at it.
    """
    await asyncio.to_thread(importlib.import_module, "facilitator.wiring.visiting")
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
