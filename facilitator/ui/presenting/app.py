"""The presenter's app."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.events import Resize

from facilitator.domain.views import Stage, stage_view
from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.ui.presenting.screen import HowToJoin, WallScreen
from facilitator.ui.theme import dress
from facilitator.ui.widgets.window import cover_when_small

LEFT = "You have left the wall. The workshop goes on without it."
ENDED = "The workshop has ended."


class PresenterApp(App[None], inherit_bindings=False):
    """Shows the session to the room, on this terminal or at the end of a connection."""

    TITLE = "facilitator"
    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(
        self,
        session: LiveSession,
        how_to_join: HowToJoin,
        clock: Clock,
        *,
        driver_class: type[Driver] | None = None,
        dark: bool = True,
    ) -> None:
        super().__init__(driver_class=driver_class)
        dress(self, dark=dark)
        self._session = session
        self._screen = WallScreen(session, how_to_join, clock, self.exit)

    def get_default_screen(self) -> WallScreen:
        """The one screen; its help lies over it."""
        return self._screen

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small."""
        cover_when_small(self, event.size)

    @property
    def farewell(self) -> str:
        """Plain text for the normal terminal after the app has ended."""
        return ENDED if stage_view(self._session.state).stage is Stage.ENDED else LEFT
