"""What the logs of a folder came to when they were last read, so that they need not be read anew.

Derived from the files and never the truth: each row holds for one state of one file, told by its
:class:`Stamp`, and is passed over once the file has another. An index that is missing, damaged,
of another version or can't be written costs time and nothing else. It lies in ``.index`` in the
folder itself, out of git's sight, as an SQLite file: processes that use it at the same time wait
for each other, and one that is killed leaves whole rows.

Nor is it trusted because it lies there. One that is another user's, that others may write, or that
is reached by a link is done without. One with other tables than these, or with views or triggers,
is as good as damaged: it is made anew before anything in it is asked. And a stamp is made of what
the file system alone decides (:class:`Stamp`), so that no index which came with a repository knows
of a file in it.

What could not be read at all has no row: whether it can be may depend on who asks, and when.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from facilitator import __version__
from facilitator.domain.decision_log import model
from facilitator.storage.decision_log_toml import LogReading
from facilitator.storage.own_file import check_folder, keep_out_of_git, make_private
from facilitator.storage.sqlite_file import check_files, connect

T = TypeVar("T")

FOLDER = ".index"
FILE = "logs.sqlite"
LOCK_PATIENCE = 2.0
"""Seconds to wait for another process; then the index is done without."""
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_FORM = "CREATE TABLE form (version TEXT NOT NULL)"
_LOGS = (
    "CREATE TABLE logs (name TEXT PRIMARY KEY, stamp TEXT NOT NULL, digest TEXT NOT NULL,"
    " reading TEXT NOT NULL)"
)
_SCHEMA = [
    ("index", "sqlite_autoindex_logs_1", "logs", None),
    ("table", "form", "form", _FORM),
    ("table", "logs", "logs", _LOGS),
]
"""All that an index defines, as SQLite keeps it."""
_BRIEF = "with amendments"
"""What briefs hold, where neither the version nor the log's own classes tell."""
_MAIN_PART = 0xFF
"""Of SQLite's error codes: the rest tells kinds of one error apart."""
SETTLES_AFTER = 2_000_000_000
"""Nanoseconds within which a file may change twice and look the same: no file system's clock is
coarser. What was written more recently than this before it was read is read again next time."""


class _Strange(Exception):  # noqa: N818 - reads as what is found
    """The index defines something else than this program's tables."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another: when it was changed, its size, its place.

    ``changed`` (the inode's own time) and ``inode`` are set by the file system to the nanosecond,
    and by nobody else, so that a stamp can't be foretold.
    """

    modified: int
    changed: int
    size: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """The stamp of a file as the system describes it."""
        return cls(found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)

    def is_settled(self, now: int) -> bool:
        """Whether a file read at ``now``, in nanoseconds, would look otherwise if it changed."""
        return max(self.modified, self.changed) < now - SETTLES_AFTER

    def __str__(self) -> str:
        return f"{self.modified}-{self.changed}-{self.size}-{self.inode}"


@dataclass(frozen=True, slots=True)
class Row:
    """A file by its name in the folder, in one state, and what came of reading it then."""

    name: str
    stamp: Stamp
    reading: LogReading


class LogIndex:
    """The index of one folder; :meth:`close` it in the end. No method raises."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FOLDER / FILE
        self._connection: sqlite3.Connection | None = None
        self._inode = 0
        self._is_given_up = False

    def readings(self, stamps: Mapping[str, Stamp]) -> Iterator[tuple[str, LogReading]]:
        """What is known of those files, given by name, in the state that their stamps tell.

        Each file comes at most once.
        """
        wanted = {name: str(stamp) for name, stamp in stamps.items()}
        asked = "SELECT name, stamp, digest, reading FROM logs"
        nothing: list[tuple[str, str, str, str]] = []
        rows = self._use(lambda connection: connection.execute(asked).fetchall(), nothing)
        for name, stamp, digest, text in rows:
            if wanted.get(name) == stamp and digest == _digest(name, stamp, text):
                reading = _reading(text)
                if reading is not None:
                    del wanted[name]
                    yield name, reading

    def remember(self, rows: Iterable[Row]) -> None:
        """Keep what was read, in place of what is known of those files; all of it or nothing.

        A file whose name is not text has no place here.
        """
        kept = []
        for row in rows:
            parts = (row.name, str(row.stamp), msgspec.json.encode(row.reading).decode())
            with contextlib.suppress(UnicodeEncodeError):
                kept.append((*parts, _digest(*parts)))
        stored = "INSERT OR REPLACE INTO logs (name, stamp, reading, digest) VALUES (?, ?, ?, ?)"
        self._use(lambda connection: connection.executemany(stored, kept), None)

    def forget_all_but(self, names: Iterable[str]) -> None:
        """Drop the rows of files that are there no more."""
        self._use(lambda connection: _delete_all_but(connection, names), None)

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _use(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """What comes of some work on the file, done whole; ``otherwise`` where it can't be done.

        A damaged file is removed, so that a new one can be made; on any other trouble this index is
        done without from then on.
        """
        if self._is_given_up:
            return otherwise
        try:
            with self._open() as connection:
                return work(connection)
        except (sqlite3.Error, UnicodeDecodeError, _Strange) as error:
            if _is_damage(error):
                self._remove()
            else:
                self._is_given_up = True
        except OSError:
            self._is_given_up = True
        self.close()
        return otherwise

    def _open(self) -> sqlite3.Connection:
        """The open file, made if need be and emptied if it is of another version."""
        if self._connection is None:
            if not check_folder(self._path.parent):
                make_private(self._path.parent)
                keep_out_of_git(self._path.parent)
            check_files(self._path, closed=True)
            made = connect(self._path, mode="rwc", patience=LOCK_PATIENCE, same_thread=False)
            with contextlib.ExitStack() as otherwise:
                otherwise.callback(made.close)
                # What is no text any more belongs to a row whose digest is wrong.
                made.text_factory = lambda found: found.decode(errors="replace")
                self._inode = self._path.lstat().st_ino
                _prepare(made)
                otherwise.pop_all()
            made.isolation_level = "IMMEDIATE"
            self._connection = made
        return self._connection

    def _remove(self) -> None:
        """Remove the file that was opened, unless another process has put a new one in its place.

        Nobody can be using it: it is damaged for everybody.
        """
        with contextlib.suppress(OSError):
            if self._path.lstat().st_ino == self._inode:
                self._path.unlink()


def _is_damage(error: Exception) -> bool:
    """Whether an error tells that the file is damaged; one may quote so much that it is no text."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return isinstance(error, UnicodeDecodeError | _Strange) or code & _MAIN_PART in _DAMAGED


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the tables in a new file, and empty those of another version; raises _Strange."""
    connection.execute("PRAGMA synchronous = NORMAL")
    if _is_of_this_version(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    if not _is_of_this_version(connection):  # another process may have made them meanwhile
        for table in (_FORM, _LOGS) if not _schema(connection) else ():
            connection.execute(table)
        connection.execute("DELETE FROM logs")
        connection.execute("DELETE FROM form")
        connection.execute("INSERT INTO form VALUES (?)", (_form(),))
    connection.execute("COMMIT")


def _is_of_this_version(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there and of this version; raises _Strange where others are."""
    found = _schema(connection)
    if found and found != _SCHEMA:
        raise _Strange
    return bool(found) and connection.execute("SELECT version FROM form").fetchall() == [(_form(),)]


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str, str, str | None]]:
    return connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    ).fetchall()


def _delete_all_but(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    known = {name for (name,) in connection.execute("SELECT name FROM logs")}
    gone = known.difference(names)
    connection.executemany("DELETE FROM logs WHERE name = ?", [(name,) for name in gone])


def _digest(name: str, stamp: str, text: str) -> str:
    """A checksum of a row: SQLite would not notice a letter that changed on the disk.

    It differs from version to version: one that is still running knows nothing of the next one's.
    """
    whole = f"{_form()}\0{name}\0{stamp}\0{text}".encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()


def _reading(text: str) -> LogReading | None:
    """What a row tells; None where it is damaged."""
    try:
        return _decoder().decode(text)
    except (msgspec.MsgspecError, RecursionError):
        return None


@cache
def _decoder() -> msgspec.json.Decoder[LogReading]:
    # Keys that this program doesn't know are of any type; a log in brief has none.
    return msgspec.json.Decoder(LogReading, dec_hook=lambda _, value: value)


@cache
def _form() -> str:
    """What rows are made of: another one, or another program's version, makes them unusable."""
    parts = [__version__, _BRIEF]
    for kind in vars(model).values():
        if isinstance(kind, type) and is_dataclass(kind):
            parts += [kind.__name__, *(f"{field.name}:{field.type}" for field in fields(kind))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
