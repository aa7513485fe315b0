"""One connection to a seat: its tasks and timers, how much it may ask, and its last words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from facilitator.domain.views import Stage, VoterView
from facilitator.terminal.budget import Budget
from facilitator.ui.text import printable

TAKEN_OVER = "You have taken your seat from another window. This one is closed; your vote is kept."
SEAT_GONE = "Your seat in this workshop is gone. Ask the facilitator."
BURST = 120.0
"""Commands that may be sent at once after a while of quiet."""
RATE = 2.0
"""Commands a second, sustained: 7,200 in an hour, and :data:`BURST` once."""
NEWCOMERS = 30.0
"""Commands that may be sent at once on a new seat."""
FEWEST = 5.0
"""Commands that may be sent at once on a seat that was left just now."""


class Ration:
    """A token bucket for one connection to a seat, with a clock in seconds.

    Each command of a voter is a durable commit, a redraw of everybody's screen and a piece of the
    journal for ever. Whoever answers a sheet of 40 statements at three keys a second is far from
    these limits; a key held down, or a program that presses keys, reaches them within seconds.

    What a seat has left begins anew with every connection, in whatever process; so that coming back
    again and again is worth little, it begins with what was gained while the seat was left alone.
    """

    def __init__(self, clock: Callable[[], float], *, away: float | None = None) -> None:
        """``away``: seconds since somebody last came to the seat or left it; None: it is new."""
        self._budget = Budget(BURST, RATE, clock)
        begins_with = NEWCOMERS if away is None else min(max(FEWEST, RATE * away), BURST)
        self._budget.spend(BURST - begins_with)

    def takes(self) -> bool:
        """Count one more command; return whether it may be sent. One that may not isn't counted."""
        if self._budget.left < 1.0:
            return False
        self._budget.spend(1.0)
        return True


class Background:
    """Tasks and timers of one screen. Nothing that goes wrong in them stays there."""

    def __init__(self, fail: Callable[[BaseException], None]) -> None:
        """``fail`` is told of every error."""
        self._fail = fail
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Have work done."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def later(self, name: str, seconds: float, step: Callable[[], None]) -> None:
        """Take a step after so many seconds, unless one of that name is to be taken already."""
        if name not in self._timers:
            loop = asyncio.get_running_loop()
            self._timers[name] = loop.call_later(seconds, self._take, name, step)

    def drop(self, name: str) -> None:
        """Don't take the step of that name, if there is one."""
        if timer := self._timers.pop(name, None):
            timer.cancel()

    def close(self) -> None:
        """Leave nothing running, and tell nobody any more."""
        self._fail = lambda _: None
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()

    def _take(self, name: str, step: Callable[[], None]) -> None:
        del self._timers[name]
        try:
            step()
        except Exception as error:  # noqa: BLE001 - told by the screen's run
            self._fail(error)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)


# Last words


def not_seated(reason: str) -> str:
    """Why somebody whose place was known can't sit there, and what to do."""
    why = reason.rstrip(".")
    return printable(f"You could not be seated: {why}. Connect again, or ask the facilitator.")


def on_leaving(view: VoterView | None, come_back: str) -> str:
    """What is kept, and how to come back."""
    back = printable(f"Come back with: {come_back}")
    if view is None:
        return f"You have not taken a seat. {back}"
    if view.stage.stage is Stage.ENDED:
        return "The workshop has ended. Thank you for taking part."
    kept = "Your seat is kept."
    if view.ballot:
        kept = "Your vote is kept."
    elif view.marks:
        kept = "Your answers are kept."
    return f"{kept} {back}"
