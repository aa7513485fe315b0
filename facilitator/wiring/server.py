"""``facilitator serve``: a server process for a session that is facilitated elsewhere."""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from facilitator.clock import now
from facilitator.domain.journal import JournalError
from facilitator.errors import JournalFailed, Misused, OutsideFailed, Unusable, retold
from facilitator.hosting import codes
from facilitator.hosting.addresses import joined, split_address
from facilitator.hosting.control import Standing
from facilitator.hosting.host_key import HostKeyError
from facilitator.hosting.lifetime import Attendance
from facilitator.hosting.server import ServerPlan, serve
from facilitator.hosting.server_log import LogFileHandler, log_fault, log_reticently
from facilitator.hosting.sessions import DistantLogFile, sound_session
from facilitator.live.arrivals import Arrival
from facilitator.live.session import LiveSession
from facilitator.ssh.shared import Served
from facilitator.terminal.colours import colours_of
from facilitator.terminal.line import Line
from facilitator.terminal.painted import Painted
from facilitator.ui.presenting.screen import WallScreen
from facilitator.ui.voting.screen import VoterScreen
from facilitator.wiring.settings import Settings, load_settings


@dataclass(frozen=True)
class ServedScreens:
    """What people are shown who come to a session by SSH; facilitators alone need Textual."""

    session: LiveSession
    settings: Settings

    def voter(self, arrival: Arrival, line: Line) -> Served:
        """The screen of somebody who votes, or means to."""
        colours = colours_of(line.term)
        dark = self.settings.is_dark
        screen = VoterScreen(self.session, arrival, now, colours=colours, dark=dark)
        return Painted(line, screen)

    def wall(self, how_to_join: Callable[[], str], line: Line) -> Served:
        """The projector's view."""
        colours, dark = colours_of(line.term), self.settings.is_dark
        screen = WallScreen(self.session, how_to_join, now, colours=colours, dark=dark)
        return Painted(line, screen)

    def facilitator(self, arrival: Arrival, server: Standing, line: Line) -> Served:
        """The app of somebody who facilitates."""
        from facilitator.terminal.driver import driver_of, keep_to_itself  # noqa: PLC0415 - see load
        from facilitator.ui.facilitating.visiting import VisitingFacilitatorApp  # noqa: PLC0415

        app = VisitingFacilitatorApp(
            self.session,
            arrival,
            server,
            DistantLogFile(self.session, self.settings.sessions),
            now,
            make_code=codes.new_facilitator_code,
            driver_class=driver_of(line),
            dark=self.settings.is_dark,
        )
        keep_to_itself(app)
        return app

    def load(self) -> None:
        """Import Textual, which takes as long as all else."""
        importlib.import_module("facilitator.terminal.driver")
        importlib.import_module("facilitator.ui.facilitating.visiting")


async def serve_session(
    reference: str,
    *,
    watched: bool,
    lasting: bool = False,
    say: Callable[[str], None],
    folder: Path | None = None,
    server_id: str | None = None,
    share_port: bool = False,
    log: Path | None = None,
    **named: Any,
) -> None:
    """Serve a session until told to stop.

    ``watched``: report as JSON lines on standard output, and end with standard input, or live on
    after it where it is ``lasting``; what there is to log goes to ``log``. Otherwise ``say`` is
    told, in words, where people get in. ``named`` is what else :func:`load_settings`
    takes. Raises Unusable, Misused or JournalFailed, after reporting them to whoever watches.
    """
    log_reticently(logging.StreamHandler(sys.stderr) if log is None else _log_file(log))
    asyncio.get_running_loop().set_exception_handler(log_fault)
    attendance = Attendance(lasting=watched and lasting)
    if watched:
        await attendance.attend_by_pipes()
    else:
        attendance.attend(partial(_say_how_to_join, say))
    try:
        settings = load_settings(sessions=folder, **named)
        settings.found(reference)
        plan = await _plan(settings, reference, server_id, share_port=share_port)
        await _serve(plan, settings, attendance)
    except (Unusable, Misused, JournalFailed, OutsideFailed) as error:
        attendance.report({"failed": str(error)})
        raise


async def _plan(
    settings: Settings, reference: str, server_id: str | None, *, share_port: bool
) -> ServerPlan:
    """What a server of a session needs to know; raises Unusable, Misused or JournalFailed."""
    host, port = split_address(settings.listen)
    journal, _ = await sound_session(settings.journals, reference, "served")
    return ServerPlan(
        journal=journal,
        host=host,
        port=port,
        host_key=settings.host_key,
        server_id=server_id or secrets.token_hex(4),
        logs=settings.sessions,
        keep_journal=settings.keep_journal,
        limits=settings.limits,
        shown=settings.shown,
        reuse_port=share_port,
    )


def _log_file(path: Path) -> logging.Handler:
    try:
        return LogFileHandler(path)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror or error})") from error


async def _serve(plan: ServerPlan, settings: Settings, attendance: Attendance) -> None:
    try:
        with retold(JournalFailed, JournalError), retold(Unusable, HostKeyError):
            await serve(plan, partial(ServedScreens, settings=settings), attendance)
    except OSError as error:
        where = joined(plan.host, plan.port)
        raise Misused(f"can't listen on {where} ({error.strerror or error})") from error


def _say_how_to_join(say: Callable[[str], None], line: bytes) -> None:
    """Of what a server reports, where people get in, in words."""
    news = json.loads(line)
    if news.get("state") == "listening":
        command, key = news["command"], news["fingerprint"]
        say(f"Voters get in by: {command}   (host key {key}). Ctrl+C ends it.")
