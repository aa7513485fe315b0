"""``facilitator serve``: a server process for a session that is facilitated elsewhere."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from facilitator.domain.journal import JournalError
from facilitator.errors import JournalFailed, Misused, OutsideFailed, Unusable
from facilitator.hosting import sessions
from facilitator.hosting.addresses import joined, split_address
from facilitator.hosting.control import Attendance
from facilitator.hosting.server_log import LogFileHandler, log_fault, log_reticently
from facilitator.ssh.host_key import HostKeyError
from facilitator.wiring import serving
from facilitator.wiring.settings import load_settings


async def serve_session(
    reference: str,
    *,
    watched: bool,
    lasting: bool = False,
    say: Callable[[str], None],
    folder: Path | None = None,
    listen: str | None = None,
    shown_host: str | None = None,
    server_id: str | None = None,
    share_port: bool = False,
    theme: str | None = None,
    log: Path | None = None,
) -> None:
    """Serve a session until told to stop.

    ``watched``: report as JSON lines on standard output, and end with standard input, or live on
    after it where it is ``lasting``; what there is to log goes to ``log``. Otherwise ``say`` is
    told, in words, where people get in. Raises Unusable, Misused or JournalFailed, after reporting
    them to whoever watches.
    """
    log_reticently(logging.StreamHandler(sys.stderr) if log is None else _log_file(log))
    asyncio.get_running_loop().set_exception_handler(log_fault)
    attendance = Attendance(lasting=lasting) if watched else None
    if attendance is not None:
        await attendance.attend_by_pipes()
    report = _in_words(say) if attendance is None else attendance.report
    try:
        settings = load_settings(sessions=folder, listen=listen, theme=theme, shown_host=shown_host)
        settings.found(reference)
        host, port = split_address(settings.listen)
        found = await sessions.find_session(settings.journals, reference)
        if found.state is None:
            raise JournalFailed(f"{found.id} can't be served: {found.problem}")
        plan = serving.ServerPlan(
            journal=found.path,
            host=host,
            port=port,
            host_key=settings.host_key,
            server_id=server_id or secrets.token_hex(4),
            is_dark=settings.is_dark,
            settings=settings,
            reuse_port=share_port,
        )
        await _serve(plan, report, attendance)
    except (Unusable, Misused, JournalFailed, OutsideFailed) as error:
        report({"failed": str(error)})
        raise


def _log_file(path: Path) -> logging.Handler:
    try:
        return LogFileHandler(path)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror or error})") from error


async def _serve(
    plan: serving.ServerPlan, report: serving.Report, attendance: Attendance | None
) -> None:
    try:
        await serving.serve(plan, report, attendance)
    except JournalError as error:
        raise JournalFailed(str(error)) from error
    except HostKeyError as error:
        raise Unusable(str(error)) from error
    except OSError as error:
        where = joined(plan.host, plan.port)
        raise Misused(f"can't listen on {where} ({error.strerror or error})") from error


def _in_words(say: Callable[[str], None]) -> serving.Report:
    def report(news: dict[str, object]) -> None:
        if news.get("state") == "listening":
            command, key = news["command"], news["fingerprint"]
            say(f"Voters get in by: {command}   (host key {key}). Ctrl+C ends it.")

    return report
