"""An SSH server for one session: a process of its own, usually started by the facilitator's.

It tells whoever started it how it fares, one JSON document a line on standard output, and ends when
its standard input does: a server never outlives the terminal that watches over it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from textual.driver import Driver

from facilitator.domain.commands import LeaveSession
from facilitator.live.session import LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ssh.admission import Visitor
from facilitator.ssh.host_key import load_or_create_host_key
from facilitator.ssh.limits import Limits
from facilitator.ssh.server import SshServer, start_server
from facilitator.ui.voting.app import VoterApp
from facilitator.wiring import codes, rosters
from facilitator.wiring.clock import now
from facilitator.wiring.door import Door
from facilitator.wiring.journals import open_journal
from facilitator.wiring.rosters import KeptRoster

GC_THRESHOLDS = (50_000, 50, 100)
"""Collections are rare: a hundred apps are a large heap to walk, and most of it stays."""
LEFT = "The facilitator has left. Your seat and your votes are kept. To come back: {come_back}"
ENDED = "The workshop has ended. Thank you for taking part."


@dataclass(frozen=True, slots=True)
class ServerPlan:
    """What a server needs to know. ``shown_host`` is what people call ``host`` when they come."""

    journal: Path
    host: str
    port: int
    host_key: Path
    server_id: str
    is_dark: bool
    shown_host: str
    reuse_port: bool = False


Report = Callable[[dict[str, object]], None]


def ssh_command(host: str, port: int) -> str:
    """What a voter types to get here."""
    return f"ssh {host}" if port == 22 else f"ssh -p {port} {host}"  # noqa: PLR2004 - SSH's own port


def report_to(descriptor: int) -> Report:
    """Report as JSON lines to a file descriptor; whoever listened may be gone."""

    def report(news: dict[str, object]) -> None:
        try:
            os.write(descriptor, json.dumps(news).encode() + b"\n")
        except OSError:
            logging.getLogger(__name__).info("nobody listens to %s", news)

    return report


async def serve(plan: ServerPlan, report: Report, *, until_input_ends: bool) -> None:
    """Serve a session until told to stop.

    Raises JournalError, HostKeyError, OSError, or Unusable where the session's roster is.
    """
    session = LiveSession(await open_journal(plan.journal), codes.new_id)
    await session.open()
    try:
        roster = rosters.roster_of(plan.journal, session.state)
        door = Door(session, roster)
        server = await _start(session, door, plan)
        door.come_back = ssh_command(plan.shown_host, server.port)
        report(
            {
                "state": "listening",
                "port": server.port,
                "fingerprint": load_or_create_host_key(plan.host_key).fingerprint,
                **_roster_news(roster),
            }
        )
        if roster is not None:
            roster.changed = lambda: report(_roster_news(roster))
        watching = _report_health(session, report)
        await _told_to_stop(until_input_ends=until_input_ends)
        ended = session.state.ended_at is not None
        watching.close()
        await server.close(ENDED if ended else LEFT.format(come_back=door.come_back))
    finally:
        await session.close()


def _roster_news(roster: KeptRoster | None) -> dict[str, object]:
    """What whoever watches is told of the roster, if there is one."""
    if roster is None:
        return {}
    about = {"people": roster.people, "file": str(roster.path), "trouble": roster.trouble}
    return {"roster": about}


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


async def _start(session: LiveSession, door: Door, plan: ServerPlan) -> SshServer:
    goodbyes: set[asyncio.Task[object]] = set()

    def make_app(visitor: Visitor, driver_class: type[Driver]) -> VoterApp:
        return VoterApp(
            session, door.arrival(visitor), now, driver_class=driver_class, dark=plan.is_dark
        )

    def on_disconnect(visitor: Visitor) -> None:
        # Said of everybody: a seat may just now be being taken, and is given up after that.
        leave = LeaveSession(at=now(), connection=visitor.connection)
        task = asyncio.ensure_future(session.submit(leave))
        goodbyes.add(task)
        task.add_done_callback(goodbyes.discard)

    server = await start_server(
        host=plan.host,
        port=plan.port,
        host_key=load_or_create_host_key(plan.host_key),
        gate=door,
        make_app=make_app,
        on_disconnect=on_disconnect,
        limits=Limits(),
        server_id=plan.server_id,
        reuse_port=plan.reuse_port,
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    return server


async def _told_to_stop(*, until_input_ends: bool) -> None:
    """Wait for SIGTERM or SIGINT, or for standard input to end."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    if until_input_ends:
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        ended = asyncio.ensure_future(reader.read())
        ended.add_done_callback(lambda _: stop.set())
    await stop.wait()
