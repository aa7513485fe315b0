"""The journal of one session as an SQLite file, for the processes of one machine.

Rollback journal, ``synchronous=EXTRA``, ``fullfsync``: a commit that has returned survives the
machine. Not WAL, whose reset bug (before SQLite 3.51.3) can corrupt a file with several writers.
Every event carries a checksum, for SQLite would not notice a letter that changed on the disk.
In an anonymous session the events that tie a person to a choice are stored sealed.
All work on the file happens in one thread of its own, which also asks every few milliseconds
whether another process has written (``PRAGMA data_version``, a few microseconds).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TypeVar

from facilitator.domain.agenda import Attribution
from facilitator.domain.events import Event, SessionStarted
from facilitator.domain.journal import Conflict, Entry, JournalError, Record
from facilitator.storage.journal_layout import (
    Rows,
    UnknownEvent,
    check_layout,
    encode,
    lay_out,
    open_file,
)
from facilitator.storage.own_file import make_folder
from facilitator.storage.seal import Seal
from facilitator.storage.sqlite_file import remove_files, try_locks

NEWS_EVERY = 0.01
"""Seconds between two looks for what other processes have appended."""

T = TypeVar("T")


class SqliteJournal:
    """One process's way to a journal file; :meth:`open` makes one."""

    def __init__(self, path: Path, seal: Seal | None = None) -> None:
        self._path = path
        self._seal = seal
        self._rows = Rows(path, seal)
        self._loop = asyncio.get_running_loop()
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._wake: Callable[[], None] | None = None
        self._connection: sqlite3.Connection | None = None
        self._version_seen = -1
        self._is_closing = False
        self._has_made_file = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    @classmethod
    async def open(
        cls, path: Path, *, create: bool = False, seal: Seal | None = None
    ) -> SqliteJournal:
        """Open a journal file, or make a new one with ``create``.

        ``seal`` is needed for the journal of an anonymous session, and for no other. Raises
        JournalError, also when the file is sealed and this is not its seal.
        """
        journal = cls(path, seal)
        journal._thread.start()
        async with contextlib.AsyncExitStack() as undo:
            undo.push_async_callback(journal._unmake)
            await journal._do(lambda: journal._connect(create=create))
            undo.pop_all()
        return journal

    async def _unmake(self) -> None:
        """Leave nothing behind of a journal that could not be opened."""
        await self.close()
        if self._has_made_file:
            remove_files(self._path)

    async def append(self, entries: Sequence[Entry], *, expected: int) -> int:
        """Store all entries durably, or none; return the last sequence number after it.

        Raises Conflict when ``expected`` is not the last one stored or when a command id is stored
        already, JournalError when the file can't be written, or would tell who chose what.
        """
        events = [event for entry in entries for event in entry.events]
        if self._seal is None and any(map(_begins_anonymous, events)):
            raise JournalError(f"{self._path.name} has no key to keep anonymous votes under")
        rows = [(entry.command_id, *encode(event)) for entry in entries for event in entry.events]
        commands = [(entry.command_id,) for entry in entries]
        return await self._do(lambda: self._append(rows, commands, expected))

    async def read(self, after: int = 0) -> tuple[Record, ...]:
        """The records behind a sequence number, in order; raises JournalError."""
        return await self._do(lambda: self._rows.read(self._open, after))

    async def stored(self, commands: Sequence[str]) -> set[str]:
        """Which of these command ids are stored already; raises JournalError."""
        return await self._do(lambda: self._stored(commands))

    def watch(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` in the event loop soon after another process has appended."""
        self._wake = wake

    async def probe(self) -> None:
        """Prove that a durable write goes through; raises JournalError when it does not."""
        await self._do(self._probe)

    async def close(self) -> None:
        """Close the file; what was appended stays. May be called twice."""
        self._wake = None
        if self._thread.is_alive():
            self._is_closing = True
            self._work.put(None)
            await asyncio.to_thread(self._thread.join)

    async def _do(self, job: Callable[[], T]) -> T:
        """Run a job in the journal's thread; raises JournalError for the store's errors."""
        if self._is_closing or not self._thread.is_alive():
            raise JournalError(f"the journal {self._path.name} is closed")
        done: asyncio.Future[T] = self._loop.create_future()

        def run() -> None:
            try:
                self._tell(_settle, done, job(), None)
            except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
                self._tell(_settle, done, None, self._as_journal_error(error))

        self._work.put(run)
        return await done

    def _tell(self, report: Callable[..., None], *about: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits any more
            self._loop.call_soon_threadsafe(report, *about)

    def _as_journal_error(self, error: BaseException) -> BaseException:
        if isinstance(error, UnknownEvent):
            return JournalError(f"{self._path.name}: {error}")
        if isinstance(error, sqlite3.Error | OSError | UnicodeDecodeError):
            return JournalError(f"{self._path.name} can't be used: {_in_words(error, self._path)}")
        return error

    def _run(self) -> None:
        """The journal's thread: jobs as they come, and between them a look for news."""
        while True:
            try:
                job = self._work.get(timeout=NEWS_EVERY)
            except Empty:
                self._look_for_news()
                continue
            if job is None:
                break
            job()
        if self._connection is not None:
            self._connection.close()

    def _connect(self, *, create: bool) -> None:
        if create:
            make_folder(self._path.parent, mode=0o700)
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            self._has_made_file = True
        connection = self._connection = open_file(self._path, is_new=create)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=EXTRA")
        connection.execute("PRAGMA fullfsync=1")
        if create:
            lay_out(connection, self._seal)
        check_layout(connection, self._path, self._seal)

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise JournalError(f"{self._path.name} is not open")
        return self._connection

    def _append(
        self,
        rows: list[tuple[str, str, int, str]],
        commands: list[tuple[str]],
        expected: int,
    ) -> int:
        connection = self._open
        with connection:  # what fails, the commit included, is rolled back
            connection.execute("BEGIN IMMEDIATE")
            (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
            if last != expected:
                raise Conflict
            try:
                connection.executemany("INSERT INTO commands VALUES (?)", commands)
            except sqlite3.IntegrityError as error:
                raise Conflict from error
            self._rows.write(connection, expected, rows)
        return expected + len(rows)

    def _stored(self, commands: Sequence[str]) -> set[str]:
        asked = "SELECT command_id FROM commands WHERE command_id = ?"
        found = [self._open.execute(asked, (each,)).fetchone() for each in commands]
        return {row[0] for row in found if row is not None}

    def _probe(self) -> None:
        self._open.execute(
            "INSERT INTO probes VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET count = count + 1"
        )

    def _look_for_news(self) -> None:
        wake = self._wake  # who closes the journal takes it away meanwhile
        if self._connection is None or wake is None:
            return
        try:
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        except (sqlite3.Error, UnicodeDecodeError):
            return  # locked, or worse: whoever reads or appends next is told
        if version != self._version_seen:
            self._version_seen = version
            self._tell(wake)


def _begins_anonymous(event: Event) -> bool:
    if not isinstance(event, SessionStarted):
        return False
    return event.agenda.rules.attribution is Attribution.ANONYMOUS


def _in_words(error: sqlite3.Error | OSError | UnicodeDecodeError, path: Path) -> str:
    """What to tell a person about an error of the store at a path."""
    words = {
        sqlite3.SQLITE_FULL: "the disk is full; free some space",
        sqlite3.SQLITE_READONLY: "it is read-only; check the folder's permissions",
        sqlite3.SQLITE_CANTOPEN: "it can't be opened; check that it exists and who may read it",
        sqlite3.SQLITE_NOTADB: "it is damaged, or no journal at all",
        sqlite3.SQLITE_CORRUPT: "it is damaged",
        sqlite3.SQLITE_BUSY: "another process holds it; try again",
        sqlite3.SQLITE_IOERR: "the disk reports an error",
    }
    if isinstance(error, FileNotFoundError):
        return words[sqlite3.SQLITE_CANTOPEN]
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return "it is damaged"
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return _unsaid(code, path) or words.get(code, str(error))


def _unsaid(code: int, path: Path) -> str:
    """What an error of SQLite may come of that it does not tell: it knows of fewer kinds."""
    try:
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR):
            try_locks(path.parent)
        elif code == sqlite3.SQLITE_CANTOPEN:
            os.close(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))
    except OSError as error:
        return error.strerror or ""
    return ""


def _settle(done: asyncio.Future[T], result: T, error: BaseException | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)
