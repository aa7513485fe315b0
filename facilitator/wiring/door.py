"""Who may come in: the answers that the SSH server asks for, from the state of the session."""

from __future__ import annotations

from facilitator.domain.people import Seat
from facilitator.domain.state import Session
from facilitator.live.session import LiveSession
from facilitator.ssh.admission import Visitor
from facilitator.storage.roster_toml import Listed
from facilitator.ui.voting.arrival import Arrival, Place
from facilitator.wiring import codes
from facilitator.wiring.rosters import KeptRoster

NOT_LISTED = (
    "This workshop is open only to the people on its roster, by their SSH keys, and your client"
    " offered no key that is on it. If you are on it, connect with that key: ssh -i FILE. If not,"
    " ask the facilitator to add yours, which is the line in your ~/.ssh/id_ed25519.pub."
)
NO_FACILITATING = (
    "You are on the roster as a facilitator, and facilitating over SSH is not possible yet. To vote"
    " or to watch, ask for your key to be listed with that seat instead."
)


class Door:
    """The gate of one session: its join code, or its roster, and the seats already given out.

    ``come_back`` is the command that brings people here again; known once the server listens.
    """

    def __init__(self, session: LiveSession, roster: KeptRoster | None = None) -> None:
        """With a ``roster`` only the keys on it get in, and no code."""
        self._session = session
        self._roster = roster
        self.come_back = ""

    def welcome(self) -> str:
        """The workshop's title."""
        return self._state.agenda.title

    def wants_key(self, fingerprint: str) -> bool:
        """Whether the key is any use: any is, unless a roster says whose are."""
        return self._roster is None or self._roster.holder(fingerprint) is not None

    def turns_away(self, fingerprint: str | None) -> str:
        """Why the roster keeps out the holder of this key, or of none; "" where it doesn't."""
        if self._roster is None:
            return ""
        listed = self._listed(fingerprint)
        if listed is None:
            return NOT_LISTED
        return NO_FACILITATING if listed.seat is Seat.FACILITATOR else ""

    def knows_key(self, fingerprint: str) -> bool:
        """Whether the key is bound to a seat, or on the roster."""
        if self._roster is not None:
            return self._listed(fingerprint) is not None
        return self._state.holder(codes.key_credential(fingerprint)) is not None

    def admits(self, code: str) -> bool:
        """Whether this is the join code, or the resume code of a seat; none is with a roster."""
        join_code = self._state.join_code
        if not join_code:
            return False
        is_join_code = codes.same_code(code, join_code)
        return is_join_code or self._state.holder(codes.code_credential(code)) is not None

    def seat_of(self, visitor: Visitor) -> str | None:
        """The participant whose seat the visitor comes back to."""
        for credential in (*_of_code(visitor), *self._of_keys(visitor)):
            holder = self._state.holder(credential)
            if holder is not None:
                return holder.id
        return None

    def arrival(self, visitor: Visitor) -> Arrival:
        """What the voter's app needs to know of a visitor.

        Somebody without a key who takes a new seat gets a fresh resume code for it; somebody on the
        roster has their place already. Raises LookupError for somebody who has been taken off the
        roster since they were admitted.
        """
        place = None if self._roster is None else _place(self._listed(visitor.fingerprint))
        keys = self._of_keys(visitor)
        held = [c for c in (*_of_code(visitor), *keys) if self._state.holder(c) is not None]
        resume_code = None
        if held:
            credential = held[0]
        elif keys:
            credential = keys[0]
        else:
            resume_code = codes.new_resume_code()
            credential = codes.code_credential(resume_code)
        return Arrival(
            connection=visitor.connection,
            suggested_name=visitor.username,
            credential=credential,
            resume_code=resume_code,
            come_back=self.come_back,
            likeness=codes.likeness,
            place=place,
        )

    @property
    def _state(self) -> Session:
        return self._session.state

    def _listed(self, fingerprint: str | None) -> Listed | None:
        if self._roster is None or fingerprint is None:
            return None
        return self._roster.holder(fingerprint)

    def _of_keys(self, visitor: Visitor) -> list[str]:
        """What the visitor's key opens a seat as: on a roster, as any of the same person's keys.

        So a person with several keys has one seat, kept under the first of them.
        """
        if visitor.fingerprint is None:
            return []
        listed = self._listed(visitor.fingerprint)
        keys = listed.keys if listed else (visitor.fingerprint,)
        return [codes.key_credential(key) for key in keys]


def _of_code(visitor: Visitor) -> list[str]:
    """What the code typed just now may open a seat as."""
    return [] if visitor.code is None else [codes.code_credential(visitor.code)]


def _place(listed: Listed | None) -> Place:
    if listed is None or listed.team is None:
        raise LookupError
    return Place(listed.name, listed.team, listed.seat)
