"""Rounds in which each person answers several items by a number.

Statements rated, dots placed, promises told kept or missed, consent, a fist of five: all are blind
rounds like a vote on a task, with one mark for each person and item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from facilitator.domain.commitments import CommitmentStatus

CONSENT = "consent"
"""The one item of a round that asks two teams about a promise."""
OBJECTION, YES = 0, 1
"""What a mark on :data:`CONSENT` says; None stands aside."""

PLAN = "plan"
RETURN_ON_TIME = "return-on-time"
"""The two items of the closing round, each a fist of five."""
FINGERS = range(1, 6)
LOW_FINGERS = 2
"""Up to so many fingers on the plan the reason is asked for."""

TOLD = (
    CommitmentStatus.KEPT,
    CommitmentStatus.PARTLY,
    CommitmentStatus.MISSED,
    CommitmentStatus.OPEN,
)
"""What a receiving team can tell of a promise; a mark counts them from 1."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's answer on one item; what the number means is the step's matter.

    None is an answer too: "can't say", or standing aside. ``proxy`` marks, for ever, what the
    facilitator entered for somebody in the room.
    """

    value: int | None
    reason: str = ""
    proxy: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ItemRound:
    """One blind round on the items of a step; ``about`` names the promise it asks about, or is "".

    ``marks`` are by participant and item. ``electorate`` gives the team of everybody who was asked,
    as it stood when the round closed, and is empty until then.
    """

    number: int
    opened_at: datetime
    about: str = ""
    marks: Mapping[str, Mapping[str, Mark]] = field(default_factory=dict)
    closed_at: datetime | None = None
    electorate: Mapping[str, str] = field(default_factory=dict)
    revealed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether marks are still taken."""
        return self.closed_at is None

    @property
    def is_revealed(self) -> bool:
        """Whether everybody may see the marks."""
        return self.revealed_at is not None

    def of(self, participant: str) -> Mapping[str, Mark]:
        """One person's marks, by item."""
        return self.marks.get(participant, {})


@dataclass(frozen=True, slots=True)
class ItemCount:
    """The pure count of one item: ``counts`` per number from low to high, the rest apart.

    ``withheld`` answers were given, and nothing of them is told.
    """

    counts: tuple[int, ...]
    cant_say: int
    silent: int
    withheld: int = 0


def count_item(
    held: ItemRound, item: str, numbers: range, voters: Iterable[str] | None = None
) -> ItemCount:
    """Count the marks on an item by ``voters``, by default everybody who was asked."""
    counts = dict.fromkeys(numbers, 0)
    cant_say = silent = 0
    for voter in held.electorate if voters is None else voters:
        mark = held.of(voter).get(item)
        if mark is None:
            silent += 1
        elif mark.value in counts:
            counts[mark.value] += 1
        else:
            cant_say += 1
    return ItemCount(tuple(counts.values()), cant_say, silent)
