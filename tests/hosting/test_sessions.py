"""Sessions on this machine: which are unfinished, which one is meant, who holds it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from facilitator import clock
from facilitator.clock import now
from facilitator.domain.commands import EndSession, Envelope, NoteLogWritten
from facilitator.errors import JournalFailed, Misused, Unusable
from facilitator.hosting import codes, sessions
from facilitator.hosting.control import find_living
from facilitator.live.ports import LogNotWritten
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.sqlite_journal import SqliteJournal
from facilitator.wiring import logs, server, workshop
from facilitator.wiring.home import look_around, past_summary
from tests.anybody import as_anybody, folder_for_anybody
from tests.e2e.room import AGENDA


@pytest.fixture
async def live(begun):
    session = LiveSession(await SqliteJournal.open(begun.journal), codes.new_id)
    await session.open()
    yield session
    await session.close()


async def end(session):
    assert isinstance(await session.submit(Envelope(now(), "f1", EndSession())), Accepted)


async def test_a_session_is_named_by_its_day_and_agenda(begun, settings):
    (found,) = await sessions.list_sessions(settings.journals)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-small-[2-9a-z]{4}", found.id)
    assert found.state.facilitators[0].name == "Ines"
    assert found.is_unfinished


async def test_journals_are_their_owners_alone_and_out_of_git(begun, settings):
    assert settings.journals.stat().st_mode & 0o077 == 0
    assert (settings.journals / ".gitignore").read_text() == "*\n"


async def test_the_one_unfinished_session_need_not_be_named(begun, settings):
    assert (await sessions.find_session(settings.journals, None)).path == begun.journal


async def test_a_beginning_names_a_session_unless_it_names_several(begun, settings):
    found = await sessions.find_session(settings.journals, None)
    assert (await sessions.find_session(settings.journals, found.id[:-2])).id == found.id
    await workshop.begin(settings, read_agenda(AGENDA).found, None)
    with pytest.raises(Misused, match="several sessions are unfinished"):
        await sessions.find_session(settings.journals, None)
    with pytest.raises(Misused, match="begins several sessions"):
        await sessions.find_session(settings.journals, found.id[:10])


async def test_a_session_that_is_not_there_is_told_in_words(settings):
    with pytest.raises(Unusable, match=r"no session in .* is unfinished"):
        await sessions.find_session(settings.journals, "latest")
    with pytest.raises(Unusable, match="there is no session “2020”"):
        await sessions.find_session(settings.journals, "2020")


async def test_a_session_is_held_by_one_terminal_at_a_time(begun):
    with (
        sessions.held(begun.journal),
        pytest.raises(Misused, match="in another terminal"),
        sessions.held(begun.journal),
    ):
        pass
    with sessions.held(begun.journal):
        pass


async def test_a_damaged_journal_is_listed_with_its_problem_and_not_taken_up(begun, settings):
    begun.journal.write_bytes(b"no journal at all" * 100)
    (found,) = await sessions.list_sessions(settings.journals)
    assert "damaged" in found.problem
    with pytest.raises(JournalFailed, match="damaged"):
        await workshop.take_up(settings, found.id, None)


async def test_the_log_is_written_once_and_then_the_session_is_finished(live, settings):
    await end(live)
    write = workshop.LogFile(live, settings.sessions)
    path = await write()
    assert path == await write()
    (entry,) = logs.list_logs(settings.sessions)
    assert str(entry.path) == path
    assert logs.check(settings.sessions, path) == ()
    (found,) = await sessions.list_sessions(settings.journals)
    assert not found.is_unfinished
    with pytest.raises(Misused, match="has ended; `facilitator log show"):
        await workshop.take_up(settings, found.id, None)


async def test_a_log_that_cant_be_written_says_why_and_can_be_tried_again(live, settings):
    await end(live)
    write = workshop.LogFile(live, settings.sessions)
    in_the_way = settings.sessions / f"{live.state.id}.toml"
    in_the_way.mkdir()
    with pytest.raises(LogNotWritten, match=str(settings.sessions)):
        await write()
    assert live.state.log_file is None
    in_the_way.rmdir()
    assert await write() == str(in_the_way)


async def test_a_log_that_may_not_last_is_told_to_be_written_and_the_journal_stays(
    live, settings, request, monkeypatch
):
    await end(live)
    request.getfixturevalue("unsynced_folders")
    with pytest.raises(LogNotWritten) as told:
        await workshop.LogFile(live, settings.sessions)()
    path = settings.sessions / f"{live.state.id}.toml"
    assert str(told.value) == (
        f"{path} is written, but a crash of this machine may undo that: its folder can't be synced"
        " (Input/output error). Look at the disk, then write it again."
    )
    assert logs.check(settings.sessions, str(path)) == ()
    assert live.state.log_file is None
    await workshop.tidy(settings)
    (found,) = await sessions.list_sessions(settings.journals)
    assert found.is_unfinished

    monkeypatch.undo()
    assert await workshop.LogFile(live, settings.sessions)() == str(path)
    assert live.state.log_file == path.name


async def test_nothing_is_left_behind_when_a_session_cant_begin(settings):
    settings.sessions.parent.mkdir(exist_ok=True)
    settings.sessions.write_text("a file where the folder should be")
    with pytest.raises(Unusable, match="can't be written"):
        await workshop.begin(settings, read_agenda(AGENDA).found, None)


async def test_home_offers_what_was_interrupted_until_its_log_is_written(live, settings):
    model = await look_around(settings)
    assert [card.session for card in model.interrupted] == [live.state.id]
    assert (await past_summary(settings)).logs == 0
    await end(live)
    note = Envelope(now(), "f1", NoteLogWritten(file=f"{live.state.id}.toml"))
    await workshop.LogFile(live, settings.sessions)()
    await live.submit(note)
    model = await look_around(settings)
    assert model.interrupted == ()
    assert (await past_summary(settings)).logs == 1


async def test_a_journal_that_lies_there_already_is_left_alone(begun, settings, monkeypatch):
    (found,) = await sessions.list_sessions(settings.journals)
    monkeypatch.setattr(codes, "new_tail", lambda: found.id[-4:])
    before = begun.journal.read_bytes()
    with pytest.raises(JournalFailed, match="exists"):
        await workshop.begin(settings, read_agenda(AGENDA).found, None)
    assert begun.journal.read_bytes() == before


async def test_a_session_that_never_started_is_not_served(settings):
    path = sessions.journal_path(settings.journals, "2026-11-22-small-aaaa")
    await (await SqliteJournal.open(path, create=True)).close()
    with pytest.raises(JournalFailed, match="can't be served: it never started"):
        await server.serve_session(
            "2026", watched=False, say=print, folder=settings.sessions, listen="127.0.0.1:0"
        )


async def test_a_folder_that_cant_be_listed_is_not_taken_for_an_empty_one():
    with folder_for_anybody() as shared:
        shared.chmod(0o777)
        await refuse_unlisted(shared / ".journals")


async def refuse_unlisted(folder):
    with as_anybody():
        folder.mkdir(mode=0o700)
        assert await sessions.list_sessions(folder) == ()
        folder.chmod(0o300)
        with pytest.raises(Unusable, match="can't be listed: Permission denied"):
            await sessions.list_sessions(folder)
        with pytest.raises(Unusable, match="can't be listed"):
            find_living(folder)
        folder.chmod(0o700)


@pytest.mark.parametrize(("zone", "day"), [("AAA-13", "2026-11-23"), ("BBB+11", "2026-11-22")])
def test_the_day_in_a_sessions_id_is_the_one_here(in_time_zone, monkeypatch, zone, day):
    evening = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    in_time_zone(zone)
    agenda = read_agenda(AGENDA).found
    assert sessions.new_session_id(agenda, evening).startswith(f"{day}-{agenda.id}-")
    monkeypatch.setattr(clock, "now", lambda: evening)
    assert str(clock.today()) == day
