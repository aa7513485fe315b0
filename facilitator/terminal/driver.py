"""A terminal on a line, as Textual's driver: for screens that need all of Textual."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from typing import Any, BinaryIO, Final, TextIO, cast

from rich.color import ColorSystem
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from facilitator.terminal.colours import colours_of, in_sixteen_colours
from facilitator.terminal.keys import Input
from facilitator.terminal.line import ENTER, LEAVE, MOUSE_OFF, MOUSE_ON, Line, frame

_POINTER_SHAPE: Final = "\x1b]22;"
_CATCH_UP_SECONDS: Final = 0.1


class LineDriver(Driver):
    """Draws an app on a terminal and hands it the terminal's keys, whatever it is reached by.

    No threads and no queries to the terminal: what a terminal answers would have to be waited for,
    and modes such as Kitty's keys can't be taken back once a connection is lost or a process
    killed. What an app writes within one turn of the event loop leaves as one packet.
    """

    def __init__(
        self,
        app: App[Any],
        *,
        line: Line,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or line.size)
        self._line = line
        self._input = Input(line, self.process_message)
        self._few_colours = colours_of(line.term) is ColorSystem.STANDARD
        self._pending: list[str] = []
        self._flush_at: asyncio.Handle | None = None
        self._resize_at: asyncio.TimerHandle | None = None
        self._catch_up_at: asyncio.TimerHandle | None = None
        self._resized = 0.0
        self._entered = False
        self._stopped = False
        line.attach(self)

    # What the app shows

    def write(self, data: str) -> None:
        """Show ``data`` at the end of this turn of the event loop."""
        if self._stopped or data.startswith(_POINTER_SHAPE):
            return
        self._pending.append(data)
        if self._flush_at is None:
            self._flush_at = self._line.loop.call_soon(self._flush_pending)

    def start_application_mode(self) -> None:
        """Take over the terminal together with the first frame."""

    def stop_application_mode(self) -> None:
        """Give the terminal back; Textual's name for it."""
        self.give_back()

    def give_back(self) -> None:
        """Give the terminal back as it was. A second call does nothing."""
        if self._stopped:
            return
        self.step_back()
        self._stopped = True
        self._input.stop()
        for handle in (self._flush_at, self._resize_at, self._catch_up_at):
            if handle is not None:
                handle.cancel()
        self._pending.clear()

    def step_back(self) -> None:
        """Give the terminal back until :meth:`retake`."""
        if self._entered and not self._stopped:
            self._entered = False
            self._line.send(((MOUSE_OFF if self._mouse else "") + LEAVE).encode())

    def retake(self) -> None:
        """Take the terminal over anew, and draw all of the screen."""
        self.resize()
        self._app.call_later(self._app.refresh)

    @property
    def can_suspend(self) -> bool:
        """Whether there is a shell behind this screen to go back to for a while."""
        return self._line.can_step_back

    def disable_input(self) -> None:
        """Hand the app no more keys."""
        self._input.stop()

    def _flush_pending(self) -> None:
        self._flush_at = None
        if self._line.unsent() > self._line.limits.stale_bytes:
            self._pending.clear()
            self._wait_for_client()
            return
        if not self._entered:
            self._entered = True
            self._line.send((ENTER + (MOUSE_ON if self._mouse else "")).encode())
            self._line.drawn()
        text = "".join(self._pending)
        self._pending.clear()
        if self._few_colours:
            text = in_sixteen_colours(text)
        self._line.send(frame(text.encode("utf-8", "replace")))

    def _wait_for_client(self) -> None:
        """Frames are being dropped: draw the whole screen once the client has caught up."""
        if self._catch_up_at is None:
            self._catch_up_at = self._line.loop.call_later(_CATCH_UP_SECONDS, self._catch_up)

    def _catch_up(self) -> None:
        self._catch_up_at = None
        if self._line.unsent() > self._line.limits.stale_bytes // 4:
            self._wait_for_client()
        else:
            self._app.call_later(self._app.refresh)

    # What the person does

    def receive(self, text: str) -> None:
        """Hand the app what was typed, within the limits on input."""
        self._input.receive(text)

    def resize(self) -> None:
        """The terminal has the size that ``line.size`` gives; tell the app, not too often."""
        if self._resize_at is None and not self._stopped:
            earliest = self._resized + self._line.limits.resize_seconds
            self._resize_at = self._line.loop.call_at(earliest, self._report_size)

    def process_message(self, message: Message) -> None:
        """Pass on keys, pastes and, where asked for, the mouse; nothing else a client may claim.

        A client could otherwise report sizes and positions of its own making.
        """
        wanted = isinstance(message, events.Key | events.Paste)
        if wanted or (self._mouse and isinstance(message, events.MouseEvent)):
            super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Give ``message`` to the app; everything here happens in the app's own thread."""
        self._app.post_message(message)

    def _report_size(self) -> None:
        self._resize_at = None
        self._resized = self._line.loop.time()
        self._size = self._line.size
        size = Size(*self._line.size)
        event = events.Resize(size, size)
        event.set_sender(self._app)
        self.send_message(event)

    # What would happen on the server, and so doesn't

    def open_url(self, url: str, new_tab: bool = True) -> None:  # noqa: FBT001, FBT002
        """Do nothing: a browser would open on the server."""

    def deliver_binary(self, binary: BinaryIO | TextIO, **_: Any) -> None:
        """Do nothing but close the file: it would be saved on the server."""
        binary.close()


def driver_of(line: Line) -> type[Driver]:
    """What a Textual App is to be given as its ``driver_class``, to be shown on a line."""
    return cast("type[Driver]", partial(LineDriver, line=line))


def keep_to_itself(app: App[Any]) -> None:
    """Keep an app off the process's own streams, which it shares with all the others.

    Textual points ``sys.stdout`` and ``sys.stderr`` at an app while it runs, and apps that end in
    another order than they began would leave them pointing at a dead one. And an app that fails
    renders a traceback with all its variables, ballots among them: for a second in which nobody
    else is served.
    """
    app._fatal_error = app._close_messages_no_wait  # type: ignore[method-assign]  # noqa: SLF001
    app._capture_stdout = sys.stdout  # type: ignore[assignment]  # noqa: SLF001
    app._capture_stderr = sys.stderr  # type: ignore[assignment]  # noqa: SLF001
    app.error_console.quiet = True
