"""Everybody arrives at once, and again after everybody was cut off."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks import clients
from benchmarks.children import Server
from benchmarks.clients import Voter
from benchmarks.figures import Reading
from benchmarks.setting import Arrive, Setting, all_at_once

FLOOR = "F1"
_MS = 1000


@dataclass(frozen=True, slots=True)
class _Rush:
    """Who has arrived, and in how many seconds of the clock and of the server's processor time."""

    voters: list[Voter]
    seconds: float
    processor: float


async def measure(setting: Setting) -> list[Reading]:
    """Seconds until all see their first ballot: with new seats, and coming back to them.

    And the processor time that each arrival takes the server: unlike the seconds it does not depend
    on what else the machine has to do.
    """
    async with setting.floor() as (floor, _):
        at_floor = await _rush(setting, floor.server, floor.join)
        await clients.leave(at_floor.voters)
    async with setting.workshop() as (workshop, first):
        new = await _rush(setting, workshop.server, workshop.join)
        await clients.leave([first, *new.voters])
        await workshop.nobody_here()
        back = await _rush(setting, workshop.server, workshop.come_back)
        await clients.leave(back.voters)
    return [
        *_readings("new", "first ballots", new, at_floor),
        *_readings("returning", "returns by key", back, at_floor),
    ]


async def _rush(setting: Setting, server: Server, arrive: Arrive) -> _Rush:
    before = server.processor_seconds
    voters, seconds = await all_at_once(setting.voters, arrive)
    return _Rush(voters, seconds, server.processor_seconds - before)


def _readings(key: str, what: str, rush: _Rush, at_floor: _Rush) -> list[Reading]:
    each = _MS / len(rush.voters)
    return [
        Reading(
            key=f"join.{key}",
            what=f"all {what}",
            unit="s",
            value=rush.seconds,
            floor_name=FLOOR,
            floor=at_floor.seconds,
        ),
        Reading(
            key=f"join.{key}-cpu",
            what="server's processor, each",
            unit="ms",
            value=rush.processor * each,
            floor_name=FLOOR,
            floor=at_floor.processor * each,
        ),
    ]
