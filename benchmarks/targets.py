"""What the measures should come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reach(StrEnum):
    """In what a target is counted."""

    FLOORS = "floors"
    """Multiples of the floor measured in the same run."""
    UNITS = "units"
    """The measure's own unit."""


@dataclass(frozen=True, slots=True)
class Target:
    """The most that a measure should come to."""

    most: float
    reach: Reach = Reach.FLOORS


Targets = Mapping[str, Target]
"""By the measure's key; a measure without one is there to be looked at."""

RELEASE_VOTERS = 100
RELEASE: Targets = {
    "join.new": Target(8),
    "vote.p50": Target(4),
    "storm.last": Target(4),
    "memory.voter": Target(800, Reach.UNITS),
    "archive.cold": Target(1.5),
    "archive.again": Target(0.1),
}
"""What the present release is held to, with a hundred voters."""

FINAL_VOTERS = 300
FINAL: Targets = {
    "join.new": Target(4),
    "vote.p50": Target(3),
    "vote.p99": Target(3),
    "storm.last": Target(4),
    "memory.voter": Target(500, Reach.UNITS),
    "archive.cold": Target(1.5),
    "archive.again": Target(0.1),
}
"""Where it is to go, with three hundred."""
