"""``python -m benchmarks``: run the workloads and print what they come to."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import clients, targets
from benchmarks.errors import GaveUp
from benchmarks.figures import Reading, measures_of
from benchmarks.setting import Setting
from benchmarks.table import document, table
from benchmarks.workloads import WORKLOADS

GC_THRESHOLDS = (50_000, 50, 100)
"""As in the servers."""
FAILED, INTERRUPTED = 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return how the process should exit."""
    options = _options(arguments)
    goals = targets.FINAL if options.final else targets.RELEASE
    voters = options.voters or (targets.FINAL_VOTERS if options.final else targets.RELEASE_VOTERS)
    try:
        runs = asyncio.run(run(options.workloads or [*WORKLOADS], voters, options.runs))
    except KeyboardInterrupt:
        print("stopped; nothing is left running", file=sys.stderr)
        return INTERRUPTED
    except GaveUp as failure:
        print(f"gave up: {failure}", file=sys.stderr)
        return FAILED
    measures = measures_of(runs, goals)
    about = {"voters": voters, "runs": options.runs, **_machine()}
    if options.json:
        print(json.dumps(document(measures, about), indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in about.items()))
        print(table(measures))
    return 0


async def run(workloads: Sequence[str], voters: int, runs: int) -> list[list[Reading]]:
    """Run each workload in turn, ``runs`` times over: drift of the machine hits all of them."""
    found = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder, _rare_collections():
        setting = Setting(clients.people(voters + 1), Path(folder))
        for number in range(1, runs + 1):
            for name in workloads:
                print(f"run {number} of {runs}: {name} …", file=sys.stderr)
                found.append(await WORKLOADS[name](setting))
    return found


@contextlib.contextmanager
def _rare_collections() -> Iterator[None]:
    """Keep the clients' garbage collector out of what is timed, as far as may be."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the real server against bare floors, on this machine, in one run.",
    )
    names = ", ".join(WORKLOADS)
    parser.add_argument("workloads", nargs="*", type=_workload, metavar="WORKLOAD", help=names)
    parser.add_argument("--voters", type=_positive, metavar="N")
    parser.add_argument("--runs", type=_positive, default=3, metavar="N", help="default: 3")
    parser.add_argument(
        "--final", action="store_true", help="300 voters, against the final targets"
    )
    parser.add_argument("--json", action="store_true", help="for machines")
    return parser.parse_args(arguments)


def _workload(text: str) -> str:
    if text not in WORKLOADS:
        raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(WORKLOADS)}")
    return text


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _machine() -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "textual": version("textual"),
        "asyncssh": version("asyncssh"),
        "sqlite": sqlite3.sqlite_version,
    }


if __name__ == "__main__":
    sys.exit(main())
