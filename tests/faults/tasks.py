"""What ``stricken_process.py`` does: the folder that it begins with, and what must hold afterwards.

That is checked after a call has failed, or the process was killed amid the task; and again once the
task was done a second time, as a person would, and nothing failed.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from facilitator.domain.commands import CloseRound, EndSession, EnterStep, Envelope
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.events import LogWritten
from facilitator.hosting import journals
from facilitator.hosting.journals import SUFFIX, open_journal, seal_path
from facilitator.hosting.sessions import list_sessions
from facilitator.live.session import Accepted
from facilitator.storage.archive import Archive
from facilitator.storage.decision_log_toml import dump_log
from facilitator.storage.seal import Seal
from facilitator.storage.sqlite_journal import SqliteJournal
from tests.e2e.room import AGENDA
from tests.faults.stricken import Outcome
from tests.faults.stricken_process import JOURNAL, VOTES
from tests.storage.reading_process import later
from tests.storage.test_archive_broken_files import with_good_logs
from tests.worlds.live import ballot, join, open_round, running, start
from tests.worlds.rosters import entry, new_key, public_line, roster
from tests.worlds.scenario import AGENDA as KITCHEN
from tests.worlds.scenario import ANONYMOUS, NOON

SESSION = "2026-11-22-kitchen-7k2m"
BALLOTS = [f"v{number}" for number in range(len(VOTES))]


@dataclass(frozen=True, slots=True)
class Case:
    """A task that was done in a folder, a copy of its template, and what came of it.

    ``could_clean_up``: neither was the process killed, nor did the removing of a file fail.
    ``could_read``: every file that was there already could be opened and read.
    """

    template: Path
    folder: Path
    outcome: Outcome
    could_clean_up: bool = True
    could_read: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """How the task is called by the program, the calls that it makes, and what is true of it."""

    name: str
    calls: tuple[str, ...]
    prepare: Callable[[Path], Awaitable[None]]
    holds: Callable[[Case], Awaitable[None]]
    is_done: Callable[[Case, Case], Awaitable[None]]
    """Given the case of the first try, and that of the second, which nothing has disturbed."""


async def tell(live, *commands):
    for command in commands:
        assert isinstance(await live.submit(command), Accepted)


async def seat_and_open(live, **more):
    """Three voters before an open round."""
    await tell(live, start(**more))
    await tell(live, *(join(*who) for who in (("Ana", "a"), ("Ben", "b"), ("Cem", "c"))))
    await tell(live, Envelope(NOON, "f1", EnterStep(step="fruit")), open_round())


async def events_of(path):
    journal = await open_journal(path)
    try:
        return await journal.read()
    finally:
        await journal.close()


async def prepare_vote(folder):
    async with running(await SqliteJournal.open(folder / JOURNAL, create=True)) as live:
        await seat_and_open(live)


async def stored_votes(folder):
    """How many events each command of the task has in the journal."""
    records = await events_of(folder / JOURNAL)
    return Counter(r.command_id for r in records if r.command_id in ("dan", *BALLOTS))


async def votes_hold(case):
    """What was acknowledged is there; what is there besides was under way."""
    recorded = case.outcome.told("recorded ")
    stored = await stored_votes(case.folder)
    assert set(recorded) <= set(stored), case
    if case.outcome.exit_code == 0:
        told = case.outcome.told("not ") + case.outcome.told("refused: ")
        assert told or len(recorded) == len(VOTES) + 1
    else:
        assert len(stored) <= len(recorded) + 1
    assert all(stored[vote] == 1 for vote in set(BALLOTS).intersection(stored)), case


async def votes_are_done(_, case):
    stored = await stored_votes(case.folder)
    assert set(stored) == {"dan", *BALLOTS}
    assert [stored[vote] for vote in BALLOTS] == [1] * len(BALLOTS)


async def prepare_begin(folder):
    """A roster and no session."""
    people = (entry(name, public_line(new_key())) for name in ("Ana", "Raj"))
    (folder / "small.roster.toml").write_text(roster(*people))
    shutil.copy(AGENDA, folder)


async def beginning_holds(case):
    """A session is begun whole or not at all; no half of one is taken for a session."""
    store = case.folder / "sessions" / ".journals"
    begun = case.outcome.told("begun ")
    if case.outcome.exit_code == 0:
        assert len(begun) + len(case.outcome.told("refused: ")) == 1, case
    there = await list_sessions(store) if store.exists() else ()
    started = [each.path for each in there if each.state]
    for path in started:
        await is_begun_whole(case.folder, path)
    assert case.outcome.exit_code or [path.name for path in started] == begun
    assert all(each.state or each.problem for each in there)
    if case.could_clean_up:
        left = {path.name.partition(".")[0] for path in store.glob("[!.]*")}
        assert left == {name.removesuffix(SUFFIX) for name in begun}


async def is_begun_whole(folder, path):
    assert await events_of(path)
    assert Seal.load(seal_path(path)).session == path.stem
    kept = path.with_suffix(".roster.toml").read_bytes()
    assert kept == (folder / "small.roster.toml").read_bytes()


async def beginning_is_done(_, case):
    (name,) = case.outcome.told("begun ")
    await is_begun_whole(case.folder, case.folder / "sessions" / ".journals" / name)


async def prepare_close(folder, agenda=KITCHEN):
    """A session that has ended, whose log is to be written."""
    store = folder / "sessions"
    journals.prepare_folder(store / ".journals")
    path = store / ".journals" / f"{SESSION}{SUFFIX}"
    journal = await journals.create_journal(path, SESSION, is_sealed=agenda is ANONYMOUS)
    async with running(journal) as live:
        await seat_and_open(live, session=SESSION, agenda=agenda)
        await tell(live, *(ballot(voter, "a") for voter in ("p1", "p2", "p3")))
        await tell(live, Envelope(NOON, "f1", CloseRound(step="fruit", number=1)))
        await tell(live, Envelope(NOON, "f1", EndSession()))
        log = project_log(live.state)
    (folder / "new.toml").write_bytes(dump_log(log))


async def prepare_anonymous(folder):
    await prepare_close(folder, ANONYMOUS)


def log_in(folder):
    """What the log's file holds; None where there is none."""
    path = folder / "sessions" / f"{SESSION}.toml"
    return path.read_bytes() if path.exists() else None


async def closing_holds(case):
    """The log is there whole or not at all, and as long as it is not, all else is kept."""
    new = (case.template / "new.toml").read_bytes()
    path = case.folder / "sessions" / ".journals" / f"{SESSION}{SUFFIX}"
    log = log_in(case.folder)
    assert log in (None, new)
    assert log == new or not case.outcome.told("written ")
    if log is None:
        assert not any(isinstance(r.event, LogWritten) for r in await events_of(path))
    if case.outcome.told("put away"):
        assert not path.exists()
    elif case.outcome.exit_code == 0:
        assert case.outcome.told("refused: ") or case.outcome.told("not ")


async def closing_is_done(first, case):
    store = case.folder / "sessions" / ".journals"
    assert log_in(case.folder) == (case.template / "new.toml").read_bytes()
    kept = [] if (case.template / "sessions/.journals" / f"{SESSION}.seal").exists() else [SESSION]
    assert [each.stem for each in store.rglob(f"{SESSION}*.*") if each.suffix != ".lock"] == kept
    if first.could_clean_up:
        assert sorted(each.name for each in store.parent.iterdir()) == [
            ".journals",
            f"{SESSION}.toml",
        ]


async def prepare_index(folder):
    with_good_logs(folder)


def all_sound(folder):
    return [f"{entry.id} sound" for entry in Archive(folder, clock=later).entries()]


async def index_holds(case):
    """Without an index all is told as with one."""
    if case.could_read and case.outcome.exit_code == 0:
        assert list(case.outcome.said) == all_sound(case.template)


async def index_is_done(_, case):
    assert list(case.outcome.said) == all_sound(case.template)
    entries = Archive(case.folder, never_read, later).entries()
    assert all(entry.reading.log for entry in entries)


def never_read(path):
    raise AssertionError(f"{path} is read, though the index knows of it")


async def prepare_key(folder):
    """Nothing at all."""


async def key_holds(case):
    if case.outcome.exit_code == 0:
        assert len(case.outcome.told("key ")) + len(case.outcome.told("refused: ")) == 1, case
    if case.could_clean_up:
        assert {path.name for path in case.folder.glob("keys/*")} <= {"host_key"}


async def key_is_done(first, case):
    """Who was told a key is never told another."""
    told = first.outcome.told("key ")
    assert told in ([], case.outcome.told("key "))
    assert case.outcome.told("key ")


_SQLITE = ("openat", "pread64", "pwrite64", "fdatasync", "unlink")
_CLOSING = (*_SQLITE, "read", "write", "fsync", "link")

TASKS = {
    "vote": Task("vote", _SQLITE, prepare_vote, votes_hold, votes_are_done),
    "begin": Task(
        "begin",
        (*_SQLITE, "read", "write", "fsync", "mkdir"),
        prepare_begin,
        beginning_holds,
        beginning_is_done,
    ),
    "close": Task("close", (*_CLOSING, "rename"), prepare_close, closing_holds, closing_is_done),
    "close anonymous": Task("close", _CLOSING, prepare_anonymous, closing_holds, closing_is_done),
    "index": Task(
        "index", (*_SQLITE, "read", "write", "mkdir"), prepare_index, index_holds, index_is_done
    ),
    "key": Task(
        "key",
        ("openat", "read", "write", "fsync", "link", "unlink", "mkdir"),
        prepare_key,
        key_holds,
        key_is_done,
    ),
}
