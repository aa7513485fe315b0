"""Walls over SSH: who gets the projector's view, and how many of them there may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from facilitator.ssh.admission import Visitor
from facilitator.ssh.limits import Limits
from facilitator.ssh.sources import source_of

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
