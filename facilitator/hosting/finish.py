"""The end of a session: its decision log is written, and its journal put away."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from facilitator.clock import now
from facilitator.domain.agenda import Attribution
from facilitator.domain.commands import Envelope, NoteLogWritten
from facilitator.domain.decision_log.projection import project_log
from facilitator.domain.state import Session
from facilitator.errors import Unusable, not_lasting
from facilitator.hosting import journals, rosters
from facilitator.hosting.control_socket import clear_gone
from facilitator.hosting.server_log import put_aside
from facilitator.hosting.sessions import FACILITATOR, server_log_path
from facilitator.live.ports import Clock, LogNotWritten
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.decision_log_toml import LogUnsound, write_log
from facilitator.storage.own_file import NotLasting


class LogFile:
    """Writes the decision log of a session that has ended into a folder."""

    def __init__(self, session: LiveSession, folder: Path, clock: Clock = now) -> None:
        self._session = session
        self._folder = folder
        self._clock = clock

    async def __call__(self) -> str:
        """Write it, have it read back, note it in the journal; raises LogNotWritten."""
        log = project_log(self._session.state)
        try:
            path = await asyncio.to_thread(write_log, self._folder, log)
        except NotLasting as error:
            told = not_lasting(f"{error.filename} is written", error)
            raise LogNotWritten(f"{told}. Look at the disk, then write it again.") from error
        except OSError as error:
            raise LogNotWritten(
                f"{self._folder} can't be written: {error.strerror or error}"
            ) from error
        except LogUnsound as error:
            raise LogNotWritten(str(error)) from error
        note = Envelope(self._clock(), FACILITATOR, NoteLogWritten(file=path.name))
        answer = await self._session.submit(note)
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
    rosters.put_away(journal, keep=keep)
    put_journal_away(journal, keep=keep)
    clear_gone(journal)


def put_journal_away(path: Path, *, keep: bool) -> None:
    """Move the journal of a finished session out of the way, or remove it for good.

    A sealed one can't be kept. Raises Unusable when it can't be moved or removed.
    """
    try:
        if keep and not os.path.lexists(journals.seal_path(path)):
            path.rename(journals.finished_folder(path.parent) / path.name)
        else:
            journals.destroy(path)
        log = server_log_path(path)
        for each in (log, put_aside(log), path.with_suffix(".lock")):
            each.unlink(missing_ok=True)
    except OSError as error:
        raise Unusable(
            f"the decision log is written, but {error.filename or path} can't be put away"
            f" ({error.strerror or error}): remove it by hand"
        ) from error
