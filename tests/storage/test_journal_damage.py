"""A journal file with any byte flipped is read right, or refused in words: never read wrong."""

from __future__ import annotations

import sqlite3

import pytest

from facilitator.domain.events import BallotCast
from facilitator.domain.journal import Entry, JournalError
from facilitator.storage import sqlite_journal
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.examples import by_tries, every
from tests.worlds.scenario import TWO, cast, closed, entered, history, opened, started

"""Every which byte is flipped. With 1 the test takes five times as long and holds as well."""

VOTED = history(started(), TWO, entered("fruit"), opened("fruit"), cast("p1", "a"), cast("p2", "b"))


@pytest.fixture
async def journal_file(tmp_path):
    """A journal with a whole round in it."""
    path = tmp_path / "s.journal"
    journal = await SqliteJournal.open(path, create=True)
    entries = [Entry(f"c{n}", (event,)) for n, event in enumerate((*VOTED, *closed("fruit")))]
    await journal.append(entries, expected=0)
    await journal.close()
    return path


async def read_all(path):
    journal = await SqliteJournal.open(path)
    try:
        return await journal.read()
    finally:
        await journal.close()


@by_tries
async def test_a_journal_with_a_byte_flipped_is_read_right_or_refused(journal_file):
    whole = journal_file.read_bytes()
    right = await read_all(journal_file)
    assert sum(isinstance(record.event, BallotCast) for record in right) == 2
    wrong = []
    refused = 0
    for place in [place for place, byte in enumerate(whole) if byte][:: every(5)]:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        journal_file.write_bytes(damaged)
        try:
            if await read_all(journal_file) != right:
                wrong.append(place)
        except JournalError:
            refused += 1
    assert wrong == []
    assert refused


async def test_events_that_are_missing_swapped_or_of_another_command_are_noticed(journal_file):
    whole = journal_file.read_bytes()
    for change in (
        "DELETE FROM events WHERE seq = 3",
        "DELETE FROM events WHERE seq = 1",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "UPDATE events SET command_id = 'c9' WHERE seq = 3",
        "UPDATE events SET data = replace(data, '\"a\"', '\"b\"') WHERE name = 'ballot-cast'",
        "UPDATE events SET name = 'round-revealed' WHERE name = 'round-closed'",
        "UPDATE events SET checksum = 'none' WHERE seq = 3",
        "UPDATE events SET data = CAST(x'ff' AS TEXT) WHERE seq = 3",
        "UPDATE events SET data = x'ff' WHERE seq = 3",
    ):
        journal_file.write_bytes(whole)
        connection = sqlite3.connect(journal_file, isolation_level=None)
        connection.execute(change)
        connection.close()
        with pytest.raises(JournalError, match=r"s\.journal .*damaged"):
            await read_all(journal_file)


async def test_a_journal_cut_short_is_read_right_or_refused(journal_file):
    whole = journal_file.read_bytes()
    right = await read_all(journal_file)
    for size in range(0, len(whole), 256):
        journal_file.write_bytes(whole[:size])
        try:
            assert await read_all(journal_file) == right
        except JournalError:
            continue


async def test_an_event_written_by_a_newer_version_is_refused_in_words(journal_file, monkeypatch):
    monkeypatch.setattr(sqlite_journal, "encode", lambda _: ("pie-eaten", 1, "{}"))
    journal = await SqliteJournal.open(journal_file)
    await journal.append([Entry("new", VOTED[:1])], expected=len(VOTED) + 2)
    with pytest.raises(JournalError, match=r"s\.journal: “pie-eaten” .* newer version"):
        await journal.read()
    await journal.close()
