"""One key each, far enough apart that nobody waits for anybody else's vote."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import clients
from benchmarks.children import Server
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


@dataclass(frozen=True, slots=True)
class _Votes:
    """Seconds from key to answer, at two percentiles, and the server's processor time for each."""

    p50: float
    p99: float
    processor: float


async def measure(setting: Setting) -> list[Reading]:
    """Milliseconds from a key to "Recorded", and of the server's processor time for each vote.

    That time holds all that the server does meanwhile, on the other voters' screens too.
    """
    async with setting.floor(commits=True) as (floor, first):
        voters, _ = await all_at_once(setting.voters, floor.join)
        at_floor = await _vote_in_turn(floor.server, first, voters)
        await clients.leave(voters)
    async with setting.workshop() as (workshop, first):
        voters, _ = await all_at_once(setting.voters, workshop.join)
        measured = await _vote_in_turn(workshop.server, first, voters)
        await clients.leave(voters)
    rows = (
        ("p50", "key → Recorded, p50", measured.p50, at_floor.p50),
        ("p99", "key → Recorded, p99", measured.p99, at_floor.p99),
        ("cpu", "server's processor, each", measured.processor, at_floor.processor),
    )
    return [
        Reading(
            key=f"vote.{key}",
            what=what,
            unit="ms",
            value=seconds * _MS,
            floor_name=FLOOR,
            floor=floor_seconds * _MS,
        )
        for key, what, seconds, floor_seconds in rows
    ]


async def _vote_in_turn(server: Server, first: Voter, voters: Sequence[Voter]) -> _Votes:
    """One key after the other. The first one is not counted."""
    gaps = random.Random(_SEED)  # noqa: S311 - no secret, and the same in every run
    await first.press(first.who.team_key, RECORDED)
    before = server.processor_seconds
    taken = []
    for voter in voters:
        await asyncio.sleep(gaps.uniform(*GAPS))
        began = clock()
        taken.append(await voter.press(voter.who.team_key, RECORDED) - began)
    processor = (server.processor_seconds - before) / len(voters)
    return _Votes(percentile(taken, 0.5), percentile(taken, 0.99), processor)
