"""A folder of past sessions: the register over it, read for the first time and again."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.children import ROOT, search_path
from benchmarks.errors import GaveUp
from benchmarks.figures import Reading
from benchmarks.past_logs import write_past
from benchmarks.setting import Setting, clock

FLOOR = "F3"
MOST_LOGS = 1000
LOGS_EACH = 10
"""So many logs for each voter of the setting, up to the most: a trial run is a small one."""
TASKS = 20
_LOAD = """
import sys, time, tomllib
began = time.monotonic()
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        tomllib.load(file)
print(time.monotonic() - began)
"""


async def measure(setting: Setting) -> list[Reading]:
    """Seconds for `facilitator log register --json` as a whole process, beside those of loading."""
    folder = setting.folder / "past"
    if not folder.exists():
        await asyncio.to_thread(
            write_past, folder, min(MOST_LOGS, LOGS_EACH * len(setting.voters)), TASKS
        )
    files = sorted(str(path) for path in folder.glob("*.toml"))
    floor = float(await _run("-c", _LOAD, *files))
    shutil.rmtree(folder / ".index", ignore_errors=True)
    cold = await _register(folder)
    again = await _register(folder)
    return [
        _reading("archive.cold", "register, nothing indexed", cold, floor),
        _reading("archive.again", "register, again", again, floor),
    ]


def _reading(key: str, what: str, value: float, floor: float) -> Reading:
    return Reading(key=key, what=what, unit="s", value=value, floor_name=FLOOR, floor=floor)


async def _register(folder: Path) -> float:
    began = clock()
    await _run("-m", "facilitator", "log", "register", "--json", "--sessions", str(folder))
    return clock() - began


async def _run(*arguments: str) -> bytes:
    """Run ``python`` with these arguments to its end; return what it printed. Raises GaveUp."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=search_path(),
        cwd=ROOT,
    )
    printed, errors = await process.communicate()
    if process.returncode:
        raise GaveUp(f"{_named(arguments)} failed: {errors.decode(errors='replace')[-2000:]}")
    return printed


def _named(arguments: Sequence[str]) -> str:
    return " ".join(arguments[:4])
