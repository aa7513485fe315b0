"""The roster beside an agenda, and the copy that a session keeps."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from facilitator.clock import now
from facilitator.domain.agenda import Attribution
from facilitator.domain.commands import EndSession, Envelope
from facilitator.errors import Misused, Unusable
from facilitator.hosting import codes, rosters, sessions
from facilitator.hosting.addresses import Address
from facilitator.hosting.door import Door
from facilitator.hosting.journals import open_journal
from facilitator.hosting.supervisor import ServerProcesses
from facilitator.live.ports import RosterStatus
from facilitator.live.session import LiveSession
from facilitator.storage.agenda_toml import read_agenda
from facilitator.wiring import server, workshop
from tests.e2e.room import AGENDA
from tests.worlds.rosters import entry, new_key, public_line, roster

ANA = entry("Ana", public_line(new_key()), team="pmm")
RAJ = entry("Raj", public_line(new_key()))
INES = entry("Ínes", public_line(new_key()), team=None, seat="facilitator")


@pytest.fixture
def agenda_file(tmp_path):
    folder = tmp_path / "agendas"
    folder.mkdir()
    return shutil.copy(AGENDA, folder / "small.toml")


@pytest.fixture
def agenda(agenda_file):
    return read_agenda(agenda_file).found


@pytest.fixture
def listed(agenda_file):
    """Write people to the roster beside the agenda."""

    def write(*people):
        path = agenda_file.with_name("small.roster.toml")
        path.write_text(roster(*people))
        return path

    return write


@pytest.fixture
async def begun(settings, agenda, agenda_file, listed):
    """A session that was begun with a roster and then interrupted."""
    listed(ANA, RAJ, INES)
    found = rosters.roster_beside(agenda_file, agenda)
    return await workshop.begin(settings, agenda, None, found)


async def state_of(journal):
    session = LiveSession(await open_journal(journal), codes.new_id)
    await session.open()
    try:
        return session.state
    finally:
        await session.close()


async def end(settings, journal):
    """End a session, write its log, and tidy up."""
    session = LiveSession(await open_journal(journal), codes.new_id)
    await session.open()
    await session.submit(Envelope(now(), "f1", EndSession()))
    await workshop.LogFile(session, settings.sessions)()
    await session.close()
    await workshop.tidy(settings)


def test_without_a_roster_there_is_nothing_to_check_and_a_code_to_join_by(agenda_file, agenda):
    assert rosters.check_roster(agenda_file, agenda) == ()
    assert rosters.roster_beside(agenda_file, agenda) is None


def test_every_problem_of_a_roster_is_told(agenda_file, agenda, listed):
    listed(ANA.replace('"pmm"', '"pmn"'), RAJ.replace("Raj", "Аna"))
    problems = rosters.check_roster(agenda_file, agenda)
    assert [problem.place for problem in problems] == ["people[0].team", "people[1].name"]
    assert problems[0].file.endswith("agendas/small.roster.toml")
    # Of an agenda with problems of its own, teams are not known.
    assert [each.place for each in rosters.check_roster(agenda_file, None)] == ["people[1].name"]


def test_a_roster_with_errors_starts_no_session(agenda_file, agenda, listed):
    listed()
    with pytest.raises(Unusable, match=r"small\.roster\.toml: people: is missing.*agenda check"):
        rosters.roster_beside(agenda_file, agenda)


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_a_roster_that_cannot_be_read_is_not_taken_for_none(agenda_file, agenda, make):
    make(agenda_file.with_name("small.roster.toml"))
    for look in (rosters.check_roster, rosters.roster_beside):
        with pytest.raises(Unusable, match=r"small\.roster\.toml"):
            look(agenda_file, agenda)


async def test_a_table_from_a_spreadsheet_is_kept_as_toml(settings, agenda_file, agenda):
    key = public_line(new_key())
    table = agenda_file.with_name("small.roster.csv")
    name = agenda.team("pmm").name
    table.write_text(f"Name;Team;Seat;Key\r\nAna;{name};;{key}\r\n;;;\r\n", "utf-8-sig")
    assert not any(each.severity == "error" for each in rosters.check_roster(agenda_file, agenda))
    found = rosters.roster_beside(agenda_file, agenda)
    begun = await workshop.begin(settings, agenda, None, found)
    kept = rosters.kept_roster(rosters.path_beside(begun.journal), agenda)
    assert [(each.name, each.team) for each in kept.people] == [("Ana", "pmm")]


def test_a_table_with_mistakes_starts_no_session(agenda_file, agenda):
    table = agenda_file.with_name("small.roster.csv")
    table.write_text(f"Name,Team,Key\nAna,ops,{public_line(new_key())}\n")
    (problem,) = (p for p in rosters.check_roster(agenda_file, agenda) if p.severity == "error")
    assert (problem.file, problem.place) == (str(table), "row 2.team")
    with pytest.raises(Unusable, match=r"row 2\.team"):
        rosters.roster_beside(agenda_file, agenda)
    table.write_text("Ana,pm\n")
    with pytest.raises(Unusable, match="row 1 has no heading Name"):
        rosters.roster_beside(agenda_file, agenda)


def test_of_two_rosters_neither_is_taken(agenda_file, agenda, listed):
    listed(ANA)
    agenda_file.with_name("small.roster.csv").write_text("Name,Key\n")
    for look in (rosters.check_roster, rosters.roster_beside):
        with pytest.raises(Unusable, match="are two rosters: keep one"):
            look(agenda_file, agenda)


async def test_a_session_keeps_its_roster_beside_its_journal_for_its_owner_alone(begun):
    path = begun.journal.with_suffix(".roster.toml")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text() == roster(ANA, RAJ, INES)
    assert (await state_of(begun.journal)).join_code == ""


async def test_it_outlives_the_agendas_folder(begun, settings, agenda_file):
    shutil.rmtree(agenda_file.parent)
    taken_up = await workshop.take_up(settings, None, None)
    kept = rosters.roster_of(taken_up.journal, await state_of(taken_up.journal))
    assert kept.status.people == 3


async def test_a_session_with_a_code_has_none_whatever_lies_there(settings, agenda, listed):
    begun = await workshop.begin(settings, agenda, None)
    shutil.copy(listed(RAJ), begun.journal.with_suffix(".roster.toml"))
    assert rosters.roster_of(begun.journal, await state_of(begun.journal)) is None


@pytest.mark.parametrize("code", ["", "-", "anything"])
async def test_no_code_gets_anybody_in(begun, code):
    session = LiveSession(await open_journal(begun.journal), codes.new_id)
    await session.open()
    assert not Door(session).admits(code)
    await session.close()


@pytest.mark.parametrize("content", [None, "format = "])
async def test_without_its_roster_a_session_is_not_served_at_all(begun, settings, content):
    path = begun.journal.with_suffix(".roster.toml")
    path.unlink()
    if content:
        path.write_text(content)
    with pytest.raises(Unusable, match=r"\.roster\.toml: .*until it is mended nobody gets in"):
        await server.serve_session(
            "latest", watched=False, say=print, folder=settings.sessions, listen="127.0.0.1:0"
        )


async def test_a_kept_journal_keeps_its_roster(begun, settings):
    await end(settings, begun.journal)
    finished = settings.journals / sessions.FINISHED
    names = sorted(path.suffixes[-1] for path in finished.iterdir())
    assert names == [".journal", ".toml"]
    assert not list(settings.journals.glob("*.roster.toml"))


async def test_with_an_anonymous_sessions_journal_its_roster_goes_too(
    settings, agenda, agenda_file, listed
):
    listed(ANA, RAJ)
    agenda = replace(agenda, rules=replace(agenda.rules, attribution=Attribution.ANONYMOUS))
    found = rosters.roster_beside(agenda_file, agenda)
    begun = await workshop.begin(settings, agenda, None, found)
    await end(settings, begun.journal)
    assert not list(settings.journals.rglob("*.roster.toml"))
    assert not list(settings.journals.rglob("*.journal"))


async def test_a_voter_with_the_facilitators_name_is_told_before_the_start(
    settings, agenda, agenda_file, listed
):
    listed(INES.replace('seat = "facilitator"', 'team = "pm"'))
    found = rosters.roster_beside(agenda_file, agenda)
    with pytest.raises(Misused, match=r"“Ines”, looks like that of “Ínes” .* --name"):
        await workshop.begin(settings, agenda, None, found)


async def test_nothing_is_left_behind_when_the_roster_cant_be_kept(
    settings, agenda, agenda_file, listed, monkeypatch
):
    def fail(*_):
        raise OSError(28, "No space left on device")

    listed(ANA, RAJ)
    found = rosters.roster_beside(agenda_file, agenda)
    monkeypatch.setattr(rosters, "keep", fail)
    with pytest.raises(Unusable, match="No space left"):
        await workshop.begin(settings, agenda, None, found)
    assert not list(settings.journals.glob("*.journal"))


async def test_a_changed_roster_is_read_anew_and_what_is_wrong_with_it_told(begun, agenda):
    path = begun.journal.with_suffix(".roster.toml")
    kept = rosters.KeptRoster(path, agenda)
    told = []
    kept.changed = lambda: told.append((kept.status.people, kept.trouble.partition(": ")[2]))
    lee = new_key()
    fingerprint = lee.get_fingerprint()
    assert kept.holder(fingerprint) is None
    path.write_text(roster(ANA, RAJ, INES, entry("Lee", public_line(lee))))
    assert kept.holder(fingerprint).name == "Lee"
    path.write_text(roster(ANA, "name = 3"))
    assert kept.holder(fingerprint).name == "Lee"
    path.write_text(roster(ANA))
    assert kept.holder(fingerprint) is None
    assert [people for people, _ in told] == [4, 4, 1]
    assert ["not valid TOML" in trouble for _, trouble in told] == [False, True, False]


def test_what_servers_tell_of_the_roster_reaches_the_facilitators_screen(tmp_path):
    servers = ServerProcesses(
        Address("127.0.0.1", 0), lambda *_: (), lambda _: None, log=tmp_path / "log"
    )
    about = '"roster": {"people": 12, "file": "x.roster.toml", "trouble": ""}'
    servers._hear(f'{{"state": "listening", "port": 1, "fingerprint": "f", {about}}}'.encode(), {})
    assert servers.status.roster == RosterStatus(12, "x.roster.toml")
    assert servers.status.fingerprint == "f"
    servers._hear(f"{{{about.replace('12', '13')}}}".encode(), {})
    assert servers.status.roster.people == 13
