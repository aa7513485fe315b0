"""What is measured: each workload takes a setting, runs once, and gives its readings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from benchmarks.figures import Reading
from benchmarks.setting import Setting
from benchmarks.workloads import archive, join, memory, storm, vote

Workload = Callable[[Setting], Awaitable[list[Reading]]]

WORKLOADS: Mapping[str, Workload] = {
    "join": join.measure,
    "vote": vote.measure,
    "storm": storm.measure,
    "memory": memory.measure,
    "archive": archive.measure,
}
"""By the name that the command line takes, in the order in which they run."""
