"""The home screen and the review: what there is to start, to go on with or to look back at."""

from __future__ import annotations

import asyncio
import dataclasses
import gc
import os
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from facilitator.clock import today
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.past import that_count
from facilitator.domain.past.due import due_reviews, open_commitments
from facilitator.domain.words.figures import day_of
from facilitator.errors import Misused, Taken, Unusable, one_line, retold
from facilitator.hosting import sessions
from facilitator.hosting.addresses import Address
from facilitator.hosting.sessions import SessionFile
from facilitator.live.rehearsal.people import Company
from facilitator.storage.archive import SUFFIX, Archive, LogEntry, newest_first
from facilitator.storage.decision_log_toml import check_log_file
from facilitator.storage.toml_file import FileUnreadable
from facilitator.ui.home import model
from facilitator.ui.home.screen import HomeApp
from facilitator.ui.reviewing.model import Export, FileThere, Found, NotExported, SessionCard
from facilitator.ui.reviewing.screen import ReviewApp
from facilitator.wiring import agendas, exports, logs, workshop
from facilitator.wiring.agendas import AgendaFile
from facilitator.wiring.screens import show, stoppable
from facilitator.wiring.settings import Settings

TELL_FIRST, TELL_EVERY = 0.1, 0.5
"""Seconds until the first word on how far the folder is read, and between two of them."""


async def visit(settings: Settings, address: Address | None) -> str:
    """Show the home screen and do what is chosen; return what to tell the person afterwards.

    Raises what :mod:`facilitator.wiring.workshop` raises, and Stopped when a signal ends it.
    """
    choice: model.HomeChoice | None = model.ReviewPast()
    while isinstance(choice, model.ReviewPast):
        found = await look_around(settings)
        reading = partial(past_summary, settings)
        app = HomeApp(found, reading, dark=settings.is_dark)
        with stoppable(app.exit):
            choice = await show(app)
        if isinstance(choice, model.ReviewPast):
            await review(settings)
    if choice is None:
        return ""
    if isinstance(choice, model.StartWorkshop):
        agenda, roster = agendas.with_roster(choice.card.name)
        follows = logs.followed_session(settings.sessions, agenda)
        held = await workshop.begin(settings, agenda, address, roster, follows)
    elif isinstance(choice, model.RehearseWorkshop):
        agenda = agendas.sound_agenda(choice.card.name)
        held = await workshop.begin(settings, agenda, None, company=Company())
    else:
        held = await workshop.take_up(settings, choice.session, address)
    return await workshop.facilitate(held)


async def look_around(settings: Settings) -> model.HomeModel:
    """Everything that the home screen shows, past decisions apart: they may take a while."""
    found = await sessions.list_sessions(settings.journals)
    return model.HomeModel(
        agendas=tuple(_agenda(entry) for entry in agendas.list_agendas()),
        interrupted=tuple(_interrupted(each) for each in found if each.is_unfinished),
        past=None,
        sessions_folder=str(settings.sessions),
    )


def _agenda(entry: AgendaFile) -> model.AgendaCard:
    agenda = entry.reading.found
    return model.AgendaCard(
        name=str(entry.path),
        title=agenda.title if agenda else entry.name,
        origin="ships with the program" if entry.ships else str(entry.path),
        summary=agenda.summary if agenda else "",
        agenda=agenda,
        problems=() if agenda else tuple(str(problem) for problem in entry.reading.problems),
    )


def _interrupted(session: SessionFile) -> model.InterruptedCard:
    decided, total = session.progress
    title = session.state.agenda.title if session.state else session.id
    return model.InterruptedCard(session.id, title, session.stopped_at, decided, total)


async def past_summary(settings: Settings) -> model.PastSummary:
    """What the folder of decision logs holds, and how much of it is late."""
    try:
        found = await look_through(Archive(settings.sessions))
    except Unusable as error:
        return model.PastSummary(problem=str(error))
    read = [entry.reading.log for entry in newest_first(found) if entry.reading.log is not None]
    if not read:
        return model.PastSummary()
    counted = that_count(read)
    newest = counted[-1].session
    return model.PastSummary(
        logs=len(counted),
        newest=newest.title,
        newest_on=day_of(newest.started_at),
        due=0 if newest.rehearsal else _overdue(counted, today()),
        rehearsed=newest.rehearsal,
    )


def _overdue(counted: Sequence[DecisionLog], today: date) -> int:
    """How many reviews and promises are late."""
    late = [each.days_overdue(today) > 0 for each in due_reviews(counted)]
    late += [each.days_overdue(today) > 0 for each in open_commitments(counted)]
    return sum(late)


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
        with retold(Unusable, FileUnreadable):
            return await asyncio.to_thread(work)
    finally:
        stop.set()


def _card(entry: LogEntry) -> SessionCard:
    problems = entry.reading.problems
    text = str(problems[0]) if entry.reading.log is None and problems else ""
    return SessionCard(entry.id, entry.reading.log, text, str(entry.path))


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
