"""A process whose calls to the system fail as strace is told to have them fail."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

IS_FULL = os.environ.get("FACILITATOR_TESTS") == "full"
ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("stricken_process.py")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: its exit code, what it told, and the calls that were tampered with."""

    exit_code: int
    said: tuple[str, ...]
    hits: tuple[str, ...]

    def told(self, beginning: str) -> list[str]:
        """What follows a beginning, in the lines that have it."""
        return [line.removeprefix(beginning) for line in self.said if line.startswith(beginning)]


class Stricken:
    """Runs the tasks of the program beside this, each in a process and a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs = 0
        self._program = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def copy(self, template: Path) -> Path:
        """A fresh folder as a template has it."""
        self._runs += 1
        return Path(shutil.copytree(template, self._folder / str(self._runs), symlinks=True))

    def run(
        self, task: str, folder: Path, inject: str = "", room: int = resource.RLIM_INFINITY
    ) -> Outcome:
        """Do a task, with calls tampered with as ``strace -e inject=`` has it.

        ``room`` is how many bytes any one file may hold.
        """
        self._program.stdin.write(f"{task} {folder}\n")
        self._program.stdin.flush()
        process_id = int(self._program.stdout.readline())
        resource.prlimit(process_id, resource.RLIMIT_FSIZE, (room, room))
        if inject:
            hits = _watched(process_id, inject)
        else:
            hits = ()
            os.kill(process_id, signal.SIGCONT)
        *said, last = self._to_the_end()
        return Outcome(int(last.removeprefix("exit ")), tuple(said), hits)

    def close(self) -> None:
        self._program.stdin.close()
        assert self._program.wait() == 0
        self._program.stdout.close()

    def _to_the_end(self) -> Iterator[str]:
        for line in self._program.stdout:
            yield line.rstrip("\n")
            if line.startswith("exit "):
                return


def _watched(process_id: int, inject: str) -> tuple[str, ...]:
    """Have a process go on under strace, to its end; what strace did to it."""
    call = inject.partition(":")[0]
    options = ("-f", "-e", f"trace={call}", "-e", f"inject={inject}", "-p", str(process_id))
    with subprocess.Popen(["strace", *options], stderr=subprocess.PIPE, text=True) as strace:
        told = strace.stderr.readline()
        assert "attached" in told, told
        os.kill(process_id, signal.SIGCONT)
        lines = strace.stderr.read().splitlines()
    return tuple(line for line in lines if "(INJECTED" in line or "killed by SIGKILL" in line)


def require_strace() -> None:
    """Skip where strace is not installed, but never in CI."""
    if shutil.which("strace") is None:
        assert not os.environ.get("CI"), "strace has to be installed in CI"
        pytest.skip("strace is not installed")
