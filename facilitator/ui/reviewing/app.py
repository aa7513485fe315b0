"""The app for past decisions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Resize

from facilitator.ui.reviewing.ports import PastLogs
from facilitator.ui.reviewing.screen import ReviewScreen
from facilitator.ui.theme import dress
from facilitator.ui.widgets.window import cover_when_small


class ReviewApp(App[None]):
    """Shows a folder of decision logs; ``today`` says what is overdue."""

    CSS_PATH = "review.tcss"
    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False)]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as the base class declares it
        (0, "-tiny"),
        (76, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]

    def __init__(self, logs: PastLogs, today: date, *, dark: bool) -> None:
        super().__init__()
        self._logs = logs
        self._today = today
        dress(self, dark=dark)

    def get_default_screen(self) -> ReviewScreen:
        """The one screen."""
        return ReviewScreen(self._logs, self._today)

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small."""
        cover_when_small(self, event.size)
