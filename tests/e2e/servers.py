"""The server processes of a room, found as a resuming terminal finds them."""

from __future__ import annotations

import contextlib
import json
import os
import select

import psutil

from tests.terminal import PATIENCE


def server_pids(sessions):
    """The processes whose notes lie beside the journals in a folder of decision logs."""
    notes = (sessions / ".journals").glob("*.server")
    return [json.loads(note.read_text())["pid"] for note in notes]


def wait_for_end_of(pid):
    """Wait until a process has ended, be it that nobody is there to bury it."""
    if not hasattr(os, "pidfd_open"):
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).wait(PATIENCE)
        return
    with contextlib.suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        with os.fdopen(descriptor) as process:
            assert select.select([process], [], [], PATIENCE)[0]
