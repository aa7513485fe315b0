"""Whichever byte of a file is flipped, or wherever it is cut, it is read right or refused in words.

By default every so many bytes are tried; with ``FACILITATOR_TESTS=full`` each of them, or every few
of what takes long to be read anew. Which bit of a byte is flipped goes round with its place, so
that every bit has its turn.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from facilitator.domain.agenda import Attribution
from facilitator.domain.journal import JournalError
from facilitator.hosting import codes
from facilitator.hosting.control import find_servers
from facilitator.hosting.host_key import HostKeyError, load_or_create_host_key
from facilitator.storage.archive import Archive
from facilitator.storage.archive_index import FILE, FOLDER
from facilitator.storage.decision_log_toml import LogState, parse_log
from facilitator.storage.roster_toml import parse_roster
from tests.faults.stricken import IS_FULL
from tests.faults.tasks import SESSION, TASKS, events_of
from tests.storage.reading_process import later
from tests.storage.test_decision_log_round_trip import ANONYMOUS, EXAMPLE, NAMED

pytestmark = pytest.mark.timeout(900)


def flipped(data: bytes, stride: int, full: int = 1) -> Iterator[bytes]:
    for place in range(0, len(data), full if IS_FULL else stride):
        yield data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]


def cut(data: bytes, stride: int, full: int = 1) -> Iterator[bytes]:
    for size in range(0, len(data), full if IS_FULL else stride):
        yield data[:size]


HARM = pytest.mark.parametrize("harmed", [flipped, cut])


@pytest.fixture(params=["close", "close anonymous"])
def journal(request, tmp_path) -> Path:
    """The journal of a session in which votes were cast, named or anonymous."""
    asyncio.run(TASKS[request.param].prepare(tmp_path))
    return tmp_path / "sessions" / ".journals" / f"{SESSION}.journal"


async def refusals(path: Path, damages: Iterator[bytes], *right: object) -> int:
    """How often a journal was refused in words; every other time what was read was right."""
    told = []
    for data in damages:
        path.write_bytes(data)
        try:
            assert await events_of(path.with_suffix(".journal")) in right
        except JournalError as error:
            told.append(str(error))
    assert all(words.isprintable() for words in told)
    return len(told)


@HARM
async def test_a_journal(journal, harmed):
    right = await events_of(journal)
    assert await refusals(journal, harmed(journal.read_bytes(), 97), right)


@HARM
@pytest.mark.parametrize("journal", ["close anonymous"], indirect=True)
async def test_a_seal(journal, harmed):
    right = await events_of(journal)
    seal = journal.with_suffix(".seal")
    assert await refusals(seal, harmed(seal.read_bytes(), 1), right)


@HARM
@pytest.mark.parametrize("task", ["vote"])
async def test_what_is_to_be_rolled_back_after_a_kill(stricken, template, tmp_path, task, harmed):
    """A process was killed amid a commit, at each step of it; then what SQLite kept is damaged."""
    before = await events_of(template / "s.journal")
    number, damaged, refused = 1, 0, 0
    while True:
        killed = stricken.copy(template)
        outcome = stricken.run(task, killed, f"pwrite64:signal=SIGKILL:when={number}")
        rollback = killed / "s.journal-journal"
        if outcome.told("recorded ") or not outcome.hits:
            break
        number += 1
        if not rollback.exists():
            continue
        data, base = rollback.read_bytes(), (killed / "s.journal").read_bytes()
        after = await events_with(killed, tmp_path)
        for each in harmed(data, 503, 11):
            (killed / "s.journal").write_bytes(base)
            rollback.write_bytes(each)
            damaged += 1
            try:
                assert await events_of(killed / "s.journal") in (before, after)
            except JournalError:
                refused += 1
    assert damaged
    assert refused or harmed is cut


async def events_with(killed: Path, tmp_path: Path):
    """What is recorded if nothing is rolled back; nothing where that can't be read."""
    copy = Path(shutil.copytree(killed, tmp_path / "copy"))
    (copy / "s.journal-journal").unlink()
    try:
        return await events_of(copy / "s.journal")
    except JournalError:
        return None
    finally:
        shutil.rmtree(copy)


LOGS = {"example": EXAMPLE.read_bytes(), "named": NAMED, "anonymous": ANONYMOUS}


HEADERS = re.compile(rb"^ *\[.*", re.MULTILINE)
"""The lines that begin a table: one with another name is taken for a newer program's."""


def counts(log):
    """How the votes of each decision's rounds were counted.

    Without the teams' figures where votes are anonymous: one that is too low looks like one of
    which a part is withheld.
    """
    is_named = log.session.attribution is Attribution.NAMED
    return [
        [r.tally if is_named else replace(r.tally, by_team={}) for r in decision.rounds]
        for decision in log.decisions
    ]


@HARM
@pytest.mark.parametrize("name", LOGS)
def test_a_decision_log(name, harmed):
    data = LOGS[name]
    whole = counts(parse_log(data, "log.toml").log)
    refused = 0
    for each in harmed(data, 41):
        reading = parse_log(each, "log.toml")
        assert all(str(problem).isprintable() for problem in reading.problems)
        if reading.state is not LogState.SOUND:
            assert reading.problems
            refused += 1
            continue
        found = counts(reading.log)
        if not reading.problems:  # a key that nothing reads is told of, and what it was is absent
            *before, last = [None, *chain(*found)]
            assert all(tally in chain([None], *whole) for tally in before)
            assert last is None or any(last.votes == each.votes for each in chain(*whole))
        if harmed is flipped and HEADERS.findall(each) == HEADERS.findall(data):
            assert found == whole or reading.problems
    assert refused


@HARM
@pytest.mark.parametrize("task", ["index"])
def test_an_index(template, task, harmed):
    """It is read right, or made anew; whatever it holds, the logs are told as they are."""
    right = Archive(template, clock=later).entries()
    index = template / FOLDER / FILE
    made_anew = 0
    for each in harmed(index.read_bytes(), 211, 3 if harmed is flipped else 17):
        index.write_bytes(each)
        assert Archive(template, clock=later).entries() == right
        made_anew += not index.exists() or index.read_bytes() != each
    assert made_anew


@HARM
@pytest.mark.parametrize("task", ["begin"])
def test_a_roster(template, task, harmed):
    data = (template / "small.roster.toml").read_bytes()
    readings = [parse_roster(each, "r.toml", ("pm",), codes.likeness) for each in harmed(data, 3)]
    assert all(reading.problems for reading in readings if reading.found is None)
    assert any(reading.found is None for reading in readings)


@HARM
def test_a_host_key(tmp_path, harmed):
    """A key that is taken is the same, and signs so that clients believe it."""
    path = tmp_path / "keys" / "host_key"
    right = load_or_create_host_key(path).fingerprint
    refused = 0
    for each in harmed(path.read_bytes(), 1):
        path.write_bytes(each)
        try:
            key = load_or_create_host_key(path)
        except HostKeyError:
            refused += 1
            continue
        assert key.fingerprint == right
        signature = key.private.sign(b"x", b"ssh-ed25519")
        assert key.private.convert_to_public().verify(b"x", signature)
    assert refused


def test_a_control_sockets_name(tmp_path):
    """A server is found by its socket's name alone: one that is damaged is no server's."""
    journal = tmp_path / f"{SESSION}.journal"
    name = f"{SESSION}.0123abcd.socket".encode()
    for each in (*flipped(name, 1), *cut(name, 1)):
        if not each or b"/" in each or b"\0" in each:
            continue
        path = tmp_path / each.decode(errors="surrogateescape")
        path.touch()
        assert find_servers(journal) == ()
        path.unlink()
