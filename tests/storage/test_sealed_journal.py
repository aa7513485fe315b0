"""The journal of an anonymous session: its file, or any copy, tells of nobody what they chose."""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import sqlite3
from zlib import crc32

import pytest

from facilitator.domain.events import (
    BallotCast,
    BallotWithdrawn,
    ItemMarked,
    ItemParked,
    LogWritten,
    MarkWithdrawn,
)
from facilitator.domain.journal import Entry, JournalError
from facilitator.domain.rounds import Ballot, Mark
from facilitator.storage.journal_layout import is_sealed_and_over
from facilitator.storage.seal import Seal
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.worlds.scenario import ANONYMOUS, NOON, entered, history, joined, opened, started

VOTERS = ("p-quagga-1", "p-quagga-2", "p-quagga-3", "p-quagga-4")
CHOICES = ("choice-zebra", "choice-okapi")
REASON = "reason-wombat"
PARKED = "parked-numbat"
MARKERS = (*CHOICES, REASON, PARKED, "item-zebu")


def cast(voter, choice, reason=""):
    ballot = Ballot(choice, 4, reason)
    return BallotCast(at=NOON, step="fruit", number=1, participant=voter, ballot=ballot)


SEATS = [joined(voter, f"name-{voter}", "ab"[number == 3]) for number, voter in enumerate(VOTERS)]
RATING = {"at": NOON, "step": "rate", "number": 1, "participant": VOTERS[3], "item": "item-zebu"}
SECRET = (
    cast(VOTERS[0], CHOICES[0], REASON),
    cast(VOTERS[1], CHOICES[0]),
    cast(VOTERS[2], CHOICES[1]),
    cast(VOTERS[3], CHOICES[1], f"{REASON}-of-the-team-of-one"),
    BallotWithdrawn(at=NOON, step="fruit", number=1, participant=VOTERS[2]),
    cast(VOTERS[2], CHOICES[0]),
    ItemParked(at=NOON, item=1, text=PARKED, by=VOTERS[3]),
    ItemMarked(**RATING, mark=Mark(5, f"{REASON}-too")),
    MarkWithdrawn(**RATING),
)
PLAIN = history(started(ANONYMOUS), SEATS, entered("fruit"), opened("fruit"))
EVENTS = (*PLAIN, *SECRET)


async def written(path, seal, events):
    journal = await SqliteJournal.open(path, create=True, seal=seal)
    for number, event in enumerate(events):
        await journal.append([Entry(f"c{number}", (event,))], expected=number)
    await journal.close()


async def read_all(path, seal):
    journal = await SqliteJournal.open(path, seal=seal)
    try:
        return tuple(record.event for record in await journal.read())
    finally:
        await journal.close()


@pytest.fixture
def seal(tmp_path):
    seal = Seal.make("s")
    seal.keep(tmp_path / "s.seal")
    return seal


@pytest.fixture
async def path(tmp_path, seal):
    await written(tmp_path / "s.journal", seal, EVENTS)
    return tmp_path / "s.journal"


def forms(text):
    """A text in every form in which a file might hold it."""
    plain = text.encode()
    yield from (plain, plain[::-1], plain.hex().encode(), text.encode("utf-16-le"))
    for shift in range(3):
        yield base64.b64encode(b"-" * shift + plain + b"--")[4:-8]


async def test_no_file_holds_a_choice_a_reason_or_who_voted(path, seal):
    files = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    assert set(files) == {"s.journal", "s.seal"}
    for marker, (name, data) in itertools.product(MARKERS, files.items()):
        assert [form for form in forms(marker) if form in data] == [], (marker, name)
    # People are there as who took a seat and who came, and beside nothing else.
    for voter in VOTERS:
        assert files["s.journal"].count(f'"{voter}"'.encode()) == 2
        assert voter.encode() not in files["s.seal"]
    assert await read_all(path, seal) == EVENTS


async def test_no_file_holds_it_while_it_is_being_written(tmp_path, seal):
    path = tmp_path / "s.journal"
    seen = b""
    journal = await SqliteJournal.open(path, create=True, seal=seal)
    await journal._do(lambda: journal._open.execute("PRAGMA journal_mode=PERSIST"))
    for number, event in enumerate(EVENTS):
        await journal.append([Entry(f"c{number}", (event,))], expected=number)
        seen += b"".join(each.read_bytes() for each in tmp_path.iterdir() if each != path)
    await journal.close()
    assert len(seen) > 1000
    assert [m for m in MARKERS if any(f in seen for f in forms(m))] == []


async def test_rows_of_ballots_differ_in_nothing_but_what_is_sealed(path):
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT length(data), version FROM events WHERE name = 'ballot-cast'"
    ).fetchall()
    connection.close()
    assert len(rows) == 5
    assert len(set(rows)) == 1


async def test_a_named_session_stays_readable(tmp_path):
    path = tmp_path / "s.journal"
    await written(path, None, (*started(), *SECRET))
    data = path.read_bytes()
    assert all(marker.encode() in data for marker in (*CHOICES, REASON, *VOTERS))


async def test_an_anonymous_session_is_never_begun_without_a_seal(tmp_path):
    with pytest.raises(JournalError, match="no key to keep anonymous votes under"):
        await written(tmp_path / "t.journal", None, started(ANONYMOUS))


async def test_without_its_seal_a_journal_is_refused_in_words(path):
    with pytest.raises(JournalError, match=r"s\.journal .* s\.seal is not beside it: put it back"):
        await SqliteJournal.open(path)


async def test_a_seal_of_another_session_is_refused_in_words(path):
    with pytest.raises(JournalError, match=r"s\.seal is another session's: put back the one"):
        await SqliteJournal.open(path, seal=Seal.make("s"))


async def test_a_journal_without_ballots_yet_wants_its_seal_as_well(tmp_path, seal):
    await written(tmp_path / "t.journal", seal, ())
    with pytest.raises(JournalError, match=r"t\.seal is not beside it"):
        await SqliteJournal.open(tmp_path / "t.journal")


async def test_a_seal_beside_a_journal_that_has_none_is_refused_in_words(tmp_path, seal):
    await written(tmp_path / "t.journal", None, started())
    with pytest.raises(JournalError, match=r"t\.journal has nothing under a key, yet t\.seal"):
        await SqliteJournal.open(tmp_path / "t.journal", seal=seal)


FIRST = len(PLAIN) + 1
"""The sequence number of the first ballot."""
FORGED = json.dumps({"participant": "p1", "choice": "a"})


@pytest.mark.parametrize(
    "change",
    [
        f"data = (SELECT data FROM events WHERE seq = {FIRST + 1})",  # noqa: S608
        "data = replace(data, substr(data, 100, 9), 'AAAAAAAAA')",
        "data = substr(data, 1, 200)",
        f"data = '{FORGED}'",
        "command_id = 'c99'",
        "name = 'ballot-withdrawn'",
    ],
)
async def test_what_was_changed_is_noticed_even_with_the_right_checksum(path, seal, change):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"UPDATE events SET {change} WHERE seq = ?", (FIRST,))  # noqa: S608
    row = connection.execute("SELECT * FROM events WHERE seq = ?", (FIRST,)).fetchone()
    checksum = crc32("\0".join(map(str, row[:-1])).encode())
    connection.execute("UPDATE events SET checksum = ? WHERE seq = ?", (checksum, FIRST))
    connection.close()
    with pytest.raises(
        JournalError, match=rf"s\.journal .*damaged( at event {FIRST}: .* changed|$)"
    ):
        await read_all(path, seal)


async def test_a_copy_stays_closed_once_the_seal_is_destroyed(path, tmp_path):
    copy = tmp_path / "backup" / "s.journal"
    copy.parent.mkdir()
    shutil.copy(path, copy)
    (tmp_path / "s.seal").unlink()
    with pytest.raises(JournalError, match="Nobody can go on"):
        await SqliteJournal.open(copy)


async def test_whether_a_sealed_session_is_over_is_told_without_the_seal(path, tmp_path, seal):
    assert not is_sealed_and_over(path)
    over = (*EVENTS, LogWritten(at=NOON, file="s.toml"))
    await written(tmp_path / "over.journal", seal, over)
    assert is_sealed_and_over(tmp_path / "over.journal")
    await written(tmp_path / "named.journal", None, (*started(), over[-1]))
    assert not is_sealed_and_over(tmp_path / "named.journal")
    assert not is_sealed_and_over(tmp_path / "none.journal")
    assert not is_sealed_and_over(tmp_path / "s.seal")
