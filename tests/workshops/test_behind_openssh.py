"""Voting through an OpenSSH server that was there before: as docs/ssh.md tells how to set it up."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal import PATIENCE, Terminal

pytestmark = pytest.mark.timeout(240)

DOCS = Path(__file__).parents[2] / "docs" / "ssh.md"
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
        self.folder = room.folder / "sshd"
        self.folder.mkdir()
        self.port = _free_port()
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
            "UserKnownHostsFile": str(self.room.folder / "known_hosts"),
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


@pytest.fixture
def server(room):
    """An OpenSSH server that is not started yet; it must not be missing in CI."""
    if SSHD is None:
        if os.environ.get("CI"):
            pytest.fail("no OpenSSH server is installed")
        pytest.skip("needs an OpenSSH server (sshd), and none is installed")
    config = room.folder / "config"
    config.mkdir()
    (config / "config.toml").write_text(f'sessions = "{room.folder / "sessions"}"\n')
    server = OpenSshServer(room)
    yield server
    server.stop()


@pytest.fixture
def facilitator(room, server):
    """The facilitator's terminal in the lobby of a session without a server of ours."""
    terminal = room.facilitate("run", "small.toml", "--no-ssh", "--name", "Ines")
    terminal.see("Begin: Why we are here")
    return terminal


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


def begin_voting(facilitator, people):
    facilitator.press(" ", "Next: Competitive messaging")
    facilitator.press(" ", "Start voting")
    facilitator.press(" ", "Close and reveal", f"0 of {people}")


def test_a_key_that_stands_for_a_person_votes(server, facilitator):
    for name in ("ana", "raj"):
        server.admit(name, options_of(name))
    server.start()
    ana, raj = server.connect("ana", "bash", "-i"), server.connect("raj")
    ana.see("Ana Lima · Product Marketing")
    raj.see("Which is your team?", "Raj")
    raj.send("1")
    raj.see("Press Enter to take the seat")
    raj.send("\r")
    raj.see("Raj · Product Management")
    begin_voting(facilitator, 2)
    ana.see("0 of 2 voted")
    ana.press("2", "Recorded", "your vote")
    ana.send("\x1a")
    facilitator.see("1 of 2")

    ana.kill(signal.SIGKILL)
    ana.wait_for_end()
    facilitator.see("dropped", "1 here")
    again = server.connect("ana")
    again.see("Ana Lima", "2  Product Marketing  your vote")
    facilitator.see("2 here")
    assert again.press_to_end("q") == 0
    assert "Your vote is kept. Come back with: the same ssh command" in again.text
    assert "closed" in again.text


def test_everybody_of_one_account_votes_by_the_code(server, facilitator):
    server.admit("ana")
    server.start(match=example("sshd_config"))
    code = server.room.join_code()
    ana = server.connect("ana")
    ana.see("Code:")
    ana.send(f"{code}\r")
    ana.see("Your name")
    ana.send("Ana\r")
    ana.see("Choose your team by its number")
    ana.send("2\r")
    ana.see("Write this down", "the same ssh command")
    ana.send("\r")
    ana.see("Ana · Product Marketing")
    facilitator.see("1 person of 1 team")
    ana.send("\x03")
    assert ana.wait_for_end() == 0


@pytest.mark.parametrize("command", [(), ("id",), ("-s", "sftp")])
def test_without_a_terminal_there_is_a_line_and_no_command(server, facilitator, command):
    server.admit("ana", options_of("ana"))
    server.start()
    flags = [each for each in command if each == "-s"]
    argv = server.argv("ana", tty=False)
    ended = subprocess.run(
        [argv[0], *flags, *argv[1:], *[each for each in command if each != "-s"]],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode != 0
    assert "uid=" not in ended.stdout
    if not flags:
        assert "ssh -t" in ended.stderr


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _run(*command):
    subprocess.run(command, check=True)
