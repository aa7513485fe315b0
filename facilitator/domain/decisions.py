"""What the room made of a task: the recorded outcome, with its support and its dissent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from facilitator.domain.tasks import Support

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
