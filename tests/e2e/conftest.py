from __future__ import annotations

import contextlib
import os
import shutil
import signal

import pytest

from tests.e2e.room import Room
from tests.e2e.servers import server_pids, wait_for_end_of


@pytest.fixture
def room(tmp_path):
    """A room for one workshop. Needs OpenSSH's client, which must not be missing in CI."""
    if shutil.which("ssh") is None:
        if os.environ.get("CI"):
            pytest.fail("no OpenSSH client is installed")
        pytest.skip("needs an OpenSSH client (ssh, ssh-keygen), and none is installed")
    with contextlib.ExitStack() as stack:
        stack.callback(end_servers, tmp_path / "sessions")
        yield Room(tmp_path, stack)


def end_servers(sessions):
    """End the servers that have outlived their terminals."""
    for pid in server_pids(sessions):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        wait_for_end_of(pid)
