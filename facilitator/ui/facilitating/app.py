"""The facilitator's app."""

from __future__ import annotations

from textual.app import App
from textual.events import Resize

from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.ui.facilitating.ports import Hosting, LogWriter
from facilitator.ui.facilitating.screen import FacilitatorScreen
from facilitator.ui.theme import dress
from facilitator.ui.widgets.window import cover_when_small


class FacilitatorApp(App[None]):
    """Runs one session on this terminal; ``me`` is the facilitator's participant id."""

    CSS_PATH = "facilitating.tcss"
    TITLE = "facilitator"
    ENABLE_COMMAND_PALETTE = False
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
        dark: bool,
    ) -> None:
        super().__init__()
        self._session = session
        self._screen = FacilitatorScreen(session, me, hosting, write_log, clock)
        dress(self, dark=dark)

    def get_default_screen(self) -> FacilitatorScreen:
        """The one screen; everything else lies over it."""
        return self._screen

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small."""
        cover_when_small(self, event.size)

    async def action_quit(self) -> None:
        """Ctrl+Q asks like Q does; over a dialog it is like Esc."""
        if self.screen is self._screen:
            self._screen.action_act("leave")
        else:
            self.simulate_key("escape")

    @property
    def farewell(self) -> str:
        """What to print after leaving: where the log is, or how to come back."""
        session = self._session.state
        resume = f"facilitator resume {session.id}"
        if session.ended_at is None:
            return f"The session is kept. Go on where it stood with: {resume}"
        if self._screen.log_path:
            return f"The decision log is {self._screen.log_path}"
        return f"The workshop is over, but its log is not written yet. Write it with: {resume}"
