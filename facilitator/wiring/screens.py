"""Screens on this terminal, and what becomes of one that fails."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from rich.color import ColorSystem
from textual.app import App
from textual.worker import WorkerFailed

from facilitator.hosting.server_log import log_fault, log_reticently
from facilitator.terminal.colours import colours_of
from facilitator.terminal.driver import driver_of
from facilitator.terminal.modes import is_reached_by_ssh
from facilitator.terminal.own import own_terminal
from facilitator.wiring.stopping import stoppable

Answer = TypeVar("Answer")
LOOK_EVERY = 1.0
"""Seconds between two looks whether a session's journal has been put away."""


async def show(app: App[Answer]) -> Answer | None:
    """Run an app on this terminal to its end; return what it ended with, raise what ended it.

    Textual by itself would print a traceback with the values of variables, and ballots that nobody
    may see yet are among them; and it would go on as if the app had been left. Its own driver turns
    modes on that a lost connection or a killed process leaves on.
    """
    app.error_console.quiet = True
    with own_terminal(hang_up) as terminal:
        app.driver_class = driver_of(terminal)
        result = await app.run_async(mouse=not is_reached_by_ssh(os.environ))
    error = app._exception  # noqa: SLF001 - Textual tells nowhere else what went wrong
    if isinstance(error, WorkerFailed):
        raise error.error from error
    if error is not None:
        raise error
    return result


async def to_its_end(work: Coroutine[Any, Any, Answer], told: Callable[[], str] = str) -> Answer:
    """Do work that shows something on this terminal, unless a signal ends it.

    Whatever ends it, the terminal is given back. What the event loop has to say of failures is
    never written over the screen. Raises Stopped, with what ``told`` says, and what the work fails
    of.
    """
    asyncio.get_running_loop().set_exception_handler(log_fault)
    log_reticently(logging.NullHandler())
    task = asyncio.ensure_future(work)
    with stoppable(task.cancel, told):
        answer = await task
    return answer  # noqa: RET504 - what a signal means is raised before


async def put_away(journal: Path) -> None:
    """Wait until a session's journal has been put away: a file tells nobody."""
    while await asyncio.to_thread(journal.exists):  # noqa: ASYNC110
        await asyncio.sleep(LOOK_EVERY)


def own_colours() -> ColorSystem | None:
    """What this terminal can show; None where ``NO_COLOR`` asks for none."""
    if os.environ.get("NO_COLOR"):
        return None
    return colours_of(os.environ.get("TERM", ""), os.environ.get("COLORTERM", ""))


def hang_up() -> None:
    """Do as the system does when a terminal is closed: some are gone without its saying so."""
    os.kill(os.getpid(), signal.SIGHUP)
