"""What a journal's SQLite file looks like inside: its tables, and each event as a row of them.

Events are stored as JSON, under stable names of our own. A stored event says its name and the
version of its form. When a form changes, its version goes up and an upcast lifts what was stored
under the older one; names and old versions are never reused.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast
from zlib import crc32

from cattrs.preconf.json import JsonConverter, make_converter

from facilitator.domain import events
from facilitator.domain.agenda import StepBase
from facilitator.domain.events import Event, LogWritten
from facilitator.domain.journal import JournalError, Record
from facilitator.domain.steps import KIND_WORDS
from facilitator.storage.own_file import closing, open_own
from facilitator.storage.seal import SEAL_SUFFIX, SEALED_EVENTS, Seal, SealBroken
from facilitator.storage.sqlite_file import check_files, connect

NAMES: Mapping[type[events.EventBase], tuple[str, int]] = {
    events.SessionStarted: ("session-started", 3),
    events.ParticipantJoined: ("participant-joined", 1),
    events.ParticipantConnected: ("participant-connected", 1),
    events.ParticipantDisconnected: ("participant-disconnected", 1),
    events.StepEntered: ("step-entered", 1),
    events.TimeExtended: ("time-extended", 1),
    events.RoundOpened: ("round-opened", 2),
    events.BallotCast: ("ballot-cast", 1),
    events.BallotWithdrawn: ("ballot-withdrawn", 1),
    events.ItemMarked: ("item-marked", 1),
    events.MarkWithdrawn: ("mark-withdrawn", 1),
    events.RoundClosed: ("round-closed", 1),
    events.RoundRevealed: ("round-revealed", 1),
    events.DecisionRecorded: ("decision-recorded", 1),
    events.DecisionReopened: ("decision-reopened", 1),
    events.ShortlistSettled: ("shortlist-settled", 1),
    events.ShortlistReopened: ("shortlist-reopened", 1),
    events.StatusesRecorded: ("statuses-recorded", 1),
    events.PromiseTakenUp: ("promise-taken-up", 1),
    events.PromiseWorded: ("promise-worded", 1),
    events.PromiseSettled: ("promise-settled", 1),
    events.PromiseReopened: ("promise-reopened", 1),
    events.TaskAdded: ("task-added", 1),
    events.TaskRemoved: ("task-removed", 1),
    events.StepMoved: ("step-moved", 1),
    events.DissentAnswered: ("dissent-answered", 1),
    events.DissentWithdrawn: ("dissent-withdrawn", 1),
    events.TeamCorrected: ("team-corrected", 1),
    events.ParticipantRemoved: ("participant-removed", 1),
    events.ParticipantReadmitted: ("participant-readmitted", 1),
    events.FacilitatorCodeIssued: ("facilitator-code-issued", 1),
    events.LeadHandedOver: ("lead-handed-over", 1),
    events.WordGiven: ("word-given", 1),
    events.ItemsMerged: ("items-merged", 1),
    events.HandRaised: ("hand-raised", 1),
    events.HandLowered: ("hand-lowered", 1),
    events.ItemParked: ("item-parked", 1),
    events.SessionEnded: ("session-ended", 1),
    events.LogWritten: ("log-written", 1),
}
"""Each event's name on disk, and the version of its form that is written."""

_TYPES = {name: (event_type, version) for event_type, (name, version) in NAMES.items()}

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTS: Mapping[tuple[str, int], Upcast] = {
    ("session-started", 1): lambda form: {**form, "earlier": None},
    ("session-started", 2): lambda form: {**form, "remarks": []},
    ("round-opened", 1): lambda form: {**form, "about": ""},
}
"""For a name and an older version: what lifts its stored form to the next version."""


class UnknownEvent(ValueError):  # noqa: N818 - reads as what was met
    """A stored event that this version of the program can't read; the message says why."""


def encode(event: Event) -> tuple[str, int, str]:
    """An event's name, version and JSON."""
    name, version = NAMES[type(event)]
    return name, version, _converter().dumps(event, ensure_ascii=False, separators=(",", ":"))


def decode(name: str, version: int, text: str) -> Event:
    """The event that was stored; raises UnknownEvent when it can't be read."""
    known = _TYPES.get(name)
    if known is None or version > known[1]:
        raise UnknownEvent(
            f"“{name}” (version {version}) was written by a newer version of facilitator: update it"
        )
    event_type, newest = known
    try:
        form = json.loads(text)
        for older in range(version, newest):
            form = UPCASTS[name, older](form)
        event = _converter().structure(form, event_type)
    except Exception as error:  # whatever it is that reading chokes on, the event is damaged
        raise UnknownEvent(f"“{name}” is damaged") from error
    return cast("Event", event)


@cache
def _converter() -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True)
    kinds = {word: record for record, word in KIND_WORDS.items()}

    def written(step: StepBase) -> dict[str, Any]:
        form: dict[str, Any] = converter.unstructure(step)
        return {**form, "kind": KIND_WORDS[type(step)]}

    def read(form: dict[str, Any], _: type) -> StepBase:
        fields = {name: value for name, value in form.items() if name != "kind"}
        return converter.structure(fields, kinds[form["kind"]])

    converter.register_unstructure_hook_func(lambda kind: kind is StepBase, written)
    converter.register_structure_hook_func(lambda kind: kind is StepBase, read)
    return converter


FORMAT, SEALED_FORMAT = 1, 2
"""The versions of the layout, kept in ``user_version``: plain, and with sealed events."""
APPLICATION_ID = 0x4641434C
"""Marks the file as a facilitator's journal (``FACL``)."""
LOCK_PATIENCE = 5.0
"""Seconds to wait for another process's commit before giving up."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 72
"""An SQLite file begins with the magic and has its application's id at the end of these:
https://www.sqlite.org/fileformat2.html#the_database_header."""
_TABLES = (
    """CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    command_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    data TEXT NOT NULL,
    checksum INTEGER NOT NULL
)""",
    "CREATE TABLE commands (command_id TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE probes (id INTEGER PRIMARY KEY, count INTEGER NOT NULL)",
)
_SEAL_TABLE = "CREATE TABLE seal (id INTEGER PRIMARY KEY, proof TEXT NOT NULL)"
"""What a sealed journal has besides: something sealed, by which its seal is known from others."""
_PROOF = "the seal of this journal"
_WITHOUT_EVENTS = (
    "SELECT count(*) FROM commands WHERE command_id NOT IN (SELECT command_id FROM events)"
)
"""No command is stored without events: where one is, the disk has lost the last of them, which
neither SQLite nor a checksum would notice."""
_COLUMNS = "seq, command_id, name, version, data, checksum"

Row = tuple[int, str, str, int, str, int]


def lay_out(connection: sqlite3.Connection, seal: Seal | None) -> None:
    """Make the tables in a file that is still empty."""
    connection.execute("BEGIN")
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for table in _TABLES:
        connection.execute(table)
    if seal is not None:
        connection.execute(_SEAL_TABLE)
        connection.execute("INSERT INTO seal VALUES (1, ?)", (seal.seal(_PROOF, _PROOF),))
    connection.execute(f"PRAGMA user_version={FORMAT if seal is None else SEALED_FORMAT}")
    connection.execute("COMMIT")


def open_file(path: Path, *, is_new: bool = False) -> sqlite3.Connection:
    """A connection to a journal's file, of which nothing has been changed yet.

    Unless it ``is_new``, it is a plain file of ours and says that it is a journal. Raises
    JournalError, OSError or sqlite3.Error where it isn't, or can't be opened.
    """
    check_files(path)
    if not is_new:
        _check_header(path)
    return connect(path, mode="rw", patience=LOCK_PATIENCE)


def _check_header(path: Path) -> None:
    """Look without SQLite, which by looking may change a file: roll it back, or what else it asks.

    Only before a process has the journal open: to close a file gives up all locks on it that the
    process has, SQLite's too.
    """
    with closing(open_own(path, os.O_RDONLY)) as file:
        header = os.pread(file, _HEADER_BYTES, 0)
    if header and not header.startswith(_MAGIC):
        raise JournalError(f"{path.name} can't be used: it is damaged, or no journal at all")
    if header[-4:] != APPLICATION_ID.to_bytes(4, "big"):
        raise JournalError(f"{path.name} is not a facilitator's journal")


def check_layout(connection: sqlite3.Connection, path: Path, seal: Seal | None) -> None:
    """Make sure that this is a whole journal, and its seal; raises JournalError."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise JournalError(f"{path.name} is not a facilitator's journal")
    if layout > SEALED_FORMAT:
        raise JournalError(f"{path.name} was written by a newer version of facilitator: update it")
    is_sealed = layout == SEALED_FORMAT
    if not _has_tables(connection, is_sealed=is_sealed) or not _is_whole(connection):
        raise JournalError(f"{path.name} can't be used: it is damaged")
    if is_sealed:
        _check_seal(connection, path, seal)
    elif seal is not None:
        raise JournalError(
            f"{path.name} has nothing under a key, yet {_key_of(path)} lies beside it:"
            " move it to the session that it belongs to"
        )


def _has_tables(connection: sqlite3.Connection, *, is_sealed: bool) -> bool:
    """Whether these very tables are there and nothing else: a view, say, could run without end."""
    wanted = [*_TABLES, _SEAL_TABLE] if is_sealed else [*_TABLES]
    found = connection.execute("SELECT sql FROM sqlite_master").fetchall()
    return sorted(str(sql) for (sql,) in found) == sorted(wanted)


def _is_whole(connection: sqlite3.Connection) -> bool:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return bool(verdict == "ok" and connection.execute(_WITHOUT_EVENTS).fetchone() == (0,))


def _check_seal(connection: sqlite3.Connection, path: Path, seal: Seal | None) -> None:
    secret = f"{path.name} keeps votes anonymous under a key"
    if seal is None:
        raise JournalError(
            f"{secret}, and {_key_of(path)} is not beside it: put it back there."
            " Nobody can go on with the session without it"
        )
    row = connection.execute("SELECT proof FROM seal WHERE id = 1").fetchone()
    try:
        seal.unseal(row[0] if row else "", _PROOF)
    except SealBroken:
        raise JournalError(
            f"{secret}, and {_key_of(path)} is another session's: put back the one that was made"
            " with the journal"
        ) from None


def _key_of(path: Path) -> str:
    return path.with_suffix(SEAL_SUFFIX).name


class Rows:
    """Events as rows of one journal: checked, and sealed where it has a seal."""

    def __init__(self, path: Path, seal: Seal | None) -> None:
        self._path = path
        self._seal = seal

    def read(self, connection: sqlite3.Connection, after: int) -> tuple[Record, ...]:
        """The records behind a sequence number; raises JournalError, and UnknownEvent."""
        found = connection.execute(
            f"SELECT {_COLUMNS} FROM events WHERE seq > ? ORDER BY seq",  # noqa: S608 - a constant
            (after,),
        ).fetchall()
        for place, row in enumerate(found, after + 1):
            if row != _with_checksum(place, *row[1:-1]):
                raise JournalError(f"{self._path.name} is damaged at event {place}")
        return tuple(self._record(*row[:-1]) for row in found)

    def write(
        self, connection: sqlite3.Connection, after: int, events: list[tuple[str, str, int, str]]
    ) -> None:
        """Insert events (command id, name, version, data) behind a sequence number."""
        connection.executemany(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
            [self._closed(place, *event) for place, event in enumerate(events, after + 1)],
        )

    def _closed(self, seq: int, command_id: str, name: str, version: int, data: str) -> Row:
        if self._seal is not None and name in SEALED_EVENTS:
            data = self._seal.seal(data, _about(seq, command_id, name, version))
        return _with_checksum(seq, command_id, name, version, data)

    def _record(self, seq: int, command_id: str, name: str, version: int, data: str) -> Record:
        if self._seal is not None and name in SEALED_EVENTS:
            try:
                data = self._seal.unseal(data, _about(seq, command_id, name, version))
            except SealBroken:
                raise JournalError(
                    f"{self._path.name} is damaged at event {seq}: what is sealed there was changed"
                ) from None
        return Record(seq, command_id, decode(name, version, data))


def is_sealed_and_over(path: Path) -> bool:
    """Whether a file is the sealed journal of a session whose decision log is written.

    That much can be told without the seal. What can't be read is not known to be one.
    """
    try:
        with contextlib.closing(open_file(path)) as connection:
            (layout,) = connection.execute("PRAGMA user_version").fetchone()
            if layout != SEALED_FORMAT or not _has_tables(connection, is_sealed=True):
                return False
            row: Any = connection.execute(
                f"SELECT {_COLUMNS} FROM events WHERE name = ?",  # noqa: S608 - a constant
                NAMES[LogWritten][:1],
            ).fetchone()
    except (JournalError, sqlite3.Error, OSError, UnicodeDecodeError):
        return False
    return row is not None and row == _with_checksum(*row[:-1])


def _about(seq: int, command_id: str, name: str, version: int) -> str:
    return f"{seq}\0{command_id}\0{name}\0{version}"


def _with_checksum(seq: int, command_id: str, name: str, version: int, data: str) -> Row:
    """A row of the events, with what shows that it is still what was written."""
    whole = f"{_about(seq, command_id, name, version)}\0{data}"
    return seq, command_id, name, version, data, crc32(whole.encode())
