from __future__ import annotations

import errno
import gc
import os
import signal
import stat
import sys
import time

import pytest
from hypothesis import HealthCheck, settings

# How fast examples are made and tried says something of the machine and of what else it does,
# and nothing of the program. `pytest -m hypothesis --hypothesis-profile thorough` tries more.
ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("plain", ANY_MACHINE, max_examples=25)
settings.register_profile("thorough", ANY_MACHINE, max_examples=200)
settings.load_profile("plain")
# What a shell starts in the background ignores Ctrl-C, and so would all programs tried here.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["TZ"] = (
    "UTC"  # days are those of the calendar on the wall: here, everybody's is this one
)
time.tzset()
# Hundreds of processes start from these tests. Each would compile the program anew where the
# environment says that nobody may keep what was compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.set_threshold(20_000, 20, 50)  # what is collected is much, and stays


def pytest_collection_finish():
    """Have no search for garbage walk over what was collected ever again."""
    gc.collect()
    gc.freeze()


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
