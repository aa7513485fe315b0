from __future__ import annotations

import errno
import os
import signal
import stat
import time

import pytest
from hypothesis import HealthCheck, settings

# How fast examples are made says something of the machine and of what else it does, and nothing
# of the program.
settings.register_profile("any-machine", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")
# What a shell starts in the background ignores Ctrl-C, and so would all programs tried here.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["TZ"] = (
    "UTC"  # days are those of the calendar on the wall: here, everybody's is this one
)
time.tzset()


@pytest.fixture
def in_time_zone(monkeypatch):
    """Take this process to another time zone, written as POSIX does: ``ABC-13`` is UTC+13."""

    def go(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield go
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def unsynced_folders(monkeypatch):
    """A disk that takes files, and no longer folders, for this process."""
    sync = os.fsync

    def fsync(file):
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(file)

    monkeypatch.setattr(os, "fsync", fsync)
