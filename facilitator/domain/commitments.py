"""Promises between teams: what they say, what was agreed, and what became of them later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CommitmentStatus(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    MISSED = "missed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment in the making: team ``giver`` promises ``text`` to team ``receiver``.

    ``due`` is the day by which it is to be kept; ``owner`` is who in the giving team answers for
    it, "" where nobody was named.
    """

    id: str
    giver: str
    receiver: str
    text: str
    due: date | None = None
    owner: str = ""

    @property
    def teams(self) -> tuple[str, str]:
        """The two teams whose yes it needs."""
        return (self.giver, self.receiver)


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """A promise as it stands in a session.

    ``rounds_before`` counts the step's rounds held before its last wording: consent given to other
    words does not count. ``agreed`` is None until it is settled; False means that it was left out.
    """

    promise: Promise
    rounds_before: int = 0
    agreed: bool | None = None
