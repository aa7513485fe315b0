"""Apps on this terminal, and what becomes of one that fails."""

from __future__ import annotations

from typing import TypeVar

from textual.app import App
from textual.worker import WorkerFailed

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
