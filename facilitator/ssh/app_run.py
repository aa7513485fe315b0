"""One app for one visitor, from its place in line to its end."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from facilitator.ssh import words
from facilitator.ssh.shared import Served, Shared, Visitor
from facilitator.terminal.line import Line

_log = logging.getLogger(__name__)
FAILED = 1
ENDED = 0
_ENVIRONMENT = {
    "TERM": "xterm-256color",
    "COLORTERM": None,
    "NO_COLOR": None,
    "COLUMNS": None,
    "LINES": None,
}


class AppRun:
    """Waits in line, makes the app, runs it, and says how it ended. Never raises into its caller.

    A failure of this app is logged and ends this connection only.
    """

    def __init__(
        self,
        shared: Shared,
        visitor: Visitor,
        line: Line,
        *,
        ended: Callable[[str, int], None],
    ) -> None:
        """``ended`` is called once, with the last words for the person and an exit status."""
        self._shared = shared
        self._visitor = visitor
        self._line = line
        self._ended: Callable[[str, int], None] | None = ended
        self._app: Served | None = None
        self._task: asyncio.Task[None] | None = None
        self._last_words: str | None = None
        self._timer: asyncio.TimerHandle | None = None

    def wait_in_line(self) -> None:
        """Start as soon as it is this visitor's turn, which may be at once."""
        self._shared.queue.join(self)

    def begin(self) -> None:
        """Start the app: it is this visitor's turn."""
        self._timer = self._line.loop.call_later(self._shared.limits.start_seconds, self.started)
        self._task = self._line.loop.create_task(self._run(), name=self._visitor.connection)
        self._shared.tasks.add(self._task)
        self._task.add_done_callback(self._shared.tasks.discard)

    def show_place(self, place: int) -> None:
        """Tell the person where they stand in line."""
        self._line.send(b"\r\x1b[K" + words.on_terminal(words.place_in_line(place)))

    def started(self) -> None:
        """The app has drawn, or had its time to: the next in line may start."""
        self._stop_timer()
        self._shared.queue.leave(self)

    def leave(self, last_words: str) -> None:
        """End the app, by force if it takes too long, and then show ``last_words``."""
        if self._ended is None or self._last_words is not None:
            return
        self._last_words = last_words
        if self._task is None:
            self._finish("", ENDED)
            return
        self._stop_timer()
        self._timer = self._line.loop.call_later(self._shared.limits.exit_seconds, self._force)
        if self._app is not None:
            self._app.exit()

    async def _run(self) -> None:
        farewell, status = words.APP_FAILED, FAILED
        try:
            if self._last_words is not None:  # they left as it became their turn
                status = ENDED
                return
            with terminal_environment():
                self._app = self._shared.make_app(self._visitor, self._line)
            await self._app.run_async(mouse=self._shared.mouse)
            if not self._app.return_code:
                farewell, status = self._app.farewell, ENDED
            else:
                self._log_failure(getattr(self._app, "_exception", None))
        except Exception as error:  # noqa: BLE001  (one connection's failure ends one connection)
            self._log_failure(error)
        finally:
            self._finish(farewell, status)
            self._say_gone()

    def _force(self) -> None:
        """The app doesn't end by itself: close its connection without it."""
        _log.warning("The app of %s doesn't end; it is cancelled.", self._visitor.connection)
        if self._task is not None:
            self._task.cancel()
        self._finish("", FAILED)

    def _finish(self, farewell: str, status: int) -> None:
        """Free the place in line and report the end, once."""
        self._stop_timer()
        self._shared.queue.leave(self)
        if self._ended is not None:
            ended, self._ended = self._ended, None
            ended(farewell if self._last_words is None else self._last_words, status)

    def _say_gone(self) -> None:
        self._app = None
        try:
            self._shared.on_disconnect(self._visitor)
        except Exception:  # noqa: BLE001  (likewise)
            _log.exception("After %s had left", self._visitor.connection)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _log_failure(self, error: BaseException | None) -> None:
        _log.error("The app of %s failed", self._visitor.connection, exc_info=error)


@contextmanager
def terminal_environment() -> Iterator[None]:
    """Let an app that is made inside see a 256-colour terminal instead of the server's own.

    An app reads the process's environment when it is made, and Rich and Textual keep the escape
    codes of a style once computed, for every app of the process and whatever its colour system. So
    all served apps draw in the 256 colours that nearly every terminal has; for the few that have 16
    the driver rewrites them. Nothing may be awaited inside.
    """
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    _set_environment(_ENVIRONMENT)
    try:
        yield
    finally:
        _set_environment(before)


def _set_environment(values: dict[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
