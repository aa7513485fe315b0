"""Everybody arrives at once, and again after everybody was cut off."""

from __future__ import annotations

from benchmarks import clients
from benchmarks.figures import Reading
from benchmarks.setting import Setting, all_at_once

FLOOR = "F1"


async def measure(setting: Setting) -> list[Reading]:
    """Seconds until all see their first ballot: with new seats, and coming back to them."""
    async with setting.floor() as (floor, _):
        voters, at_floor = await all_at_once(setting.voters, floor.join)
        await clients.leave(voters)
    async with setting.workshop() as (workshop, first):
        voters, new = await all_at_once(setting.voters, workshop.join)
        await clients.leave([first, *voters])
        await workshop.nobody_here()
        voters, returning = await all_at_once(setting.voters, workshop.come_back)
        await clients.leave(voters)
    return [
        _reading("join.new", "all see their first ballot", new, at_floor),
        _reading("join.returning", "all are back, by their keys", returning, at_floor),
    ]


def _reading(key: str, what: str, seconds: float, at_floor: float) -> Reading:
    return Reading(key=key, what=what, unit="s", value=seconds, floor_name=FLOOR, floor=at_floor)
