"""One durable SQLite commit per key: what the floors do of a journal's work."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

Done = Callable[[], None]
_ROW = "x" * 240
"""About what one recorded ballot takes."""


class Commits:
    """Commits in a thread of its own, in the settings of the sessions' journal.

    ``batched``: what arrives while a commit is under way is committed together; else one by one.
    """

    def __init__(self, path: Path, *, batched: bool) -> None:
        self._path = path
        self._batched = batched
        self._loop = asyncio.get_running_loop()
        self._waiting: SimpleQueue[Done | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="commits", daemon=True)
        self._thread.start()

    def add(self, done: Done) -> None:
        """Commit one row; ``done`` is called in the event loop once that is durable."""
        self._waiting.put(done)

    def close(self) -> None:
        """Finish what is under way."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA fullfsync=1")
        connection.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, data TEXT NOT NULL)")
        while True:
            batch = self._next()
            rows = [(_ROW,) for each in batch if each is not None]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO rows (data) VALUES (?)", rows)
            connection.execute("COMMIT")
            self._loop.call_soon_threadsafe(_tell, batch)
            if None in batch:
                break
        connection.close()

    def _next(self) -> list[Done | None]:
        batch = [self._waiting.get()]
        try:
            while self._batched:
                batch.append(self._waiting.get_nowait())
        except Empty:
            pass
        return batch


def _tell(batch: list[Done | None]) -> None:
    for done in batch:
        if done is not None:
            done()
