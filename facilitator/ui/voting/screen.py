"""A voter's screen: puts scenes on a terminal and takes its keys."""

from __future__ import annotations

from collections.abc import Sequence

from rich.color import ColorSystem

from facilitator.live.arrivals import Arrival
from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.terminal.painted import Painted
from facilitator.ui.ink import Line, palette, row_of
from facilitator.ui.voting import connection
from facilitator.ui.voting.desk import Desk
from facilitator.ui.voting.frame import draw
from facilitator.ui.voting.scene import Scene


class VoterScreen:
    """Shows one voter the session; ends with a farewell for the normal terminal.

    Hundreds of these live in one process. What they show alike is drawn once and shared.
    """

    def __init__(
        self,
        session: LiveSession,
        arrival: Arrival,
        clock: Clock,
        *,
        colours: ColorSystem | None = ColorSystem.EIGHT_BIT,
        dark: bool = True,
    ) -> None:
        self._last_words = ""
        self._inks = palette(dark=dark, colours=colours)
        self._canvas: Painted | None = None
        self._lines: tuple[Line, ...] = ()
        self._rows: list[bytes] = []
        self._width = 0
        self.desk = Desk(
            session,
            arrival,
            clock,
            show=self._show,
            leave=self._leave,
            fail=self._fail,
            wake=self._wake,
        )

    @property
    def farewell(self) -> str:
        """What the voter is told last: why they had to go, or what is kept of them."""
        return self._last_words or connection.on_leaving(
            self.desk.scene.view, self.desk.scene.come_back
        )

    def begin(self, canvas: Painted) -> None:
        """Come back to the seat, or ask for one."""
        self._canvas = canvas
        self.desk.begin()

    def rows(self, width: int, height: int) -> Sequence[bytes]:
        """The scene at this size; what has not changed since the last time is not made anew."""
        frame = draw(self.desk.scene, width, height)
        self.desk.scrolled(frame.most_scroll)
        before = self._lines if width == self._width else ()
        rows = [
            self._rows[y]
            if y < len(before) and (line is before[y] or line == before[y])
            else row_of(line, width, self._inks)
            for y, line in enumerate(frame.lines)
        ]
        self._lines, self._rows, self._width = frame.lines, rows, width
        return rows

    def press(self, key: str, character: str | None) -> None:
        """Every key goes to the desk."""
        self.desk.press(key, character)

    def paste(self, text: str) -> None:
        """So does what is pasted."""
        self.desk.paste(text)

    def close(self) -> None:
        """Let go of the session."""
        self.desk.close()
        self._canvas = None

    def _show(self, _scene: Scene) -> None:
        if self._canvas is not None:
            self._canvas.changed()

    def _wake(self) -> None:
        if self._canvas is not None:
            self._canvas.soon(self.desk.refresh)

    def _leave(self, farewell: str) -> None:
        self._last_words = farewell
        if self._canvas is not None:
            self._canvas.exit()

    def _fail(self, error: BaseException) -> None:
        if self._canvas is not None:
            self._canvas.fail(error)
