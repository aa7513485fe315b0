"""The facilitator's app."""

from __future__ import annotations

from typing import Any

from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget

from facilitator.live.ports import Clock, Hosting, LogWriter, MakeCode
from facilitator.live.session import LiveSession
from facilitator.ui.facilitating.people import Likeness
from facilitator.ui.facilitating.screen import FacilitatorScreen, Means
from facilitator.ui.widgets.app import TerminalApp


class FacilitatorApp(TerminalApp[None]):
    """Runs one session on one terminal; ``me`` is the facilitator's participant id."""

    CSS_PATH = "facilitating.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as the base class declares it
        (0, "-tiny"),
        (72, "-narrow"),
        (112, "-medium"),
        (160, "-wide"),
    ]

    def __init__(
        self,
        session: LiveSession,
        me: str,
        hosting: Hosting,
        write_log: LogWriter,
        clock: Clock,
        *,
        make_code: MakeCode | None = None,
        likeness: Likeness = str.casefold,
        driver_class: type[Driver] | None = None,
        dark: bool,
    ) -> None:
        super().__init__(dark=dark, driver_class=driver_class)
        self._means = Means(session, hosting, write_log, clock, make_code, likeness)
        self._session = session
        self.me = me
        self._screen = self.facing(me)

    def facing(self, me: str) -> FacilitatorScreen:
        """The screen of one facilitator."""
        return FacilitatorScreen(self._means, me)

    def get_default_screen(self) -> Screen[Any]:
        """The one screen; everything else lies over it."""
        return self._screen

    def pop_screen(self) -> AwaitComplete:
        """Empty what is drawn of a dialog that goes: Textual's caches keep its widgets' lines."""
        for widget in self.screen.walk_children(Widget, with_self=True):
            widget.refresh()
            if widget.show_vertical_scrollbar:
                widget.vertical_scrollbar.refresh()
        return super().pop_screen()

    async def action_quit(self) -> None:
        """Ctrl+Q asks like Q does; over a dialog it is like Esc."""
        if self.screen is self._screen:
            self._screen.action_press("Q")
        else:
            self.simulate_key("escape")

    def hand_on(self) -> None:
        """Have whoever is connected go on without this terminal, as long as there is a session."""
        self._screen.hands_on = self._session.state.ended_at is None

    @property
    def hands_on(self) -> bool:
        """Whether others go on after this terminal is left, so that voters stay connected."""
        return self._screen.hands_on

    @property
    def farewell(self) -> str:
        """What to print after leaving: where the log is, or how to come back."""
        session = self._session.state
        resume = f"facilitator resume {session.id}"
        if self.hands_on:
            return f"The session goes on without this terminal. Come back to it with: {resume}"
        if session.ended_at is None:
            return f"The session is kept. Go on where it stood with: {resume}"
        if self._screen.scene.log_path:
            return f"The decision log is {self._screen.scene.log_path}"
        return (
            f"The workshop is over, but its log is not safely written yet. Write it with: {resume}"
        )
