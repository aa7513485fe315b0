"""Replace a file, or make a new one: all or nothing."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

_PERMISSIONS = 0o7777


class NotLasting(OSError):  # noqa: N818 - says what the file is
    """A file stands whole in its place, but its folder could not be brought to the disk.

    A crash of the machine may bring back what was there before. ``errno`` and ``strerror`` say why,
    ``filename`` is the file.
    """


def replace_file(path: Path, data: bytes) -> None:
    """Make ``data`` the file's whole content; whatever happens, it is the old one or the new one.

    When it returns, the new content survives a crash of the machine. A file that was there keeps
    its permissions, and a link its target's place. Raises NotLasting when the new content stands
    and may not survive a crash, and any other OSError as it comes: the old file is untouched then,
    and nothing else is left behind.
    """
    target = Path(os.path.realpath(path))
    spare = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.tmp")
    write_spare(spare, data, permissions=_permissions(target))
    try:
        spare.replace(target)
    except BaseException:
        with suppress(OSError):
            spare.unlink()
        raise
    make_last(target)


def write_spare(
    spare: Path, data: bytes, *, permissions: int | None = None, is_secret: bool = False
) -> None:
    """Make a new file whose content is on the disk, but whose name may not survive a crash.

    A secret is never open to anybody else, not even while it is empty. Raises OSError as it comes;
    nothing is left behind then.
    """
    mode = 0o600 if is_secret else 0o666
    file = os.open(spare, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        try:
            if permissions is not None:
                os.fchmod(file, permissions)
            fill(file, data)
        finally:
            os.close(file)
    except BaseException:
        with suppress(OSError):
            spare.unlink()
        raise


def make_last(path: Path) -> None:
    """Have the name that a file was given survive a crash of the machine; raises NotLasting."""
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise NotLasting(error.errno, error.strerror, str(path)) from error


def make_folder(folder: Path, *, mode: int = 0o777) -> None:
    """Make a folder where none is, with those that it lies in, so that it survives a crash.

    ``mode`` is that of the innermost, before the umask. Raises OSError as it comes.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    for each in reversed(missing):
        with suppress(PermissionError):  # who may write in a folder may not always list it
            sync_folder(each.parent)


def _permissions(target: Path) -> int | None:
    try:
        return target.stat().st_mode & _PERMISSIONS
    except FileNotFoundError:
        return None


def fill(file: int, data: bytes) -> None:
    """Bring to the disk what a new file is to hold, and make sure that it reads back as that.

    The file is open for both. Raises OSError as it comes, also where it reads otherwise.
    """
    write_all(file, data)
    sync(file)
    if os.pread(file, len(data) + 1, 0) != data:
        raise OSError(errno.EIO, "the disk does not give back what was written")


def write_all(file: int, data: bytes) -> None:
    """Write all of it, however little an open file takes at a time.

    Raises OSError as it comes, and where the file takes nothing more without saying why.
    """
    left = memoryview(data)
    while left:
        taken = os.write(file, left)
        if not taken:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[taken:]


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: they are its content. Raises OSError."""
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


def make_file(path: Path, data: bytes, *, is_secret: bool = False) -> None:
    """Make a file whose whole content is ``data``; one that is there is left alone.

    A secret is its owner's alone. When it returns, the file survives a crash of the machine. Raises
    FileExistsError when something of that name is there, a link that leads nowhere included;
    NotLasting when the file is made and may not survive a crash; and any other OSError as it comes:
    nothing of ours is left behind then.
    """
    spare = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.new")
    write_spare(spare, data, is_secret=is_secret)
    try:
        _give_name(spare, path)
    finally:
        with suppress(OSError):
            spare.unlink()
    make_last(path)


def _give_name(spare: Path, path: Path) -> None:
    try:
        os.link(spare, path)
    except FileExistsError:
        raise
    except OSError:  # not every file system knows links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        spare.replace(path)
