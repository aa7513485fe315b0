"""A window too small for any screen: say so, instead of breaking."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from facilitator.ui.ink import SMALLEST

LEAST = Size(*SMALLEST)


class SmallWindow(Screen[None]):
    """Covers everything until the window is large enough; keys reach nothing underneath."""

    DEFAULT_CSS = """
    SmallWindow { align: center middle; }
    SmallWindow > Static { width: auto; max-width: 100%; text-align: center; }
    """

    def compose(self) -> ComposeResult:
        """One sentence."""
        yield Static(markup=False)

    def on_mount(self) -> None:
        """Say how large it is now."""
        self._say(self.app.size)

    def on_resize(self, event: Resize) -> None:
        """Leave once there is room."""
        if not is_large_enough(event.size):
            self._say(event.size)
        elif self.is_current:
            self.dismiss()

    def _say(self, size: Size) -> None:
        self.query_one(Static).update(
            f"Please make this window larger:\nit is {size.width}×{size.height}, "
            f"and {LEAST.width}×{LEAST.height} is the least that works."
        )


def is_large_enough(size: Size) -> bool:
    """Whether screens can be drawn."""
    return size.width >= LEAST.width and size.height >= LEAST.height


def cover_when_small(app: App[Any], size: Size) -> None:
    """Put the sentence over whatever is on screen when the window is too small for it."""
    if not is_large_enough(size) and not isinstance(app.screen, SmallWindow):
        app.push_screen(SmallWindow())
