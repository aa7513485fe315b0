"""Another user of the machine gets at nothing of a session, while it is held and after it.

In a folder that everybody may look into, and whatever the umask is: journal, seal, lock, sockets,
the server's log, the roster's copy, the host key, the index. A decision log is a file like any.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from pathlib import Path

import pytest

from tests.anybody import NOBODY, as_anybody, folder_for_anybody
from tests.e2e.conftest import end_servers
from tests.e2e.room import Room
from tests.worlds.rosters import entry, roster

pytestmark = [
    pytest.mark.timeout(240),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user"),
]
EXAMPLE = Path(__file__).parents[1] / "storage" / "decision-log-example.toml"
LOG = "2026-11-22-grey-areas-7k2m.toml"
SECRETS = (
    ".journals",
    ".journals/SESSION.journal",
    ".journals/SESSION.seal",
    ".journals/SESSION.lock",
    ".journals/SESSION.server.log",
    ".journals/SESSION.roster.toml",
    ".journals/SESSION.*.socket",
)


@pytest.fixture(scope="module", params=[0o022, 0o000], ids=["the usual umask", "no umask"])
def held(request):
    """An anonymous session with a roster, in its lobby, and a past one; the room that it is in."""
    with folder_for_anybody() as folder, contextlib.ExitStack() as stack:
        stack.callback(end_servers, folder / "sessions")
        room = Room(folder, stack)
        (folder / "sessions").chmod(0o755)
        agenda = folder / "small.toml"
        agenda.write_text(agenda.read_text() + '\n[rules]\nattribution = "anonymous"\n')
        listed = roster(entry("Ana", room.public_line("ana"), team="pm"))
        (folder / "small.roster.toml").write_text(listed)
        (folder / "sessions" / LOG).write_bytes(EXAMPLE.read_bytes())
        before = os.umask(request.param)
        try:
            said = ("--listen", "127.0.0.1:0", "--name", "Ines")
            room.learn_where_to_join(room.facilitate("run", "small.toml", *said))
            assert room.run("log", "list").returncode == 0
        finally:
            os.umask(before)
        yield room


def tries(path):
    """What another user can do with a path, of all that they might try."""
    done = []
    for what, flags in (("read", os.O_RDONLY), ("write", os.O_WRONLY), ("append", os.O_APPEND | 1)):
        with contextlib.suppress(OSError):
            os.close(os.open(path, flags | os.O_NONBLOCK))
            done.append(what)
    with contextlib.suppress(OSError):
        next(path.iterdir())
        done.append("list")
    with contextlib.suppress(OSError):
        os.close(os.open(path / "planted", os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        done.append("plant")
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as tried:
        tried.connect(str(path))
        done.append("connect")
    for what, act in (("rename", lambda: path.rename(f"{path}.moved")), ("chmod", path.lchmod)):
        with contextlib.suppress(OSError, TypeError, NotImplementedError):
            act()
            done.append(what)
    return done


def found(room, pattern):
    """Every path that a pattern means there."""
    sessions = room.folder / "sessions"
    journal = next((sessions / ".journals").glob("*.journal"))
    paths = [*sessions.glob(pattern.replace("SESSION", journal.stem))]
    assert paths, f"there is no {pattern}"
    return paths


def test_nothing_of_it_is_to_be_had(held):
    paths = [path for pattern in SECRETS for path in found(held, pattern)]
    paths += [*(held.folder / "config").rglob("*")]
    assert (held.folder / "config" / "host_key") in paths
    before = {path: path.lstat() for path in paths}
    with as_anybody():
        got = {path.name: done for path in paths if (done := tries(path))}
    assert got == {}
    assert {path: path.lstat() for path in paths} == before


def test_the_index_can_not_be_changed_and_a_log_is_a_file_like_any(held):
    sessions = held.folder / "sessions"
    index = [each for each in sessions.rglob("*") if each.is_file() and ".index" in str(each)]
    assert index
    with as_anybody():
        assert {each.name: tries(each) for each in index if tries(each)} == {}
        assert tries(sessions / LOG) == ["read"]


def test_no_process_of_it_says_a_secret_on_its_command_line(held):
    """The one thing of a process that every user of the machine may read."""
    session = found(held, ".journals/*.journal")[0].stem
    told = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = each.read_bytes().decode(errors="replace")
            if session in words:
                told.append(words)
    assert told
    seal = found(held, ".journals/SESSION.seal")[0].read_bytes()
    for words in told:
        assert seal.hex() not in words
        assert "SHA256" not in words


def test_that_another_user_can_do_what_nobody_forbids():
    """That the above is refused because of the rights that the program has set."""
    with folder_for_anybody() as folder:
        path = folder / "open"
        path.write_text("x")
        path.chmod(0o666)
        with as_anybody():
            assert tries(path) == ["read", "write", "append"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o666
        os.chown(folder, NOBODY, -1)
        with as_anybody():
            assert "plant" in tries(folder)
