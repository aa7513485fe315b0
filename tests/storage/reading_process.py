"""Another process that reads a folder of logs: ``python reading_process.py FOLDER [STOP]``.

It says ``ready``, waits for a line, and looks through the folder as if that were long after the
files were written. Then it prints what it found, as JSON: every log's id with whether it is sound,
and how many files it had to read. With STOP it says ``here`` when it is about to read the file of
that number, and goes no further; with ``amid`` for STOP it does so amid a change to the index.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from pathlib import Path

from facilitator.storage.archive import Archive
from facilitator.storage.archive_index import FILE, FOLDER
from facilitator.storage.decision_log_toml import LogReading, read_log

AN_HOUR = 3_600_000_000_000


def later() -> int:
    """A clock by which whatever was just written was written long ago."""
    return time.time_ns() + AN_HOUR


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def stop() -> None:
    say("here")
    sys.stdin.readline()


def look_through(folder: Path, stop_at: int) -> None:
    reads = 0

    def read(path: Path) -> LogReading:
        nonlocal reads
        reads += 1
        if reads == stop_at:
            stop()
        return read_log(path)

    found = {e.id: e.reading.log is not None for e in Archive(folder, read, later).entries()}
    say(json.dumps({"found": found, "reads": reads}))


def change_half(folder: Path) -> None:
    """Overwrite every row within one change, so much of it that it is on the disk in part."""
    index = sqlite3.connect(folder / FOLDER / FILE, isolation_level=None)
    index.execute("PRAGMA cache_size = 1")
    index.execute("BEGIN IMMEDIATE")
    index.execute("UPDATE logs SET reading = hex(randomblob(20000)), digest = 'x'")
    stop()


if __name__ == "__main__":
    say("ready")
    sys.stdin.readline()
    where = Path(sys.argv[1])
    if sys.argv[2:] == ["amid"]:
        change_half(where)
    else:
        look_through(where, int((*sys.argv[2:], "0")[0]))
