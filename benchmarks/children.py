"""Server processes that a benchmark starts, listens to, and ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from benchmarks.errors import GaveUp

ROOT = Path(__file__).parent.parent
"""The checkout, where processes find this program whatever else is installed."""
_TO_START = 30.0
"""Seconds until a server must have said where it listens."""
_TO_STOP = 10.0
"""Seconds that a server gets to end by itself."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server process that listens on this machine's loopback."""

    port: int
    pid: int

    @property
    def resident_kb(self) -> float:
        """Its resident memory, in kB of 1000 bytes."""
        return float(psutil.Process(self.pid).memory_info().rss) / 1000

    @property
    def open_files(self) -> int:
        """How many descriptors it has open."""
        return int(psutil.Process(self.pid).num_fds())

    @property
    def processor_seconds(self) -> float:
        """The processor time it has taken so far, its own and the system's on its behalf."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)


@contextlib.asynccontextmanager
async def server(
    arguments: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    files: int | None = None,
) -> AsyncIterator[Server]:
    """Start ``python`` with these arguments, and end it when the block is left.

    ``files`` bounds how many files it may have open.

    The process says on its first line of output, as JSON, on which port it listens, and ends with
    its standard input: it can't outlive this one. Raises GaveUp.
    """
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            env={**search_path(), **(environment or {})},
            preexec_fn=None if files is None else partial(_bound, files),
            start_new_session=True,  # Ctrl+C is for the benchmark, which then ends its servers
        )
    try:
        yield Server(await _port(process, log), process.pid)
    finally:
        await _end(process)


def _bound(files: int) -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


async def _port(process: asyncio.subprocess.Process, log: Path) -> int:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    try:
        line = await asyncio.wait_for(process.stdout.readline(), _TO_START)
        return int(json.loads(line)["port"])
    except (TimeoutError, ValueError, KeyError) as error:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise GaveUp(f"a server did not start: {said or error!r}") from error


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _TO_STOP)
    except TimeoutError:
        process.kill()
        await process.wait()


def search_path() -> dict[str, str]:
    """The environment of a process that takes our own checkout first."""
    paths = filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
