"""What every Textual app of the program has: the two themes, and a word where it is too small."""

from __future__ import annotations

from typing import Generic

from textual.app import App, ComposeResult, ReturnType
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from facilitator.ui.ink import DARK, LIGHT, SMALLEST, themes

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


class TerminalApp(App[ReturnType], Generic[ReturnType]):
    """One app on one terminal, in the dark theme or the light one."""

    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *, dark: bool, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        for theme in themes():
            self.register_theme(theme)
        self.theme = DARK if dark else LIGHT

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small."""
        self.cover_when_small(event.size)

    def cover_when_small(self, size: Size) -> None:
        """Put the sentence over whatever is on screen when the window is too small for it."""
        if not is_large_enough(size) and not isinstance(self.screen, SmallWindow):
            self.push_screen(SmallWindow())
