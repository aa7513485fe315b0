"""Client programs as people have them: each gets a seat and votes, and none gets anything else."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time

import pytest

from tests.security.served import in_thread, needs, serving

CLIENTS = ("ssh", "plink", "dbclient")
pytestmark = pytest.mark.timeout(240)


@pytest.fixture
async def served(tmp_path):
    async with serving(tmp_path) as served:
        yield served


def take_a_seat_and_vote(served, program):
    with served.terminal(program) as terminal:
        terminal.see("Who owns the grey areas?", "Code:")
        terminal.send(f"{served.code}\r")
        terminal.see("Your name", program)
        terminal.send("\r")
        terminal.see("Choose your team by its number")
        terminal.send("2")
        terminal.see("Press Enter to take the seat")
        terminal.send("\r")
        terminal.see("Write this down")
        terminal.send("\r")
        terminal.press("1", "Recorded", "your vote")
        terminal.resize(100, 30)
        terminal.see("Recorded", "Who drives battlecards?")
        assert terminal.press_to_end("q") == 0
        assert "Your vote is kept." in terminal.text


@pytest.mark.parametrize("program", CLIENTS)
async def test_every_client_gets_a_seat_and_votes(served, program):
    needs(program)
    await in_thread(take_a_seat_and_vote, served, program)
    assert await served.votes() == {program: "product"}


COMMANDS = ("id", "facilitator home", "sh -c 'cat /etc/passwd'", "scp -t .", "sftp-server")
NO_COMMANDS = "This server runs no commands."


@pytest.mark.parametrize("program", CLIENTS)
@pytest.mark.parametrize("command", COMMANDS)
async def test_no_client_gets_a_command_run(served, program, command):
    needs(program)
    done = await in_thread(served.run, served.command(program, more=(command,)))
    assert NO_COMMANDS in done.stderr
    assert done.stdout == ""
    assert done.returncode != 0


@pytest.mark.parametrize(("program", "options"), [("ssh", ("-s",)), ("plink", ("-s",))])
async def test_no_client_gets_a_subsystem(served, program, options):
    needs(program)
    command = served.command(program, *options, more=("sftp",))
    done = await in_thread(served.run, command)
    assert "no subsystems" in done.stderr
    assert done.returncode != 0


@pytest.mark.parametrize("program", ["scp", "sftp", "pscp", "psftp"])
async def test_no_file_goes_either_way(served, program, tmp_path):
    needs(program)
    mine = tmp_path / "mine"
    mine.write_text("mine")
    there = f"{program}@127.0.0.1:/tmp/theirs"
    if program in ("scp", "sftp"):
        base = ["-F", "/dev/null", "-o", f"UserKnownHostsFile={served.known_hosts}"]
        base += ["-o", "PubkeyAuthentication=no", "-P", served.port]
    else:
        base = ["-batch", "-hostkey", served.fingerprint, "-P", served.port]
    for pair in ([str(mine), there], [there, str(tmp_path / "taken")]):
        arguments = pair if program in ("scp", "pscp") else [there.partition(":")[0]]
        done = await in_thread(served.run, [program, *base, *arguments])
        assert done.returncode != 0
    assert not (tmp_path / "taken").exists()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@contextlib.contextmanager
def running(served, command):
    """A client that stays connected for its forwarding, as long as the block runs."""
    process = subprocess.Popen(
        command,
        env=served.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def reached_through(port, process):
    """What comes back from a port that is forwarded to the SSH server itself; "" for nothing."""
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 10) as forwarded:
                return forwarded.recv(100).decode(errors="replace")
        except ConnectionRefusedError:
            time.sleep(0.05)  # the client is not listening yet
        except (ConnectionResetError, TimeoutError):
            return ""
    return ""


@pytest.mark.parametrize("program", CLIENTS)
async def test_no_port_of_the_server_is_reached_through_it(served, program):
    needs(program)
    port = free_port()
    forward = ("-N", "-L", f"{port}:127.0.0.1:{served.port}")
    with running(served, served.command(program, *forward)) as process:
        assert await in_thread(reached_through, port, process) == ""


@pytest.mark.parametrize("program", CLIENTS)
async def test_no_port_is_listened_on_for_a_client(served, program):
    needs(program)
    port = free_port()
    forward = ("-N", "-R", f"{port}:127.0.0.1:{served.port}")
    with running(served, served.command(program, *forward)) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            await in_thread(process.wait, 3)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 5)


OTHERS = (
    ("-A",),
    ("-X",),
    ("-Y",),
    ("-D", "0"),
    ("-w", "0:0"),
    ("-W", "127.0.0.1:22"),
    ("-o", "SendEnv=*"),
    ("-o", "SetEnv=LD_PRELOAD=/tmp/x.so"),
    ("-o", "RemoteForward=/tmp/theirs.sock /tmp/mine.sock"),
    ("-o", "LocalForward=/tmp/mine.sock /tmp/theirs.sock"),
    ("-o", "StreamLocalBindUnlink=yes"),
    ("-o", "Tunnel=ethernet"),
)


@pytest.mark.parametrize("options", OTHERS, ids=" ".join)
async def test_whatever_openssh_asks_for_besides_it_gets_no_command_run(served, options):
    needs("ssh")
    done = await in_thread(served.run, served.command("ssh", *options, more=("id",)))
    assert "uid=" not in done.stdout
    assert done.returncode != 0


async def test_the_audit_finds_no_failure(served):
    """``ssh-audit`` exits with 3 where an algorithm fails, with 2 where it warns of one."""
    audit = ("-m", "ssh_audit.ssh_audit", "--skip-rate-test", "-p", served.port, "127.0.0.1")
    found = await in_thread(served.run, [sys.executable, *audit])
    assert "[fail]" not in found.stdout
    assert found.returncode in (0, 2), found.stdout + found.stderr
