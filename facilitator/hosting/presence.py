"""Terminals of voters on this machine: who sits at one, and that they are gone, however they went.

A server is told when a connection ends. A terminal here may be killed outright, and nobody is told.
So each leaves a mark beside the journal and holds a lock on it; the lock goes with the process, and
whoever finds a mark without one knows.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from facilitator.domain.commands import ReportServerLost
from facilitator.errors import Unusable
from facilitator.hosting import journals
from facilitator.hosting.sessions import report
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.own_file import check_file, open_own

SUFFIX = ".terminal"
LOOK_EVERY = 1.0
"""Seconds between two looks for terminals that are gone."""


@dataclass(slots=True)
class Mark:
    """What connections of this process begin with.

    ``stays``: the seat could not be given up, and whoever finds the mark is to do it.
    """

    name: str
    path: Path
    stays: bool = False


@contextlib.contextmanager
def marked(journal: Path) -> Iterator[Mark]:
    """Leave a mark for as long as the block runs.

    It stays when the process is killed. Raises Unusable where none can be left, or the folder is
    not ours alone; OutsideFailed where the file system gives no locks.
    """
    journals.check_folder(journal.parent)
    name = f"terminal{secrets.token_hex(4)}"
    mark = Mark(name, journal.with_suffix(f".{name}{SUFFIX}"))
    try:
        descriptor = os.open(mark.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except OSError as error:
        raise Unusable(f"{mark.path} can't be written: {error.strerror}") from error
    try:
        journals.lock(descriptor, journal.parent)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)  # an empty one is not locked yet
        yield mark
    finally:
        if not mark.stays:
            mark.path.unlink(missing_ok=True)
        os.close(descriptor)


@contextlib.asynccontextmanager
async def watched(journal: Path, session: LiveSession) -> AsyncIterator[None]:
    """Tell the session of terminals that are gone, as long as the block runs.

    Marks that are left when the session is over are removed.
    """
    task = asyncio.create_task(_watch(journal, session), name="voters' terminals")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        if session.state.log_file is not None:
            with contextlib.suppress(OSError):
                for mark in _marks(journal):
                    mark.path.unlink(missing_ok=True)


async def tell_of_gone(journal: Path, session: LiveSession) -> None:
    """Free the seats of terminals that are gone, and remove their marks."""
    for mark in _marks(journal):
        if not _is_abandoned(mark.path):
            continue
        answer = await report(session, ReportServerLost(server=mark.name))
        if isinstance(answer, Accepted):
            mark.path.unlink(missing_ok=True)


async def _watch(journal: Path, session: LiveSession) -> None:
    while True:
        with contextlib.suppress(OSError):
            await tell_of_gone(journal, session)
        await asyncio.sleep(LOOK_EVERY)


def _marks(journal: Path) -> list[Mark]:
    """The marks beside a journal: plain files of ours, with names as :func:`marked` gives them."""
    form = re.compile(rf"{re.escape(journal.stem)}\.(terminal[0-9a-f]{{8}}){re.escape(SUFFIX)}")
    paths = sorted(journal.parent.glob(f"*{SUFFIX}"))
    named = ((path, form.fullmatch(path.name)) for path in paths)
    return [Mark(match[1], path) for path, match in named if match and _is_ours(path)]


def _is_ours(path: Path) -> bool:
    try:
        return check_file(path)
    except OSError:
        return False


def _is_abandoned(mark: Path) -> bool:
    """Whether nobody holds a mark any more."""
    try:
        descriptor = open_own(mark, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return os.fstat(descriptor).st_size > 0
    finally:
        os.close(descriptor)
