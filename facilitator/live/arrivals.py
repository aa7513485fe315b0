"""Who is at a connection, as far as the door knows: to vote, or to facilitate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.domain.commands import JoinSession, ResumeSeat
from facilitator.domain.people import Seat
from facilitator.domain.text import visible

_MOST_CELLS = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """Who somebody is and where they sit. ``team`` is a team's id, "" for a facilitator."""

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
    ``code`` is the digest of the facilitator code that somebody typed, "" for those who vote.
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
    code: str = ""

    def resuming(self) -> ResumeSeat:
        """The command that comes back to the seat."""
        return ResumeSeat(credential=self.credential, connection=self.connection)

    def joining(self, place: Place) -> JoinSession:
        """The command that takes a new seat there."""
        return JoinSession(
            name=place.name,
            likeness=self.likeness(place.name),
            team=place.team,
            credential=self.credential,
            connection=self.connection,
            seat=place.seat,
            facilitator_code=self.code,
            is_listed=place.seat is Seat.FACILITATOR and place == self.place,
        )


def removed(reason: str, come_back: str) -> str:
    """Why somebody had to go, what is kept of them, and how to come back once they may."""
    text = (
        f"The facilitator asked you to leave: {reason.rstrip('.')}. Your seat and what you voted"
        " are kept. If this is a mistake, speak to the facilitator, who can let you back in:"
        f" {come_back}"
    )
    return visible(text, most_cells=_MOST_CELLS)
