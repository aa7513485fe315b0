"""One visitor's terminal, as Textual's driver."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol, TextIO

from textual import events
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.driver import Driver
from textual.geometry import Size

from facilitator.ssh.colour import has_sixteen_colours, in_sixteen_colours
from facilitator.ssh.input_cap import InputPace, PasteCap

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from textual.app import App
    from textual.message import Message

    from facilitator.ssh.limits import Limits

ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l"
"""Alternate screen, no cursor, bracketed paste, no line wrap."""
LEAVE: Final = "\x1b[?7h\x1b[?2004l\x1b[0m\x1b[2J\x1b[H\x1b[?1049l\x1b[?25h"
"""The opposite. It clears first, for terminals that have no alternate screen."""
MOUSE_ON: Final = "\x1b[?1000h\x1b[?1006h"
MOUSE_OFF: Final = "\x1b[?1000l\x1b[?1006l"

_POINTER_SHAPE: Final = "\x1b]22;"
_CATCH_UP_SECONDS: Final = 0.1
_log = logging.getLogger(__name__)


class Line(Protocol):
    """The connection under a terminal."""

    limits: Limits
    loop: asyncio.AbstractEventLoop
    size: tuple[int, int]
    """Columns and rows, already clamped."""
    term: str
    """The terminal's type as its client named it; untrusted text."""

    def attach(self, terminal: SshTerminal) -> None:
        """From now on ``terminal`` gets what arrives."""

    def send(self, data: bytes) -> None:
        """Send ``data``; does nothing once the connection is closing."""

    def unsent(self) -> int:
        """Return how many bytes the client hasn't taken yet."""

    def pause_input(self, seconds: float) -> None:
        """Deliver nothing for so long."""

    def drawn(self) -> None:
        """Something of the app has reached the terminal."""


class SshTerminal(Driver):
    """Draws an app on a client's terminal and hands it the client's keys.

    No threads and no queries to the terminal: what a terminal answers would have to be waited for,
    and modes such as Kitty's keys can't be taken back once the connection is lost. What an app
    writes within one turn of the event loop leaves as one packet.
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
        self._parser = XTermParser()
        self._paste_cap = PasteCap(line.limits, line.loop.time)
        self._pace = InputPace(line.limits, line.loop.time)
        self._few_colours = has_sixteen_colours(line.term)
        self._pending: list[str] = []
        self._flush_at: asyncio.Handle | None = None
        self._tick_at: asyncio.TimerHandle | None = None
        self._resize_at: asyncio.TimerHandle | None = None
        self._catch_up_at: asyncio.TimerHandle | None = None
        self._resized = 0.0
        self._listening = True
        self._entered = False
        self._stopped = False
        _keep_to_itself(app)
        line.attach(self)

    # What the app shows

    def write(self, data: str) -> None:
        """Show ``data`` at the end of this turn of the event loop."""
        if self._stopped or (data.startswith(_POINTER_SHAPE) and not self._mouse):
            return
        self._pending.append(data)
        if self._flush_at is None:
            self._flush_at = self._line.loop.call_soon(self._flush_pending)

    def start_application_mode(self) -> None:
        """Take over the terminal together with the first frame."""

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was. A second call does nothing."""
        if self._stopped:
            return
        self._stopped = True
        self._listening = False
        for handle in (self._flush_at, self._tick_at, self._resize_at, self._catch_up_at):
            if handle is not None:
                handle.cancel()
        self._pending.clear()
        if self._entered:
            self._line.send(((MOUSE_OFF if self._mouse else "") + LEAVE).encode())

    def disable_input(self) -> None:
        """Hand the app no more keys."""
        self._listening = False

    def _flush_pending(self) -> None:
        self._flush_at = None
        if self._line.unsent() > self._line.limits.stale_bytes:
            self._pending.clear()
            self._wait_for_client()
            return
        if not self._entered:
            self._entered = True
            self._pending.insert(0, ENTER + (MOUSE_ON if self._mouse else ""))
            self._line.drawn()
        text = "".join(self._pending)
        self._pending.clear()
        if self._few_colours:
            text = in_sixteen_colours(text)
        self._line.send(text.encode("utf-8", "replace"))

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
        let_in = self._paste_cap.feed(text)
        if not self._listening or not let_in:
            return
        taken = self._forward(self._parser.feed(let_in))
        pause = self._pace.spend(taken)
        if pause:
            self._line.pause_input(pause)
        self._await_rest_of_sequence()

    def resize(self) -> None:
        """The terminal has the size that ``line.size`` gives; tell the app, not too often."""
        if self._resize_at is None and self._listening:
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

    def _forward(self, messages: Iterable[Message]) -> int:
        """Pass parsed input on; return how much there was.

        Textual's parser raises on some malformed sequences, and then is of no more use.
        """
        taken = 0
        try:
            for message in messages:
                taken += 1
                self.process_message(message)
        except (ValueError, OverflowError, StopIteration, RuntimeError) as error:
            _log.debug("Unreadable terminal input: %s", type(error).__name__)
            self._parser = XTermParser()
            taken += 1
        return taken

    def _await_rest_of_sequence(self) -> None:
        """Have a lone Escape taken for the key once nothing more has come for a moment."""
        due = self._parser._timeout_time  # noqa: SLF001  (nothing public tells)
        if due is not None and self._tick_at is None:
            self._tick_at = self._line.loop.call_later(ESCAPE_DELAY, self._tick)

    def _tick(self) -> None:
        self._tick_at = None
        if self._listening:
            self._forward(self._parser.tick())
            self._await_rest_of_sequence()

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


def _keep_to_itself(app: App[Any]) -> None:
    """Keep an app off the process's own streams, which it shares with all the others.

    Textual points ``sys.stdout`` and ``sys.stderr`` at an app while it runs, and apps that end in
    another order than they began would leave them pointing at a dead one. And an app that fails
    prints a traceback with its variables, ballots among them.
    """
    app._capture_stdout = sys.stdout  # type: ignore[assignment]  # noqa: SLF001
    app._capture_stderr = sys.stderr  # type: ignore[assignment]  # noqa: SLF001
    app.error_console.quiet = True
