"""The command line run in this very process, as it would run in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from facilitator import cli


def run_command(
    *arguments: str, folder: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder, with an environment of its own and nothing to read."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), "utf-8") for name in ("stdout", "stderr")}
    with pytest.MonkeyPatch.context() as there, Path(os.devnull).open() as nothing:
        there.chdir(folder)
        for name in os.environ.keys() - env.keys():
            there.delenv(name)
        for name, value in env.items():
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


def settings_of_nobody(folder: Path) -> dict[str, str]:
    """The environment of somebody without settings, whose files would lie in this folder."""
    return {
        **{name: value for name, value in os.environ.items() if "FACILITATOR" not in name},
        "FACILITATOR_CONFIG": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "COLUMNS": "100",
    }
