"""Files and folders: written whole or not at all, and nobody else's where only ours may be.

A folder of decision logs can come from anywhere. A repository carries links as well as files, and
on a shared machine somebody else may have made the folder first. So nothing in it is opened,
written to or removed because of its name alone: it has to be a plain file of this user's, reached
through no link. Who is asked is told in words what lies there instead, and what to do.

A secret is such a file, too: its owner's alone while it is there, and gone when it is not.
"""

from __future__ import annotations

import errno
import os
import secrets
import shlex
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
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
    _write_new(spare, data, permissions=_permissions(target))
    with _or_removed(spare):
        spare.replace(target)
    make_last(target)


def _write_new(
    path: Path, data: bytes, *, mode: int = 0o666, permissions: int | None = None
) -> None:
    """Make a new file whose content is on the disk, but whose name may not survive a crash.

    ``mode`` is its own before the umask, ``permissions`` after. Raises OSError as it comes; nothing
    is left behind then.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with _or_removed(path), closing(file):
        if permissions is not None:
            os.fchmod(file, permissions)
        write_all(file, data)
        sync(file)
        if os.pread(file, len(data) + 1, 0) != data:
            raise OSError(errno.EIO, "the disk does not give back what was written")


@contextmanager
def _or_removed(path: Path) -> Iterator[None]:
    """Leave nothing behind of a file that can't be finished."""
    with ExitStack() as undo:
        undo.callback(_remove_if_there, path)
        yield
        undo.pop_all()


def _remove_if_there(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


@contextmanager
def closing(file: int) -> Iterator[int]:
    """Close an open file in the end."""
    try:
        yield file
    finally:
        os.close(file)


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
    with suppress(FileNotFoundError):
        return target.stat().st_mode & _PERMISSIONS
    return None


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
    with closing(os.open(folder, os.O_RDONLY | os.O_CLOEXEC)) as handle:
        os.fsync(handle)


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

    A secret is its owner's alone; it takes a file system that knows links, for without them the
    later of two made at once would replace the other. When it returns, the file survives a crash of
    the machine. Raises FileExistsError when something of that name is there, a link that leads
    nowhere included; NotLasting when the file is made and may not survive a crash; and any other
    OSError as it comes: nothing of ours is left behind then.
    """
    spare = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.new")
    _write_new(spare, data, mode=0o600 if is_secret else 0o666)
    try:
        (os.link if is_secret else _give_name)(spare, path)
    finally:
        _remove_if_there(spare)
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


_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_SAFELY = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
"""No link is followed, and nothing that is no file after all keeps us waiting."""


class NotOurs(OSError):  # noqa: N818 - reads as what is found
    """Something that this program has not made lies where it would read, write or remove.

    ``strerror`` says what, and what to do; ``filename`` is where.
    """

    def __init__(self, path: Path, told: str) -> None:
        super().__init__(errno.EPERM, told, str(path))


def check_file(path: Path, *, sole: bool = False, closed: bool = False) -> bool:
    """Make sure that what lies there is a plain file of ours; False where nothing does.

    ``sole``: it must have no other name, since it is to be written over. ``closed``: others must
    not be able to write it. Raises NotOurs, and OSError as it comes.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    _refuse(path, found, sole=sole, closed=closed)
    return True


def open_own(path: Path, flags: int, *, sole: bool = False, closed: bool = False) -> int:
    """Open a plain file of ours, or with ``O_CREAT`` make one that is its owner's alone.

    ``sole`` and ``closed`` as in :func:`check_file`. Returns a descriptor, which children do not
    inherit. Raises NotOurs, and OSError as it comes.
    """
    check_file(path, sole=sole, closed=closed)  # to open a device may already do something
    file = os.open(path, flags | _SAFELY, 0o600)
    with ExitStack() as otherwise:
        otherwise.callback(os.close, file)
        _refuse(path, os.fstat(file), sole=sole, closed=closed)
        otherwise.pop_all()
    return file


def read_own(path: Path, *, most: int, closed: bool = False) -> bytes:
    """What a plain file of ours holds: at most one byte more than ``most``, which shows its excess.

    Raises as :func:`open_own`.
    """
    with os.fdopen(open_own(path, os.O_RDONLY, closed=closed), "rb") as file:
        return file.read(most + 1)


def keep_out_of_git(folder: Path) -> None:
    """Have git leave a folder of ours alone. Raises as :func:`open_own`."""
    ignore = folder / ".gitignore"
    if check_file(ignore):  # which another process may make meanwhile
        return
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with suppress(FileExistsError), closing(open_own(ignore, flags)) as file:
        write_all(file, b"*\n")


def check_folder(folder: Path) -> bool:
    """Make sure that a folder is real, ours, and written by nobody else; False where none is there.

    Whose it is counts, and not who may write: to root every folder is open. Raises NotOurs, and
    OSError as it comes.
    """
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    if stat.S_ISLNK(found.st_mode):
        raise NotOurs(folder, "it is a link, and has to be a folder: remove the link")
    if not stat.S_ISDIR(found.st_mode):
        raise NotOurs(folder, "it is no folder: move it away")
    if found.st_uid != os.geteuid():
        raise NotOurs(folder, "it belongs to another user: move it away")
    if found.st_mode & _OTHERS_WRITE:
        text = "other users can write in it: see that nothing in it is a stranger's, then"
        raise NotOurs(folder, f"{text} chmod 700 {shlex.quote(str(folder))}")
    return True


def make_private(folder: Path) -> None:
    """Make a folder for its owner alone where none is; raises as :func:`close_folder`."""
    with suppress(FileExistsError):  # a file, which is told as such
        make_folder(folder, mode=0o700)
    close_folder(folder)


def close_folder(folder: Path) -> None:
    """Have nobody else look into a folder of ours, as far as its file system knows of such.

    Nothing happens where none is there; raises as :func:`check_folder`.
    """
    if check_folder(folder) and folder.lstat().st_mode & _OTHERS:
        with suppress(OSError):
            folder.chmod(stat.S_IRWXU)


def _refuse(path: Path, found: os.stat_result, *, sole: bool, closed: bool) -> None:
    """Raise NotOurs unless that is a plain file of ours."""
    if stat.S_ISLNK(found.st_mode):
        raise NotOurs(path, "it is a link, and none is followed here: remove it")
    if not stat.S_ISREG(found.st_mode):
        raise NotOurs(path, "it is no regular file: remove it")
    if found.st_uid != os.geteuid():
        raise NotOurs(path, "it belongs to another user: have them remove it")
    if sole and found.st_nlink != 1:
        raise NotOurs(path, "it has another name as well, which would be overwritten: remove it")
    if closed and found.st_mode & _OTHERS_WRITE:
        text = "other users can write it: see that all of it is yours, then"
        raise NotOurs(path, f"{text} chmod 600 {shlex.quote(str(path))}")


def create_secret(path: Path, data: bytes) -> None:
    """Make a file that its owner alone can read, where none is yet.

    When it returns, the file survives a crash of the machine. Raises OSError as it comes, of them
    FileExistsError when something lies there already; then nothing of ours is left behind.
    """
    _write_new(path, data, mode=0o600)
    with _or_removed(path):
        sync_folder(path.parent)


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
    with closing(file):
        write_all(file, bytes(os.fstat(file).st_size))
        sync(file)
    path.unlink(missing_ok=True)
    with suppress(OSError):  # it is destroyed all the same
        sync_folder(path.parent)
