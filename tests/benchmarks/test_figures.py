"""The figures that benchmarks quote."""

from __future__ import annotations

import json

import pytest

from benchmarks.figures import Reading, Spread, measures_of, percentile, spread_of
from benchmarks.table import document, table
from benchmarks.targets import Reach, Target


def reading(value: float, floor: float, key: str = "join.new") -> Reading:
    return Reading(key=key, what="all come", unit="s", value=value, floor_name="F1", floor=floor)


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(each) for each in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile(values, 1.0) == 100
    assert percentile(values, 0.0) == 1


def test_the_99th_percentile_of_few_values_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_a_spread_is_the_median_between_the_extremes() -> None:
    assert spread_of([5.0, 1.0, 2.0]) == Spread(2, 1, 5)


def test_ratios_are_taken_within_each_run() -> None:
    """A machine that slows down between runs changes both sides, and not their ratio."""
    runs = [[reading(2.0, 1.0)], [reading(20.0, 10.0)], [reading(6.0, 2.0)]]
    (measure,) = measures_of(runs, {})
    assert measure.ratio == Spread(2, 2, 3)
    assert measure.measured == Spread(6, 2, 20)
    assert measure.is_met is None


def test_a_target_is_held_against_floors_or_against_units() -> None:
    runs = [[reading(6.0, 2.0), reading(6.0, 2.0, "memory.voter")]]
    targets = {"join.new": Target(3), "memory.voter": Target(5, Reach.UNITS)}
    assert [each.is_met for each in measures_of(runs, targets)] == [True, False]


def test_the_table_names_measure_floor_ratio_and_target() -> None:
    measures = measures_of([[reading(6.0, 2.0)], [reading(8.0, 2.0)]], {"join.new": Target(3)})
    lines = table(measures).splitlines()
    assert lines[0].split() == ["workload", "measure", "measured", "floor", "ratio", "target"]
    row = " ".join(lines[2].split())
    assert row == "join all come 7 (6..8) s F1 2 s 3.50 (3..4) × ≤ 3 × F1 MISSED"


def test_the_document_is_json_even_when_a_floor_takes_no_time() -> None:
    measures = measures_of([[reading(1.0, 0.0)]], {"join.new": Target(3)})
    text = json.dumps(document(measures, {"voters": 3}), allow_nan=False)
    assert json.loads(text)["measures"][0]["ratio"]["median"] is None
    assert "–" in table(measures)
