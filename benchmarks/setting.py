"""What every workload is given: how many voters, who they are, and where files may lie."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from benchmarks import children, clients
from benchmarks.clients import Voter, Who
from benchmarks.errors import GaveUp
from benchmarks.wording import BALLOT
from benchmarks.workshop import Workshop, workshop

Arrive = Callable[[Who], Coroutine[None, None, tuple[Voter, float]]]


@dataclass(frozen=True, slots=True)
class Setting:
    """``people`` are one more than the voters: the first comes before anything is timed.

    Whatever a server loads or computes on first use is then loaded, in the server that is measured
    as in the floors.
    """

    people: Sequence[Who]
    folder: Path
    _numbers: count[int] = field(default_factory=count)

    @property
    def first(self) -> Who:
        """Who comes before anything is timed."""
        return self.people[0]

    @property
    def voters(self) -> Sequence[Who]:
        """Who is timed."""
        return self.people[1:]

    @contextlib.asynccontextmanager
    async def workshop(self) -> AsyncIterator[tuple[Workshop, Voter]]:
        """A fresh session with its server, and the one who came first."""
        async with workshop(self._fresh_folder()) as held:
            first, _ = await held.join(self.first)
            yield held, first
            await clients.leave([first])

    @contextlib.asynccontextmanager
    async def floor(
        self, *, commits: bool = False, batched: bool = False
    ) -> AsyncIterator[tuple[Floor, Voter]]:
        """F1, or with ``commits`` F2, and the one who came first."""
        folder = self._fresh_folder()
        folder.mkdir()
        arguments = ["-m", "benchmarks.floor_server"]
        arguments += ["--commits", str(folder / "rows.db")] if commits else []
        arguments += ["--batched"] if batched else []
        async with children.server(arguments, log=folder / "server.log") as server:
            held = Floor(server)
            first, _ = await held.join(self.first)
            yield held, first
            await clients.leave([first])

    def _fresh_folder(self) -> Path:
        return self.folder / str(next(self._numbers))


@dataclass(frozen=True, slots=True)
class Floor:
    """A floor's server."""

    server: children.Server

    async def join(self, who: Who) -> tuple[Voter, float]:
        """Connect and open a terminal, until the canned frame is there."""
        return await clients.connect(self.server.port, who, *BALLOT)


def clock() -> float:
    """The clock by which arrivals are told: the event loop's."""
    return time.monotonic()


async def all_at_once(people: Sequence[Who], arrive: Arrive) -> tuple[list[Voter], float]:
    """Let all of them arrive at the same moment.

    The second value is how many seconds later the last one had what they came for. When one of them
    fails, the others are called off and GaveUp is raised.
    """
    began = clock()
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(arrive(who)) for who in people]
    except* GaveUp as failures:
        raise failures.exceptions[0] from None
    come = [task.result() for task in tasks]
    return [voter for voter, _ in come], max(at for _, at in come) - began
