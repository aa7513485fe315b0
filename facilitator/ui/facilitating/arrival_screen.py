"""A facilitator who comes in over SSH: back to a seat, or to a new one, before the real screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from facilitator.domain.commands import Command, Envelope, JoinSession
from facilitator.live.arrivals import FacilitatorArrival
from facilitator.live.ports import Clock
from facilitator.live.session import Accepted, LiveSession
from facilitator.ui.text import content
from facilitator.ui.widgets.dialogs import DIALOG_CSS, keys_said
from facilitator.ui.widgets.fields import LineField
from facilitator.ui.widgets.lines import BLANK, Lines, joined, paragraph, say

_WIDTH = 56
VOID = (
    "That facilitator code is void by now: each works once, and a new one takes the place of the"
    " one before. Ask for another, and connect again."
)


class ArrivalScreen(Screen[None]):
    """Finds a facilitator their seat; asks for a name where nobody knows it yet.

    ``enter`` is awaited with the seat once it is held; ``leave`` is told why it can't be.
    """

    DEFAULT_CSS = (
        DIALOG_CSS.format(name="ArrivalScreen")
        + """
    ArrivalScreen > #code { display: none; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+c,ctrl+q", "give_up", show=False, priority=True),
        Binding("enter", "go_in", show=False),
    ]

    def __init__(
        self,
        session: LiveSession,
        arrival: FacilitatorArrival,
        clock: Clock,
        *,
        enter: Callable[[str], Awaitable[None]],
        leave: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._session = session
        self._arrival = arrival
        self._clock = clock
        self._enter = enter
        self._leave = leave
        self._seat = ""
        self._is_sending = False

    def compose(self) -> ComposeResult:
        """A question for the name, and the resume code in its place afterwards."""
        title = self._session.state.agenda.title
        with Vertical(classes="dialog", id="name"):
            yield Static(content(f"You are about to facilitate: {title}"), classes="title")
            yield Static(content("Your name, as everybody in the room will see it:"))
            yield LineField(self._arrival.suggested_name)
            yield Static(classes="problem")
            yield keys_said(("Enter", "Take the seat"), ("Esc", "Leave"))
        with Vertical(classes="dialog", id="code"):
            yield Static(joined(self._code_lines()))
            yield keys_said(("Enter", "Go in"))

    async def on_mount(self) -> None:
        """Come back to the seat, take the one that is kept, or ask for a name."""
        arrival = self._arrival
        self.query_one("#name").display = False
        if self._session.state.holder(arrival.credential) is not None:
            await self._send(arrival.resuming())
        elif arrival.listed:
            await self._send(arrival.joining(arrival.listed))
        elif arrival.code != self._session.state.facilitator_code:
            self._leave(VOID)
        else:
            self.query_one("#name").display = True
            self.query_one(LineField).focus()

    async def on_input_submitted(self, event: LineField.Submitted) -> None:
        """Ask for a seat under the name typed."""
        event.stop()
        await self._send(self._arrival.joining(event.value))

    async def action_go_in(self) -> None:
        """The resume code has been read."""
        if self._seat:
            await self._enter(self._seat)

    def action_give_up(self) -> None:
        """Leave without a seat, or keep the one just taken for later."""
        self._leave("")

    async def _send(self, command: Command) -> None:
        if self._is_sending or self._seat:
            return
        self._is_sending = True
        try:
            answer = await self._session.submit(Envelope(self._clock(), "", command))
        finally:
            self._is_sending = False
        state, arrival = self._session.state, self._arrival
        holder = state.holder(arrival.credential)
        is_code_good = arrival.code == state.facilitator_code
        if isinstance(answer, Accepted) and holder is not None:
            await self._seated(holder.id)
        elif isinstance(command, JoinSession) and not arrival.listed and is_code_good:
            self.query_one(".problem", Static).update(content(_why(answer)))
        else:
            self._leave(_why(answer))

    async def _seated(self, seat: str) -> None:
        self._seat = seat
        if self._arrival.resume_code is None:
            await self._enter(seat)
            return
        self.query_one("#name").display = False
        self.query_one("#code").display = True
        self.set_focus(None)

    def _code_lines(self) -> Lines:
        again = f"With it you come back to this seat: {self._arrival.come_back}"
        return [
            say("Write this down", "bold"),
            *paragraph("Your client has no key, so this code is yours alone:", _WIDTH),
            BLANK,
            say(f"   {self._arrival.resume_code}", "bold $accent"),
            BLANK,
            *paragraph(again, _WIDTH),
        ]


def _why(answer: object) -> str:
    """Why nobody was seated, as told by the session."""
    return f"You could not be seated. {getattr(answer, 'reason', 'Connect again.')}"
