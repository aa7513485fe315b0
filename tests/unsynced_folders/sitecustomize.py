"""For a process of its own, by PYTHONPATH: a disk that takes files, and no longer folders."""

from __future__ import annotations

import errno
import os
import stat

_sync = os.fsync


def _fsync(file: int) -> None:
    if stat.S_ISDIR(os.fstat(file).st_mode):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    _sync(file)


os.fsync = _fsync
