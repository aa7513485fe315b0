"""``facilitator review``: past decisions on this terminal."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from facilitator.clock import today
from facilitator.domain.decision_log import DecisionLog
from facilitator.errors import Misused, Taken, Unusable, one_line
from facilitator.storage.archive import SUFFIX, Archive, LogEntry, newest_first
from facilitator.storage.decision_log_toml import check_log_file
from facilitator.storage.toml_file import FileUnreadable
from facilitator.ui.reviewing.model import Export, FileThere, Found, NotExported, SessionCard
from facilitator.ui.reviewing.screen import ReviewApp
from facilitator.wiring import exports
from facilitator.wiring.screens import show, stoppable
from facilitator.wiring.settings import Settings

TELL_FIRST, TELL_EVERY = 0.1, 0.5
"""Seconds until the first word on how far the folder is read, and between two of them."""


async def review(settings: Settings) -> None:
    """Show past decisions until somebody leaves; raises Unusable when the folder can't be read.

    Raises Stopped when a signal ends it.
    """
    app = ReviewApp(FolderOfLogs(settings.sessions), today(), dark=settings.is_dark)
    try:
        with stoppable(app.exit):
            await show(app)
    finally:
        gc.unfreeze()


class FolderOfLogs:
    """The decision logs of a folder, read in a thread of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._archive = Archive(folder)
        self._paths: dict[str, Path] = {}

    @property
    def folder(self) -> str:
        """Where they lie."""
        return str(self._folder)

    async def look_through(self, tell: Callable[[Found], None]) -> Found:
        """Read every log, telling now and then how far it is. Raises Unusable."""
        entries = await look_through(
            self._archive, lambda entries, total: tell(self._found(entries, total))
        )
        # All of it stays as long as the screen does: the garbage collector would hold up the keys
        # each time that it looks through it.
        gc.freeze()
        return self._found(entries, len(entries))

    def _found(self, entries: Sequence[LogEntry], total: int) -> Found:
        self._paths.update((entry.id, entry.path) for entry in entries)
        return Found(tuple(_card(entry) for entry in newest_first(entries)), total)

    async def whole(self, session: str) -> DecisionLog | None:
        """A log with everything in it; None where it can't be read any more."""
        path = self._paths.get(session)
        return await asyncio.to_thread(_whole, path) if path is not None else None

    async def export(self, what: Export, path: str, *, replace: bool = False) -> str:
        """Write a file; return where it lies, from the root on.

        Raises NotExported, FileThere unless ``replace``.
        """
        where = os.path.expanduser(path)  # noqa: PTH111 - a Path would lose a slash at the end
        named = dataclasses.replace(
            what,
            session=what.session and self._file(what.session),
            against=what.against and self._file(what.against),
        )
        return await asyncio.to_thread(_export, self._folder, named, where, replace=replace)

    def _file(self, card: str) -> str:
        """The path of a card's file: its id might mean another as ``latest`` does."""
        return str(self._paths.get(card, self._folder / f"{card}{SUFFIX}"))


async def look_through(
    archive: Archive, tell: Callable[[Sequence[LogEntry], int], None] | None = None
) -> list[LogEntry]:
    """Read a folder in a thread, telling now and then what has been read, and of how many files.

    Being cancelled ends the thread, too, within the time that one log takes. Raises Unusable.
    """
    loop = asyncio.get_running_loop()
    stop = threading.Event()

    def work() -> list[LogEntry]:
        entries: list[LogEntry] = []
        tell_at = time.monotonic() + TELL_FIRST
        for progress in archive.look_through():
            entries.append(progress.entry)
            if stop.is_set():
                break
            if tell is not None and time.monotonic() >= tell_at:
                loop.call_soon_threadsafe(tell, tuple(entries), progress.total)
                tell_at = time.monotonic() + TELL_EVERY
        return entries

    try:
        return await asyncio.to_thread(work)
    except FileUnreadable as error:
        raise Unusable(str(error)) from error
    finally:
        stop.set()


def _card(entry: LogEntry) -> SessionCard:
    problems = entry.reading.problems
    told = str(problems[0]) if entry.reading.log is None and problems else ""
    return SessionCard(entry.id, entry.reading.log, told, str(entry.path))


def _export(folder: Path, what: Export, where: str, *, replace: bool) -> str:
    try:
        made = exports.export(folder, what, today())
        exports.write(where, made, force=replace)
    except Taken as error:
        raise FileThere(f"{one_line(where)} is there already") from error
    except (Misused, Unusable) as error:
        raise NotExported(one_line(error)) from error
    return one_line("; ".join((str(Path(where).absolute()), *made.remarks)))


def _whole(path: Path) -> DecisionLog | None:
    try:
        return check_log_file(path).log
    except FileUnreadable:
        return None
