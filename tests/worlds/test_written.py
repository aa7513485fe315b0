"""Journals and logs that the program once wrote are read, gone on with and told of as then."""

from __future__ import annotations

import json
import re
from itertools import count

import pytest

from facilitator.domain.commands import NoteLogWritten, ParkItem, ResumeSeat
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.steps import KIND_WORDS
from facilitator.hosting.codes import code_credential
from facilitator.hosting.journals import open_journal
from facilitator.hosting.sessions import list_sessions
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.decision_log_toml import write_log
from facilitator.storage.journal_layout import NAMES, decode, encode
from tests.command_line import run_command, settings_of_nobody
from tests.worlds.every_kind import RESUME_CODE, WORLDS, Room
from tests.worlds.seen import texts_typed, what_is_seen
from tests.worlds.written import (
    LOGS,
    answer,
    commands_on_a_log,
    commands_on_all,
    events_written,
    facts,
    lay_out,
    told,
)

every_kind = pytest.mark.parametrize("kind", WORLDS)
NEWEST = dict(NAMES.values())


@pytest.fixture
async def resumed(tmp_path, kind):
    """The session of a journal, as a process has it that goes on with it."""
    numbers = count(1)
    journals = lay_out(tmp_path) / ".journals"
    journal = await open_journal(journals / f"{WORLDS[kind].session}.journal")
    live = LiveSession(journal, lambda: f"later-{next(numbers)}")
    await live.open()
    yield live
    await live.close()


async def happens(live, room):
    """Have a live session take what happened in a room, each command once."""
    while room.accepted:
        assert isinstance(await live.submit(room.accepted.pop(0)), Accepted)


@pytest.fixture(scope="module")
def log_command(tmp_path_factory):
    """Runs commands on the logs: ``log_command("log", "show", …)``."""
    folder = tmp_path_factory.mktemp("logs")
    lay_out(folder)
    env = settings_of_nobody(folder)
    return lambda *arguments: run_command(*arguments, folder=folder, env=env)


def last_at(kind):
    """When the last thing happened of which a journal tells."""
    return decode(*events_written(kind)[-1]).at


def test_there_is_a_session_of_every_kind_of_step():
    assert set(KIND_WORDS.values()) <= set(WORLDS)


@every_kind
async def test_a_journal_holds_the_events_that_were_stored(tmp_path, kind):
    journals = lay_out(tmp_path) / ".journals"
    journal = await open_journal(journals / f"{WORLDS[kind].session}.journal")
    events = [record.event for record in await journal.read()]
    await journal.close()
    written = events_written(kind)
    assert events == [decode(*each) for each in written]
    current = [
        (encode(event)[2], data)
        for event, (name, version, data) in zip(events, written, strict=True)
        if NEWEST[name] == version
    ]
    assert current
    assert [json.loads(now) for now, _ in current] == [json.loads(then) for _, then in current]


_LEGEND = re.compile(r"^\*\*\w+\*\*\s.* · \*\*.*$", re.MULTILINE)


@every_kind
def test_the_session_played_here_is_the_one_that_was_written(kind):
    room = WORLDS[kind].interrupted()
    typed = texts_typed([data for _, _, data in events_written(kind)])
    assert what_is_seen(room.state, typed) == json.loads(told(kind, "seen.json"))


@every_kind
async def test_everybody_sees_what_they_saw_before_it_broke_off(resumed, kind):
    typed = texts_typed([data for _, _, data in events_written(kind)])
    assert what_is_seen(resumed.state, typed) == json.loads(told(kind, "seen.json"))


@every_kind
async def test_a_journal_takes_more_and_comes_to_the_log_that_it_came_to(resumed, kind, tmp_path):
    room = Room.of(resumed.state, last_at(kind))
    WORLDS[kind].end(room)
    await happens(resumed, room)
    path = write_log(tmp_path, project_log(resumed.state))
    assert path.read_text("utf-8") == (LOGS / path.name).read_text("utf-8")
    room.do(NoteLogWritten, file=path.name)
    await happens(resumed, room)
    assert resumed.state.log_file == path.name


@pytest.mark.parametrize("kind", ["task", "anonymous"])
async def test_somebody_comes_back_by_their_code_and_parks_something(resumed, kind):
    room = Room.of(resumed.state, last_at(kind))
    room.do(ResumeSeat, "", credential=code_credential(RESUME_CODE), connection="s9-1")
    ana = room.who("Ana")
    room.do(ParkItem, ana, text="more")
    await happens(resumed, room)
    assert resumed.state.participants[ana].connection == "s9-1"
    assert resumed.state.parked[-1].text == "more"


async def test_all_of_them_can_be_gone_on_with(tmp_path):
    found = await list_sessions(lay_out(tmp_path) / ".journals")
    assert sorted(each.id for each in found) == sorted(world.session for world in WORLDS.values())
    assert [each.problem for each in found if not each.is_unfinished] == []


@every_kind
def test_commands_tell_of_a_log_what_they_told(log_command, kind):
    document = told(kind, "show.json")
    for ending, command in commands_on_a_log(kind).items():
        check_answer(ending, answer(log_command, command), told(kind, ending), document)


@pytest.mark.parametrize(("name", "command"), commands_on_all().items())
def test_commands_tell_of_all_logs_what_they_told(log_command, name, command):
    document = told("all", f"{name.partition('.')[0]}.json")
    check_answer(name, answer(log_command, command), told("all", name), document)


def check_answer(name: str, now: str, then: str, document: str) -> None:
    """JSON, tables and calendars are the same; a text for people tells all that it told.

    A legend of teams' short names stands only where a table has them for its heads by now.
    """
    if name.endswith(".json"):
        assert json.loads(now) == json.loads(then)
    elif name.endswith(("csv", "ics")):
        assert now == then
    else:
        said, figures = facts(now, document)
        said_then, figures_then = facts(_LEGEND.sub("", then), document)
        assert set(said_then) <= set(said)
        assert figures_then <= figures
