"""What every journal must hold, run against each of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from facilitator.domain.events import BallotCast, StepEntered
from facilitator.domain.journal import Conflict, Entry, JournalError
from facilitator.domain.rounds import Ballot
from facilitator.live.memory import MemoryJournal, MemoryStore
from facilitator.storage.seal import Seal
from facilitator.storage.sqlite_journal import SqliteJournal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(command_id: str, *steps: str) -> Entry:
    return Entry(command_id, tuple(StepEntered(at=NOON, step=step) for step in steps))


def told(records) -> list[tuple[int, str, str]]:
    return [(record.seq, record.command_id, record.event.step) for record in records]


@pytest.fixture(params=["memory", "sqlite", "sealed"])
async def writers(request, tmp_path):
    """Opens one more writer on the same journal, each as a process of its own would."""
    store, path, opened = MemoryStore(), tmp_path / "session.journal", []
    seal = Seal.make("s") if request.param == "sealed" else None

    async def open_one():
        if request.param == "memory":
            journal = MemoryJournal(store)
        else:
            journal = await SqliteJournal.open(path, create=not path.exists(), seal=seal)
        opened.append(journal)
        return journal

    yield open_one
    for journal in opened:
        await journal.close()


async def test_it_keeps_events_in_order_and_numbers_them_without_gaps(writers):
    journal = await writers()
    assert await journal.read() == ()
    assert await journal.append([entry("c1", "a", "b"), entry("c2", "c")], expected=0) == 3
    assert await journal.append([entry("c3", "d")], expected=3) == 4
    everything = [(1, "c1", "a"), (2, "c1", "b"), (3, "c2", "c"), (4, "c3", "d")]
    assert told(await journal.read()) == everything
    assert told(await journal.read(after=2)) == everything[2:]


async def test_what_one_writer_stored_another_reads(writers):
    first, second = await writers(), await writers()
    await first.append([entry("c1", "a")], expected=0)
    assert told(await second.read()) == [(1, "c1", "a")]
    assert (await second.read())[0].event == StepEntered(at=NOON, step="a")


async def test_ballots_come_back_as_they_were_cast(writers):
    first, second = await writers(), await writers()
    events = tuple(
        BallotCast(at=NOON, step="s", number=1, participant=voter, ballot=Ballot(choice, 3, "Ü\0ü"))
        for voter, choice in (("p1", "a"), ("p2", "b"), ("p1", "abstain"))
    )
    await first.append([Entry("c1", events[:2]), Entry("c2", events[2:])], expected=0)
    assert tuple(record.event for record in await second.read()) == events
    assert [record.event for record in await second.read(after=2)] == [events[2]]


async def test_an_append_behind_the_times_conflicts_and_stores_nothing(writers):
    first, second = await writers(), await writers()
    await first.append([entry("c1", "a")], expected=0)
    with pytest.raises(Conflict):
        await second.append([entry("c2", "b")], expected=0)
    with pytest.raises(Conflict):
        await second.append([entry("c2", "b")], expected=2)
    assert told(await second.read()) == [(1, "c1", "a")]


async def test_a_command_is_stored_once(writers):
    first, second = await writers(), await writers()
    await first.append([entry("c1", "a")], expected=0)
    with pytest.raises(Conflict):
        await second.append([entry("c2", "b"), entry("c1", "a")], expected=1)
    assert told(await first.read()) == [(1, "c1", "a")]
    assert await first.stored(["c1", "c2", "c1", "'"]) == {"c1"}
    assert await second.stored([]) == set()


async def test_others_are_told_of_news_within_fifty_milliseconds(writers):
    first, second = await writers(), await writers()
    heard = asyncio.Event()
    second.watch(heard.set)
    await first.append([entry("c1", "a")], expected=0)

    async def hear_of_it() -> None:
        while not await second.read():
            heard.clear()
            await heard.wait()

    await asyncio.wait_for(hear_of_it(), timeout=0.05)


async def test_many_writers_lose_and_repeat_nothing(writers):
    async def write(name: str) -> None:
        journal, seq, written = await writers(), 0, 0
        while written < 20:
            try:
                seq = await journal.append([entry(f"{name}{written}", name)], expected=seq)
                written += 1
            except Conflict:
                records = await journal.read()
                seq = records[-1].seq

    await writers()
    await asyncio.gather(*(write(name) for name in "abcd"))
    records = await (await writers()).read()
    assert [record.seq for record in records] == list(range(1, 81))
    for name in "abcd":
        ids = [record.command_id for record in records if record.event.step == name]
        assert ids == [f"{name}{number}" for number in range(20)]


async def test_a_probe_proves_writing_and_adds_no_event(writers):
    journal = await writers()
    await journal.probe()
    await journal.probe()
    assert await journal.read() == ()


async def test_a_missing_sqlite_file_is_refused_in_words(tmp_path):
    with pytest.raises(JournalError, match="can't be opened"):
        await SqliteJournal.open(tmp_path / "none.journal")


async def test_a_file_that_is_no_journal_is_refused_in_words(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("just some notes, long enough to be read as a header of a database" * 20)
    with pytest.raises(JournalError, match=r"notes\.txt .*damaged, or no journal"):
        await SqliteJournal.open(path)


async def test_an_existing_file_is_never_made_anew(tmp_path):
    path = tmp_path / "a.journal"
    await (await SqliteJournal.open(path, create=True)).close()
    with pytest.raises(JournalError, match="exists"):
        await SqliteJournal.open(path, create=True)


async def test_a_journal_is_readable_by_its_owner_alone(tmp_path):
    path = tmp_path / "folder" / "a.journal"
    await (await SqliteJournal.open(path, create=True)).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


async def test_a_closed_journal_says_so(tmp_path):
    journal = await SqliteJournal.open(tmp_path / "a.journal", create=True)
    await journal.close()
    await journal.close()
    with pytest.raises(JournalError, match="closed"):
        await journal.read()


async def test_what_is_asked_of_a_journal_that_is_being_closed_is_refused_at_once(tmp_path):
    journal = await SqliteJournal.open(tmp_path / "a.journal", create=True)
    closing = asyncio.ensure_future(journal.close())
    await asyncio.sleep(0)
    with pytest.raises(JournalError, match="closed"):
        await journal.read()
    await closing
