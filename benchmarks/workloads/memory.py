"""What each connected voter costs in the server's resident memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import clients
from benchmarks.children import Server
from benchmarks.clients import Voter, Who
from benchmarks.figures import Reading
from benchmarks.setting import Arrive, Setting, all_at_once
from benchmarks.wording import RECORDED

FLOOR = "F1"
QUIET = 3.0
"""Seconds in which the screens follow what has happened, before the memory is looked at."""
_LOOKED_EVERY = 0.5
_STILL_KB = 100
"""Growth from one look to the next below which the resident memory stands still."""
_MOST_LOOKS = 10


@dataclass(frozen=True, slots=True)
class _Growth:
    """kB for each voter: over all of them, over the first half, and over the second half."""

    all: float
    first_half: float
    second_half: float


async def measure(setting: Setting) -> list[Reading]:
    """Resident kB for each voter who has voted once.

    The allocator takes memory from the system in large pieces and keeps some of it, so the halves
    are told too: the second one shows what further voters cost.
    """
    async with setting.floor() as (floor, first):
        at_floor = await _growth(floor.server, first, setting.voters, floor.join)
    async with setting.workshop() as (workshop, first):
        measured = await _growth(workshop.server, first, setting.voters, workshop.join)
    return [
        _reading("voter", "resident, each voter", measured.all, at_floor.all),
        _reading("first-half", "… of the first half", measured.first_half, at_floor.first_half),
        _reading("second-half", "… of the second", measured.second_half, at_floor.second_half),
    ]


async def _growth(server: Server, first: Voter, people: Sequence[Who], arrive: Arrive) -> _Growth:
    await first.press(first.who.team_key, RECORDED)
    half = len(people) // 2
    none = await _settled(server)
    voters = await _come_and_vote(people[:half], arrive)
    some = await _settled(server)
    voters += await _come_and_vote(people[half:], arrive)
    full = await _settled(server)
    await clients.leave(voters)
    return _Growth(
        all=(full - none) / len(people),
        first_half=(some - none) / max(1, half),
        second_half=(full - some) / (len(people) - half),
    )


async def _come_and_vote(people: Sequence[Who], arrive: Arrive) -> list[Voter]:
    voters, _ = await all_at_once(people, arrive)
    for voter in voters:
        await voter.press(voter.who.team_key, RECORDED)
    return voters


async def _settled(server: Server) -> float:
    """The resident memory once it has stood still for a moment, in kB."""
    await asyncio.sleep(QUIET)
    before, now = 0.0, server.resident_kb
    for _ in range(_MOST_LOOKS):
        if abs(now - before) < _STILL_KB:
            break
        await asyncio.sleep(_LOOKED_EVERY)
        before, now = now, server.resident_kb
    return now


def _reading(part: str, what: str, kb: float, at_floor: float) -> Reading:
    return Reading(
        key=f"memory.{part}",
        what=what,
        unit="kB",
        value=kb,
        floor_name=FLOOR,
        floor=at_floor,
    )
