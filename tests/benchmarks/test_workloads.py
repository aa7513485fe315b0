"""Every workload runs to its end, with few voters. Times are never tested."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import psutil
import pytest

from benchmarks import __main__ as command
from benchmarks import children, clients
from benchmarks.errors import GaveUp
from benchmarks.setting import Setting
from benchmarks.targets import FINAL, RELEASE
from benchmarks.workloads import WORKLOADS, memory

VOTERS = 3
KEYS = {
    "join": ["join.new", "join.new-cpu", "join.returning", "join.returning-cpu"],
    "vote": ["vote.p50", "vote.p99", "vote.cpu"],
    "storm": ["storm.last"],
    "memory": ["memory.voter", "memory.first-half", "memory.second-half"],
    "archive": ["archive.cold", "archive.again"],
}


def setting(folder: Path) -> Setting:
    return Setting(clients.people(VOTERS + 1), folder)


@pytest.mark.parametrize("name", WORKLOADS)
async def test_a_workload_runs_to_its_end(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "QUIET", 0.0)
    readings = await WORKLOADS[name](setting(tmp_path))
    assert [each.key for each in readings] == KEYS[name]
    assert not psutil.Process().children(), "a server was left running"


async def test_servers_end_when_a_benchmark_is_called_off(tmp_path: Path) -> None:
    run = asyncio.create_task(WORKLOADS["vote"](setting(tmp_path)))
    async with asyncio.timeout(30):
        while not psutil.Process().children():  # noqa: ASYNC110 - nothing tells of a new process
            await asyncio.sleep(0.01)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert not psutil.Process().children()


async def test_a_server_that_does_not_start_is_told_with_its_own_words(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with pytest.raises(GaveUp, match="unrecognized arguments: --nonsense"):
        async with children.server(["-m", "benchmarks.floor_server", "--nonsense"], log=log):
            pass


def test_every_target_is_one_of_something_measured() -> None:
    measured = {key for keys in KEYS.values() for key in keys}
    assert {*RELEASE, *FINAL} <= measured


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["storm", "--voters", "2", "--runs", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["voters"] == 2
    assert [each["key"] for each in found["measures"]] == ["storm.last"]


def test_an_unknown_workload_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["sprint"])
    assert "sprint" in capsys.readouterr().err
