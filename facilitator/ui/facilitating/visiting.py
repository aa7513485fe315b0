"""The facilitator's app over SSH: back to a seat, or to a new one, before the real screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from facilitator.domain.commands import Command, Envelope, JoinSession
from facilitator.domain.people import Seat
from facilitator.live.arrivals import Arrival, Place
from facilitator.live.ports import Clock, Hosting, LogWriter, MakeCode
from facilitator.live.session import Accepted, LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.ui.facilitating.screen import FacilitatorScreen
from facilitator.ui.ink import BLANK, Ink, Line, line, paragraph
from facilitator.ui.text import content, printable
from facilitator.ui.widgets.dialogs import DIALOG_CSS, keys_said
from facilitator.ui.widgets.fields import LineField
from facilitator.ui.widgets.lines import joined

TAKEN_OVER = "You have taken your facilitator's seat from another window. This one is closed."
VOID = (
    "That facilitator code is void by now: each works once, and a new one takes the place of the"
    " one before. Ask for another, and connect again."
)
_WIDTH = 56


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
        arrival: Arrival,
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
        elif arrival.place is not None:
            await self._send(arrival.joining(arrival.place))
        elif arrival.code != self._session.state.facilitator_code:
            self._leave(VOID)
        else:
            self.query_one("#name").display = True
            self.query_one(LineField).focus()

    async def on_input_submitted(self, event: LineField.Submitted) -> None:
        """Ask for a seat under the name typed."""
        event.stop()
        await self._send(self._arrival.joining(Place(event.value, "", Seat.FACILITATOR)))

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
        elif isinstance(command, JoinSession) and not arrival.place and is_code_good:
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

    def _code_lines(self) -> list[Line]:
        again = f"With it you come back to this seat: {self._arrival.come_back}"
        return [
            line("Write this down", Ink.STRONG),
            *paragraph("Your client has no key, so this code is yours alone:", _WIDTH),
            BLANK,
            line(f"   {self._arrival.resume_code}", Ink.ACCENT),
            BLANK,
            *paragraph(again, _WIDTH),
        ]


def _why(answer: object) -> str:
    """Why nobody was seated, as told by the session."""
    return f"You could not be seated. {getattr(answer, 'reason', 'Connect again.')}"


class VisitingFacilitatorApp(FacilitatorApp):
    """Seats a facilitator who was let in over SSH, and then shows the same as the first one's."""

    @dataclass
    class SeatMoved(Message):
        """Who sits where may be otherwise."""

    def __init__(
        self,
        session: LiveSession,
        arrival: Arrival,
        hosting: Hosting,
        write_log: LogWriter,
        clock: Clock,
        *,
        make_code: MakeCode,
        driver_class: type[Driver] | None = None,
        dark: bool,
    ) -> None:
        super().__init__(
            session,
            "",
            hosting,
            write_log,
            clock,
            make_code=make_code,
            likeness=arrival.likeness,
            driver_class=driver_class,
            dark=dark,
        )
        self._arrival = arrival
        self._last_words = ""
        self._has_sat = False
        self._following: Subscription | None = None

    def facing(self, me: str) -> FacilitatorScreen:
        """The screen of one facilitator, who comes back as they came."""
        screen = super().facing(me)
        back = self._arrival.come_back if me else screen.scene.way_back
        screen.set_reactive(
            FacilitatorScreen.scene, replace(screen.scene, is_visiting=True, way_back=back)
        )
        screen.not_you = self._arrival.not_you if me else ""
        return screen

    def get_default_screen(self) -> Screen[None]:
        """First the seat."""
        return ArrivalScreen(
            self._session, self._arrival, self._means.clock, enter=self._take_up, leave=self._part
        )

    async def _take_up(self, seat: str) -> None:
        """The seat is held: show the session, and watch over the seat."""
        if self._following is not None:
            return
        self.me = seat
        self._screen = self.facing(seat)
        self._following = self._session.subscribe(self._stir)
        await self.push_screen(self._screen)
        if self._arrival.not_you:
            name = self._session.state.participants[seat].name
            words = f"You are {name}, by the SSH key of this computer. Not you? Press ?"
            self._screen.tell(printable(words))
        self.cover_when_small(self.size)
        await self.on_visiting_facilitator_app_seat_moved()

    def _stir(self) -> None:
        self.post_message(self.SeatMoved())

    async def on_visiting_facilitator_app_seat_moved(self) -> None:
        """Leave when the seat is somebody else's by now; sit down again when it was given up."""
        if self._following is None:
            return
        person = self._following.take().participants[self.me]
        if person.removed is not None:
            self._part(f"You were asked to leave: {person.removed}")
        elif person.connection == self._arrival.connection:
            self._has_sat = True
        elif person.connection is not None and self._has_sat:
            self._part(TAKEN_OVER)
        elif self._session.health.recording:
            # A server that was taken for lost: everybody there comes back by themselves.
            resuming = Envelope(self._means.clock(), "", self._arrival.resuming())
            self.run_worker(self._session.submit(resuming))

    def on_unmount(self) -> None:
        """Follow no more."""
        if self._following is not None:
            self._following.close()

    def _part(self, last_words: str) -> None:
        self._last_words = last_words
        self.exit()

    @property
    def farewell(self) -> str:
        """What to print after leaving: why, where the log is, or how to come back."""
        if self._last_words:
            return printable(self._last_words)
        back = f"Come back with: {self._arrival.come_back}"
        if self._session.state.ended_at is None:
            seated = "The session goes on, and your seat is kept."
            kept = seated if self.me else "No seat was taken."
            return printable(f"{kept} {back}")
        log = self._screen.scene.log_path
        where = f" The decision log is {log}" if log else ""
        return printable(f"The workshop has ended.{where}")
