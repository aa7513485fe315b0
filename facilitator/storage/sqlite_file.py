"""Opening an SQLite file: first it is made sure that it is ours, and that it touches no other file.

What lies beside it counts as much as the file itself. A rollback journal that was left behind may
name a *super-journal*, as transactions over several files have them, and SQLite removes the file of
that name when it rolls back, whatever it is (https://www.sqlite.org/fileformat2.html#rollbackjournal,
https://www.sqlite.org/atomiccommit.html#_multi_file_commit). No transaction of ours spans files.

And its file system has to know of locks: without them two processes would write over each other.
NFS without its lock daemon, some FUSE file systems and some shared folders of virtual machines know
of none. SQLite then takes every lock for one that another process holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sqlite3
import tempfile
from pathlib import Path

from facilitator.storage.own_file import NotOurs, check_file, closing, open_own

ROLLBACK = "-journal"
BESIDE = (ROLLBACK, "-wal", "-shm")
"""What SQLite may leave beside its file, at the end of the name."""
_NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")
"""How a rollback journal ends that names a super-journal."""


def beside(path: Path, ending: str) -> Path:
    """Where one of SQLite's own files lies, by the file that it belongs to."""
    return path.with_name(f"{path.name}{ending}")


def check_files(path: Path, *, closed: bool = False) -> bool:
    """Make sure that SQLite may open a file: False where there is none yet.

    ``closed`` as for :func:`~facilitator.storage.own_file.check_file`. Raises NotOurs where that or
    what lies beside it is no plain file of ours, or would have another file removed.
    """
    is_there = check_file(path, closed=closed)
    for ending in BESIDE:
        check_file(beside(path, ending), closed=closed)
    rollback = beside(path, ROLLBACK)
    if _last_bytes(rollback, len(_NAMES_ANOTHER)) == _NAMES_ANOTHER:
        raise NotOurs(rollback, f"{rollback.name} would have another file deleted: remove it")
    return is_there


def remove_files(path: Path) -> None:
    """Remove a file and what SQLite may have left beside it, as far as that can be."""
    for each in (*(beside(path, ending) for ending in BESIDE), path):
        with contextlib.suppress(OSError):
            each.unlink()


def connect(
    path: Path, *, mode: str, patience: float, same_thread: bool = True
) -> sqlite3.Connection:
    """A connection to a file that was checked; nothing that the file itself defines is trusted.

    ``mode`` is ``rw``, or ``rwc`` to make one where none is; ``patience`` is for how many seconds
    another process is waited for; ``same_thread`` holds it to the thread that makes it. Raises
    sqlite3.Error.
    """
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, timeout=patience, isolation_level=None, check_same_thread=same_thread
    )
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _last_bytes(path: Path, count: int) -> bytes:
    """What a file ends with; nothing where none is there, as another's commit takes a moment."""
    with contextlib.suppress(FileNotFoundError), closing(open_own(path, os.O_RDONLY)) as file:
        return os.pread(file, count, max(0, os.fstat(file).st_size - count))
    return b""


class NoLocks(OSError):  # noqa: N818 - says what is the matter
    """A file system gives no locks. ``strerror`` says so, and what to do; ``filename`` is where."""

    def __init__(self, folder: Path, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        text = (
            f"its file system gives no file locks ({reason}), as NFS does without its lock daemon:"
            " choose a folder on a disk of this machine, or have the drive mounted with locks"
        )
        super().__init__(error.errno, text, str(folder))


def try_locks(folder: Path) -> None:
    """Lock a file of its own in a folder, in both ways that this program needs; raises NoLocks.

    Nothing happens where no file can be made there: that is another trouble than locks.
    """
    try:
        file = tempfile.TemporaryFile(dir=folder, prefix=".locks.")  # noqa: SIM115 - only this may fail
    except OSError:
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # ours
            fcntl.flock(file, fcntl.LOCK_UN)  # some file systems make one of both
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # SQLite's
        except OSError as error:
            raise NoLocks(folder, error) from error
