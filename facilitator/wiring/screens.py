"""Screens on this terminal, and what becomes of one that fails."""

from __future__ import annotations

import os
import signal
from typing import TypeVar

from rich.color import ColorSystem
from textual.app import App
from textual.worker import WorkerFailed

from facilitator.terminal.colours import colours_of

Answer = TypeVar("Answer")


async def show(app: App[Answer], *, mouse: bool = True) -> Answer | None:
    """Run an app on this terminal to its end; return what it ended with, raise what ended it.

    Textual by itself would print a traceback with the values of variables, and ballots that nobody
    may see yet are among them; and it would go on as if the app had been left.
    """
    app.error_console.quiet = True
    result = await app.run_async(mouse=mouse)
    error = app._exception  # noqa: SLF001 - Textual tells nowhere else what went wrong
    if isinstance(error, WorkerFailed):
        raise error.error from error
    if error is not None:
        raise error
    return result


def own_colours() -> ColorSystem | None:
    """What this terminal can show; None where ``NO_COLOR`` asks for none."""
    if os.environ.get("NO_COLOR"):
        return None
    return colours_of(os.environ.get("TERM", ""), os.environ.get("COLORTERM", ""))


def hang_up() -> None:
    """Do as the system does when a terminal is closed: some are gone without its saying so."""
    os.kill(os.getpid(), signal.SIGHUP)
