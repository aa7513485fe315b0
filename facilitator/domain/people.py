"""Who is in a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NAME_CELLS = 40
"""The widest name, in terminal cells."""


NO_TERMINAL = "room:"
"""How the credential of somebody in the room without a terminal begins; nothing opens it."""


class Seat(StrEnum):
    """What a participant may do."""

    VOTER = "voter"
    OBSERVER = "observer"
    FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone in the session.

    ``team`` is None for facilitators only. ``connection`` is where the participant sits now, None
    when dropped; ``changed_at`` is when that last changed. ``hand_raised_at`` is None with the hand
    down. ``removed`` says why a facilitator had them leave, None while they may be here.
    """

    id: str
    name: str
    likeness: str
    team: str | None
    seat: Seat
    credential: str
    connection: str | None = None
    changed_at: datetime | None = None
    hand_raised_at: datetime | None = None
    removed: str | None = None

    @property
    def has_terminal(self) -> bool:
        """Whether they can come by themselves; else facilitators vote for them."""
        return not self.credential.startswith(NO_TERMINAL)

    @property
    def is_here(self) -> bool:
        """Whether a connection of theirs is open."""
        return self.connection is not None
