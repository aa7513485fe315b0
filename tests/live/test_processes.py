"""Real processes on one journal: news travel, and nobody decides on what is old."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from facilitator.live.session import Accepted
from facilitator.storage.sqlite_journal import NEWS_EVERY, SqliteJournal
from tests.worlds.live import Screen, begin, park, running

OTHER = Path(__file__).with_name("other_process.py")
ROOT = Path(__file__).parents[2]


async def program(path: Path, *arguments: str) -> asyncio.subprocess.Process:
    """Start a program of the tests."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(path),
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def line_from(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


def test_others_events_are_looked_for_often_enough_to_be_seen_within_fifty_milliseconds():
    assert NEWS_EVERY <= 0.02


async def test_two_processes_see_each_others_events(tmp_path):
    path = tmp_path / "s.journal"
    async with running(await SqliteJournal.open(path, create=True)) as live:
        await begin(live)
        other = await program(OTHER, str(path))
        assert await line_from(other) == "ready"
        screen = Screen(live)
        for number in range(15):
            other.stdin.write(f"news {number}\n".encode())
            await screen.see(lambda state, number=number: len(state.parked) > number)
            assert await line_from(other) == "recorded"
        other.stdin.close()
        assert await other.wait() == 0


async def test_a_process_decides_on_what_another_has_just_recorded(tmp_path):
    path = tmp_path / "s.journal"
    async with running(await SqliteJournal.open(path, create=True)) as live:
        await begin(live)
        other = await program(OTHER, str(path))
        assert await line_from(other) == "ready"
        for number in range(20):
            other.stdin.write(f"theirs {number}\n".encode())
            assert isinstance(await live.submit(park(f"ours {number}")), Accepted)
            await line_from(other)
        other.stdin.close()
        assert await other.wait() == 0
        screen = Screen(live)
        await screen.see(lambda state: len(state.parked) == 40)
        items = live.state.parked
    assert [item.number for item in items] == list(range(1, 41))
    for side in ("ours", "theirs"):
        mine = [item.text for item in items if item.text.startswith(side)]
        assert mine == [f"{side} {number}" for number in range(20)]
