"""Another process on a journal, as a program: ``python other_process.py JOURNAL``.

Reads a line, records it as a parked item, and prints ``recorded`` once that is durable.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from facilitator.live.session import LiveSession
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.worlds.live import new_id, park


async def main(path: Path) -> None:
    live = LiveSession(await SqliteJournal.open(path), lambda: f"other-{new_id()}")
    await live.open()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while line := await asyncio.to_thread(sys.stdin.readline):
        await live.submit(park(line.strip()))
        sys.stdout.write("recorded\n")
        sys.stdout.flush()
    await live.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
