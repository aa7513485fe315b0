"""A room as a live session on a journal in memory, and the app or the desk that acts in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any, Concatenate, ParamSpec

from textual.pilot import Pilot

from facilitator.domain.commands import Command
from facilitator.domain.journal import Record
from facilitator.domain.state import Session
from facilitator.live.memory import MemoryJournal
from facilitator.live.ports import LogNotWritten, ServerStatus
from facilitator.live.session import Accepted, LiveSession
from facilitator.ui.facilitating.app import FacilitatorApp
from tests.ui.facilitating.rooms import START, Room
from tests.ui.facilitating.scenes import LISTENING

P = ParamSpec("P")
SIZE = (80, 24)


class StillClock:
    """A clock that stands until it is turned; far enough at every look for keys to be taken."""

    def __init__(self) -> None:
        self.now = START
        self.step = timedelta(seconds=1)

    def __call__(self):
        self.now += self.step
        return self.now


@dataclass
class FakeHosting:
    """A server whose state is set by the test."""

    status: ServerStatus = LISTENING
    wakes: list[Callable[[], None]] = field(default_factory=list)

    def subscribe(self, wake: Callable[[], None]) -> None:
        self.wakes.append(wake)

    def become(self, status: ServerStatus) -> None:
        self.status = status
        for wake in self.wakes:
            wake()


@dataclass
class FakeLog:
    """Writes nothing; fails with each of ``failures`` first."""

    failures: list[str] = field(default_factory=list)
    written: int = 0

    async def __call__(self) -> str:
        await asyncio.sleep(0)
        if self.failures:
            raise LogNotWritten(self.failures.pop(0))
        self.written += 1
        return "sessions/2026-11-22-grey-areas-7k2m.toml"


class Staged:
    """A live session, and the app that shows it."""

    def __init__(self, session: LiveSession) -> None:
        self.session = session
        self.clock = StillClock()
        self.hosting = FakeHosting()
        self.log = FakeLog()

    @property
    def room(self) -> Room:
        """The room as it is by now."""
        return Room(self.session.state)

    @property
    def state(self) -> Session:
        return self.session.state

    def app(self, *, dark: bool = True) -> FacilitatorApp:
        return FacilitatorApp(self.session, "f1", self.hosting, self.log, self.clock, dark=dark)

    async def do(self, command: Command, by: str = "f1") -> None:
        """Have somebody's command carried out."""
        await self.then(Room.do, command, by)

    async def then(
        self, happens: Callable[Concatenate[Room, P], Room], *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """Have something happen here that happens in rooms."""
        for envelope in happens(self.room, *args, **kwargs).envelopes:
            answer = await self.session.submit(replace(envelope, at=self.clock.now))
            assert isinstance(answer, Accepted), answer


class InMemory(Staged):
    """The same on a journal in memory, which goes on from a room."""

    def __init__(self, room: Room) -> None:
        ids = count(1)
        self.journal = MemoryJournal()
        records = (Record(n, f"r{n}", event) for n, event in enumerate(room.events, start=1))
        self.journal.store.records.extend(records)
        super().__init__(LiveSession(self.journal, lambda: f"c{next(ids)}"))


@asynccontextmanager
async def live(room: Room) -> AsyncIterator[InMemory]:
    """A session that goes on from a room until the test is over."""
    staged = InMemory(room)
    await staged.session.open()
    try:
        yield staged
    finally:
        await staged.session.close()


@asynccontextmanager
async def on_screen(
    room: Room, size: tuple[int, int] = SIZE, *, dark: bool = True
) -> AsyncIterator[tuple[InMemory, Pilot[Any]]]:
    """The same with the facilitator's app running."""
    async with live(room) as staged, staged.app(dark=dark).run_test(size=size) as pilot:
        yield staged, pilot
