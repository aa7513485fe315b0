"""What is measured: each workload takes a setting, runs once, and gives its readings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from benchmarks.figures import Reading
from benchmarks.setting import Setting
from benchmarks.workloads.join import join
from benchmarks.workloads.memory import memory
from benchmarks.workloads.storm import storm
from benchmarks.workloads.vote import vote

Workload = Callable[[Setting], Awaitable[list[Reading]]]

WORKLOADS: Mapping[str, Workload] = {
    "join": join,
    "vote": vote,
    "storm": storm,
    "memory": memory,
}
"""By the name that the command line takes, in the order in which they run."""
