"""The one screen, which is also the one widget: it puts lines on the terminal and takes keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip

from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.ui.voting.arrival import Arrival
from facilitator.ui.voting.desk import Desk
from facilitator.ui.voting.drawing import draw
from facilitator.ui.voting.ink import Line, Palette, strip_of
from facilitator.ui.voting.scene import Scene


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
        self.desk = Desk(
            session,
            arrival,
            clock,
            show=self._show,
            leave=leave,
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

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._lines = ()
        self._show(self.desk.scene)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Textual asks for lines; it gets those of the scene, at the width of the screen."""
        width, height = self.app.size
        if len(self._lines) != height:
            self._show(self.desk.scene)
        strips = [strip_of(each, width, self._inks) for each in self._lines]
        return strips[crop.y : crop.bottom]

    def _wake(self) -> None:
        self.post_message(News())

    def _show(self, scene: Scene) -> None:
        """Draw a scene, and have the lines that differ repainted."""
        width, height = self.app.size
        if not width or not height:
            return
        frame = draw(scene, width, height)
        self.desk.scrolled(frame.most_scroll)
        before, self._lines = self._lines, frame.lines
        if len(before) != len(self._lines):
            self.refresh()
            return
        changed = [
            y for y, (old, new) in enumerate(zip(before, self._lines, strict=True)) if old != new
        ]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))
