"""Make a new file, all or nothing, where nothing of that name is."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from facilitator.storage.atomic import make_last, write_spare


def make_file(path: Path, data: bytes) -> None:
    """Make a file whose whole content is ``data``; one that is there is left alone.

    When it returns, the file survives a crash of the machine. Raises FileExistsError when something
    of that name is there, a link that leads nowhere included; NotLasting when the file is made and
    may not survive a crash; and any other OSError as it comes: nothing of ours is left behind then.
    """
    spare = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.new")
    write_spare(spare, data)
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
