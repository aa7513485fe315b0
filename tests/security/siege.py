"""Honest people who vote and join while somebody attacks the server that they are at."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import clients
from benchmarks.children import ROOT, search_path
from benchmarks.clients import Voter, people
from benchmarks.figures import percentile
from benchmarks.setting import all_at_once, clock
from benchmarks.wording import RECORDED
from benchmarks.workshop import Workshop, workshop

HONEST = 12
"""People in their seats."""
TAKEN_BACK = b"taken back"
SLOWEST = 0.25
"""Seconds from a key to its answer that one in a hundred may take at the most …"""
TIMES_AS_SLOW = 6
"""… or so many times what it took before the attack, on a machine that is busy anyway."""

PERIODS = 3


@dataclass
class Siege:
    """A workshop, its honest voters, and how long their keys took."""

    workshop: Workshop
    folder: Path
    seated: list[Voter] = field(default_factory=list)
    newcomers: list = field(default_factory=list)

    async def vote(self, seconds: float) -> list[float]:
        """Have everybody vote and take it back, over and over; the seconds that each key took."""
        until = clock() + seconds
        taken: list[float] = []

        async def one(place: int, voter: Voter) -> None:
            await asyncio.sleep(place * 0.05)
            while clock() < until:
                for key, wanted in ((voter.who.team_key, RECORDED), (b"u", TAKEN_BACK)):
                    began = clock()
                    taken.append(await voter.press(key, wanted) - began)
                    await asyncio.sleep(0.4)

        await asyncio.gather(*(one(place, each) for place, each in enumerate(self.seated)))
        return taken

    async def calmest(self, seconds: float, enough: float) -> float:
        """What all but one in a hundred keys took at the most while all vote for so long.

        Whoever holds others up does it all the time, and a machine with other things to do for a
        while: where it is not good ``enough``, they vote anew, and the least is what counts.
        """
        taken = []
        while len(taken) < PERIODS and min(taken, default=enough) >= enough:
            taken.append(slowest_of(await self.vote(seconds)))
        return min(taken)

    async def newcomer(self) -> float:
        """Somebody new joins; the seconds until their first ballot."""
        began = clock()
        voter, at = await self.workshop.join(self.newcomers.pop())
        self.seated.append(voter)
        return at - began

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")


@contextlib.asynccontextmanager
async def siege(folder: Path, *, files: int | None = None, honest: int = HONEST):
    """A served session with so many honest people in their seats."""
    everybody = people(honest + 40)
    async with workshop(folder, files=files) as held:
        besieged = Siege(held, folder, newcomers=everybody[honest:])
        besieged.seated, _ = await all_at_once(everybody[:honest], held.join)
        try:
            yield besieged
        finally:
            await clients.leave(besieged.seated)


@contextlib.asynccontextmanager
async def under_attack(name: str, besieged: Siege):
    """Have somebody attack as long as the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.security.attacks",
        name,
        str(besieged.workshop.server.port),
        besieged.workshop.session.state.join_code,
        cwd=ROOT,
        env={**search_path(), "PYTHONUNBUFFERED": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=None if os.environ.get("SHOW_ATTACKERS") else asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert await process.stdout.readline() == b"begun\n"
        yield process
        assert process.returncode is None, "the attackers gave up"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def slowest_of(taken: list[float]) -> float:
    """The seconds that all but one in a hundred keys took at the most."""
    return percentile(taken, 0.99)
