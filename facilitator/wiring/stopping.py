"""Signals that have a screen on this terminal end, and what becomes of the terminal then."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import termios
import threading
from collections.abc import Callable, Iterator
from typing import Any

from facilitator.errors import Stopped

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
