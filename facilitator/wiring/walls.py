"""Walls over SSH: who gets the projector's view, and how many of them there may be."""

from __future__ import annotations

from collections import Counter

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
        if visitor.username != WALL:
            return ""
        beside = Counter(self._here.values())[source_of(visitor.address)]
        is_room = len(self._here) < self._limits.walls and beside < self._limits.walls_of_source
        return "" if is_room else TOO_MANY

    def come(self, visitor: Visitor) -> None:
        """A wall is shown to a visitor."""
        self._here[visitor.connection] = source_of(visitor.address)

    def gone(self, visitor: Visitor) -> None:
        """A visitor has left; nothing happens unless they were shown a wall."""
        self._here.pop(visitor.connection, None)
