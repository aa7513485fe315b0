"""The facilitator's app for somebody who facilitates over SSH."""

from __future__ import annotations

from dataclasses import dataclass

from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

from facilitator.domain.commands import Envelope
from facilitator.live.arrivals import FacilitatorArrival
from facilitator.live.ports import Clock, Hosting, LogWriter, MakeCode
from facilitator.live.session import LiveSession
from facilitator.live.subscribers import Subscription
from facilitator.ui.facilitating.app import FacilitatorApp
from facilitator.ui.facilitating.arrival_screen import ArrivalScreen
from facilitator.ui.facilitating.screen import FacilitatorScreen
from facilitator.ui.text import printable
from facilitator.ui.widgets.window import cover_when_small

TAKEN_OVER = "You have taken your facilitator's seat from another window. This one is closed."


class VisitingFacilitatorApp(FacilitatorApp):
    """Seats a facilitator who was let in over SSH, and then shows the same as the first one's."""

    @dataclass
    class SeatMoved(Message):
        """Who sits where may be otherwise."""

    def __init__(
        self,
        session: LiveSession,
        arrival: FacilitatorArrival,
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
        screen.is_visiting = True
        if me:
            screen.way_back = self._arrival.come_back
            screen.not_you = self._arrival.not_you
        return screen

    def get_default_screen(self) -> Screen[None]:
        """First the seat."""
        return ArrivalScreen(
            self._session, self._arrival, self._clock, enter=self._take_up, leave=self._part
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
            told = f"You are {name}, by the SSH key of this computer. Not you? Press ?"
            self._screen.tell(printable(told))
        cover_when_small(self, self.size)
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
            resuming = Envelope(self._clock(), "", self._arrival.resuming())
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
        told = f" The decision log is {self._screen.log_path}" if self._screen.log_path else ""
        return printable(f"The workshop has ended.{told}")
