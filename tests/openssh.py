"""An OpenSSH server of the test's own, set up as docs/ssh.md tells."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal import PATIENCE, Terminal

DOCS = Path(__file__).parents[1] / "docs" / "ssh.md"
SSHD = next(
    (path for path in ("/usr/sbin/sshd", "/usr/bin/sshd") if Path(path).exists()),
    shutil.which("sshd"),
)


class OpenSshServer:
    """A real ``sshd`` on loopback, run by whoever runs the tests, with nothing of this machine's.

    What stands in docs/ssh.md is its configuration, with this user's name and this program's path.
    """

    def __init__(self, room):
        self.room = room
        self.port = _free_port()
        self.folder = room.folder / f"sshd-{self.port}"
        self.folder.mkdir()
        self.host_key = self.folder / "host_key"
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.host_key))
        self.keys = self.folder / "authorized_keys"
        self.keys.touch(0o600)
        self.log = self.folder / "sshd.log"
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self.process = None

    def start(self, *, match=""):
        """Start it, with a block of configuration behind what it needs here; wait for the port."""
        config = self.folder / "sshd_config"
        config.write_text(
            f"ListenAddress 127.0.0.1:{self.port}\nHostKey {self.host_key}\nPidFile none\n"
            f"AuthorizedKeysFile {self.keys}\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nPermitRootLogin prohibit-password\n"
            f"SetEnv {self._environment()}\n{match}"
        )
        command = [SSHD, "-D", "-f", str(config), "-E", str(self.log)]
        self.process = subprocess.Popen(command)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return self
        raise AssertionError(self.log.read_text())

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def admit(self, name, options=""):
        """Put somebody's key into authorized_keys."""
        line = f"{options} {self.room.public_line(name)}".strip()
        with self.keys.open("a") as file:
            file.write(f"{line}\n")

    def connect(self, name, *command, tty=True, size=(80, 24)):
        """Somebody's OpenSSH client in a terminal."""
        return self.room.open(Terminal([*self.argv(name, tty=tty), *command], size=size))

    def argv(self, name, *, tty):
        options = {
            "UserKnownHostsFile": str(self.folder / "known_hosts"),
            "StrictHostKeyChecking": "accept-new",
            "IdentityAgent": "none",
            "IdentitiesOnly": "yes",
        }
        pairs = [word for key, value in options.items() for word in ("-o", f"{key}={value}")]
        key = ["-i", str(self.room.make_key(name))]
        where = ["-p", str(self.port), f"{getpass.getuser()}@127.0.0.1"]
        return ["ssh", "-F", "/dev/null", *(["-t"] if tty else ["-T"]), *pairs, *key, *where]

    def _environment(self):
        """Where the program finds the sessions: what a service account has in its config file."""
        return f"FACILITATOR_CONFIG={self.room.folder / 'config'}"


def openssh_server(room):
    """One that is not started yet; it must not be missing in CI."""
    if SSHD is None:
        if os.environ.get("CI"):
            pytest.fail("no OpenSSH server is installed")
        pytest.skip("needs an OpenSSH server (sshd), and none is installed")
    config = room.folder / "config"
    config.mkdir(exist_ok=True)
    (config / "config.toml").write_text(f'sessions = "{room.folder / "sessions"}"\n')
    return OpenSshServer(room)


def example(kind):
    """The block of one kind in docs/ssh.md, with this machine's names in place of its own."""
    text = DOCS.read_text(encoding="utf-8")
    (block,) = re.findall(rf"```{kind}\n(.*?)```", text, flags=re.DOTALL)
    program = f"{sys.executable} -m facilitator"
    return block.replace("/opt/facilitator/bin/facilitator", program).replace(
        "Match User workshop", f"Match User {getpass.getuser()}"
    )


def options_of(name):
    """What docs/ssh.md puts before somebody's key in authorized_keys."""
    (line,) = [each for each in example("authorized_keys").splitlines() if each.endswith(name)]
    return line.partition(" ssh-ed25519 ")[0]


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _run(*command):
    subprocess.run(command, check=True)
