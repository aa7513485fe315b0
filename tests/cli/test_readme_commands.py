"""What the README tells to type about past decisions does something with the logs that ship."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOLD = [
    line.strip()
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("    facilitator log ") and "--typo" not in line
]


@pytest.mark.parametrize("command", TOLD)
def test_the_command_works_on_the_sessions_that_ship(facilitator, command):
    shutil.copytree(ROOT / "sessions", facilitator.folder / "sessions")
    _, *arguments = shlex.split(command)
    files = [
        str(path)
        for argument in arguments
        for path in (facilitator.folder.glob(argument) if "*" in argument else [argument])
    ]
    done = facilitator(*files)
    is_due_today = command.endswith("log due")
    assert done.returncode in ((0, 1) if is_due_today else (0,)), done.stderr
