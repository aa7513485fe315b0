"""What a running session, and whoever facilitates it, needs from the outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from facilitator.domain.journal import Entry, Record

Clock = Callable[[], datetime]
"""Tells the time: now, in UTC."""
Ids = Callable[[], str]
"""Makes ids that nobody else makes."""


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


class ServerState(Enum):
    """How the server that voters connect to is doing."""

    OFF = "off"
    STARTING = "starting"
    LISTENING = "listening"
    RESTARTING = "restarting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RosterStatus:
    """The roster that says who gets in, where there is one.

    ``people`` is how many it lets in, ``file`` where to add more, and ``trouble`` why a newer one
    that lies there can't be used, or "".
    """

    people: int
    file: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """How voters get in.

    ``command`` is what they type, such as ``ssh -p 2222 10.0.0.5``, and ``fingerprint`` the host
    key's; ``message`` says in words what is wrong, or "", and ``reach`` who can't get in as it is.
    ``roster`` is None as long as no server has told of one.
    """

    state: ServerState
    command: str = ""
    fingerprint: str = ""
    message: str = ""
    reach: str = ""
    roster: RosterStatus | None = None


class Hosting(Protocol):
    """Keeps voters' way in open."""

    @property
    def status(self) -> ServerStatus:
        """How it stands now."""

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` in the event loop whenever the status has changed."""


class LogNotWritten(Exception):  # noqa: N818 - says what happened, for a person
    """The decision log could not be written safely; the message says why and what to do."""


LogWriter = Callable[[], Awaitable[str]]
"""Writes the decision log of a session that has ended, verifies it, and notes it in the session.

It comes back with the file's path as shown to a person, or raises LogNotWritten. May be called
again: the same session gives the same file.
"""
MakeCode = Callable[[], tuple[str, str]]
"""Makes a one-time code for a further facilitator, and the digest that the session keeps of it."""
