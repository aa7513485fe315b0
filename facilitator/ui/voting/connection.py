"""Who sits at a connection, as far as the door knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.domain.people import Seat


@dataclass(frozen=True, slots=True)
class Place:
    """Who somebody is and where they sit, known before they came. ``team`` is a team's id."""

    name: str
    team: str
    seat: Seat


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who was let in.

    ``suggested_name`` comes from the SSH user name and is untrusted. ``credential`` is what opens
    the seat: ``key:`` and a fingerprint, or ``code:`` and a digest. ``resume_code`` is shown once
    to somebody without a key who takes a new seat; None otherwise. ``come_back`` is the command
    line to come back with. ``likeness`` says what a name is like.
    ``place`` is known of people on a roster; they are asked neither for a name nor for a team.
    ``bound_name`` is the only one that may be taken, "" where people say themselves who they are.
    ``not_you`` is what somebody else types who came by this one's key, "" where no key was proven.
    """

    connection: str
    suggested_name: str
    credential: str
    resume_code: str | None
    come_back: str
    likeness: Callable[[str], str]
    place: Place | None = None
    bound_name: str = ""
    not_you: str = ""
