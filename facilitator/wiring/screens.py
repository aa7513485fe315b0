"""Screens on this terminal: shown to their end, unless a signal ends them or they fail."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import termios
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from rich.color import ColorSystem
from textual.app import App
from textual.worker import WorkerFailed

from facilitator.errors import Stopped
from facilitator.hosting.server_log import log_fault, log_reticently
from facilitator.terminal.colours import colours_of
from facilitator.terminal.driver import driver_of
from facilitator.terminal.own import is_reached_by_ssh, own_terminal

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


SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
PATIENCE = 10.0
"""Seconds from a signal to the end at the latest: a terminal may take nothing that is written."""


@contextlib.contextmanager
def stoppable(end: Callable[[], object], told: Callable[[], str] = str) -> Iterator[None]:
    """Have a signal end what runs here as its own key would: its terminal is left as it was found.

    Raises :class:`~facilitator.errors.Stopped` once it has ended so; ``told`` says how to go
    on.
    """
    loop = asyncio.get_running_loop()
    before = _settings_of_terminal()
    stopped: list[signal.Signals] = []

    def stop(number: signal.Signals) -> None:
        if stopped:
            return
        stopped.append(number)
        in_the_end.callback(_end_at_the_latest(number, before).cancel)
        end()

    with contextlib.ExitStack() as in_the_end:
        in_the_end.callback(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))
        for number in SIGNALS:
            loop.add_signal_handler(number, stop, number)
            in_the_end.callback(loop.remove_signal_handler, number)
        try:
            yield
        except asyncio.CancelledError:
            if not stopped:
                raise
    if stopped:
        raise Stopped(stopped[0], told())


def _settings_of_terminal() -> list[Any] | None:
    """How this process's terminal is set; None where it has none, or has none any more."""
    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None


def _end_at_the_latest(number: signal.Signals, before: list[Any] | None) -> threading.Timer:
    """By a thread, since what waits for the terminal may be the event loop itself."""

    def end() -> None:
        with contextlib.suppress(termios.error):
            if before is not None:
                termios.tcsetattr(0, termios.TCSANOW, before)
        os._exit(Stopped(number).exit_code)

    timer = threading.Timer(PATIENCE, end)
    timer.daemon = True
    timer.start()
    return timer
