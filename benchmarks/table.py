"""The measures as a table for people, and as JSON for machines. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.figures import Measure, Spread
from benchmarks.targets import Reach, Target

HEAD = ("workload", "measure", "measured", "floor", "ratio", "target", "")


def table(measures: Sequence[Measure]) -> str:
    """One row a measure; the median first, the extremes of all runs behind it."""
    rows = [HEAD, *(_row(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def document(measures: Sequence[Measure], about: dict[str, object]) -> dict[str, object]:
    """The same for machines; a ratio to a floor of nothing is null."""
    return {
        **about,
        "measures": [{**_plain(asdict(each)), "met": each.is_met} for each in measures],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values with null for what JSON can't say."""
    return {name: _said(value) for name, value in values.items()}


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value)
    is_number = not isinstance(value, float) or math.isfinite(value)
    return value if is_number else None


def _row(measure: Measure) -> tuple[str, ...]:
    unit = measure.unit
    return (
        measure.key.partition(".")[0],
        measure.what,
        f"{_spread(measure.measured)} {unit}",
        f"{measure.floor_name} {_spread(measure.floor)} {unit}",
        f"{_spread(measure.ratio)} ×",
        _target(measure.target, measure.floor_name, unit),
        {None: "", True: "met", False: "MISSED"}[measure.is_met],
    )


def _target(target: Target | None, floor_name: str, unit: str) -> str:
    if target is None:
        return "–"
    of = f"× {floor_name}" if target.reach is Reach.FLOORS else unit
    return f"≤ {_number(target.most)} {of}"


def _spread(spread: Spread) -> str:
    if spread.least == spread.most:
        return _number(spread.median)
    return f"{_number(spread.median)} ({_number(spread.least)}..{_number(spread.most)})"


def _number(value: float) -> str:
    """Three figures that count, without an exponent."""
    if not math.isfinite(value):
        return "–"
    if value == int(value):
        return str(int(value))
    for digits, limit in ((2, 10), (1, 100)):
        if abs(value) < limit:
            return f"{value:.{digits}f}"
    return f"{value:.0f}"
