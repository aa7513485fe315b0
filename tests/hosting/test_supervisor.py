"""The SSH server's process: how it is started, and what when it can't be."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys

import facilitator
from facilitator.hosting import supervisor
from facilitator.hosting.addresses import Address
from facilitator.hosting.supervisor import ServerProcesses, serve_arguments
from facilitator.live.ports import ServerState

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
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.001)
    lost = asyncio.Event()
    losses = []

    async def note(server_id):
        losses.append(server_id)
        if len(losses) > 1:
            lost.set()

    servers = ServerProcesses(
        Address("127.0.0.1", 0),
        lambda *_: (str(tmp_path / "no such program"),),
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


LISTENING = {"state": "listening", "port": 4022, "fingerprint": "SHA256:abc", "host": "127.0.0.1"}
A_SERVER = """\
import json, os, sys, threading, time
def say(**news):
    print(json.dumps(news), flush=True)
def obey():
    sys.stdin.readline()
    os._exit(0)
threading.Thread(target=obey, daemon=True).start()
say(**{listening})
{then}
"""
BEATING = """
while True:
    say(beat=True)
    time.sleep(0.05)
"""
HANGING = "time.sleep(3600)"


class Watched:
    """Servers that do as a few lines of Python say, and what the facilitator is shown of them."""

    def __init__(self, folder, *then, servers=1):
        self.scripts = list(then)
        self.losses = []
        self.servers = ServerProcesses(
            Address("127.0.0.1", 0, servers),
            self._next_one,
            self._lost,
            log=folder / "server.log",
        )
        self.shown = [self.servers.status]
        self._news = asyncio.Event()
        self.servers.subscribe(self._take)

    def _next_one(self, *_):
        then = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        return (sys.executable, "-c", A_SERVER.format(listening=LISTENING, then=then))

    async def _lost(self, server_id):
        self.losses.append(server_id)

    def _take(self):
        self.shown.append(self.servers.status)
        self._news.set()

    @property
    def was_restarting(self):
        return any(each.state is ServerState.RESTARTING for each in self.shown)

    async def see(self, holds):
        async with asyncio.timeout(PATIENCE):
            while not holds(self.servers.status):
                self._news.clear()
                await self._news.wait()
        return self.servers.status


@contextlib.asynccontextmanager
async def watched(folder, *then, servers=1):
    room = Watched(folder, *then, servers=servers)
    room.servers.start()
    try:
        yield room
    finally:
        await room.servers.stop()


async def test_a_server_that_hangs_is_told_of_and_then_another_one_is_started(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(supervisor, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr(supervisor, "GIVEN_UP_SECONDS", 0.5)
    async with watched(tmp_path, HANGING, BEATING) as room:
        await room.see(lambda status: status.state is ServerState.LISTENING)
        status = await room.see(lambda status: "does not answer" in status.message)
        assert status.state is ServerState.LISTENING
        status = await room.see(lambda status: status.state is ServerState.RESTARTING)
        assert "signal 9" in status.message
        await room.see(lambda status: (status.state, status.message) == (ServerState.LISTENING, ""))
        assert len(room.losses) == 1


async def test_a_server_that_only_paused_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "SILENT_SECONDS", 0.3)
    going_on = tmp_path / "going on"
    pause = f"while not os.path.exists({str(going_on)!r}):\n    time.sleep(0.01)\n"
    async with watched(tmp_path, pause + BEATING) as room:
        await room.see(lambda status: "does not answer" in status.message)
        going_on.touch()
        await room.see(lambda status: (status.state, status.message) == (ServerState.LISTENING, ""))
        assert room.losses == []


async def test_of_several_troubles_the_worst_is_shown_and_the_next_comes_after_it(tmp_path):
    troubled = """
say(crowd="Many come.")
say(recording=False, reason="the disk is full")
"""
    async with watched(tmp_path, troubled + BEATING) as room:
        await room.see(lambda status: "not being recorded: the disk is full" in status.message)
    over = 'say(recording=True, reason="")'
    async with watched(tmp_path, troubled + over + BEATING) as room:
        await room.see(lambda status: "not being recorded" in status.message)
        await room.see(lambda status: status.message == "Many come.")
        status = room.servers.status
    assert status.state is ServerState.LISTENING


async def test_one_of_two_servers_that_is_lost_is_told_of_while_the_other_one_serves(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE", 0.2)
    async with watched(tmp_path, BEATING, "raise SystemExit(3)", BEATING, servers=2) as room:
        await room.see(lambda status: room.was_restarting and status.message == "")
        restarting = [each for each in room.shown if each.state is ServerState.RESTARTING]
        assert "exit code 3" in restarting[0].message
        assert room.servers.status.state is ServerState.LISTENING
