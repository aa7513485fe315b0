"""One key each, far enough apart that nobody waits for anybody else's vote."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence

from benchmarks import clients
from benchmarks.clients import Voter
from benchmarks.figures import Reading, percentile
from benchmarks.setting import Setting, all_at_once, clock
from benchmarks.wording import RECORDED

FLOOR = "F2"
GAPS = (0.03, 0.09)
"""Seconds between two keys, drawn evenly: a fixed gap would fall in step with the server's own
timers, and hit or miss them every time."""
_SEED = 20
_MS = 1000


async def measure(setting: Setting) -> list[Reading]:
    """Milliseconds from a key to "Recorded"."""
    async with setting.floor(commits=True) as (floor, first):
        voters, _ = await all_at_once(setting.voters, floor.join)
        at_floor = await _press_in_turn(first, voters)
        await clients.leave(voters)
    async with setting.workshop() as (workshop, first):
        voters, _ = await all_at_once(setting.voters, workshop.join)
        measured = await _press_in_turn(first, voters)
        await clients.leave(voters)
    return [
        Reading(
            key=f"vote.{name}",
            what=f"key → Recorded, {name}",
            unit="ms",
            value=percentile(measured, share) * _MS,
            floor_name=FLOOR,
            floor=percentile(at_floor, share) * _MS,
        )
        for name, share in (("p50", 0.5), ("p99", 0.99))
    ]


async def _press_in_turn(first: Voter, voters: Sequence[Voter]) -> list[float]:
    """One key after the other; seconds until each was answered. The first one is not counted."""
    gaps = random.Random(_SEED)  # noqa: S311 - no secret, and the same in every run
    await first.press(first.who.team_key, RECORDED)
    taken = []
    for voter in voters:
        await asyncio.sleep(gaps.uniform(*GAPS))
        began = clock()
        taken.append(await voter.press(voter.who.team_key, RECORDED) - began)
    return taken
