"""Turns: for work that may wait, source by source, and for apps to be started, one by one.

Whoever has a seat and types as people do is served at once. Everything else that strangers or
floods cause (taking up connections, key exchanges, bytes beyond what a person types) is done here,
a little at a time, and while seated people are being served never more than half of the time.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from time import perf_counter
from typing import Protocol

from facilitator.ssh.limits import Limits
from facilitator.terminal.budget import Budgets

_log = logging.getLogger(__name__)


class Waiting(Protocol):
    """Somebody with work that may wait."""

    def attend(self) -> tuple[int, bool]:
        """Do a small piece; return of how many bytes it was made, and whether there is more."""


class Turns:
    """Who is attended to next: one of each source in turn, within a source one after the other.

    A source that has used up its budget rests for as long as that takes to come back.
    """

    def __init__(self, limits: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._limits = limits
        self._loop = loop
        self._budgets = Budgets(limits.source_bytes, limits.source_rate, loop.time)
        self._first = Budgets(limits.first_seconds, limits.first_share, loop.time)
        self._lines: dict[str, deque[Waiting]] = {}
        self._resting: dict[str, deque[Waiting]] = {}
        self._queued: set[Waiting] = set()
        self._served_at = -limits.seated_first_seconds
        self._next: asyncio.Handle | None = None

    def may_go_first(self, source: str) -> bool:
        """Whether somebody in a seat may be served ahead of all turns."""
        return self._first.of(source).left > 0

    def served(self, source: str, seconds: float) -> None:
        """Somebody in a seat has been served, in so many seconds: they go first for a while."""
        self._first.of(source).spend(seconds)
        self._served_at = self._loop.time()

    def ask(self, source: str, waiting: Waiting) -> None:
        """Put work of a source in line; does nothing where it stands there already."""
        if waiting in self._queued:
            return
        self._queued.add(waiting)
        if source in self._resting:
            self._resting[source].append(waiting)
            return
        self._lines.setdefault(source, deque()).append(waiting)
        self._go_on()

    def _go_on(self) -> None:
        if self._next is None and self._lines:
            self._next = self._loop.call_soon(self._attend)

    def _attend(self) -> None:
        """Attend to as many as there is time for in one turn of the event loop."""
        began = perf_counter()
        spent = 0.0
        while self._lines and spent < self._limits.turn_seconds:
            self._attend_to_one()
            spent = perf_counter() - began
        self._next = None
        if self._lines and self._loop.time() - self._served_at < self._limits.seated_first_seconds:
            self._next = self._loop.call_later(spent, self._attend)
        else:
            self._go_on()

    def _attend_to_one(self) -> None:
        source = next(iter(self._lines))
        line = self._lines.pop(source)
        waiting = line.popleft()
        rest, has_more = 0.0, False
        try:
            made, has_more = waiting.attend()
            rest = self._budgets.of(source).spend(made)
        except Exception:  # noqa: BLE001  (one's failure is nobody else's)
            _log.exception("What waited for its turn has failed")
        line.extend(self._lines.pop(source, ()))
        if has_more:
            line.append(waiting)
        else:
            self._queued.discard(waiting)
        if line and rest:
            self._resting[source] = line
            self._loop.call_later(rest, self._rested, source)
        elif line:
            self._lines[source] = line

    def _rested(self, source: str) -> None:
        self._lines[source] = self._resting.pop(source)
        self._go_on()


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

    def _advance(self) -> None:
        while self._waiting and len(self._starting) < self._at_a_time:
            ticket = next(iter(self._waiting))
            del self._waiting[ticket]
            self._starting.add(ticket)
            ticket.begin()
