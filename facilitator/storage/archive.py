"""A folder of decision logs: what is in it, and which one is meant.

A log's id is its file's name without ``.toml``. Nothing is remembered between calls: an index that
spares reading files anew has its place behind :meth:`Archive.entries`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from facilitator.domain.text import visible
from facilitator.storage.decision_log_toml import LogReading, read_log
from facilitator.storage.toml_file import FileUnreadable
from facilitator.storage.toml_problems import Problem

LATEST = "latest"
"""The word for the newest log of all."""
SUFFIX = ".toml"
MOST_CANDIDATES = 8
"""How many logs an error names at the most."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=-|\Z)", re.ASCII)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class LogNotFound(Exception):  # noqa: N818 - reads as what happened
    """No log, or more than one, is meant. ``candidates`` are the ids that it may have been."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One file of the folder, with its log or with what is wrong with it."""

    id: str
    path: Path
    reading: LogReading

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


class Archive:
    """The decision logs in ``folder``; ``read`` reads one of them."""

    def __init__(self, folder: Path, read: Callable[[Path], LogReading] = read_log) -> None:
        self.folder = folder
        self._read = read

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
            told = f"{shown}: this folder can't be listed: {error.strerror}; check its permissions"
            raise FileUnreadable(told) from error
        logs = (path for path in found if path.suffix == SUFFIX)
        return tuple(path for path in logs if not path.name.startswith("."))

    def entries(self) -> tuple[LogEntry, ...]:
        """Every log, newest first. A broken file stands among them with its problem.

        Raises :class:`~facilitator.storage.toml_file.FileUnreadable` when the folder can't be
        listed.
        """
        entries = [self._entry(path) for path in self.paths()]
        return tuple(sorted(entries, key=lambda entry: (entry.started_at, entry.id), reverse=True))

    def find(self, reference: str) -> Path:
        """The file that is meant by an id, an unambiguous beginning of one, ``latest``, or a path.

        A path need not lie in the folder, nor exist. Raises :class:`LogNotFound` when no log or
        more than one is meant, FileUnreadable when the folder can't be listed.
        """
        if reference == LATEST:
            return self._latest()
        if os.sep in reference or reference.endswith(SUFFIX):
            return Path(reference)
        ids = {path.stem: path for path in self.paths()}
        meant = [name for name in ids if reference and name.startswith(reference)]
        if reference in ids or len(meant) == 1:
            return ids[reference if reference in ids else meant[0]]
        raise _not_found(reference, self.folder, meant, tuple(ids))

    def _latest(self) -> Path:
        entries = self.entries()
        if not entries:
            raise LogNotFound(f"there is no decision log in {_shown(self.folder)} yet")
        return entries[0].path

    def _entry(self, path: Path) -> LogEntry:
        try:
            reading = self._read(path)
        except FileUnreadable as error:
            name = _shown(path)
            problem = Problem(name, "", str(error).removeprefix(f"{name}: "))
            reading = LogReading(None, (problem,))
        return LogEntry(path.stem, path, reading)


def _not_found(reference: str, folder: Path, meant: list[str], ids: tuple[str, ...]) -> LogNotFound:
    wanted = f'"{visible(reference)}"'
    if meant:
        named = ", ".join(visible(name) for name in meant[:MOST_CANDIDATES])
        more = " …" if len(meant) > MOST_CANDIDATES else ""
        told = f"{wanted} is the beginning of {len(meant)} logs: {named}{more}; type more of it"
        return LogNotFound(told, tuple(meant))
    if not ids:
        return LogNotFound(f"there is no log {wanted}: {_shown(folder)} holds none")
    told = f'there is no log {wanted} in {_shown(folder)}; see them with "facilitator log list"'
    return LogNotFound(told, ids)


def _shown(path: Path) -> str:
    return visible(str(path), most_cells=200)
