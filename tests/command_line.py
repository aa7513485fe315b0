"""The command line run in this very process, as it would run in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from facilitator import cli

CLOSED = -1
OUTPUT, ERROR = 1, 2


def run_command(
    *arguments: str,
    folder: Path,
    env: Mapping[str, str],
    encoding: str = "utf-8",
    stdout: int | None = None,
    stderr: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder, with an environment of its own and nothing to read.

    ``encoding`` is that of its output. That is captured, unless ``stdout`` or ``stderr`` is the
    number of an open file for it to go to, or CLOSED.
    """
    streams = {
        "stdout": io.TextIOWrapper(io.BytesIO(), encoding),
        "stderr": io.TextIOWrapper(io.BytesIO(), encoding, errors="backslashreplace"),
    }
    with contextlib.ExitStack() as stack:
        there = stack.enter_context(pytest.MonkeyPatch.context())
        there.chdir(folder)
        for name in os.environ.keys() - env.keys():
            there.delenv(name)
        for name, value in env.items():
            there.setenv(name, value)
        there.setattr(sys, "argv", ["facilitator", *arguments])
        there.setattr(sys, "stdin", stack.enter_context(Path(os.devnull).open()))
        for name, stream in streams.items():
            there.setattr(sys, name, stream)
        for number, name, file in ((OUTPUT, "stdout", stdout), (ERROR, "stderr", stderr)):
            if file is not None:
                there.setattr(sys, name, stack.enter_context(_output_to(number, file)))
        ended = stack.enter_context(pytest.raises(SystemExit))
        cli.run()
    told = {}
    for name, stream in streams.items():
        stream.flush()
        text = stream.buffer.getvalue().decode(encoding, "surrogateescape")
        told[name] = text.replace("\r\n", "\n")  # as from a process read as text
    return subprocess.CompletedProcess(arguments, ended.value.code or 0, **told)


@contextlib.contextmanager
def _output_to(number: int, file: int) -> Iterator[io.TextIOBase | None]:
    """Standard output or error as a process has it that was started with this file there."""
    before = os.dup(number)
    try:
        if file == CLOSED:
            os.close(number)
            yield None
        elif number == ERROR:  # whose every word goes out at once
            os.dup2(file, number)
            unbuffered = io.FileIO(number, "wb", closefd=False)
            yield io.TextIOWrapper(unbuffered, "utf-8", "backslashreplace", write_through=True)
        else:
            os.dup2(file, number)
            with open(number, "w", encoding="utf-8", closefd=False) as stream:
                yield stream
    finally:
        os.dup2(before, number)
        os.close(before)


def settings_of_nobody(folder: Path) -> dict[str, str]:
    """The environment of somebody without settings, whose files would lie in this folder."""
    return {
        **{name: value for name, value in os.environ.items() if "FACILITATOR" not in name},
        "FACILITATOR_CONFIG": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "COLUMNS": "100",
    }
