"""An SSH server for one session: a process of its own, usually started by the facilitator's.

It tells the terminal that watches over it how it fares, and lives on when that is gone: see
:mod:`facilitator.hosting.lifetime`.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from facilitator.domain.commands import LeaveSession
from facilitator.domain.state import Session
from facilitator.errors import Misused, OutsideFailed, Unusable
from facilitator.hosting import rosters
from facilitator.hosting.addresses import Shown, is_local, ssh_command
from facilitator.hosting.control import News, Standing
from facilitator.hosting.door import TOO_MANY, WALL, Door, Walls
from facilitator.hosting.host_key import load_or_create_host_key
from facilitator.hosting.lifetime import PATIENCE, Attendance, Lifetime, Patience
from facilitator.hosting.sessions import LogFile, opened, put_away_if_left, report
from facilitator.live.arrivals import Arrival
from facilitator.live.ports import RosterStatus, ServerState, ServerStatus
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

    def facilitator(self, arrival: Arrival, server: Standing, line: Line) -> Served:
        """The app of somebody who facilitates."""

    def wall(self, how_to_join: Callable[[], str], line: Line) -> Served:
        """The projector's view."""

    def load(self) -> None:
        """Import what only facilitators' screens need. Called in a thread, once voters can come."""


async def serve(
    plan: ServerPlan, screens: Callable[[LiveSession], Screens], attendance: Attendance
) -> None:
    """Serve a session until told to stop, or until nobody has watched over it for long enough.

    Raises JournalError, JournalFailed, HostKeyError, OSError, or Unusable where the session's
    roster is.
    """
    try:
        async with opened(plan.journal) as session:
            await _Service(plan, session, screens(session), attendance).run()
            state = session.state
            is_by_itself = not attendance.is_attended
    finally:
        attendance.close()
    if is_by_itself and state.log_file is not None:
        _put_away(plan, state)


def _put_away(plan: ServerPlan, state: Session) -> None:
    """Nobody is left at a terminal to put the journal away; the last server does."""
    try:
        put_away_if_left(plan.journal, state, keep_journal=plan.keep_journal)
    except (Misused, Unusable, OutsideFailed):
        _log.exception("the journal is not put away; the next start does it")


class _Service:
    """Lets people in to a session, and has whoever facilitates it know how that goes."""

    def __init__(
        self, plan: ServerPlan, session: LiveSession, screens: Screens, attendance: Attendance
    ) -> None:
        self._plan = plan
        self._session = session
        self._screens = screens
        self._attendance = attendance
        self._roster = rosters.roster_of(plan.journal, session.state)
        self._door = Door(session, self._roster, Walls(plan.limits))
        self._standing = Standing(ServerStatus(ServerState.STARTING))
        self._key = load_or_create_host_key(plan.host_key)
        self._facilitators: set[str] = set()
        self._goodbyes: set[asyncio.Task[object]] = set()

    async def run(self) -> None:
        """Serve until the end, and see off whoever is connected then."""
        plan, attendance = self._plan, self._attendance
        server = await self._start()

        def listens(shown: Shown | None) -> None:
            self._listens(server.port, shown)

        listens(plan.shown)
        attendance.shown = listens
        attendance.beat()
        loading = asyncio.create_task(_load_the_rest(self._screens), name="load the rest")
        if self._roster is not None:
            self._roster.changed = lambda: self._tell(self._roster_news(), roster=self._listed)
        watching = self._report_health()
        self._report_crowd(server)
        if attendance.is_lasting:
            await attendance.open(plan.journal, plan.server_id)
        write_log = LogFile(self._session, plan.logs)
        lifetime = Lifetime(self._session, attendance, write_log, plan.patience)
        last_words = await lifetime.until_over(self._door.come_back)
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
            return self._screens.facilitator(facilitates, self._standing, line)
        return self._screens.voter(self._door.arrival(visitor), line)

    def _has_left(self, visitor: Visitor) -> None:
        self._door.walls.gone(visitor)
        if visitor.connection in self._facilitators:
            self._facilitators.discard(visitor.connection)
            asyncio.get_running_loop().call_later(TIDY_AFTER, gc.collect)
        # Said of everybody: a seat may just now be being taken, and is given up after that.
        leave = LeaveSession(connection=visitor.connection)
        task = asyncio.ensure_future(report(self._session, leave))
        self._goodbyes.add(task)
        task.add_done_callback(self._goodbyes.discard)

    def _listens(self, port: int, shown: Shown | None) -> None:
        """Tell how people get in from now on."""
        host, fingerprint = self._plan.host, self._key.fingerprint
        command = self._door.come_back = ssh_command(host, port, shown)
        self._tell(
            {
                "state": "listening",
                "port": port,
                "fingerprint": fingerprint,
                "host": host,
                "command": command,
                "shown": str(shown or ""),
                **self._roster_news(),
            },
            state=ServerState.LISTENING,
            command=command,
            fingerprint=fingerprint,
            reach=FIRST_COMPUTER_ONLY if is_local(host) and shown is None else "",
            roster=self._listed,
        )

    def _tell(self, news: News, **changes: Any) -> None:
        """Have whoever watches know, and everybody who facilitates here."""
        self._attendance.report(news)
        self._standing.become(replace(self._standing.status, **changes))

    @property
    def _listed(self) -> RosterStatus | None:
        return None if self._roster is None else self._roster.status

    def _roster_news(self) -> News:
        """What whoever watches is told of the roster, if there is one."""
        return {} if self._listed is None else {"roster": asdict(self._listed)}

    def _report_crowd(self, server: SshServer) -> None:
        """Have everybody who facilitates told when more come than there is room for."""

        def tell() -> None:
            words = CROWDED.format(places=server.places.all) if server.crowd.is_there else ""
            self._tell({"crowd": words}, message=words)

        server.crowd.changed = tell

    def _report_health(self) -> Subscription:
        """Say when this process can no longer record what voters do, and when it can again."""
        session, told = self._session, self._session.health

        def tell() -> None:
            nonlocal told
            subscription.take()
            if session.health != told:
                told = session.health
                self._attendance.report({"recording": told.recording, "reason": told.reason})

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
