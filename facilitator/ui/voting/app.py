"""The voter's app: one for each connection."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.css.stylesheet import Stylesheet
from textual.driver import Driver
from textual.theme import Theme

from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.ui.theme import dress, themes
from facilitator.ui.voting import farewells
from facilitator.ui.voting.arrival import Arrival
from facilitator.ui.voting.ink import palette
from facilitator.ui.voting.scene import Scene
from facilitator.ui.voting.screen import VoterScreen


class VoterApp(App[None], inherit_bindings=False, inherit_css=False):
    """Shows one voter the session; ends with a farewell for the normal terminal.

    Hundreds of these live in one process. What Textual would make anew for each is made once and
    shared where it is the same for all: theme variables and the stylesheet.
    """

    BINDINGS: ClassVar[list[BindingType]] = []
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    DEFAULT_CSS = ""
    ALLOW_SELECT = False

    def __init__(
        self,
        session: LiveSession,
        arrival: Arrival,
        clock: Clock,
        *,
        driver_class: type[Driver] | None = None,
        dark: bool = True,
    ) -> None:
        """``farewell`` is plain text for the normal terminal after the app has ended."""
        self._dark = dark
        super().__init__(driver_class=driver_class)
        dress(self, dark=dark)
        self.stylesheet = _stylesheet(dark=dark)
        # Nothing here pops up; without these two a screen mounts a widget for each.
        self._disable_tooltips = True
        self._disable_notifications = True
        self.farewell = farewells.on_leaving(Scene(come_back=arrival.come_back))
        self._session = session
        self._arrival = arrival
        self._clock = clock

    def get_default_screen(self) -> VoterScreen:
        """The one screen."""
        return VoterScreen(
            self._session,
            self._arrival,
            self._clock,
            inks=palette(dark=self._dark, colors=not self.no_color),
            leave=self._leave,
        )

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, worked out once for all apps."""
        self.theme_variables = _css_variables(dark=self._dark)
        return self.theme_variables

    def get_theme(self, theme_name: str) -> Theme | None:
        """A registered theme; Textual's own way copies the list of them on every call."""
        return self._registered_themes.get(theme_name)

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Nothing to do: the theme is chosen before the app runs, and the stylesheet is shared."""

    def _leave(self, farewell: str) -> None:
        self.farewell = farewell
        self.exit()


@lru_cache(maxsize=2)
def _css_variables(*, dark: bool) -> dict[str, str]:
    theme = themes()[0 if dark else 1]
    return {**theme.to_color_system().generate(), **theme.variables}


@lru_cache(maxsize=2)
def _stylesheet(*, dark: bool) -> Stylesheet:
    return Stylesheet(variables=_css_variables(dark=dark))
