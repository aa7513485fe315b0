"""What a running session needs from the outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from facilitator.domain.journal import Entry, Record


class Journal(Protocol):
    """The ordered, durable record of one session's events."""

    async def append(self, entries: Sequence[Entry], *, expected: int) -> int:
        """Store all entries durably, or none; return the last sequence number after it.

        ``expected`` is the last sequence number that the caller has seen. Raises Conflict when it
        is not the last one stored or when a command id is stored already, JournalError on failure.
        """

    async def read(self, after: int = 0) -> tuple[Record, ...]:
        """The records behind a sequence number, in order. Raises JournalError on failure."""

    async def stored(self, commands: Sequence[str]) -> set[str]:
        """Which of these command ids are stored already. Raises JournalError on failure."""

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` in the event loop, soon after any other writer has appended."""

    async def probe(self) -> None:
        """Prove that a durable write goes through. Raises JournalError when it does not."""

    async def close(self) -> None:
        """Let go of the journal; what was appended stays."""


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Now, in UTC."""


class Ids(Protocol):
    """Makes ids that nobody else makes."""

    def __call__(self) -> str:
        """A new id."""
