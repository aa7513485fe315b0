"""What the room decides: the outcome of a task, and what teams promise each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from facilitator.domain.agenda import Support

MOST_CELLS = 600
"""The widest single line of a decision: a rationale, a support's detail, a reason to dissent."""


class Outcome(StrEnum):
    """How a task ended."""

    DECIDED = "decided"
    DEFERRED = "deferred"
    ESCALATED = "escalated"
    PARKED = "parked"
    SKIPPED = "skipped"


UNDECIDED = frozenset({Outcome.DEFERRED, Outcome.ESCALATED, Outcome.PARKED})
"""Outcomes that leave a reached task without a driver."""


@dataclass(frozen=True, slots=True)
class Dissent:
    """A named objection kept with a decision, with what would change that mind.

    ``participant`` and ``name`` are absent where attribution is anonymous; ``position`` is the team
    that the objector wants to drive.
    """

    team: str
    position: str
    reason: str
    would_change: str = ""
    name: str | None = None
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The recorded outcome of a task.

    ``driver`` is set exactly when the outcome is *decided*; ``review_on`` only when it is decided
    or deferred.
    """

    outcome: Outcome
    driver: str | None = None
    owner: str = ""
    rationale: str = ""
    support: tuple[Support, ...] = ()
    dissent: tuple[Dissent, ...] = ()
    review_on: date | None = None

    def objection_of(self, participant: str) -> Dissent | None:
        """What is kept of somebody's objection; None when nothing."""
        return next((each for each in self.dissent if each.participant == participant), None)


class CommitmentStatus(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    MISSED = "missed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What team ``giver`` promises to team ``receiver``, today or in an earlier session.

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
