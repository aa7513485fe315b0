"""A journal in memory: durable as long as its process, shared by all who hold the same one.

For rehearsing in one process and for trying out screens; it passes the contract of every journal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from facilitator.domain.journal import Conflict, Entry, JournalError, Record


@dataclass(slots=True, eq=False)
class MemoryStore:
    """What journals in memory share: the records, and whom to tell of news."""

    records: list[Record] = field(default_factory=list)
    watchers: list[tuple[MemoryJournal, Callable[[], None]]] = field(default_factory=list)
    broken: str = ""


class MemoryJournal:
    """One writer's way to a store. With ``store.broken`` set, everything fails with that reason."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.store = store or MemoryStore()

    async def append(self, entries: Sequence[Entry], *, expected: int) -> int:
        """Store all entries, or none; see :class:`~facilitator.live.ports.Journal`."""
        await self.probe()
        records = self.store.records
        if len(records) != expected or self._stored(entry.command_id for entry in entries):
            raise Conflict
        for entry in entries:
            for event in entry.events:
                records.append(Record(len(records) + 1, entry.command_id, event))
        for journal, wake in self.store.watchers:
            if journal is not self:
                asyncio.get_running_loop().call_soon(wake)
        return len(records)

    async def read(self, after: int = 0) -> tuple[Record, ...]:
        """The records behind a sequence number."""
        await self.probe()
        return tuple(self.store.records[after:])

    async def stored(self, commands: Sequence[str]) -> set[str]:
        """Which of these command ids are stored already."""
        await self.probe()
        return self._stored(commands)

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` after another writer has appended."""
        self.store.watchers.append((self, wake))

    async def probe(self) -> None:
        """Fail while the store is broken."""
        await asyncio.sleep(0)
        if self.store.broken:
            raise JournalError(self.store.broken)

    async def close(self) -> None:
        """Be told of news no more."""
        self.store.watchers = [w for w in self.store.watchers if w[0] is not self]

    def _stored(self, commands: Iterable[str]) -> set[str]:
        return {record.command_id for record in self.store.records}.intersection(commands)
