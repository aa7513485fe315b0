"""A served session of one task, for clients that are programs of their own."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from benchmarks.workshop import Workshop, workshop
from facilitator.hosting.host_key import load_or_create_host_key
from tests.terminal import Terminal

PATIENCE = 60


def needs(*programs: str) -> None:
    """Skip where a program is missing, unless in CI, where all have to be there."""
    missing = [each for each in programs if shutil.which(each) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed: {', '.join(missing)}")
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")


class Served:
    """The session, and how client programs are told of it."""

    def __init__(self, held: Workshop, folder: Path) -> None:
        self.held = held
        self.folder = folder
        self.port = str(held.server.port)
        self.code = held.session.state.join_code
        key = load_or_create_host_key(folder / "config" / "host_key")
        self.fingerprint = key.fingerprint
        self.known_hosts = folder / "known_hosts"
        public = key.private.export_public_key().decode().strip()
        self.known_hosts.write_text(f"[127.0.0.1]:{self.port} {public}\n")

    @property
    def env(self) -> dict[str, str]:
        """An environment in which nothing of this machine's user is found."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "xterm-256color"}

    def command(self, program: str, *options: str, more: tuple[str, ...] = ()) -> list[str]:
        """A client's command line: its name, options, what it shall do there."""
        match program:
            case "ssh":
                told = ("-F", "/dev/null", "-o", f"UserKnownHostsFile={self.known_hosts}")
                told += ("-o", "IdentityAgent=none", "-o", "PubkeyAuthentication=no")
                told += ("-o", "GlobalKnownHostsFile=/dev/null", "-p", self.port)
            case "plink":
                told = ("-ssh", "-batch", "-no-antispoof", "-hostkey", self.fingerprint)
                told += ("-P", self.port)
            case _:
                told = ("-y", "-p", self.port)
        return [program, *told, *options, f"{program}@127.0.0.1", *more]

    def terminal(self, program: str) -> Terminal:
        """A person at a client."""
        return Terminal(self.command(program), env=self.env)

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a client without a terminal."""
        return subprocess.run(
            command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )

    async def votes(self) -> dict[str, str]:
        """Who has voted for what, as the journal says."""
        state = self.held.session.state
        (held,) = state.record("battlecards").rounds
        names = state.participants
        return {names[who].name: ballot.choice for who, ballot in held.answers.items()}


@asynccontextmanager
async def serving(tmp_path: Path):
    async with workshop(tmp_path / "served") as held:
        yield Served(held, tmp_path / "served")


async def in_thread(work, *arguments):
    """Do something that waits, while the session goes on."""
    return await asyncio.to_thread(work, *arguments)
