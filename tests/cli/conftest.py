from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from facilitator import cli


@pytest.fixture
def home(tmp_path):
    """An empty folder to run the program in, and the environment of somebody without settings."""
    env = {
        **{name: value for name, value in os.environ.items() if "FACILITATOR" not in name},
        "FACILITATOR_CONFIG": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "COLUMNS": "100",
    }
    folder = tmp_path / "here"
    folder.mkdir()
    return folder, env


@pytest.fixture
def facilitator(home, monkeypatch):
    """Runs the command line in this very process, as it would run in one of its own."""
    folder, env = home

    def run(*arguments: str, **more_env: str) -> subprocess.CompletedProcess[str]:
        streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8") for name in ("stdout", "stderr")}
        with monkeypatch.context() as there, Path(os.devnull).open() as nothing:
            there.chdir(folder)
            for name in os.environ.keys() - env.keys():
                there.delenv(name)
            for name, value in {**env, **more_env}.items():
                there.setenv(name, value)
            there.setattr(sys, "argv", ["facilitator", *arguments])
            there.setattr(sys, "stdin", nothing)
            for name, stream in streams.items():
                there.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as ended:
                cli.run()
        told = {}
        for name, stream in streams.items():
            stream.flush()
            text = stream.buffer.getvalue().decode("utf-8", "surrogateescape")
            told[name] = text.replace("\r\n", "\n")  # as from a process read as text
        return subprocess.CompletedProcess(arguments, ended.value.code or 0, **told)

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
