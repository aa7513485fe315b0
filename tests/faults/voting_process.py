"""Processes that vote without pause, as a program: ``python voting_process.py JOURNAL``.

For every run named on a line of its input, it forks a process and prints its id: that is quicker
than to start Python each time. There three voters at once replace their ballots, each with one
unlike any other. A ballot's command id is written to the pipe ``JOURNAL.RUN`` once it is
acknowledged, and only then.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from itertools import count
from pathlib import Path
from typing import TextIO

from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.worlds.live import ballot, new_id

VOTERS = ("p1", "p2", "p3")


async def vote(live: LiveSession, voter: str, run: str, acknowledged: TextIO) -> None:
    for number in count(1):
        vote_id = f"{run}/{voter}/{number}"
        answer = await live.submit(ballot(voter, "ab"[number % 2], vote_id), command_id=vote_id)
        if not isinstance(answer, Accepted):
            raise SystemExit(repr(answer))
        acknowledged.write(f"{vote_id}\n")
        acknowledged.flush()


async def main(path: Path, run: str) -> None:
    live = LiveSession(await SqliteJournal.open(path), lambda: f"{run}/{new_id()}")
    await live.open()
    with path.with_suffix(f".{run}").open("w") as acknowledged:
        await asyncio.gather(*(vote(live, voter, run, acknowledged) for voter in VOTERS))


def fork_for_each_line(path: Path) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        process_id = os.fork()
        if process_id == 0:
            asyncio.run(main(path, line.strip()))
        sys.stdout.write(f"{process_id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    fork_for_each_line(Path(sys.argv[1]))
