"""The SSH server's process: how it is started, and what when it can't be."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import facilitator
from facilitator.ui.facilitating.ports import ServerState
from facilitator.wiring import hosting
from facilitator.wiring.hosting import Address, ServerProcesses, serve_arguments

PATIENCE = 10.0


def test_a_server_imports_nothing_from_the_folder_that_it_is_started_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(facilitator.__path__[0]) + "/..")
    (tmp_path / "click.py").write_text("raise SystemExit('a stranger')")
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place])
    done = subprocess.run(
        serve_arguments("--help"), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


async def test_a_server_that_cannot_be_started_is_told_and_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr(hosting, "FIRST_PAUSE", 0.001)
    lost = asyncio.Event()
    losses = []

    async def note(server_id):
        losses.append(server_id)
        if len(losses) > 1:
            lost.set()

    servers = ServerProcesses(
        Address("127.0.0.1", 0),
        lambda *_: (str(tmp_path / "no such program"),),
        lambda port: f"ssh -p {port}",
        note,
        log=tmp_path / "server.log",
    )
    servers.start()
    async with asyncio.timeout(PATIENCE):
        await lost.wait()
    assert servers.status.state is ServerState.RESTARTING
    assert "can't be started (No such file or directory)" in servers.status.message
    assert (tmp_path / "server.log").stat().st_mode & 0o777 == 0o600
    await servers.stop()
