"""The server processes of a room, found as a resuming terminal finds them."""

from __future__ import annotations

import contextlib
import os
import select

import psutil

from facilitator.hosting.control import find_living, peer_of
from tests.terminal import PATIENCE


def server_pids(sessions):
    """The processes that listen beside the journals in a folder of decision logs."""
    return [pid_of(server) for server in find_living(sessions / ".journals")]


def pid_of(server):
    """The process behind a control socket, as the kernel tells."""
    with server.connect() as connected:
        return peer_of(connected).pid


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
