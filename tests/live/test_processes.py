"""Real processes on one journal: news travel fast, and a kill loses nothing acknowledged."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import statistics
import sys
import time
from pathlib import Path

from facilitator.domain.commands import EnterStep
from facilitator.domain.events import BallotCast
from facilitator.live.session import Accepted
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.domain.scenario import NOON
from tests.live.room import Screen, begin, join, open_round, park, running

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
KILLS = 30


async def program(name: str, *arguments: str) -> asyncio.subprocess.Process:
    """Start one of the programs beside this file."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(HERE / name),
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def line_from(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


async def test_two_processes_see_each_others_events_within_fifty_milliseconds(tmp_path):
    path = tmp_path / "s.journal"
    async with running(await SqliteJournal.open(path, create=True)) as live:
        await begin(live)
        other = await program("other_process.py", str(path))
        assert await line_from(other) == "ready"
        screen = Screen(live)
        delays = []
        for number in range(15):
            other.stdin.write(f"news {number}\n".encode())
            await screen.see(lambda state, number=number: len(state.parked) > number)
            seen = time.monotonic_ns()
            delays.append((seen - int(await line_from(other))) / 1e6)
        other.stdin.close()
        assert await other.wait() == 0
    assert statistics.median(delays) < 50


async def test_a_process_decides_on_what_another_has_just_recorded(tmp_path):
    path = tmp_path / "s.journal"
    async with running(await SqliteJournal.open(path, create=True)) as live:
        await begin(live)
        other = await program("other_process.py", str(path))
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


async def killed_while_voting(
    voters: asyncio.subprocess.Process, pipe: Path, lines: int, pause: float
) -> list[str]:
    """What a voting process acknowledged before it was killed, in order.

    It is killed a moment after its first few lines, so anywhere in a commit.
    """
    os.mkfifo(pipe)
    voters.stdin.write(f"{pipe.suffix[1:]}\n".encode())
    process_id = int(await line_from(voters))
    with await asyncio.to_thread(pipe.open) as acknowledged:
        seen = [await asyncio.to_thread(acknowledged.readline) for _ in range(lines)]
        await asyncio.sleep(pause)  # not a wait for anything: it picks the moment of the kill
        os.kill(process_id, signal.SIGKILL)
        rest = await asyncio.to_thread(acknowledged.read)  # to its end: the process is gone
    return "".join((*seen, rest)).split()


async def test_every_acknowledged_ballot_survives_a_kill_at_any_moment(tmp_path):
    path = tmp_path / "s.journal"
    async with running(await SqliteJournal.open(path, create=True)) as live:
        await begin(live)
        for name, team in (("Ana", "a"), ("Ben", "b"), ("Cem", "c")):
            assert isinstance(await live.submit(join(name, team)), Accepted)
        await live.submit(EnterStep(at=NOON, by="f1", step="fruit"))
        assert isinstance(await live.submit(open_round()), Accepted)
    chance = random.Random(7)  # noqa: S311 - the same moments each time, as far as that goes
    acknowledged: dict[str, list[str]] = {}
    voters = await program("voting_process.py", str(path))
    for number in range(KILLS):
        run, moment = f"run{number}", (chance.randint(1, 6), chance.uniform(0, 0.03))
        pipe = path.with_suffix(f".{run}")
        acknowledged[run] = await killed_while_voting(voters, pipe, *moment)
        async with running(await SqliteJournal.open(path)) as live:
            assert isinstance(await live.submit(park(f"after {number}")), Accepted)
    voters.stdin.close()
    assert await voters.wait() == 0
    journal = await SqliteJournal.open(path)
    records = await journal.read()
    await journal.close()
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    stored = [record for record in records if isinstance(record.event, BallotCast)]
    assert all(record.event.ballot.reason == record.command_id for record in stored)
    for run, lines in acknowledged.items():
        mine = [r.command_id for r in stored if r.command_id.startswith(f"{run}/")]
        assert lines
        assert mine[: len(lines)] == lines
        assert len(mine) - len(lines) <= 3  # what the three voters had under way
