"""All press their key at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from benchmarks import clients
from benchmarks.clients import Voter, patiently
from benchmarks.figures import Reading
from benchmarks.setting import Setting, all_at_once, clock
from benchmarks.wording import RECORDED

FLOOR = "F2 batched"
_QUIET = 1.0
"""Seconds between the last arrival and the storm: what the joins set off has come to rest."""


async def measure(setting: Setting) -> list[Reading]:
    """Seconds from the first key to the last "Recorded"."""
    async with setting.floor(commits=True, batched=True) as (floor, first):
        voters, _ = await all_at_once(setting.voters, floor.join)
        at_floor = await _press_all(first, voters)
        await clients.leave(voters)
    async with setting.workshop() as (workshop, first):
        voters, _ = await all_at_once(setting.voters, workshop.join)
        measured = await _press_all(first, voters)
        await clients.leave(voters)
    return [
        Reading(
            key="storm.last",
            what="first key → last Recorded",
            unit="s",
            value=measured,
            floor_name=FLOOR,
            floor=at_floor,
        )
    ]


async def _press_all(first: Voter, voters: Sequence[Voter]) -> float:
    await first.press(first.who.team_key, RECORDED)
    await asyncio.sleep(_QUIET)
    began = clock()
    arrivals = [voter.terminal.press(voter.who.team_key, RECORDED) for voter in voters]
    waits = [patiently(each.terminal, at) for each, at in zip(voters, arrivals, strict=True)]
    return max(await asyncio.gather(*waits)) - began
