"""The wall: follows the session and the clock, and takes two keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import lru_cache
from time import perf_counter

from rich.color import ColorSystem

from facilitator.domain.views import Stage, stage_view
from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.terminal.painted import Painted
from facilitator.ui.ink import Line, Palette, palette, row_of, too_small
from facilitator.ui.pieces.progress import clock
from facilitator.ui.presenting.page import JoinWay, Scene, draw, help_page

TICK = 0.5
"""Seconds between two looks at the clock: it never lags by more."""
PACE = 0.1
"""Seconds between two pictures at the least: nobody reads a wall faster …"""
REST = 10
"""… and so many times as long as drawing one takes: a large wall is a large piece of work."""
LEFT = "You have left the wall. The workshop goes on without it."
ENDED = "The workshop has ended."
_LEAVING = ("q", "Q", "ctrl+c", "ctrl+q")
_CLOSING_HELP = ("question_mark", "escape", "enter", "space", "q", "Q")

HowToJoin = Callable[[], str]
"""The command that people join with, as it is now; "" when nobody knows."""


class WallScreen:
    """Shows the session to the room, on this terminal or at the end of a connection."""

    def __init__(
        self,
        session: LiveSession,
        how_to_join: HowToJoin,
        clock: Clock,
        *,
        colours: ColorSystem | None = ColorSystem.EIGHT_BIT,
        dark: bool = True,
    ) -> None:
        self._session = session
        self._how_to_join = how_to_join
        self._clock = clock
        self._inks = palette(dark=dark, colours=colours)
        self._canvas: Painted | None = None
        self._subscription: Subscription | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_stale = False
        self._looked_at = 0.0
        self._helping = False
        self._scene: Scene | None = None
        self._drawn: tuple[Scene | None, int, int] | None = None
        self._rows: Sequence[bytes] = ()
        self._draw_took = 0.0

    @property
    def farewell(self) -> str:
        """Plain text for the normal terminal after the wall has ended."""
        return ENDED if stage_view(self._session.state).stage is Stage.ENDED else LEFT

    def begin(self, canvas: Painted) -> None:
        """Begin to follow."""
        self._canvas = canvas
        self._subscription = self._session.subscribe(self._wake)
        self._look()

    def rows(self, width: int, height: int) -> Sequence[bytes]:
        """The wall at this size, drawn anew only when something has changed."""
        drawn = (None if self._helping else self._scene, width, height)
        if drawn != self._drawn:
            began = perf_counter()
            self._drawn = drawn
            self._rows = _rows_of(*drawn, self._inks)
            self._draw_took = perf_counter() - began
        return self._rows

    def press(self, key: str, character: str | None) -> None:  # noqa: ARG002 - keys alone count
        """Help and leaving are the only keys."""
        if self._helping and key in _CLOSING_HELP:
            self._help(shown=False)
        elif key == "question_mark":
            self._help(shown=True)
        elif key in _LEAVING and self._canvas is not None:
            self._canvas.exit()

    def paste(self, text: str) -> None:
        """Nothing is typed here."""

    def close(self) -> None:
        """Let go of the session."""
        if self._subscription is not None:
            self._subscription.close()
        if self._timer is not None:
            self._timer.cancel()
        self._canvas = self._subscription = self._timer = None

    def _help(self, *, shown: bool) -> None:
        self._helping = shown
        if self._canvas is not None:
            self._canvas.changed()

    def _wake(self) -> None:
        """Something is newer: look at it by the next picture that is due."""
        if self._is_stale or self._canvas is None:
            return
        self._is_stale = True
        due = self._looked_at + max(PACE, REST * self._draw_took)
        self._look_after(max(0.0, due - asyncio.get_running_loop().time()))

    def _look_after(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        canvas = self._canvas
        if canvas is not None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(seconds, canvas.soon, self._look)

    def _look(self) -> None:
        """Take in what is newer, the time too, and show it if it looks different."""
        self._is_stale = False
        self._looked_at = asyncio.get_running_loop().time()
        if self._subscription is not None:
            self._subscription.take()
        scene = self._now()
        if scene != self._scene:
            self._scene = scene
            if self._canvas is not None:
                self._canvas.changed()
        self._look_after(TICK)

    def _now(self) -> Scene:
        state = self._session.state
        view = stage_view(state)
        health = self._session.health
        words, is_late = clock(view, self._clock())
        return Scene(
            view,
            JoinWay(self._how_to_join(), state.join_code),
            words,
            is_late,
            "" if health.recording else health.reason or "no reason known",
        )


@lru_cache(maxsize=16)
def _rows_of(scene: Scene | None, width: int, height: int, inks: Palette) -> Sequence[bytes]:
    """The rows of a scene, or of help. The latest are kept: walls that show the same share them."""
    return [row_of(line, width, inks) for line in _lines_of(scene, width, height)]


def _lines_of(scene: Scene | None, width: int, height: int) -> list[Line]:
    if asks := too_small(width, height):
        return asks
    return help_page(width, height) if scene is None else draw(scene, width, height)
