from __future__ import annotations

import contextlib
import os
import shutil

import pytest

from tests.e2e.room import Room


@pytest.fixture
def room(tmp_path):
    """A room for one workshop. Needs OpenSSH's client, which must not be missing in CI."""
    if shutil.which("ssh") is None:
        if os.environ.get("CI"):
            pytest.fail("no OpenSSH client is installed")
        pytest.skip("needs an OpenSSH client (ssh, ssh-keygen), and none is installed")
    with contextlib.ExitStack() as stack:
        yield Room(tmp_path, stack)
