"""Files written where the user says: never over another one, unless that is asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from facilitator.errors import Misused, Taken, Unusable, not_lasting, shown
from facilitator.storage.own_file import NotLasting, make_file, make_folder, replace_file


def is_taken(path: Path) -> bool:
    """Whether something of that name is there, a link that leads nowhere included."""
    return path.exists() or path.is_symlink()


def refuse_unfit(path: Path, reference: str, *, force: bool, made: Path | None = None) -> None:
    """Raise Misused where no file can be written to ``path``, given as ``reference``.

    Where one is there that is Taken; with ``force`` a regular file may be. The folder has to be
    there, unless it is ``made``, which is made where missing. Raises Unusable when there is no
    telling.
    """
    with _worded(path):
        if path.is_dir() or reference.endswith("/"):
            raise Misused(f"{shown(path)} is a folder; name a file in it")
        if is_taken(path) and not force:
            raise _taken(path)
        if is_taken(path) and not path.is_file():
            text = f"{shown(path)} is there and not a regular file; choose another name"
            raise Misused(f"{text}, or send it there from standard output")
        folder = path.parent
        if not folder.is_dir() and (folder != made or folder.exists()):
            text = f"there is no folder {shown(folder)}; make it first, or choose another place"
            raise Misused(text)


def put(path: Path, data: bytes, *, replace: bool, made: Path | None = None) -> None:
    """Write the file, all or nothing; raises Taken when it is there, unless it may be replaced.

    The folder ``made`` is made where missing. Raises Unusable when the file can't be written, or
    may not survive a crash of the machine.
    """
    with _worded(path):
        if path.parent == made:
            make_folder(path.parent)
        if replace:
            replace_file(path, data)
        else:
            make_file(path, data)


def _taken(path: Path) -> Taken:
    return Taken(f"{shown(path)} is there already; choose another name, or --force to replace it")


@contextlib.contextmanager
def _worded(path: Path) -> Iterator[None]:
    """Say in words what keeps a file from being written."""
    try:
        yield
    except FileExistsError as error:
        raise _taken(path) from error
    except NotLasting as error:
        told = not_lasting(f"{shown(path)} is written", error)
        raise Unusable(f"{told}; look at the disk, or choose another place") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        told = f"{shown(path)} can't be written: {reason}; choose another place"
        raise Unusable(told) from error
