"""A file that must stay its owner's alone while it is there, and be gone when it is not."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from facilitator.storage.atomic import fill, sync, sync_folder, write_all
from facilitator.storage.own_file import open_own


def create_secret(path: Path, data: bytes) -> None:
    """Make a file that its owner alone can read, where none is yet.

    When it returns, the file survives a crash of the machine. Raises OSError as it comes, of them
    FileExistsError when something lies there already; then nothing of ours is left behind.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        try:
            fill(file, data)
        finally:
            os.close(file)
        sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def destroy_secret(path: Path) -> None:
    """Write over a file's content and remove it; nothing happens where there is none.

    When it returns, the content is gone from the file for good; where its folder could not be
    synced, a file of zeros may be back after a crash of the machine. Writing over reaches neither
    copies nor what a disk or file system keeps of old blocks. Raises OSError as it comes, of
    them NotOurs where something else lies there, or a file that has another name too: then all is
    left as it is.
    """
    try:
        file = open_own(path, os.O_WRONLY, sole=True)
    except FileNotFoundError:
        return
    try:
        write_all(file, bytes(os.fstat(file).st_size))
        sync(file)
    finally:
        os.close(file)
    path.unlink(missing_ok=True)
    with suppress(OSError):  # it is destroyed all the same
        sync_folder(path.parent)
