"""The floors: a bare AsyncSSH server that knows nothing of workshops.

``python -m benchmarks.floor_server`` sends each connection one canned frame and answers each key
with one canned update (F1); with ``--commits`` only once one row is durably committed (F2). It
reports and ends as ``facilitator serve --watched`` does, and offers the same cryptography.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import functools
import gc
import json
import sys
from pathlib import Path

import asyncssh

from benchmarks.canned import frame, update
from benchmarks.commits import Commits
from facilitator.ssh import server

GC_THRESHOLDS = (50_000, 50, 100)
"""As in the server that is measured."""
_BACKLOG = 1024


class _Anybody(asyncssh.SSHServer):
    """Lets anybody with a key in."""

    def __init__(self, commits: Commits | None) -> None:
        self._commits = commits

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
        return True

    def session_requested(self) -> _Canned:
        return _Canned(self._commits)


class _Canned(asyncssh.SSHServerSession[bytes]):
    """Sends the frame, and the update for every key."""

    def __init__(self, commits: Commits | None) -> None:
        self._commits = commits
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._channel = chan

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._channel = None

    def pty_requested(self, *_: object) -> bool:
        return True

    def shell_requested(self) -> bool:
        return True

    def session_started(self) -> None:
        self._send(_frame())

    def data_received(self, data: bytes, datatype: int | None) -> None:  # noqa: ARG002
        for _ in data:
            if self._commits is None:
                self._answer()
            else:
                self._commits.add(self._answer)

    def _answer(self) -> None:
        self._send(_update())

    def _send(self, data: bytes) -> None:
        if self._channel is not None and not self._channel.is_closing():
            self._channel.write(data)


_frame = functools.cache(frame)
_update = functools.cache(update)


async def serve(commits: Commits | None) -> None:
    """Serve until the standard input ends."""
    acceptor = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=lambda: _Anybody(commits),
        server_host_keys=[asyncssh.generate_private_key("ssh-ed25519")],
        backlog=_BACKLOG,
        config=None,
        kex_algs=server.key_exchanges(),
        encryption_algs=server.ENCRYPTIONS,
        mac_algs=server.MACS,
        signature_algs=server.signatures(),
        compression_algs=None,
        gss_host=None,
        x509_trusted_certs=None,
        agent_forwarding=False,
        line_editor=False,
        encoding=None,
        rdns_lookup=False,
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    sys.stdout.write(json.dumps({"state": "listening", "port": acceptor.get_port()}) + "\n")
    sys.stdout.flush()
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    acceptor.close()


async def _main(commits_in: Path | None, *, batched: bool) -> None:
    commits = Commits(commits_in, batched=batched) if commits_in else None
    try:
        await serve(commits)
    finally:
        if commits is not None:
            commits.close()


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=Path, metavar="FILE", help="commit before each answer")
    parser.add_argument("--batched", action="store_true", help="commit what waits together")
    options = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(options.commits, batched=options.batched))


if __name__ == "__main__":
    main()
