"""Who may come in: the answers that the SSH server asks for, from the state of the session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from facilitator.domain.people import Participant, Seat
from facilitator.domain.state import Session
from facilitator.hosting import codes
from facilitator.hosting.addresses import NO_KEY, ONE_KEY, with_options
from facilitator.hosting.rosters import KeptRoster
from facilitator.live.arrivals import Arrival, Place, removed
from facilitator.live.session import LiveSession
from facilitator.ssh.addresses import source_of
from facilitator.ssh.limits import Limits
from facilitator.ssh.shared import Visitor
from facilitator.storage.roster_toml import Listed

NOT_LISTED = (
    "This workshop is open only to the people on its roster, by their SSH keys, and your client"
    " offered no key that is on it. If you are on it, connect with that key alone: {command} (FILE"
    " is the private key, as ~/.ssh/id_ed25519). If not, ask the facilitator to add yours, which is"
    " the line in your ~/.ssh/id_ed25519.pub."
)
WALL = "wall"
"""The SSH user name that gets the projector's view, and no seat."""
TOO_MANY = (
    "There are as many walls as there may be: a room needs one. Leave one of them, or vote: connect"
    " without “wall@”."
)


class Walls:
    """Counts the walls of one server, all together and by where they are."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._here: dict[str, str] = {}

    def bars(self, visitor: Visitor) -> str:
        """Why a visitor gets no wall; "" where there is one more, or none is wanted."""
        return TOO_MANY if visitor.username == WALL and not self._is_room(visitor) else ""

    def come(self, visitor: Visitor) -> bool:
        """Whether a wall can be shown to a visitor: others may have come since it was asked."""
        is_room = self._is_room(visitor)
        if is_room:
            self._here[visitor.connection] = source_of(visitor.address)
        return is_room

    def gone(self, visitor: Visitor) -> None:
        """A visitor has left; nothing happens unless they were shown a wall."""
        self._here.pop(visitor.connection, None)

    @property
    def here(self) -> Collection[str]:
        """The connections of all walls."""
        return self._here.keys()

    def _is_room(self, visitor: Visitor) -> bool:
        beside = Counter(self._here.values())[source_of(visitor.address)]
        return len(self._here) < self._limits.walls and beside < self._limits.walls_of_source


class Door:
    """The gate of one session: its join code, or its roster, and the seats already given out.

    The one-time facilitator code is asked for where the join code is. With a roster nobody is asked
    for any code, except as long as one for a facilitator is out, or may bring one back.
    ``come_back`` is the command that brings people here again; known once the server listens.
    """

    def __init__(
        self,
        session: LiveSession,
        roster: KeptRoster | None = None,
        walls: Walls | None = None,
    ) -> None:
        """With a ``roster`` only the keys on it get in, and no code."""
        self.walls = walls or Walls(Limits())
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
        if self._roster is None or self._listed(fingerprint) is not None:
            return ""
        if self._asks_for_facilitators:
            return ""
        return NOT_LISTED.format(command=with_options(ONE_KEY, self.come_back or "ssh"))

    def knows_key(self, fingerprint: str) -> bool:
        """Whether the key is bound to a seat, or on the roster."""
        if self._roster is not None:
            return self._listed(fingerprint) is not None
        return self._state.holder(codes.key_credential(fingerprint)) is not None

    def admits(self, code: str) -> bool:
        """Whether this is the join code, the facilitator code or the resume code of a seat.

        With a roster there is no join code, and voters have no resume codes.
        """
        state, is_join_code = self._state, self._is_join_code(code)
        invites = codes.same_digest(codes.facilitator_digest(code), state.facilitator_code)
        holder = state.holder(codes.code_credential(code))
        may_return = holder is not None and (
            bool(state.join_code) or holder.seat is Seat.FACILITATOR
        )
        return invites or is_join_code or may_return

    def admits_voter(self, code: str) -> bool:
        """Whether this is the join code, or the resume code of a seat that is no facilitator's."""
        holder = self._state.holder(codes.code_credential(code))
        is_voters = holder is not None and holder.seat is not Seat.FACILITATOR
        return self._is_join_code(code) or is_voters

    def _is_join_code(self, code: str) -> bool:
        join_code = self._state.join_code
        return bool(join_code) and codes.same_code(code, join_code)

    def bars(self, visitor: Visitor) -> str:
        """What somebody is told who was removed, or for whom there is no wall; "" for others."""
        holder = self._holder(visitor)
        if holder is not None and holder.removed is not None:
            return removed(holder.removed, self.come_back)
        return self.walls.bars(visitor)

    def seat_of(self, visitor: Visitor) -> str | None:
        """The participant whose seat the visitor comes back to."""
        holder = self._holder(visitor)
        return None if holder is None else holder.id

    def seated(self) -> frozenset[str]:
        """The connections of whoever is here, and of walls."""
        people = self._state.participants.values()
        here = (person.connection for person in people if person.connection is not None)
        return frozenset((*here, *self.walls.here))

    def facilitator(self, visitor: Visitor) -> Arrival | None:
        """What the facilitator's app needs to know of a visitor; None for one who doesn't.

        Whoever gave a code that is neither the join code nor that of a seat gave the facilitator
        code, though it may have become void since they were admitted: taking the seat will tell.
        """
        holder = self._holder(visitor)
        listed = self._listed(visitor.fingerprint)
        code, join_code = visitor.code or "", self._state.join_code
        if holder is not None:
            may = holder.seat is Seat.FACILITATOR
        elif listed is not None:
            may = listed.seat is Seat.FACILITATOR
        else:
            may = bool(code) and not (join_code and codes.same_code(code, join_code))
        if not may:
            return None
        place = None if listed is None else Place(listed.name, "", Seat.FACILITATOR)
        return self._arrived(visitor, place, codes.facilitator_digest(code) if code else "")

    def arrival(self, visitor: Visitor) -> Arrival:
        """What the voter's app needs to know of a visitor.

        Somebody without a key who takes a new seat gets a fresh resume code for it; somebody on the
        roster has their place already. Raises LookupError for somebody who has been taken off the
        roster since they were admitted.
        """
        listed = self._listed(visitor.fingerprint)
        return self._arrived(visitor, None if self._roster is None else _place(listed))

    def _arrived(self, visitor: Visitor, place: Place | None, code: str = "") -> Arrival:
        credential, resume_code = self._credential(visitor)
        return Arrival(
            connection=visitor.connection,
            suggested_name=visitor.username,
            credential=credential,
            resume_code=resume_code,
            come_back=self.come_back,
            likeness=codes.likeness,
            place=place,
            not_you=self._not_you(visitor),
            code=code,
        )

    def _not_you(self, visitor: Visitor) -> str:
        """What somebody types who isn't the one that the key of this computer stands for.

        "" for whoever came by a code, which tells who they are.
        """
        if visitor.fingerprint is None or visitor.code is not None:
            return ""
        options = NO_KEY if self._roster is None else ONE_KEY
        return with_options(options, self.come_back)

    def _credential(self, visitor: Visitor) -> tuple[str, str | None]:
        """What the visitor's seat is kept under, and the resume code that they are to be shown."""
        if (holder := self._holder(visitor)) is not None:
            return holder.credential, None
        if keys := self._of_keys(visitor):
            return keys[0], None
        resume_code = codes.new_resume_code()
        return codes.code_credential(resume_code), resume_code

    def _holder(self, visitor: Visitor) -> Participant | None:
        """Who comes back: by the code typed just now, else by a key."""
        code = [] if visitor.code is None else [codes.code_credential(visitor.code)]
        found = map(self._state.holder, (*code, *self._of_keys(visitor)))
        return next(filter(None, found), None)

    @property
    def _asks_for_facilitators(self) -> bool:
        """Whether a code for a facilitator is out, or one of theirs may bring them back."""
        return bool(self._state.facilitator_code) or any(
            person.credential.startswith(codes.CODE) for person in self._state.facilitators
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


def _place(listed: Listed | None) -> Place:
    if listed is None or listed.team is None:
        raise LookupError
    return Place(listed.name, listed.team, listed.seat)
