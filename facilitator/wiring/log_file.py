"""The decision log of a session that has ended, as a file."""

from __future__ import annotations

import asyncio

from facilitator.clock import now
from facilitator.domain.commands import Envelope, NoteLogWritten
from facilitator.domain.decision_log.projection import project_log
from facilitator.errors import not_lasting
from facilitator.hosting.sessions import FACILITATOR
from facilitator.live.ports import Clock, LogNotWritten
from facilitator.live.session import Accepted, LiveSession
from facilitator.storage.atomic import NotLasting
from facilitator.storage.decision_log_toml import LogUnsound, write_log
from facilitator.wiring.settings import Settings


class LogFile:
    """Writes the decision log of a session that has ended."""

    def __init__(self, session: LiveSession, settings: Settings, clock: Clock = now) -> None:
        self._session = session
        self._folder = settings.sessions
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
