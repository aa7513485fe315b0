"""What goes on beside the keys of a screen: tasks, and steps to be taken by and by."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


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
        self._fail = _nobody
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


def _nobody(_: BaseException) -> None:
    """Who is told of errors once a screen is closed."""
