"""Replace a file, all or nothing."""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

_PERMISSIONS = 0o7777


def replace_file(path: Path, data: bytes) -> None:
    """Make ``data`` the file's whole content; whatever happens, it is the old one or the new one.

    When it returns, the new content survives a crash of the machine. A file that was there keeps
    its permissions, and a link its target's place. Raises OSError as it comes: unless the folder
    itself could not be synced, the old file is untouched then, and nothing else is left behind.
    """
    target = Path(os.path.realpath(path))
    spare = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
    file = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        try:
            _keep_permissions(target, file)
            write_all(file, data)
            sync(file)
        finally:
            os.close(file)
        spare.replace(target)
    except BaseException:
        with suppress(OSError):
            spare.unlink()
        raise
    sync_folder(target.parent)


def _keep_permissions(target: Path, file: int) -> None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    os.fchmod(file, mode & _PERMISSIONS)


def write_all(file: int, data: bytes) -> None:
    """Write all of it, however little an open file takes at a time."""
    left = memoryview(data)
    while left:
        left = left[os.write(file, left) :]


def sync_folder(folder: Path) -> None:
    """Make the file's new name last, which is the folder's content."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync(file: int) -> None:
    """Bring a file's content to the disk itself: on macOS ``fsync`` stops at the disk's cache."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - has F_FULLFSYNC there alone

        with suppress(OSError):  # not every file system knows it
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)
            return
    os.fsync(file)
