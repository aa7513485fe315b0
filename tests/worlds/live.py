"""What the tests of a live session share: a small workshop, and journals that wait or fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from facilitator.domain.commands import (
    CastBallot,
    Envelope,
    JoinSession,
    OpenRound,
    ParkItem,
    StartSession,
)
from facilitator.domain.journal import Entry, JournalError, Record
from facilitator.live.memory import MemoryJournal, MemoryStore
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.worlds.scenario import AGENDA, NOON

_ids = count(1)


def new_id() -> str:
    """An id that nobody else in this process makes."""
    return f"id{next(_ids)}"


def start(**more: Any) -> StartSession:
    fields = {"session": "s", "agenda": AGENDA, "facilitator": "Ines", "join_code": "7KXM"}
    return Envelope(NOON, "", StartSession(**fields | more))


def join(name: str, team: str = "a", connection: str = "") -> JoinSession:
    return Envelope(
        NOON,
        "",
        JoinSession(
            name=name,
            likeness=name.casefold(),
            team=team,
            credential=f"key:{name}",
            connection=connection or f"s1-{name}",
        ),
    )


def park(text: str, by: str = "f1") -> ParkItem:
    return Envelope(NOON, by, ParkItem(text=text))


def open_round(number: int = 1, step: str = "fruit") -> OpenRound:
    return Envelope(NOON, "f1", OpenRound(step=step, number=number))


def ballot(voter: str, choice: str, reason: str = "") -> CastBallot:
    """A ballot in the first round on fruit."""
    return Envelope(
        NOON,
        voter,
        CastBallot(step="fruit", number=1, choice=choice, reason=reason, participant=voter),
    )


def parked(live: LiveSession) -> list[str]:
    return [item.text for item in live.state.parked]


class Journals:
    """Opens journals on one and the same store, as so many processes would."""

    def __init__(self, kind: str, folder: Path) -> None:
        self._kind = kind
        self._path = folder / "s.journal"
        self._store = MemoryStore()

    async def open(self) -> MemoryJournal | SqliteJournal:
        if self._kind == "memory":
            return MemoryJournal(self._store)
        return await SqliteJournal.open(self._path, create=not self._path.exists())


class TrickyJournal:
    """A journal that waits and fails at a test's word.

    ``gate`` holds every append back until it is set; ``broken`` makes everything fail;
    ``lose_answer`` stores the next append and then fails all the same.
    """

    def __init__(self, inner: MemoryJournal | SqliteJournal) -> None:
        self._inner = inner
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = asyncio.Event()
        self.broken = ""
        self.lose_answer = False
        self.appended: list[tuple[str, ...]] = []
        self.reads = 0
        self.probes = 0
        self.is_closed = False

    async def append(self, entries: Sequence[Entry], *, expected: int) -> int:
        self.waiting.set()
        await self.gate.wait()
        self._check()
        seq = await self._inner.append(entries, expected=expected)
        self.appended.append(tuple(entry.command_id for entry in entries))
        if self.lose_answer:
            self.lose_answer = False
            raise JournalError("the answer was lost")
        return seq

    async def read(self, after: int = 0) -> tuple[Record, ...]:
        self.reads += 1
        self._check()
        return await self._inner.read(after)

    async def stored(self, commands: Sequence[str]) -> set[str]:
        self._check()
        return await self._inner.stored(commands)

    def watch(self, wake) -> None:
        self._inner.watch(wake)

    async def probe(self) -> None:
        self.probes += 1
        self._check()
        await self._inner.probe()

    async def close(self) -> None:
        self.is_closed = True
        await self._inner.close()

    def _check(self) -> None:
        if self.broken:
            raise JournalError(self.broken)


@asynccontextmanager
async def running(journal: Any) -> AsyncIterator[LiveSession]:
    """A live session on a journal, from opening to closing."""
    live = LiveSession(journal, new_id)
    await live.open()
    try:
        yield live
    finally:
        await live.close()


async def begin(live: LiveSession) -> None:
    """Start the session's workshop."""
    assert isinstance(await live.submit(start()), Accepted)


class Screen:
    """A subscriber that counts its wakes; it looks only when told to."""

    def __init__(self, live: LiveSession, urgent=None) -> None:
        self.wakes = 0
        self.woken = asyncio.Event()
        self.subscription = live.subscribe(self._wake, urgent=urgent)

    def _wake(self) -> None:
        self.wakes += 1
        self.woken.set()

    def take(self):
        self.woken.clear()
        return self.subscription.take()

    async def see(self, holds) -> None:
        """Look at every state it is woken for until ``holds`` is true of one."""
        while not holds(self.take()):
            await self.woken.wait()
