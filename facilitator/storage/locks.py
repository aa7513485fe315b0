"""Whether a file system knows of locks: without them two processes would write over each other.

NFS without its lock daemon, some FUSE file systems and some shared folders of virtual machines know
of none. SQLite then takes every lock for one that another process holds.
"""

from __future__ import annotations

import fcntl
import tempfile
from pathlib import Path


class NoLocks(OSError):  # noqa: N818 - says what is the matter
    """A file system gives no locks. ``strerror`` says so, and what to do; ``filename`` is where."""

    def __init__(self, folder: Path, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        told = (
            f"its file system gives no file locks ({reason}), as NFS does without its lock daemon:"
            " choose a folder on a disk of this machine, or have the drive mounted with locks"
        )
        super().__init__(error.errno, told, str(folder))


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
