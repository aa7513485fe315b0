"""Who facilitates at a connection, as far as the door knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from facilitator.domain.commands import JoinSession, ResumeSeat
from facilitator.domain.people import Seat


@dataclass(frozen=True, slots=True)
class FacilitatorArrival:
    """Somebody who was let in to facilitate.

    ``credential`` opens the seat: ``key:`` and a fingerprint, or ``code:`` and a digest.
    ``resume_code`` is shown once to somebody without a key who takes a new seat. ``code`` is the
    digest of the facilitator code that they typed; ``listed`` their name on the roster, "" for
    those who are asked for one. ``suggested_name`` comes from the client and is untrusted.
    ``not_you`` is what somebody else types who came by this one's key, "" where no key was proven.
    """

    connection: str
    suggested_name: str
    credential: str
    resume_code: str | None
    come_back: str
    likeness: Callable[[str], str]
    code: str = ""
    listed: str = ""
    not_you: str = ""

    def resuming(self) -> ResumeSeat:
        """The command that comes back to the seat."""
        return ResumeSeat(credential=self.credential, connection=self.connection)

    def joining(self, name: str) -> JoinSession:
        """The command that takes a new seat under a name."""
        return JoinSession(
            name=name,
            likeness=self.likeness(name),
            team="",
            credential=self.credential,
            connection=self.connection,
            seat=Seat.FACILITATOR,
            facilitator_code=self.code,
            is_listed=bool(self.listed),
        )
