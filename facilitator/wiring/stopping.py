"""Signals that have a screen on this terminal end, and what becomes of the terminal then."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import termios
import threading
from collections.abc import Callable, Iterator

from facilitator.wiring.errors import Stopped

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
PATIENCE = 10.0
"""Seconds from a signal to the end at the latest: a terminal may take nothing that is written."""
_PLAIN_MOUSE = "\x1b[?1016l"
"""Textual turns off the mouse, and leaves on that it would be reported in pixels."""


@contextlib.contextmanager
def stoppable(
    end: Callable[[], object], told: Callable[[], str] = str, *, waits_for_terminal: bool = True
) -> Iterator[None]:
    """Have a signal end what runs here as its own key would: its terminal is left as it was found.

    Raises :class:`~facilitator.wiring.errors.Stopped` once it has ended so; ``told`` says how to go
    on. A terminal that is gone can't be restored, and Textual would wait for it: where the screen
    is Textual's (``waits_for_terminal``) the process then ends at once, and whoever watches sees
    that it has.
    """
    loop = asyncio.get_running_loop()
    interrupting = signal.getsignal(signal.SIGINT)
    stopped: list[signal.Signals] = []

    def stop(number: signal.Signals) -> None:
        if number is signal.SIGHUP and waits_for_terminal and not _has_terminal():
            os._exit(Stopped(number).exit_code)
        stopped.append(number)
        _end_at_the_latest(number)
        end()

    for number in SIGNALS:
        loop.add_signal_handler(number, stop, number)
    try:
        yield
    except asyncio.CancelledError:
        if not stopped:
            raise
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
        signal.signal(signal.SIGINT, interrupting)
        if waits_for_terminal:
            with contextlib.suppress(OSError):
                print(_PLAIN_MOUSE, end="", file=sys.__stderr__, flush=True)
    if stopped:
        raise Stopped(stopped[0], told())


def _has_terminal() -> bool:
    try:
        termios.tcgetattr(0)
    except termios.error:
        return False
    return True


def _end_at_the_latest(number: signal.Signals) -> None:
    """By a thread, since what waits for the terminal may be the event loop itself."""
    timer = threading.Timer(PATIENCE, os._exit, [Stopped(number).exit_code])
    timer.daemon = True
    timer.start()
