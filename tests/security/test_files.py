"""Whatever lies beside a journal under a name of ours is opened only where it is a file of ours."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import socket
import stat
import subprocess
import sys

import pytest

from facilitator.clock import now
from facilitator.domain.commands import Envelope, JoinSession
from facilitator.domain.journal import JournalError
from facilitator.errors import Misused, Unusable
from facilitator.hosting import codes, journals, presence, rosters, sessions
from facilitator.hosting.addresses import Address
from facilitator.hosting.supervisor import ServerProcesses
from facilitator.live.ports import ServerState
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.own_file import NotOurs, open_own
from facilitator.storage.seal import Seal
from facilitator.wiring import workshop
from tests.anybody import folder_for_anybody
from tests.security.strangers import as_somebody_else
from tests.worlds.rosters import entry, new_key, public_line, roster

PATIENCE = 10.0


def a_link(path, valuables):
    path.symlink_to(valuables.file)


def a_link_to_nowhere(path, valuables):
    path.symlink_to(valuables.nowhere)


def a_hard_link(path, valuables):
    path.hardlink_to(valuables.file)


def a_pipe(path, _valuables):
    os.mkfifo(path)


def a_folder(path, _valuables):
    path.mkdir()


def a_socket(path, _valuables):
    here = os.getcwd()  # noqa: PTH109 - a socket's path has to be short
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


STRANGE = (
    (a_link, "it is a link"),
    (a_link_to_nowhere, "it is a link"),
    (a_pipe, "it is no regular file"),
    (a_folder, "it is no regular file"),
    (a_socket, "it is no regular file"),
)
OVERWRITTEN = (*STRANGE, (a_hard_link, "it has another name"))


@pytest.mark.parametrize(("make", "told"), OVERWRITTEN)
def test_a_lock_is_taken_on_nothing_else(begun, valuables, make, told):
    make(begun.journal.with_suffix(".lock"), valuables)
    refused = pytest.raises(Unusable, match=rf"\.lock can't be written: {told}.*remove it")
    with refused, sessions.held(begun.journal):
        pass


@pytest.mark.parametrize(("make", "told"), STRANGE)
async def test_a_servers_log_goes_into_nothing_else(begun, valuables, make, told):
    log = begun.journal.with_suffix(".server.log")
    make(log, valuables)
    told_of = asyncio.Event()

    async def lost(_server):
        pass

    says = (sys.executable, "-c", "import sys; sys.stderr.write('overwritten')")
    servers = ServerProcesses(Address("127.0.0.1", 0), lambda *_: says, lost, log=log)
    servers.subscribe(told_of.set)
    servers.start()
    async with asyncio.timeout(PATIENCE):
        await told_of.wait()
    await servers.stop()
    assert servers.status.state is ServerState.RESTARTING
    assert f"can't be started ({told}" in servers.status.message


@pytest.mark.parametrize(("make", "told"), OVERWRITTEN)
async def test_no_start_writes_over_what_only_has_a_seals_name(
    settings, begun, valuables, make, told
):
    path = settings.journals / "2026-11-22-small-aaaa.seal"
    make(path, valuables)
    await workshop.tidy(settings)
    assert os.path.lexists(path)


async def test_a_seal_beside_it_that_is_strange_keeps_no_other_from_being_destroyed(
    settings, begun, valuables
):
    a_link(settings.journals / "2026-11-22-small-aaaa.seal", valuables)
    lone = settings.journals / "2026-11-22-small-bbbb.seal"
    Seal.make("2026-11-22-small-bbbb").keep(lone)
    await workshop.tidy(settings)
    assert not lone.exists()


@pytest.mark.parametrize(("make", "told"), STRANGE)
async def test_a_session_goes_on_with_no_other_seal(settings, begun, valuables, make, told):
    make(journals.seal_path(begun.journal), valuables)
    with pytest.raises(JournalError, match=rf"\.seal, the key .* can't be read: {told}"):
        await journals.open_journal(begun.journal)
    (found,) = await sessions.list_sessions(settings.journals)
    assert (found.state, told in found.problem) == (None, True)


def test_a_seal_is_not_read_beyond_its_size(tmp_path):
    path = tmp_path / "s.seal"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(JournalError, match="is damaged"):
        Seal.load(path)


@pytest.mark.parametrize(("make", "told"), STRANGE)
async def test_a_journal_is_nothing_else(settings, begun, valuables, make, told):
    path = sessions.journal_path(settings.journals, "2026-11-22-small-aaaa")
    make(path, valuables)
    found = {each.id: each.problem for each in await sessions.list_sessions(settings.journals)}
    assert f"can't be used: {told}" in found[path.stem]
    assert found[begun.journal.stem] == ""
    await workshop.tidy(settings)
    assert os.path.lexists(path)


@pytest.mark.parametrize(("make", "told"), STRANGE)
def test_git_is_told_in_nothing_else(settings, valuables, make, told):
    settings.journals.mkdir(parents=True, mode=0o700)
    make(settings.journals / ".gitignore", valuables)
    with pytest.raises(Unusable, match=rf"\.gitignore can't be used: {told}"):
        journals.prepare_folder(settings.journals)


@pytest.fixture
async def seated(begun):
    """The session with Ana in a seat; gives the name of the server that her connection is of."""
    session = LiveSession(await journals.open_journal(begun.journal), codes.new_id)
    await session.open()

    async def sit_down(server):
        joined = Envelope(
            now(),
            "",
            JoinSession(
                name="Ana",
                likeness="ana",
                team="pmm",
                credential="key:ana",
                connection=f"{server}-1",
            ),
        )
        assert isinstance(await session.submit(joined), Accepted)
        return session

    yield sit_down
    await session.close()


@pytest.mark.parametrize("name", ["abcd0123", "terminal", "terminal-1", "x.terminal0000000a"])
async def test_a_mark_of_another_name_reports_nobody_gone(begun, seated, name):
    session = await seated(name.rpartition(".")[2])
    begun.journal.with_suffix(f".{name}.terminal").write_text("1")
    await presence.tell_of_gone(begun.journal, session)
    assert [person.is_here for person in session.state.voters] == [True]


async def test_a_session_whose_name_is_a_pattern_has_marks_of_its_own_alone(begun, seated):
    session = await seated("terminal0000000a")
    mark = begun.journal.with_suffix(".terminal0000000a.terminal")
    mark.write_text("1")
    await presence.tell_of_gone(begun.journal.with_name("*.journal"), session)
    assert [person.is_here for person in session.state.voters] == [True]
    await presence.tell_of_gone(begun.journal, session)
    assert [person.is_here for person in session.state.voters] == [False]


@pytest.mark.parametrize(("make", "told"), STRANGE)
async def test_what_is_no_file_is_no_mark(begun, seated, valuables, make, told):
    session = await seated("terminal0000000a")
    mark = begun.journal.with_suffix(".terminal0000000a.terminal")
    make(mark, valuables)
    await presence.tell_of_gone(begun.journal, session)
    assert [person.is_here for person in session.state.voters] == [True]
    assert os.path.lexists(mark)


ANA = roster(entry("Ana", public_line(new_key())))


@pytest.mark.parametrize(("make", "told"), STRANGE)
def test_nobody_gets_in_by_a_roster_that_is_strange(begun, agenda, valuables, make, told):
    path = rosters.path_beside(begun.journal)
    make(path, valuables)
    with pytest.raises(Unusable, match=rf"\.roster\.toml: {told}.*until it is mended nobody gets"):
        rosters.KeptRoster(path, agenda)


@pytest.mark.parametrize("rights", [0o660, 0o606, 0o622])
def test_nor_by_one_that_others_may_write_until_they_may_not(begun, agenda, rights):
    path = rosters.path_beside(begun.journal)
    path.write_text(ANA)
    path.chmod(rights)
    with pytest.raises(Unusable, match=f"chmod 600 {path}; until it is mended nobody gets in"):
        rosters.KeptRoster(path, agenda)
    path.chmod(0o600)
    assert rosters.KeptRoster(path, agenda).status.people == 1


def test_one_that_others_may_write_from_now_on_is_told_of_and_so_is_the_mend(begun, agenda):
    path = rosters.path_beside(begun.journal)
    path.write_text(ANA)
    path.chmod(0o600)
    kept = rosters.KeptRoster(path, agenda)
    path.chmod(0o666)
    kept.holder("SHA256:")
    assert f"chmod 600 {path}" in kept.trouble
    path.chmod(0o600)
    kept.holder("SHA256:")
    assert kept.trouble == ""


def test_the_roster_beside_an_agenda_may_be_the_whole_groups_but_not_everybodys(tmp_path, agenda):
    path = tmp_path / "it's small.roster.toml"
    path.write_text(ANA)
    path.chmod(0o664)
    assert rosters.roster_beside(tmp_path / "it's small.toml", agenda).roster.people
    path.chmod(0o666)
    for look in (rosters.roster_beside, rosters.check_roster):
        with pytest.raises(Unusable) as caught:
            look(tmp_path / "it's small.toml", agenda)
        assert f"chmod o-w {shlex.quote(str(path))}" in str(caught.value)


def test_a_finished_roster_goes_into_no_folder_elsewhere(begun, valuables):
    rosters.path_beside(begun.journal).write_text(ANA)
    (begun.journal.parent / sessions.FINISHED).symlink_to(valuables.folder)
    with pytest.raises(Unusable, match=r"can't be put away \(it is a link"):
        sessions.put_journal_away(begun.journal, keep=True)
    assert begun.journal.exists()
    assert rosters.path_beside(begun.journal).exists()


def test_what_somebody_else_has_made_is_not_opened():
    with folder_for_anybody() as folder:
        path = folder / "s.lock"
        path.write_text("theirs")
        path.chmod(0o666)
        with as_somebody_else(), pytest.raises(NotOurs, match="it belongs to another user"):
            open_own(path, os.O_RDWR)
        assert path.read_text() == "theirs"


def test_a_new_file_is_its_owners_alone_and_no_childs(tmp_path):
    descriptor = open_own(tmp_path / "s.lock", os.O_RDWR | os.O_CREAT)
    assert stat.S_IMODE(os.fstat(descriptor).st_mode) == 0o600
    assert not os.get_inheritable(descriptor)
    os.close(descriptor)


HOLDS = """
import pathlib, sys
from facilitator.hosting import sessions
with sessions.held(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(begun):
    """Another process that holds the session."""
    command = [sys.executable, "-c", HOLDS, str(begun.journal)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.send_signal(signal.SIGKILL)


def told_of_holder(journal):
    with pytest.raises(Misused) as caught, sessions.held(journal):
        pass
    return str(caught.value)


def test_who_holds_a_session_is_named_by_a_process_that_lives(begun, holder):
    assert f"in another terminal (process {holder.pid}); leave it" in told_of_holder(begun.journal)


@pytest.mark.parametrize(
    "written",
    [b"", b"0", b"-1", b"1 ; rm -rf ~", b"4194999", b"99999999999", b"\x1b[2J", "\u0661".encode()],
)
def test_what_else_a_lock_may_say_is_not_repeated(begun, holder, written):
    begun.journal.with_suffix(".lock").write_bytes(written)
    assert "is being facilitated in another terminal; leave it" in told_of_holder(begun.journal)
