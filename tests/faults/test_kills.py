"""Processes are killed while people vote: every acknowledged ballot is there, and no other.

Several processes at a time serve the same three voters, as several servers of a session do, and
each is killed at a moment of its own. By default some tens of them are killed, with
``FACILITATOR_TESTS=full`` five hundred.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from itertools import groupby
from pathlib import Path

import pytest

from facilitator.domain.events import BallotCast
from facilitator.live.session import Accepted
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.faults.stricken import IS_FULL
from tests.faults.tasks import JOURNAL, TASKS
from tests.live.test_processes import line_from, program
from tests.worlds.live import park, running

AT_ONCE = 2
KILLS = 500 if IS_FULL else 40
VOTERS = Path(__file__).with_name("voting_process.py")
pytestmark = pytest.mark.timeout(600)


async def started(voters: asyncio.subprocess.Process, pipe: Path) -> int:
    """A process that votes as soon as somebody reads from its pipe; its id."""
    os.mkfifo(pipe)
    voters.stdin.write(f"{pipe.suffix[1:]}\n".encode())
    return int(await line_from(voters))


async def killed(process_id: int, pipe: Path, lines: int, pause: float) -> list[str]:
    """What a voting process acknowledged before it was killed, in order.

    It is killed a moment after its first few lines, so anywhere in a commit.
    """
    with await asyncio.to_thread(pipe.open) as acknowledged:
        seen = [await asyncio.to_thread(acknowledged.readline) for _ in range(lines)]
        await asyncio.sleep(pause)  # not a wait for anything: it picks the moment of the kill
        os.kill(process_id, signal.SIGKILL)
        rest = await asyncio.to_thread(acknowledged.read)  # to its end: the process is gone
    return "".join((*seen, rest)).split()


@pytest.mark.parametrize("task", ["vote"])
async def test_every_acknowledged_ballot_survives_a_kill_at_any_moment(tmp_path, task):
    await TASKS[task].prepare(tmp_path)
    path = tmp_path / JOURNAL
    chance = random.Random(7)  # noqa: S311 - the same moments each time, as far as that goes
    acknowledged: dict[str, list[str]] = {}
    voters = await program(VOTERS, str(path))
    while len(acknowledged) < KILLS:
        runs = [f"run{len(acknowledged) + number}" for number in range(AT_ONCE)]
        pipes = [path.with_suffix(f".{run}") for run in runs]
        processes = [await started(voters, pipe) for pipe in pipes]
        told = await asyncio.gather(
            *(
                killed(process, pipe, chance.randint(1, 6), chance.uniform(0, 0.03))
                for process, pipe in zip(processes, pipes, strict=True)
            )
        )
        acknowledged.update(zip(runs, told, strict=True))
        async with running(await SqliteJournal.open(path)) as live:
            assert isinstance(await live.submit(park(f"after {runs[-1]}")), Accepted)
    voters.stdin.close()
    assert await voters.wait() == 0
    await all_are_there(path, acknowledged)


async def all_are_there(path: Path, acknowledged: dict[str, list[str]]) -> None:
    journal = await SqliteJournal.open(path)
    records = await journal.read()
    await journal.close()
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    cast = [record for record in records if isinstance(record.event, BallotCast)]
    assert all(record.event.ballot.reason == record.command_id for record in cast)
    by_run = sorted((r.command_id for r in cast), key=lambda name: name.partition("/")[0])
    stored = {
        run: list(names) for run, names in groupby(by_run, lambda name: name.partition("/")[0])
    }
    assert stored.keys() == acknowledged.keys()
    for run, lines in acknowledged.items():
        assert lines
        assert stored[run][: len(lines)] == lines
        assert len(stored[run]) - len(lines) <= 3  # what the three voters had under way
