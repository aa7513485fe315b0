"""The one screen, which is also the one widget: it puts lines on the terminal and takes keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Self

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer, TimerCallback

from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.ui.voting.arrival import Arrival
from facilitator.ui.voting.desk import Desk
from facilitator.ui.voting.drawing import draw
from facilitator.ui.voting.ink import Line, Palette, strip_of
from facilitator.ui.voting.scene import Scene

PAINT_SECONDS = 0.002
"""The shortest time between two paints of one screen."""


@dataclass
class News(Message, bubble=False):
    """The session has something newer to show."""


class VoterScreen(Screen[None], inherit_bindings=False, inherit_css=False):
    """Draws scenes line by line, and repaints only the lines that have changed."""

    DEFAULT_CSS = "VoterScreen { layout: vertical; overflow: hidden; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = set()
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        session: LiveSession,
        arrival: Arrival,
        clock: Clock,
        *,
        inks: Palette,
        leave: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._inks = inks
        self._lines: tuple[Line, ...] = ()
        self._strips: list[Strip] = []
        self._drawn_for = Size(0, 0)
        self._resuming = False
        self.desk = Desk(
            session,
            arrival,
            clock,
            show=self._show,
            leave=leave,
            fail=self._fail,
            wake=self._wake,
        )

    def on_mount(self) -> None:
        """Come back to the seat, or ask for one."""
        self.desk.begin()

    def on_unmount(self) -> None:
        """Let go of the session."""
        self.desk.close()

    def on_news(self) -> None:
        """Show what is newer."""
        self.desk.refresh()

    def on_key(self, event: events.Key) -> None:
        """Every key goes to the desk."""
        event.stop()
        event.prevent_default()
        self.desk.press(event.key, event.character if event.is_printable else None)

    def on_paste(self, event: events.Paste) -> None:
        """So does what is pasted."""
        event.stop()
        event.prevent_default()
        self.desk.paste(event.text)

    def on_screen_resume(self) -> None:
        """Textual lays out and paints everything now, and would then do so once more."""
        self._resuming = True

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size; when it is no other, have Textual lay nothing out again either."""
        self._resuming = False
        if event.size == self.outer_size:
            event.prevent_default()
            event.stop()
        else:
            self._show(self.desk.scene)

    def set_interval(
        self,
        interval: float,
        callback: TimerCallback | None = None,
        *,
        name: str | None = None,
        repeat: int = 0,
        pause: bool = False,
    ) -> Timer:
        """Call back again and again; see Textual.

        Textual paints at most once a sixtieth of a second, so that whatever follows closely on
        something else, as "Recorded" on a key, would wait a while. Here paints are few and small.
        """
        paints = name == "screen_update"
        return super().set_interval(
            min(interval, PAINT_SECONDS) if paints else interval,
            callback,
            name=name,
            repeat=repeat,
            pause=pause,
        )

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Have regions painted, or everything; see Textual."""
        if self._resuming and not regions:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual asks for lines; it gets those of the scene, at the width of the screen."""
        if self._drawn_for != self.app.size:
            self._draw(self.desk.scene)
        return self._strips[crop.y : crop.bottom]

    def _fail(self, error: BaseException) -> None:
        """Raise where Textual sees it: that ends this app, and this app alone."""

        def fail() -> None:
            raise error

        self.call_later(fail)

    def _wake(self) -> None:
        self.post_message(News())

    def _show(self, scene: Scene) -> None:
        """Draw a scene, and have the lines that differ painted."""
        width = self.app.size.width
        changed = self._draw(scene)
        if len(changed) == len(self._lines):
            self.refresh()
        elif changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _draw(self, scene: Scene) -> list[int]:
        """Draw a scene; return which lines are others than before."""
        size = self.app.size
        frame = draw(scene, *size)
        self.desk.scrolled(frame.most_scroll)
        before: tuple[Line | None, ...] = self._lines
        self._lines = frame.lines
        if self._drawn_for != size:
            before = (None,) * size.height
            self._strips = [Strip.blank(0)] * size.height
            self._drawn_for = size
        pairs = enumerate(zip(before, self._lines, strict=True))
        changed = [y for y, (old, new) in pairs if old is not new and old != new]
        for y in changed:
            self._strips[y] = strip_of(self._lines[y], size.width, self._inks)
        return changed
