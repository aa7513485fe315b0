"""Sessions on this machine: journals, which one is meant, whose terminal has it, and the end."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from facilitator.clock import now
from facilitator.domain import commands
from facilitator.domain.agenda import Agenda, Attribution
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.decisions import Outcome
from facilitator.domain.fold import fold
from facilitator.domain.journal import JournalError
from facilitator.domain.state import Session
from facilitator.domain.words.figures import day_of
from facilitator.errors import JournalFailed, Misused, Unusable, not_lasting, retold
from facilitator.hosting import codes, journals, rosters
from facilitator.hosting.control import clear_gone, is_served
from facilitator.hosting.journals import FINISHED, SUFFIX
from facilitator.hosting.server_log import put_aside
from facilitator.live.ports import Clock, LogNotWritten
from facilitator.live.session import Accepted, Answer, LiveSession
from facilitator.storage.decision_log_toml import LogUnsound, write_log
from facilitator.storage.own_file import NotLasting, open_own

TERMINAL = "terminal-"
"""How the connection of somebody begins who facilitates on this machine's terminal."""
FACILITATOR = "f1"
"""The seat of whoever started a session."""


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A session that has a journal here. ``state`` is None when ``problem`` says why not.

    ``is_half_gone`` marks an anonymous one that is over and was not quite put away.
    """

    id: str
    path: Path
    stopped_at: datetime
    state: Session | None
    problem: str = ""
    is_half_gone: bool = False

    @property
    def is_unfinished(self) -> bool:
        """Whether its decision log is still to be written."""
        return self.state is not None and self.state.log_file is None

    @property
    def progress(self) -> tuple[int, int]:
        """How many tasks were decided, of how many."""
        if self.state is None:
            return (0, 0)
        tasks = self.state.agenda.tasks
        outcomes = [self.state.record(task.id).decision for task in tasks]
        decided = sum(o is not None and o.outcome is Outcome.DECIDED for o in outcomes)
        return (decided, len(tasks))


def new_session_id(agenda: Agenda, started_at: datetime) -> str:
    """An id for a session that starts now: its day, its agenda, and a few signs of its own."""
    return f"{day_of(started_at)}-{agenda.id}-{codes.new_tail()}"


def start_of(
    agenda: Agenda, facilitator: str, at: datetime, *, join_code: str = "", **about: Any
) -> commands.Envelope[commands.StartSession]:
    """The command that starts a session on an agenda; ``about`` are the fields of it besides."""
    start = commands.StartSession(
        session=new_session_id(agenda, at),
        agenda=agenda,
        facilitator=facilitator,
        likeness=codes.likeness(facilitator),
        join_code=join_code,
        **about,
    )
    return commands.Envelope(at, "", start)


def journal_path(folder: Path, session: str) -> Path:
    """The journal of a session, by its id."""
    return folder / f"{session}{SUFFIX}"


def server_log_path(journal: Path) -> Path:
    """Where the servers of a session log, by its journal; an older part lies beside it."""
    return journal.with_suffix(".server.log")


async def list_sessions(folder: Path) -> tuple[SessionFile, ...]:
    """Every session whose journal was not put away, the one that stopped last first.

    Raises Unusable when the folder is not ours alone, or can't be listed.
    """
    journals.close_folder(folder)
    paths = journals.listed(folder, SUFFIX)
    found = [await _look(path) for path in paths if os.path.lexists(path)]
    return tuple(sorted(found, key=lambda each: each.stopped_at, reverse=True))


async def find_session(folder: Path, reference: str | None) -> SessionFile:
    """The session meant by an id, the beginning of one, ``latest`` or a path.

    Without a reference, the one unfinished session. Raises Unusable when there is none, or the
    folder that it lies in is not ours alone, Misused when there are several, OutsideFailed where
    its file system gives no locks.
    """
    if reference is not None and reference.endswith(SUFFIX):
        path = Path(reference)
        journals.check_folder(path.parent)
        journals.check_locks(path.parent)
        if not os.path.lexists(path):
            raise Unusable(f"{reference}: there is no such journal")
        return await _look(path)
    journals.check_locks(folder)
    sessions = await list_sessions(folder)
    if reference in (None, "latest"):
        unfinished = [each for each in sessions if each.is_unfinished]
        if not unfinished:
            raise Unusable(f"no session in {folder.parent} is unfinished; `run` starts one")
        if reference == "latest" or len(unfinished) == 1:
            return unfinished[0]
        raise Misused(f"several sessions are unfinished: {_ids(unfinished)}; name one")
    return _matching(sessions, str(reference), folder)


async def sound_session(folder: Path, reference: str | None, use: str) -> tuple[Path, Session]:
    """The journal of the session meant, and what it says, for some ``use``, as “served”.

    Raises JournalFailed where it is of none, and as :func:`find_session` besides.
    """
    found = await find_session(folder, reference)
    if found.state is None:
        raise JournalFailed(f"{found.id} can't be {use}: {found.problem}")
    return found.path, found.state


@contextlib.asynccontextmanager
async def opened(journal: Path) -> AsyncIterator[LiveSession]:
    """A session, live as long as the block runs; raises JournalFailed when it can't be read."""
    with retold(JournalFailed, JournalError):
        session = LiveSession(await journals.open_journal(journal), codes.new_id)
        await session.open()
    try:
        yield session
    finally:
        await session.close()


async def report(session: LiveSession, command: commands.Command) -> Answer:
    """Record what nobody in the session says: that a connection has come or gone, a server too."""
    return await session.submit(commands.Envelope(now(), "", command))


def _matching(sessions: tuple[SessionFile, ...], reference: str, folder: Path) -> SessionFile:
    matching = [each for each in sessions if each.id.startswith(reference)]
    exact = [each for each in matching if each.id == reference]
    if exact or len(matching) == 1:
        return (exact or matching)[0]
    put_away = (path.stem for path in (folder / FINISHED).glob(f"*{SUFFIX}"))
    finished = sorted(session for session in put_away if session.startswith(reference))
    if finished and not matching:
        raise Misused(f"{finished[0]} has ended; `facilitator log show {finished[0]}` shows it")
    if matching:
        raise Misused(f"“{reference}” begins several sessions: {_ids(matching)}; write more of it")
    raise Unusable(f"there is no session “{reference}” in {folder.parent}")


def _ids(sessions: list[SessionFile]) -> str:
    return ", ".join(each.id for each in sessions)


async def _look(path: Path) -> SessionFile:
    session = path.name.removesuffix(SUFFIX)
    stopped_at = datetime.fromtimestamp(path.lstat().st_mtime).astimezone()
    try:
        journal = await journals.open_journal(path)
        try:
            records = await journal.read()
        finally:
            await journal.close()
    except JournalError as error:
        half = await asyncio.to_thread(journals.is_half_destroyed, path)
        return SessionFile(session, path, stopped_at, None, str(error), half)
    state = fold(record.event for record in records)
    problem = "" if state else "it never started"
    return SessionFile(session, path, stopped_at, state, problem)


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold a session for this terminal; raises Misused while another one does.

    The lock goes with the process, however that ends. Raises Unusable where none can be made, or
    the folder is not ours alone; OutsideFailed where the file system gives no locks.
    """
    journals.check_folder(path.parent)
    lock = path.with_suffix(".lock")
    try:
        descriptor = open_own(lock, os.O_CREAT | os.O_RDWR, sole=True)
    except OSError as error:
        raise Unusable(f"{lock} can't be written: {error.strerror}") from error
    try:
        try:
            journals.lock(descriptor, path.parent, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = _living(os.read(descriptor, 32))
            process = f" (process {holder})" if holder is not None else ""
            raise Misused(
                f"{path.name.removesuffix(SUFFIX)} is being facilitated in another"
                f" terminal{process}; leave it there first"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _living(written: bytes) -> int | None:
    """The process of ours that a lock file names; None where no such process lives."""
    if re.fullmatch(rb"[1-9][0-9]{0,8}", written) is None:
        return None
    try:
        os.kill(int(written), 0)  # asks, and does nothing to it
    except OSError:
        return None
    return int(written)


@dataclass(frozen=True)
class LogFile:
    """Writes the decision log of a session that has ended into a folder."""

    session: LiveSession
    folder: Path
    clock: Clock = now

    async def __call__(self) -> str:
        """Write it, have it read back, note it in the journal; raises LogNotWritten."""
        log = project_log(self.session.state)
        try:
            path = await asyncio.to_thread(write_log, self.folder, log)
        except NotLasting as error:
            told = not_lasting(f"{error.filename} is written", error)
            raise LogNotWritten(f"{told}. Look at the disk, then write it again.") from error
        except OSError as error:
            raise LogNotWritten(
                f"{self.folder} can't be written: {error.strerror or error}"
            ) from error
        except LogUnsound as error:
            raise LogNotWritten(str(error)) from error
        note = commands.Envelope(self.clock(), FACILITATOR, commands.NoteLogWritten(file=path.name))
        answer = await self.session.submit(note)
        if not isinstance(answer, Accepted):
            raise LogNotWritten(f"{path} is written, but the journal failed: {answer.reason}")
        return str(path)


class DistantLogFile(LogFile):
    """The same for somebody who facilitates over SSH: the file lies where the server runs."""

    async def __call__(self) -> str:
        """Write it, and say on whose machine it lies; raises LogNotWritten."""
        return f"on the first facilitator's machine: {await super().__call__()}"


def put_away(journal: Path, state: Session | None, *, keep_journal: bool | None) -> None:
    """Keep or remove the journal of a session whose log is written, as the user set; None keeps.

    That of an anonymous session is removed whatever is set. It has no ``state`` any more when that
    was begun and not finished. Raises Unusable.
    """
    if state is not None and state.log_file is None:
        return
    is_named = state is not None and state.agenda.rules.attribution is Attribution.NAMED
    keep = is_named and keep_journal is not False
    put_journal_away(journal, keep=keep)
    clear_gone(journal)


def put_away_if_left(journal: Path, state: Session | None, *, keep_journal: bool | None) -> None:
    """Put away what nobody serves or holds any more; raises as :func:`held` and so does that."""
    if not is_served(journal):
        with held(journal):
            put_away(journal, state, keep_journal=keep_journal)


def put_journal_away(path: Path, *, keep: bool) -> None:
    """Move the journal of a finished session out of the way, or remove it for good; its roster too.

    A sealed one can't be kept. Raises Unusable when it can't be moved or removed.
    """
    roster = rosters.path_beside(path)
    try:
        if keep and not os.path.lexists(journals.seal_path(path)):
            finished = journals.finished_folder(path.parent)
            if os.path.lexists(roster):
                roster.rename(finished / roster.name)
            path.rename(finished / path.name)
        else:
            roster.unlink(missing_ok=True)
            journals.destroy(path)
        log = server_log_path(path)
        for each in (log, put_aside(log), path.with_suffix(".lock")):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable(
            f"the decision log is written, but {error.filename or path} can't be put away"
            f" ({error.strerror or error}): remove it by hand"
        ) from error
