"""A folder of decision logs: what is in it, and which one is meant.

An entry's id is its file's name without ``.toml``, which is the session's id unless somebody has
renamed or copied the file. Logs are told in brief (:mod:`facilitator.domain.past`), from
the index where their files have not changed since.

Of several files of one session one counts: the one that was amended last, else the one that has the
session's name.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from facilitator.domain.decision_log.checks import check_against
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.past import brief
from facilitator.domain.text import visible
from facilitator.storage.archive_index import LogIndex, Row, Stamp
from facilitator.storage.decision_log_toml import LogReading, add_fault, named_before, read_log
from facilitator.storage.toml_file import FileUnreadable, as_it_lies, composed
from facilitator.storage.toml_problems import Problem, Problems

LATEST = "latest"
"""The word for the newest log of all."""
SUFFIX = ".toml"
MOST_CANDIDATES = 8
"""How many logs an error names at the most."""
ROWS_AT_ONCE = 25
"""How many readings are kept in the index at a time: what was read before a kill stays read."""

_OF_NO_FILE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""What reading fails of whichever file it is: one that was left out for that would be missed."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=-|\Z)", re.ASCII)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class LogNotFound(Exception):  # noqa: N818 - reads as what happened
    """No log, or more than one, is meant. ``candidates`` are the ids that it may have been."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One file of the folder, with its log in brief or with what is wrong with it."""

    id: str
    path: Path
    reading: LogReading

    @property
    def session(self) -> str:
        """The id of the session that the file tells of; its name, where that can't be told."""
        return self.reading.log.session.id if self.reading.log is not None else self.id

    @property
    def is_named_right(self) -> bool:
        """Whether the file has its session's name, as far as that can be told."""
        return self.session == self.id

    def answers_to(self, beginning: str) -> bool:
        """Whether the file's name or its session's id begins so; given in composed form."""
        return any(name.startswith(beginning) for name in (composed(self.id), self.session))

    @property
    def started_at(self) -> datetime:
        """When the session began; for a broken file the day in its name, or long ago."""
        if self.reading.log is not None:
            return self.reading.log.session.started_at
        day = _DAY.match(self.id)
        try:
            return datetime.fromisoformat(day.group()).replace(tzinfo=UTC) if day else _LONG_AGO
        except ValueError:
            return _LONG_AGO


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the folder's files have been looked at, and what the newest of them was."""

    done: int
    total: int
    entry: LogEntry


class Archive:
    """The decision logs in ``folder``.

    ``read`` reads one of them; ``clock`` tells the time as files have it, in nanoseconds.
    """

    def __init__(
        self,
        folder: Path,
        read: Callable[[Path], LogReading] = read_log,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self.folder = folder
        self._read = read
        self._clock = clock

    def paths(self) -> tuple[Path, ...]:
        """The folder's logs by name; none where there is no folder.

        Raises :class:`~facilitator.storage.toml_file.FileUnreadable` when it can't be listed.
        """
        try:
            found = sorted(self.folder.iterdir())
        except FileNotFoundError:
            return ()
        except OSError as error:
            shown = visible(str(self.folder), most_cells=200)
            text = f"{shown}: this folder can't be listed: {error.strerror}; check its permissions"
            raise FileUnreadable(text) from error
        logs = (path for path in found if path.suffix == SUFFIX)
        return tuple(path for path in logs if not path.name.startswith("."))

    def entries(self) -> tuple[LogEntry, ...]:
        """Every log, newest first. A broken file stands among them with its problem.

        Raises :class:`~facilitator.storage.toml_file.FileUnreadable` when the folder can't be
        listed.
        """
        with _no_collections():
            return newest_first(progress.entry for progress in self.look_through())

    def look_through(self) -> Iterator[Progress]:
        """Every log, one after the other: those that the index knows, then those to be read.

        Of those to be read the newest come first, as far as names tell. Raises as :meth:`entries`.
        """
        paths = {path.name: path for path in self.paths()}
        if not paths:
            return
        with contextlib.closing(LogIndex(self.folder)) as index:
            yield from self._look_through(paths, index)

    def _look_through(self, paths: dict[str, Path], index: LogIndex) -> Iterator[Progress]:
        stamps = {name: stamp for name, path in paths.items() if (stamp := _stamp(path))}
        total = len(paths)
        unread = dict(sorted(paths.items(), reverse=True))
        for name, reading in index.readings(stamps):
            path = unread.pop(name)
            # Problems call the file by the name that it has here.
            problems = tuple(replace(told, file=_shown(path)) for told in reading.problems)
            entry = LogEntry(path.stem, path, replace(reading, problems=problems))
            yield Progress(total - len(unread), total, entry)
        if not unread:
            return
        index.forget_all_but(stamps)
        rows: list[Row] = []
        for name, path in tuple(unread.items()):
            since = self._clock()
            entry, was_read = self._entry(path)
            stamp = stamps.get(name) if was_read else None
            if stamp is not None and stamp == _stamp(path) and stamp.is_settled(since):
                rows.append(Row(name, stamp, entry.reading))
            del unread[name]
            if len(rows) == ROWS_AT_ONCE or not unread:
                index.remember(rows)
                rows.clear()
            yield Progress(total - len(unread), total, entry)

    def find(self, reference: str) -> Path:
        """The file that is meant by an id, an unambiguous beginning of one, ``latest``, or a path.

        The id is the file's own name or that of the session; of several files of a session the one
        that counts is meant. A path need not lie in the folder, nor exist. Names are the same in
        either of Unicode's forms. Raises :class:`LogNotFound` when no log or more than one is
        meant, FileUnreadable when the folder can't be listed.
        """
        if reference == LATEST:
            entries = self.entries()
            if not entries:
                raise LogNotFound(f"there is no decision log in {_shown(self.folder)} yet")
            return entries[0].path
        if os.sep in reference or reference.endswith(SUFFIX):
            return as_it_lies(Path(reference))
        wanted = composed(reference)
        names = {composed(path.stem): path for path in self.paths()}
        if wanted in names:
            return names[wanted]
        meant = [entry for entry in self.entries() if wanted and entry.answers_to(wanted)]
        exactly = [entry for entry in meant if entry.session == wanted]
        if exactly or _is_one(meant):
            return (exactly or meant)[0].path
        raise _not_found(reference, self.folder, sorted(e.id for e in meant), tuple(names))

    def _entry(self, path: Path) -> tuple[LogEntry, bool]:
        """A file's entry, and whether the file could be read."""
        try:
            reading = self._read(path)
        except FileUnreadable as error:
            if isinstance(error.__cause__, OSError) and error.__cause__.errno in _OF_NO_FILE:
                raise
            name = _shown(path)
            problem = Problem(name, "", str(error).removeprefix(f"{name}: "))
            return LogEntry(path.stem, path, LogReading(None, (problem,))), False
        if reading.log is not None:
            reading = LogReading(brief(reading.log), reading.problems)
        return LogEntry(path.stem, path, reading), True


def newest_first(entries: Iterable[LogEntry]) -> tuple[LogEntry, ...]:
    """The entries as lists show them; of one session the file that counts before its copies.

    Each is held against those that it names, and told to contradict them where it does.
    """
    sessions = sorted(
        of_sessions(entries), key=lambda files: (files[0].started_at, files[0].id), reverse=True
    )
    counting = {files[0].session: log for files in sessions if (log := files[0].reading.log)}
    return tuple(_held_against(entry, counting) for files in sessions for entry in files)


def of_sessions(entries: Iterable[LogEntry]) -> tuple[tuple[LogEntry, ...], ...]:
    """The files of each session, the one that counts first."""
    found: dict[str, list[LogEntry]] = {}
    for entry in entries:
        found.setdefault(entry.session, []).append(entry)
    for files in found.values():
        files.sort(key=_weight, reverse=True)
    return tuple(map(tuple, found.values()))


def _weight(entry: LogEntry) -> tuple[bool, datetime, bool, datetime, str]:
    log = entry.reading.log
    amended_at = (log.amended_at if log is not None else None) or _LONG_AGO
    return (log is not None, amended_at, entry.is_named_right, entry.started_at, entry.id)


def _is_one(meant: Sequence[LogEntry]) -> bool:
    """Whether one log is meant: of several files one session's, named like it."""
    sessions = {entry.session for entry in meant}
    return len(meant) == 1 or (
        len(sessions) == 1 and any(entry.id.startswith(entry.session) for entry in meant)
    )


def _held_against(entry: LogEntry, sessions: Mapping[str, DecisionLog]) -> LogEntry:
    reading = entry.reading
    if reading.log is None:
        return entry
    before = [sessions[name] for name in named_before(reading.log) if name in sessions]
    faults = check_against(reading.log, *before)
    if not faults:
        return entry
    problems = Problems(str(entry.path))
    for fault in faults:
        add_fault(problems, fault)
    parts = (*reading.problems, *problems.in_order())
    return replace(entry, reading=LogReading(replace(reading.log, contradicts=True), parts))


def _stamp(path: Path) -> Stamp | None:
    """What state a file is in; None for what can't be read as one.

    Nor has a link one: it may lead to a file whose stamp a stranger could know.
    """
    try:
        found = path.lstat()
    except OSError:
        return None
    return None if stat.S_ISLNK(found.st_mode) else Stamp.of(found)


@contextlib.contextmanager
def _no_collections() -> Iterator[None]:
    """Spare the garbage collector many small things that all stay: it would look at each again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _not_found(reference: str, folder: Path, meant: list[str], ids: tuple[str, ...]) -> LogNotFound:
    wanted = f'"{visible(reference)}"'
    if meant:
        named = ", ".join(visible(name) for name in meant[:MOST_CANDIDATES])
        more = " …" if len(meant) > MOST_CANDIDATES else ""
        text = f"{wanted} is the beginning of {len(meant)} logs: {named}{more}; type more of it"
        return LogNotFound(text, tuple(meant))
    if not ids:
        return LogNotFound(f"there is no log {wanted}: {_shown(folder)} holds none")
    text = f'there is no log {wanted} in {_shown(folder)}; see them with "facilitator log list"'
    return LogNotFound(text, ids)


def _shown(path: Path) -> str:
    return visible(str(path), most_cells=200)
