"""The real OpenSSH client, in a pseudo-terminal of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.asyncio
PATIENCE = 20


class OpenSsh:
    """Runs ``ssh`` and its relatives with nothing of this machine's configuration."""

    def __init__(self, lobby: Any, folder: Path) -> None:
        self._lobby = lobby
        self._folder = folder
        public = lobby.host_key.private.export_public_key().decode().strip()
        self._known_hosts = folder / "known_hosts"
        self._known_hosts.write_text(f"[127.0.0.1]:{lobby.server.port} {public}\n")

    def arguments(self, *more: str, port: str = "-p") -> list[str]:
        options = [
            f"UserKnownHostsFile={self._known_hosts}",
            "GlobalKnownHostsFile=/dev/null",
            "StrictHostKeyChecking=yes",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
        ]
        flags = [part for option in options for part in ("-o", option)]
        if not any(part == "-i" for part in more):
            flags += ["-i", str(self._folder / "none")]
        return ["-F", "/dev/null", *flags, *more, port, str(self._lobby.server.port)]

    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "HOME": str(self._folder)}

    def terminal(self, *more: str, term: str | None = "xterm-256color") -> pexpect.spawn[bytes]:
        command = [*self.arguments(*more), "ana@127.0.0.1"]
        env = {**self.environment(), "TERM": term or ""}
        if term is None:
            del env["TERM"]
        return pexpect.spawn("ssh", command, timeout=PATIENCE, env=env, dimensions=(24, 80))

    async def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return await asyncio.to_thread(
            subprocess.run,
            [program, *arguments],
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE,
            env=self.environment(),
        )


async def expect(terminal: pexpect.spawn[bytes], wanted: Any) -> bytes:
    """Wait for ``wanted`` in a thread: the server runs in this one."""
    await asyncio.to_thread(terminal.expect, wanted)
    return terminal.before


@pytest.fixture
async def ssh(lobby: Any, tmp_path: Path) -> OpenSsh:
    await lobby.serve()
    return OpenSsh(lobby, tmp_path)


async def test_a_person_with_a_code(lobby: Any, ssh: OpenSsh) -> None:
    ana = ssh.terminal()
    before = await expect(ana, "Code: ")
    assert b"Who owns what?" in before
    ana.send("ABCD-EFGH\r")
    await expect(ana, "page 80x24")
    ana.setwinsize(12, 50)
    await expect(ana, "page 50x12")
    ana.send("a\x03Q")
    rest = await expect(ana, pexpect.EOF)
    ana.close()
    assert b"\x1b[?1049l\x1b[?25hThank you for coming.\r\n" in rest
    assert ana.exitstatus == 0
    assert lobby.apps[0].visitor.fingerprint is None


async def test_a_person_with_a_key(lobby: Any, ssh: OpenSsh, key: Any, tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(key.export_private_key())
    path.chmod(0o600)
    lobby.gate.keys.add(key.get_fingerprint())
    ana = ssh.terminal("-i", str(path))
    before = await expect(ana, "page 80x24")
    assert b"Code" not in before
    assert lobby.apps[0].visitor.fingerprint == key.get_fingerprint()
    ana.send("Q")
    await expect(ana, pexpect.EOF)


async def test_the_server_closes(lobby: Any, ssh: OpenSsh) -> None:
    ana = ssh.terminal()
    await expect(ana, "Code: ")
    ana.send("ABCD-EFGH\r")
    await expect(ana, "page 80x24")
    await lobby.server.close("The workshop is over.")
    rest = await expect(ana, pexpect.EOF)
    assert b"\x1b[?25hThe workshop is over.\r\n" in rest


async def test_a_client_that_is_killed(lobby: Any, ssh: OpenSsh, eventually: Any) -> None:
    ana = ssh.terminal()
    await expect(ana, "Code: ")
    ana.send("ABCD-EFGH\r")
    await expect(ana, "page 80x24")
    ana.terminate(force=True)
    await eventually(lambda: bool(lobby.gone))


async def test_without_a_terminal(ssh: OpenSsh) -> None:
    done = await ssh.run("ssh", "-T", *ssh.arguments(), "ana@127.0.0.1")
    assert "please connect from a terminal, with ssh -t" in done.stderr
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("term", ["dumb", "", None, "unknown", "DUMB", "dumb-emacs-ansi", "emacs"])
async def test_a_terminal_that_can_show_no_screen(ssh: OpenSsh, term: str | None) -> None:
    ana = ssh.terminal("-tt", term=term)
    told = await expect(ana, pexpect.EOF)
    ana.close()
    line = f"Your terminal can show no screen (TERM={term or 'none'}): please connect from another"
    assert f"{line} one." in told.decode().splitlines()
    assert b"\x1b" not in told
    assert b"Code" not in told
    assert ana.exitstatus == 1


@pytest.mark.parametrize("term", ["vt100", "linux", "ansi", "xterm", "screen", "eterm-color"])
async def test_others_may_be_as_old_as_they_like(ssh: OpenSsh, term: str) -> None:
    ana = ssh.terminal(term=term)
    await expect(ana, "Code: ")
    ana.close()


async def test_a_command(ssh: OpenSsh) -> None:
    done = await ssh.run("ssh", *ssh.arguments(), "ana@127.0.0.1", "uptime")
    assert "This server runs no commands." in done.stderr
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("program", [("sftp",), ("scp", "-O"), ("scp",)])
async def test_files(ssh: OpenSsh, program: tuple[str, ...], tmp_path: Path) -> None:
    target = ["ana@127.0.0.1:/etc/hostname", str(tmp_path / "copy")]
    done = await ssh.run(*program, *ssh.arguments(port="-P"), *target)
    assert "Connect with ssh -t." in done.stderr or "with ssh -t." in done.stderr
    assert done.returncode != 0
    assert not (tmp_path / "copy").exists()


async def test_forwarding_from_here(ssh: OpenSsh) -> None:
    done = await ssh.run("ssh", *ssh.arguments("-v"), "-W", "127.0.0.1:22", "ana@127.0.0.1")
    assert "administratively prohibited: This server forwards nothing." in done.stderr
    assert done.returncode != 0


async def test_forwarding_to_here(ssh: OpenSsh) -> None:
    options = ("-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:127.0.0.1:22")
    done = await ssh.run("ssh", *ssh.arguments(*options), "ana@127.0.0.1")
    assert "remote port forwarding failed" in done.stderr
    assert done.returncode != 0


@pytest.mark.parametrize(
    "weak",
    [
        "KexAlgorithms=diffie-hellman-group14-sha1",
        "KexAlgorithms=ecdh-sha2-nistp256",
        "MACs=hmac-sha1",
        "Ciphers=aes128-cbc",
    ],
)
async def test_weak_cryptography_is_not_offered(ssh: OpenSsh, weak: str) -> None:
    ciphers = () if weak.startswith("Ciphers") else ("-o", "Ciphers=aes128-ctr")
    options = ssh.arguments("-o", weak, *ciphers)
    done = await ssh.run("ssh", *options, "ana@127.0.0.1")
    assert "no matching" in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("KexAlgorithms=curve25519-sha256@libssh.org", "Ciphers=aes128-ctr", "MACs=hmac-sha2-256"),
        ("KexAlgorithms=curve25519-sha256", "Ciphers=aes256-gcm@openssh.com"),
        ("Ciphers=chacha20-poly1305@openssh.com",),
    ],
)
async def test_what_older_clients_have_is_offered(ssh: OpenSsh, options: tuple[str, ...]) -> None:
    flags = [part for option in options for part in ("-o", option)]
    ana = ssh.terminal(*flags)
    await expect(ana, "Code: ")
    ana.send("\x03")
    await expect(ana, "Goodbye.")
    await expect(ana, pexpect.EOF)
