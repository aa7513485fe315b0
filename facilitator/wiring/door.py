"""Who may come in: the answers that the SSH server asks for, from the state of the session."""

from __future__ import annotations

from facilitator.domain.state import Session
from facilitator.live.session import LiveSession
from facilitator.ssh.admission import Visitor
from facilitator.ui.voting.arrival import Arrival
from facilitator.wiring import codes


class Door:
    """The gate of one session: its join code, and the seats already given out.

    ``come_back`` is the command that brings people here again; known once the server listens.
    """

    def __init__(self, session: LiveSession) -> None:
        self._session = session
        self.come_back = ""

    def welcome(self) -> str:
        """The workshop's title."""
        return self._state.agenda.title

    def asks_for_code(self) -> bool:
        """Whether a code is any use: always, as long as no roster says who may come."""
        return True

    def knows_key(self, fingerprint: str) -> bool:
        """Whether the key is bound to a seat."""
        return self._state.holder(codes.key_credential(fingerprint)) is not None

    def admits(self, code: str) -> bool:
        """Whether this is the join code, or the resume code of a seat."""
        is_join_code = codes.same_code(code, self._state.join_code)
        return is_join_code or self._state.holder(codes.code_credential(code)) is not None

    def seat_of(self, visitor: Visitor) -> str | None:
        """The participant whose seat the visitor comes back to."""
        for credential in _credentials(visitor):
            holder = self._state.holder(credential)
            if holder is not None:
                return holder.id
        return None

    def arrival(self, visitor: Visitor) -> Arrival:
        """What the voter's app needs to know of a visitor.

        Somebody without a key who takes a new seat gets a fresh resume code for it.
        """
        held = [c for c in _credentials(visitor) if self._state.holder(c) is not None]
        resume_code = None
        if held:
            credential = held[0]
        elif visitor.fingerprint is not None:
            credential = codes.key_credential(visitor.fingerprint)
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
        )

    @property
    def _state(self) -> Session:
        return self._session.state


def _credentials(visitor: Visitor) -> list[str]:
    """What may open a seat, the code typed just now before the key."""
    found = []
    if visitor.code is not None:
        found.append(codes.code_credential(visitor.code))
    if visitor.fingerprint is not None:
        found.append(codes.key_credential(visitor.fingerprint))
    return found
