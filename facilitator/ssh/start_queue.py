"""The line in which admitted visitors wait for their app to be started."""

from __future__ import annotations

from typing import Protocol


class Ticket(Protocol):
    """Somebody's place in line."""

    def begin(self) -> None:
        """Start: it is this one's turn."""

    def show_place(self, place: int) -> None:
        """Tell the person their place; the next to start has place 1."""


class StartQueue:
    """First come, first served, with a limit on how many start at a time. Nobody is dropped."""

    def __init__(self, at_a_time: int) -> None:
        self._at_a_time = at_a_time
        self._waiting: dict[Ticket, None] = {}
        self._starting: set[Ticket] = set()

    def join(self, ticket: Ticket) -> None:
        """Put ``ticket`` at the end of the line; it begins at once if there is room."""
        self._waiting[ticket] = None
        self._advance()

    def leave(self, ticket: Ticket) -> None:
        """The ticket's app has started, or its person has gone. A second call does nothing."""
        self._waiting.pop(ticket, None)
        if ticket in self._starting:
            self._starting.remove(ticket)
            self._advance()

    def show_places(self) -> None:
        """Tell everybody in line where they stand."""
        for place, ticket in enumerate(list(self._waiting), start=1):
            ticket.show_place(place)

    def __len__(self) -> int:
        return len(self._waiting)

    def _advance(self) -> None:
        while self._waiting and len(self._starting) < self._at_a_time:
            ticket = next(iter(self._waiting))
            del self._waiting[ticket]
            self._starting.add(ticket)
            ticket.begin()
