"""The home screen's app."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Resize

from facilitator.ui.home.model import HomeChoice, HomeModel
from facilitator.ui.home.screen import HomeScreen, ReadPast
from facilitator.ui.theme import dress
from facilitator.ui.widgets.window import cover_when_small


class HomeApp(App[HomeChoice | None]):
    """Ends with what was chosen, or with None.

    ``read_past`` learns of past decisions while the screen stands already.
    """

    CSS_PATH = "home.tcss"
    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False)]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as the base class declares it
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]

    def __init__(self, model: HomeModel, read_past: ReadPast | None = None, *, dark: bool) -> None:
        super().__init__()
        self._model = model
        self._read_past = read_past
        dress(self, dark=dark)

    def get_default_screen(self) -> HomeScreen:
        """The one screen."""
        return HomeScreen(self._model, self._read_past)

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small."""
        cover_when_small(self, event.size)
