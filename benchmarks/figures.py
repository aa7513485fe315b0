"""From many runs to the figures that are quoted. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.targets import Reach, Target, Targets


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one run of a workload found: a value in ``unit`` (s, ms or kB), and its floor's.

    ``key`` is ``workload.measure``, the same in every run; ``what`` says it in words.
    """

    key: str
    what: str
    unit: str
    value: float
    floor_name: str
    floor: float

    @property
    def ratio(self) -> float:
        """The value in floors of the same run."""
        return self.value / self.floor if self.floor > 0 else math.inf


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several runs, and how far they lay apart."""

    median: float
    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One row of the table: all the runs' readings under one key."""

    key: str
    what: str
    unit: str
    measured: Spread
    floor_name: str
    floor: Spread
    ratio: Spread
    target: Target | None

    @property
    def is_met(self) -> bool | None:
        """Whether the median is within the target; None without one."""
        if self.target is None:
            return None
        reached = self.ratio if self.target.reach is Reach.FLOORS else self.measured
        return reached.median <= self.target.most


def spread_of(values: Iterable[float]) -> Spread:
    """The median and the extremes of at least one value."""
    found = sorted(values)
    return Spread(statistics.median(found), found[0], found[-1])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least ``share`` (0 to 1) of them do not exceed.

    This is the nearest-rank percentile: always one of the values, never something between them.
    """
    if not values:
        raise ValueError("no values to take a percentile of")
    rank = math.ceil(share * len(values))
    return sorted(values)[max(1, rank) - 1]


def measures_of(runs: Iterable[Sequence[Reading]], targets: Targets) -> list[Measure]:
    """The rows of the table, in the order in which their keys came first."""
    by_key: dict[str, list[Reading]] = {}
    for readings in runs:
        for reading in readings:
            by_key.setdefault(reading.key, []).append(reading)
    return [_measure(readings, targets.get(key)) for key, readings in by_key.items()]


def _measure(readings: list[Reading], target: Target | None) -> Measure:
    first = readings[0]
    return Measure(
        key=first.key,
        what=first.what,
        unit=first.unit,
        measured=spread_of(each.value for each in readings),
        floor_name=first.floor_name,
        floor=spread_of(each.floor for each in readings),
        ratio=spread_of(each.ratio for each in readings),
        target=target,
    )
