from __future__ import annotations

import subprocess
import sys

import pytest

from tests.command_line import run_command, settings_of_nobody


@pytest.fixture
def home(tmp_path):
    """An empty folder to run the program in, and the environment of somebody without settings."""
    folder = tmp_path / "here"
    folder.mkdir()
    return folder, settings_of_nobody(tmp_path)


@pytest.fixture
def facilitator(home):
    """Runs the command line in this very process, as it would run in one of its own."""
    folder, env = home

    def run(
        *arguments: str,
        encoding: str = "utf-8",
        stdout: int | None = None,
        stderr: int | None = None,
        **more_env: str,
    ) -> subprocess.CompletedProcess[str]:
        how = {"encoding": encoding, "stdout": stdout, "stderr": stderr}
        return run_command(*arguments, folder=folder, env={**env, **more_env}, **how)

    run.folder = folder
    return run


@pytest.fixture
def program(home):
    """Runs the program as a process of its own."""
    folder, env = home

    def run(*arguments: str, **more_env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "facilitator", *arguments],
            cwd=folder,
            env={**env, **more_env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    run.folder = folder
    return run
