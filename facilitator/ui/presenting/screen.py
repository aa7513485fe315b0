"""The wall's one screen: one widget that draws everything, and two keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from facilitator.domain.views import stage_view
from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ui.presenting.drawing import draw
from facilitator.ui.presenting.scene import JoinWay, Scene, clock_of
from facilitator.ui.widgets.dialogs import help_sheet
from facilitator.ui.widgets.keys import Key, bindings, letter
from facilitator.ui.widgets.lines import joined

TICK = 0.5
"""Seconds between two looks at the clock: it never lags by more."""

_HELP = Key("question_mark", "?", "help", "Help", "This page.")
_LEAVE = Key(f"{letter('Q')},ctrl+c,ctrl+q", "Q", "leave", "Leave", "Leave; the workshop goes on.")
_KEYS = (_HELP, _LEAVE)
_ABOUT = (
    "The wall shows the room what everybody may see, and follows the facilitator by itself. Before "
    "a reveal it holds nothing of any vote. It fills whatever size it gets: in a window that fills "
    "the projector, fewer and larger letters read best from the back."
)

HowToJoin = Callable[[], str]
"""The command that people join with, as it is now; "" when nobody knows."""


@dataclass
class News(Message, bubble=False):
    """The session has something newer to show."""


class Wall(Widget):
    """Everything, drawn for the size that there is."""

    DEFAULT_CSS = "Wall { width: 1fr; height: 1fr; text-wrap: nowrap; text-overflow: clip; }"

    scene: reactive[Scene | None] = reactive(None)

    def render(self) -> Content:
        """All lines of the scene."""
        width, height = self.size
        if self.scene is None or width < 1 or height < 1:
            return Content("")
        return joined(draw(self.scene, width, height))


class WallScreen(Screen[None]):
    """Follows the session and the clock."""

    DEFAULT_CSS = "WallScreen { layout: vertical; overflow: hidden; }"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(_KEYS)]

    def __init__(
        self,
        session: LiveSession,
        how_to_join: HowToJoin,
        clock: Clock,
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._session = session
        self._how_to_join = how_to_join
        self._clock = clock
        self._leave = leave
        self._subscription: Subscription | None = None

    def compose(self) -> ComposeResult:
        """The wall fills the screen."""
        yield Wall()

    def on_mount(self) -> None:
        """Begin to follow."""
        self._subscription = self._session.subscribe(self._wake)
        self.set_interval(TICK, self._show)
        self.on_news()

    def on_unmount(self) -> None:
        """Let go of the session."""
        if self._subscription is not None:
            self._subscription.close()

    def on_news(self) -> None:
        """Show what is newer."""
        if self._subscription is not None:
            self._subscription.take()
        self._show()

    def action_help(self) -> None:
        """What the two keys do, and what this is."""
        self.app.push_screen(help_sheet("The wall", _KEYS, _ABOUT))

    def action_leave(self) -> None:
        """End the app."""
        self._leave()

    def _wake(self) -> None:
        self.post_message(News())

    def _show(self) -> None:
        state = self._session.state
        view = stage_view(state)
        health = self._session.health
        words, is_late = clock_of(view, self._clock())
        self.query_one(Wall).scene = Scene(
            view,
            JoinWay(self._how_to_join(), state.join_code),
            words,
            is_late,
            "" if health.recording else health.reason or "no reason known",
        )
