"""The words in which a session and its journal speak: what is stored, and what can go wrong."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.events import Event


@dataclass(frozen=True, slots=True)
class Entry:
    """The events that one command came to, to be stored together, once."""

    command_id: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One event as the journal holds it; ``seq`` counts from 1 without gaps."""

    seq: int
    command_id: str
    event: Event


class Conflict(Exception):  # noqa: N818 - a condition to act on, not a failure
    """Somebody else appended first: nothing was stored."""


class JournalError(Exception):
    """The journal can't be read or written; the message says why and what to do.

    After a failed append nothing is known of its entries: they may or may not be stored.
    """
