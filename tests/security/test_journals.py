"""A file that only looks like a journal is left as it is, and has nothing else done to it."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from facilitator.clock import now
from facilitator.domain.commands import EndSession, Envelope, StartSession
from facilitator.domain.journal import JournalError
from facilitator.hosting import codes, journals, sessions
from facilitator.hosting.sessions import LogFile
from facilitator.live.ports import LogNotWritten
from facilitator.live.session import LiveSession
from facilitator.storage.journal_layout import is_sealed_and_over
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.security.sqlite_attacks import asked_plainly, endless, redefine, rollback_that_names


def all_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


async def refusal(path):
    """Why a journal can't be opened; nothing beside it has changed after that."""
    before = all_in(path.parent)
    with pytest.raises(JournalError) as caught:
        await journals.open_journal(path)
    assert not is_sealed_and_over(path)
    assert all_in(path.parent) == before
    return str(caught.value)


def test_sqlite_by_itself_removes_whatever_file_a_rollback_journal_names(tmp_path, valuables):
    """What the next tests are about: should this fail one day, SQLite looks out for itself."""
    redefine(tmp_path / "any.sqlite", "CREATE TABLE t (x)")
    victim = tmp_path / "precious"
    victim.write_bytes(valuables.file.read_bytes())
    rollback_that_names(tmp_path / "any.sqlite", victim)
    asked_plainly(tmp_path / "any.sqlite")
    assert not victim.exists()


async def test_a_journal_whose_rollback_would_remove_another_file_is_refused(begun, valuables):
    rollback_that_names(begun.journal, valuables.file)
    told = await refusal(begun.journal)
    name = f"{begun.journal.name}-journal"
    assert told == (
        f"{begun.journal.name} can't be used: {name} would have another file deleted: remove it"
    )


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
async def test_so_is_one_beside_which_sqlite_would_go_by_a_link(begun, valuables, ending):
    begun.journal.with_name(f"{begun.journal.name}{ending}").symlink_to(valuables.file)
    assert "it is a link" in await refusal(begun.journal)


async def test_a_rollback_of_ones_own_is_done(begun, tmp_path):
    """What a process leaves that was killed amid a commit names no file, and is rolled back."""
    journal = await journals.open_journal(begun.journal)
    before = await journal.read()
    await journal.close()
    killed = tmp_path / "killed"
    connection = sqlite3.connect(begun.journal, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")  # so that half of it is on the disk already
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE events SET data = hex(randomblob(20000))")
    shutil.copytree(begun.journal.parent, killed)
    connection.execute("ROLLBACK")
    connection.close()
    copy = killed / begun.journal.name
    assert copy.with_name(f"{copy.name}-journal").stat().st_size
    assert copy.read_bytes() != begun.journal.read_bytes()
    journal = await journals.open_journal(copy)
    assert await journal.read() == before
    await journal.close()


@pytest.mark.parametrize("statement", ["PRAGMA journal_mode=WAL", "PRAGMA journal_mode=DELETE"])
async def test_another_programs_database_is_not_converted(tmp_path, statement):
    path = tmp_path / "s.journal"
    redefine(path, statement, "CREATE TABLE bookmarks (url)", "INSERT INTO bookmarks VALUES ('x')")
    assert await refusal(path) == "s.journal is not a facilitator's journal"


async def test_nor_is_one_that_a_link_leads_to(settings, begun, valuables):
    path = sessions.journal_path(settings.journals, "2026-11-22-small-aaaa")
    path.symlink_to(valuables.database)
    assert "it is a link" in await refusal(path)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"no journal at all", bytes(4096)])
async def test_what_is_no_database_is_not_made_one(tmp_path, content):
    path = tmp_path / "s.journal"
    path.write_bytes(content)
    assert await refusal(path) in (
        "s.journal is not a facilitator's journal",
        "s.journal can't be used: it is damaged, or no journal at all",
    )


@pytest.mark.parametrize(
    "statement",
    [
        endless("more", "x"),
        "CREATE TRIGGER t AFTER INSERT ON events BEGIN DELETE FROM events; END",
        "CREATE INDEX i ON events (data)",
        "CREATE TABLE more (x, y TEXT GENERATED ALWAYS AS (upper(x)))",
    ],
)
async def test_one_that_defines_more_than_its_tables_is_refused(begun, statement):
    redefine(begun.journal, statement)
    assert "damaged" in await refusal(begun.journal)


async def test_events_that_would_be_told_without_end_are_not_asked_for(begun):
    redefine(
        begun.journal,
        "DROP TABLE events",
        endless("events", "seq", "command_id", "name", "version", "data", "checksum"),
        "PRAGMA user_version = 2",
    )
    assert "damaged" in await refusal(begun.journal)


async def test_a_log_is_not_written_through_a_link(settings, begun, valuables):
    """A journal from elsewhere comes with the name of its log, and perhaps with that as a link."""
    session = LiveSession(await journals.open_journal(begun.journal), codes.new_id)
    await session.open()
    await session.submit(Envelope(now(), "f1", EndSession()))
    link = settings.sessions / f"{session.state.id}.toml"
    link.symlink_to(valuables.file)
    with pytest.raises(LogNotWritten, match="move it away first"):
        await LogFile(session, settings.sessions)()
    assert session.state.log_file is None
    link.unlink()
    assert await LogFile(session, settings.sessions)() == str(link)
    await session.close()


@pytest.mark.parametrize("name", ["../planted", "/planted", "a/b", "x\0y", "", "."])
async def test_a_log_is_written_under_no_name_that_is_no_sessions(settings, agenda, name):
    path = settings.journals / "planted.journal"
    session = LiveSession(await SqliteJournal.open(path, create=True), codes.new_id)
    await session.open()
    start = Envelope(
        now(), "", StartSession(session=name, agenda=agenda, facilitator="Eve", join_code="x")
    )
    await session.submit(start)
    await session.submit(Envelope(now(), "f1", EndSession()))
    with pytest.raises(LogNotWritten, match="the decision log was not written"):
        await LogFile(session, settings.sessions)()
    assert list(settings.sessions.parent.rglob("*.toml")) == []
    await session.close()
