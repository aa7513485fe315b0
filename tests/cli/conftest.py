from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.fixture
def facilitator(tmp_path):
    """Runs the program in an empty folder, as a process of its own."""
    env = {
        **{name: value for name, value in os.environ.items() if "FACILITATOR" not in name},
        "FACILITATOR_CONFIG": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "COLUMNS": "100",
    }
    folder = tmp_path / "here"
    folder.mkdir()

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
