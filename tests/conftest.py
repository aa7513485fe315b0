from __future__ import annotations

import errno
import os
import stat

import pytest


@pytest.fixture
def unsynced_folders(monkeypatch):
    """A disk that takes files, and no longer folders; the same for this process alone."""
    sync = os.fsync

    def fsync(file):
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(file)

    monkeypatch.setattr(os, "fsync", fsync)
