"""A server that lives on is found by its socket alone, and the kernel says whose process it is."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile

import pytest

from facilitator.clock import now
from facilitator.domain.commands import EndSession, Envelope
from facilitator.errors import Misused
from facilitator.hosting import codes, control, lifetime, supervisor
from facilitator.hosting.addresses import Address
from facilitator.hosting.control import (
    ATTEND,
    LEAVE,
    NotReached,
    Peer,
    clear_gone,
    find_living,
    find_servers,
    is_served,
    listen,
    peer_of,
    reach,
    socket_of,
)
from facilitator.hosting.journals import open_journal
from facilitator.hosting.lifetime import Attendance
from facilitator.hosting.sessions import LogFile
from facilitator.live.session import LiveSession
from facilitator.wiring import workshop
from tests.anybody import folder_for_anybody
from tests.security.strangers import as_somebody_else

SERVER = "abcd0123"
PATIENCE = 20.0
NEWS = {"state": "listening", "host": "127.0.0.1", "port": 2222, "fingerprint": "SHA256:x"}

LISTENS = """
import pathlib, sys
from facilitator.hosting.control import listen
listening = listen(pathlib.Path(sys.argv[1]), sys.argv[2])
print("listens", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def silent(begun):
    """Another process that listens as a server does, and says nothing."""
    command = [sys.executable, "-c", LISTENS, str(begun.journal), SERVER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == b"listens\n"
        yield process
        process.send_signal(signal.SIGKILL)


@pytest.fixture
async def talks(begun):
    """Listen as a server that says these lines to whoever attends."""
    servers = []

    async def start(*lines):
        async def answer(reader, writer):
            assert await reader.readline() == ATTEND
            writer.writelines(lines)
            await reader.read()

        listening = listen(begun.journal, SERVER)
        servers.append(await asyncio.start_unix_server(answer, sock=listening))
        return socket_of(begun.journal, SERVER)

    yield start
    for each in servers:
        each.close()


@pytest.fixture
def short(monkeypatch):
    """Nobody is waited for."""
    monkeypatch.setattr(control, "ANSWER_SECONDS", 0.01)


async def test_a_note_that_names_a_socket_and_a_process_is_nothing_to_anybody(
    settings, begun, valuables, monkeypatch
):
    """What servers once left there: a repository can carry one that names whatever it likes."""
    signalled = []
    monkeypatch.setattr(supervisor.os, "kill", lambda *about: signalled.append(about))
    note = begun.journal.with_suffix(f".{SERVER}.server")
    victim = {"server": SERVER, "pid": os.getppid(), "socket": str(valuables.folder / "control")}
    note.write_text(json.dumps(victim))
    taken = await workshop.take_up(settings, None, Address("127.0.0.1", 0))
    assert (taken.running, signalled) == ((), [])
    assert note.exists()


@pytest.mark.parametrize("where", [".socket", ".abcd012.socket", ".ABCD0123.socket", ".x.socket~"])
async def test_what_is_not_called_as_a_servers_socket_is_none(begun, where):
    listen(begun.journal, SERVER)
    socket_of(begun.journal, SERVER).path.rename(begun.journal.with_suffix(where))
    assert find_servers(begun.journal) == ()


@pytest.mark.parametrize(
    "make",
    [
        lambda path, valuables: path.symlink_to(valuables.file),
        lambda path, valuables: path.symlink_to(valuables.nowhere),
        lambda path, _: path.write_text("here"),
        lambda path, _: path.mkdir(),
        lambda path, _: os.mkfifo(path),
    ],
)
async def test_nor_is_what_is_no_socket_and_it_is_left_there(settings, begun, valuables, make):
    path = socket_of(begun.journal, SERVER).path
    make(path, valuables)
    assert find_servers(begun.journal) == ()
    assert not is_served(begun.journal)
    socket_of(begun.journal, SERVER).clear()
    assert os.path.lexists(path)


def test_a_socket_that_is_somebody_elses_is_left_there():
    with folder_for_anybody() as shared:
        shared.chmod(0o777)
        theirs = socket_of(shared / "s.journal", SERVER)
        with listen(shared / "s.journal", SERVER):
            with as_somebody_else():
                theirs.clear()
            assert theirs.is_alive
        theirs.clear()
        assert not theirs.path.exists()


def test_a_session_whose_name_is_a_pattern_has_servers_of_its_own_alone(begun, silent):
    assert find_servers(begun.journal.with_name("*.journal")) == ()
    assert find_servers(begun.journal.with_name("2.journal")) == ()
    assert [each.server for each in find_servers(begun.journal)] == [SERVER]


def test_the_process_of_a_server_is_what_the_kernel_says(begun, silent):
    (server,) = find_living(begun.journal.parent)
    assert (server.session, server.server) == (begun.journal.stem, SERVER)
    with server.connect() as connected:
        assert peer_of(connected) == Peer(silent.pid, os.geteuid())


async def test_a_server_that_does_not_answer_is_named_by_that_process(
    settings, begun, silent, short
):
    told = rf"\(process {silent.pid}\) does not answer; end it with: kill -9 {silent.pid}\Z"
    with pytest.raises(Misused, match=told):
        await workshop.take_up(settings, None, None)
    assert is_served(begun.journal)


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"no JSON\n",
        b"[]\n",
        b"7\n",
        b"null\n",
        b"{}\n",
        b'{"state": "listening"}\n',
        b'{"state": "listening", "host": "h", "port": "2222"}\n',
        b'{"failed": "x"}\n',
        b"x" * 100_000,
    ],
)
async def test_so_is_one_that_makes_no_sense(talks, short, line):
    with pytest.raises(NotReached, match=f"process {os.getpid()}"):
        await reach(await talks(line))


async def test_one_whose_process_is_out_of_sight_is_neither_named_nor_killed(
    talks, begun, settings, monkeypatch
):
    """In another container the kernel tells of process 0: to signal that would end ourselves."""
    await talks(json.dumps(NEWS).encode() + b"\n")
    monkeypatch.setattr(control, "peer_of", lambda _: Peer(0, os.geteuid()))
    with pytest.raises(Misused, match="doesn't see it, as in a container: end it there"):
        await workshop.take_up(settings, None, None)
    assert is_served(begun.journal)


async def test_a_listener_of_another_users_is_not_talked_to(talks, begun, settings, monkeypatch):
    server = await talks(json.dumps(NEWS).encode() + b"\n")
    monkeypatch.setattr(control, "peer_of", lambda _: Peer(1, os.geteuid() + 1))
    with pytest.raises(Misused, match=f"another user listens at {server.path}"):
        await workshop.take_up(settings, None, None)
    assert server.path.exists()


async def test_nor_does_a_server_obey_another_user(begun, monkeypatch):
    attendance = Attendance(lasting=True)
    await attendance.open(begun.journal, SERVER)
    attendance.report(NEWS)
    monkeypatch.setattr(lifetime, "peer_of", lambda _: Peer(1, os.geteuid() + 1))
    connected = socket_of(begun.journal, SERVER).connect()
    reader, writer = await asyncio.open_unix_connection(sock=connected)
    writer.write(ATTEND)
    with contextlib.suppress(ConnectionResetError):  # another word for the same
        assert await reader.read() == b""
    assert not attendance.is_attended
    writer.close()
    attendance.close()


async def test_of_a_server_that_was_killed_nothing_is_left(begun, silent, settings):
    (found,) = find_servers(begun.journal)
    silent.send_signal(signal.SIGKILL)
    silent.wait()
    assert not found.is_alive
    assert found.path.exists()
    assert await reach(found) is None
    assert not found.path.exists()
    assert sorted(path.name for path in settings.journals.iterdir()) == [
        ".gitignore",
        begun.journal.name,
    ]


async def test_what_a_killed_server_left_goes_with_the_journal(begun, silent, settings):
    session = LiveSession(await open_journal(begun.journal), codes.new_id)
    await session.open()
    await session.submit(Envelope(now(), "f1", EndSession()))
    await LogFile(session, settings.sessions)()
    await session.close()
    await workshop.tidy(settings)
    assert begun.journal.exists()  # somebody may still be connected
    silent.send_signal(signal.SIGKILL)
    silent.wait()
    await workshop.tidy(settings)
    left = sorted(path.name for path in settings.journals.iterdir())
    assert left == [".gitignore", "finished"]


async def test_a_server_that_only_begins_to_listen_is_not_taken_for_dead(begun, monkeypatch):
    """Under its name it is found, and who is refused there thinks that it was killed."""
    listened = socket.socket.listen
    seen = []

    def listen_late(self, backlog):
        seen.append(find_servers(begun.journal))
        listened(self, backlog)

    monkeypatch.setattr(socket.socket, "listen", listen_late)
    listening = listen(begun.journal, SERVER)
    assert seen == [()]
    assert [each.is_alive for each in find_servers(begun.journal)] == [True]
    listening.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.ENOENT, errno.EACCES])
def test_where_it_cannot_be_told_whether_a_server_lives_it_is_left_alone(
    begun, silent, monkeypatch, number
):
    def no_room(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "mkdtemp", no_room)
    assert is_served(begun.journal)
    clear_gone(begun.journal)
    (server,) = find_servers(begun.journal)
    with pytest.raises(NotReached, match=rf"can't be reached \({os.strerror(number)}\): try again"):
        server.connect()


@pytest.fixture
def deep(begun, settings, tmp_path):
    """The journal in a folder whose path no socket's address has room for, and a long name."""
    folder = tmp_path / "a-folder-of-a-long-name" / ("x" * 120) / ".journals"
    folder.parent.mkdir(parents=True)
    settings.journals.rename(folder)
    journal = folder / f"2026-11-27-{'long-' * 13}7k2m.journal"
    (folder / begun.journal.name).rename(journal)
    return journal


async def test_a_long_path_is_no_hindrance_and_nothing_is_left_of_the_way_there(
    deep, tmp_path, monkeypatch
):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    listening = listen(deep, SERVER)
    assert is_served(deep)
    assert list((tmp_path / "temporary").iterdir()) == []
    listening.close()
    assert not is_served(deep)


async def test_nor_is_a_long_path_of_the_temporary_folder(deep, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(deep.parent))
    listening = listen(deep, SERVER)
    assert is_served(deep)
    assert [path for path in deep.parent.iterdir() if path.is_dir()] == []
    listening.close()


def refuse_to_bind(monkeypatch):
    """As on a file system that has no sockets."""

    def bind(*_):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(socket.socket, "bind", bind)


async def test_where_there_are_no_sockets_a_server_ends_with_its_terminal(
    begun, monkeypatch, caplog
):
    refuse_to_bind(monkeypatch)
    attendance = Attendance(lasting=True)
    pipe, terminal = socket.socketpair()
    reader, writer = await asyncio.open_unix_connection(sock=pipe)
    listening = asyncio.create_task(attendance._listen(reader, attendance.attend(writer.write)))
    await attendance.open(begun.journal, SERVER)
    assert "no terminal can take this server over (Operation not permitted)" in caplog.text
    assert (attendance.is_lasting, attendance.is_told_to_stop) == (False, False)
    terminal.send(LEAVE)
    await listening
    assert attendance.is_told_to_stop
    attendance.close()
    terminal.close()
    writer.close()
    assert find_servers(begun.journal) == ()


async def test_and_at_once_where_that_is_gone_already(begun, monkeypatch):
    refuse_to_bind(monkeypatch)
    attendance = Attendance(lasting=True)
    await attendance.open(begun.journal, SERVER)
    assert attendance.is_told_to_stop


@pytest.mark.parametrize("server", ["", "bench", "../../x", "abcd0123/..", "abcd012g", "ABCD0123"])
async def test_a_server_with_an_id_that_nobody_looks_for_has_no_socket(begun, server):
    before = sorted(begun.journal.parent.iterdir())
    with pytest.raises(OSError, match="no terminal would look for a server"):
        listen(begun.journal, server)
    assert sorted(begun.journal.parent.iterdir()) == before


def test_macos_is_asked_in_its_own_way():
    class Connected:
        """Answers as macOS's kernel does: a version, the user, groups; and the process."""

        def getsockopt(self, level, question, size):
            assert level == 0
            answers = {1: struct.pack("2Ih16I", 0, 501, 1, *range(16)), 2: struct.pack("i", 4711)}
            assert len(answers[question]) == size
            return answers[question]

    assert peer_of(Connected(), "darwin") == Peer(4711, 501)


async def test_a_server_that_ends_before_it_has_read_anything_is_gone(begun):
    """The kernel resets such a connection: what was written to it reached nobody."""

    def hang_up():
        connected, _ = listening.accept()
        connected.recv(1, socket.MSG_PEEK)
        connected.close()

    with listen(begun.journal, SERVER) as listening:
        listening.settimeout(None)
        ending = asyncio.create_task(asyncio.to_thread(hang_up))
        assert await reach(socket_of(begun.journal, SERVER)) is None
        await ending


@pytest.mark.parametrize("says", [b"", b"att", b"x" * 1_000_000, ATTEND[:-1] + b"\0" * 100_000])
async def test_whoever_says_nothing_of_sense_to_a_server_is_let_go_of(begun, says):
    failed = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context))
    attendance = Attendance(lasting=True)
    await attendance.open(begun.journal, SERVER)
    connected = socket_of(begun.journal, SERVER).connect()
    attendance.report(NEWS)
    with connected, contextlib.suppress(ConnectionError):
        await asyncio.to_thread(connected.sendall, says)
    link = await reach(socket_of(begun.journal, SERVER))  # in its turn, after the other
    assert link.first == NEWS
    await link.ended()
    attendance.close()
    assert failed == []
