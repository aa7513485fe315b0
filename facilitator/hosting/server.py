"""An SSH server for one session: a process of its own, usually started by the facilitator's.

It tells the terminal that watches over it how it fares, and lives on when that is gone: see
:mod:`facilitator.hosting.lifetime`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol

from facilitator.clock import now
from facilitator.domain.commands import Envelope, LeaveSession
from facilitator.domain.state import Session
from facilitator.errors import Misused, OutsideFailed, Unusable
from facilitator.hosting import rosters
from facilitator.hosting.addresses import Shown, is_local, ssh_command
from facilitator.hosting.control import Attendance
from facilitator.hosting.control_socket import is_served
from facilitator.hosting.door import TOO_MANY, WALL, Door, Walls
from facilitator.hosting.finish import LogFile, put_away
from facilitator.hosting.host_key import load_or_create_host_key
from facilitator.hosting.lifetime import PATIENCE, Attended, Patience
from facilitator.hosting.sessions import held, opened
from facilitator.live.arrivals import Arrival
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.live.session import LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ssh.limits import Limits
from facilitator.ssh.server import SshServer, start_server
from facilitator.ssh.shared import NoRoom, Served, Visitor
from facilitator.terminal.line import Line

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
FIRST_COMPUTER_ONLY = "Only the first facilitator's computer gets in."
_log = logging.getLogger(__name__)

Report = Callable[[dict[str, object]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerPlan:
    """What a server needs to know.

    ``shown`` is what people call ``host`` when they come, where somebody has said; ``logs`` is
    where the decision log goes, and ``keep_journal`` whether the journal is kept then.
    """

    journal: Path
    host: str
    port: int
    host_key: Path
    server_id: str
    logs: Path
    keep_journal: bool | None = None
    limits: Limits = field(default_factory=Limits)
    shown: Shown | None = None
    reuse_port: bool = False
    patience: Patience = PATIENCE


class Screens(Protocol):
    """What people are shown who come to a server."""

    def voter(self, arrival: Arrival, line: Line) -> Served:
        """The screen of somebody who votes, or means to."""

    def facilitator(self, arrival: Arrival, server: SeenServer, line: Line) -> Served:
        """The app of somebody who facilitates."""

    def wall(self, how_to_join: Callable[[], str], line: Line) -> Served:
        """The projector's view."""

    def load(self) -> None:
        """Import what only facilitators' screens need. Called in a thread, once voters can come."""


async def serve(
    plan: ServerPlan,
    screens: Callable[[LiveSession], Screens],
    report: Report,
    attendance: Attendance | None = None,
) -> None:
    """Serve a session until told to stop, or until nobody has watched over it for long enough.

    Raises JournalError, JournalFailed, HostKeyError, OSError, or Unusable where the session's
    roster is.
    """
    try:
        async with opened(plan.journal) as session:
            await _Service(plan, session, screens(session), report).run(attendance)
            is_by_itself = attendance is not None and not attendance.is_attended
            state = session.state
    finally:
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
            put_away(plan.journal, state, keep_journal=plan.keep_journal)
    except (Misused, Unusable, OutsideFailed):
        _log.exception("the journal is not put away; the next start does it")


class _Service:
    """Lets people in to a session, and has whoever facilitates it know how that goes."""

    def __init__(
        self, plan: ServerPlan, session: LiveSession, screens: Screens, report: Report
    ) -> None:
        self._plan = plan
        self._session = session
        self._screens = screens
        self._report = report
        self._roster = rosters.roster_of(plan.journal, session.state)
        self._door = Door(session, self._roster, Walls(plan.limits))
        self._shown = ThisServer()
        self._key = load_or_create_host_key(plan.host_key)
        self._facilitators: set[str] = set()
        self._goodbyes: set[asyncio.Task[object]] = set()

    async def run(self, attendance: Attendance | None) -> None:
        """Serve until the end, and see off whoever is connected then."""
        plan = self._plan
        server = await self._start()

        def listens(shown: Shown | None) -> None:
            self._listens(server.port, shown)

        listens(plan.shown)
        if attendance is not None:
            attendance.shown = listens
            attendance.beat()
        loading = asyncio.create_task(_load_the_rest(self._screens), name="load the rest")
        self._follow_roster()
        watching = self._report_health()
        self._report_crowd(server)
        if attendance is not None and attendance.is_lasting:
            await attendance.open(plan.journal, plan.server_id)
        write_log = LogFile(self._session, plan.logs)
        attended = Attended(self._session, attendance, write_log, plan.patience)
        last_words = await attended.until_over(self._door.come_back)
        watching.close()
        loading.cancel()
        await server.close(last_words)

    async def _start(self) -> SshServer:
        plan = self._plan
        return await start_server(
            host=plan.host,
            port=plan.port,
            host_key=self._key.private,
            gate=self._door,
            make_app=self._screen_for,
            on_disconnect=self._has_left,
            limits=plan.limits,
            server_id=plan.server_id,
            reuse_port=plan.reuse_port,
        )

    def _screen_for(self, visitor: Visitor, line: Line) -> Served:
        if visitor.username == WALL:
            if not self._door.walls.come(visitor):
                return NoRoom(TOO_MANY)
            return self._screens.wall(lambda: self._door.come_back, line)
        facilitates = self._door.facilitator(visitor)
        if facilitates is not None:
            self._facilitators.add(visitor.connection)
            return self._screens.facilitator(facilitates, self._shown.seen(), line)
        return self._screens.voter(self._door.arrival(visitor), line)

    def _has_left(self, visitor: Visitor) -> None:
        self._door.walls.gone(visitor)
        if visitor.connection in self._facilitators:
            self._facilitators.discard(visitor.connection)
            asyncio.get_running_loop().call_later(TIDY_AFTER, gc.collect)
        # Said of everybody: a seat may just now be being taken, and is given up after that.
        leave = Envelope(now(), "", LeaveSession(connection=visitor.connection))
        task = asyncio.ensure_future(self._session.submit(leave))
        self._goodbyes.add(task)
        task.add_done_callback(self._goodbyes.discard)

    def _listens(self, port: int, shown: Shown | None) -> None:
        """Tell how people get in from now on."""
        host, fingerprint = self._plan.host, self._key.fingerprint
        command = self._door.come_back = ssh_command(host, port, shown)
        is_local_only = is_local(host) and shown is None
        self._shown.become(
            replace(
                self._shown.status,
                state=ServerState.LISTENING,
                command=command,
                fingerprint=fingerprint,
                reach=FIRST_COMPUTER_ONLY if is_local_only else "",
            )
        )
        self._report(
            {
                "state": "listening",
                "port": port,
                "fingerprint": fingerprint,
                "host": host,
                "command": command,
                "shown": str(shown or ""),
                **self._roster_news(),
            }
        )

    def _roster_news(self) -> dict[str, object]:
        """What whoever watches is told of the roster, if there is one."""
        roster = self._roster
        return {} if roster is None else {"roster": asdict(roster.status)}

    def _follow_roster(self) -> None:
        """Have everybody who facilitates told of a roster, and of every change to it."""
        if (roster := self._roster) is None:
            return

        def show() -> None:
            self._shown.become(replace(self._shown.status, roster=roster.status))

        def tell() -> None:
            self._report(self._roster_news())
            show()

        roster.changed = tell
        show()

    def _report_crowd(self, server: SshServer) -> None:
        """Have everybody who facilitates told when more come than there is room for."""

        def tell() -> None:
            words = CROWDED.format(places=server.places.all) if server.crowd.is_there else ""
            self._report({"crowd": words})
            self._shown.become(replace(self._shown.status, message=words))

        server.crowd.changed = tell

    def _report_health(self) -> Subscription:
        """Say when this process can no longer record what voters do, and when it can again."""
        session, told = self._session, self._session.health

        def tell() -> None:
            nonlocal told
            subscription.take()
            if session.health != told:
                told = session.health
                self._report({"recording": told.recording, "reason": told.reason})

        subscription = session.subscribe(tell)
        return subscription


async def _load_the_rest(screens: Screens) -> None:
    """Load Textual, of which voters need little, once they can come: it takes as long as all else.

    From there on most of what there is stays, and the garbage collector need not look at it.
    """
    await asyncio.to_thread(screens.load)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)


class ThisServer:
    """How the server of this very process stands, for the screens that it serves."""

    def __init__(self) -> None:
        self.status = ServerStatus(ServerState.STARTING)
        self._screens: weakref.WeakSet[SeenServer] = weakref.WeakSet()

    def seen(self) -> SeenServer:
        """The same for one screen, and forgotten with it."""
        screen = SeenServer(self)
        self._screens.add(screen)
        return screen

    def become(self, status: ServerStatus) -> None:
        """Have it stand otherwise, and every screen know."""
        self.status = status
        for screen in tuple(self._screens):
            screen.stir()


class SeenServer:
    """The server as one screen sees it."""

    def __init__(self, server: ThisServer) -> None:
        self._server = server
        self._wakes: list[Callable[[], None]] = []

    @property
    def status(self) -> ServerStatus:
        """How people get in now."""
        return self._server.status

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` whenever the status has changed."""
        self._wakes.append(wake)

    def stir(self) -> None:
        """The status has changed."""
        for wake in self._wakes:
            wake()
