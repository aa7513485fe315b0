"""How long a server goes on: while a terminal watches over it, or somebody facilitates over SSH."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from dataclasses import dataclass

from facilitator.domain.commands import LeaveSession
from facilitator.domain.state import Session
from facilitator.hosting.control import Attendance
from facilitator.hosting.sessions import FACILITATOR, TERMINAL, report
from facilitator.live.ports import LogNotWritten, LogWriter
from facilitator.live.session import LiveSession

ALONE_SECONDS = 30 * 60.0
"""How long a server goes on without any facilitator: time enough to find out and to resume."""
PARTING_SECONDS = 10 * 60.0
"""How long the closing screen stays for a facilitator over SSH once the log is written."""
LEFT = "The facilitator has left. Your seat and your votes are kept. To come back: {come_back}"
ALONE = (
    "No facilitator has been here for {minutes} minutes, so this server has ended. Your seat and"
    " your votes are kept. Once the facilitator goes on, come back by: {come_back}"
)
ENDED = "The workshop has ended. Thank you for taking part."

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server goes on by itself, in seconds."""

    alone: float = ALONE_SECONDS
    parting: float = PARTING_SECONDS


PATIENCE = Patience()


class Attended:
    """Waits for the moment at which one server has to end.

    ``write_log`` is used where a workshop has ended and no facilitator is left to see that it is.
    """

    def __init__(
        self,
        session: LiveSession,
        attendance: Attendance | None,
        write_log: LogWriter,
        patience: Patience,
    ) -> None:
        self._session = session
        self._attendance = attendance
        self._write_log = write_log
        self._patience = patience
        self._stirred = asyncio.Event() if attendance is None else attendance.stirred
        self._is_told_to_stop = False
        self._is_alone_since: float | None = None
        self._is_over_since: float | None = None
        self._has_tried_to_write = False

    async def until_over(self, come_back: str) -> str:
        """Wait; return the last words for everybody who is connected."""
        self._obey_signals()
        subscription = self._session.subscribe(self._stirred.set)
        try:
            while True:
                self._stirred.clear()
                state = subscription.take()
                if self._is_to_stop:
                    return self._goodbye(state, come_back)
                if (left := await self._by_itself(state)) is not None and left <= 0:
                    return self._goodbye(state, come_back)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._stirred.wait(), left)
        finally:
            subscription.close()

    @property
    def _is_to_stop(self) -> bool:
        told = self._attendance is not None and self._attendance.is_told_to_stop
        return told or self._is_told_to_stop

    def _obey_signals(self) -> None:
        """Stop when told so; one that lives on takes no notice of its terminal's end."""
        loop = asyncio.get_running_loop()

        def stop() -> None:
            self._is_told_to_stop = True
            self._stirred.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop)
        lasts = self._attendance is not None and self._attendance.is_lasting
        loop.add_signal_handler(signal.SIGHUP, (lambda: None) if lasts else stop)

    async def _by_itself(self, state: Session) -> float | None:
        """For how many seconds more this goes on without a terminal; None for as long as may be."""
        if self._attendance is None or self._attendance.is_attended:
            self._is_alone_since = self._is_over_since = None
            return None
        if self._attendance.is_left:
            self._attendance.is_left = False
            await self._say_that_the_terminal_is_gone(state)
        has_company = is_facilitated_over_ssh(state)
        moment = asyncio.get_running_loop().time()
        if state.log_file is not None:
            self._is_over_since = self._is_over_since or moment
            return self._is_over_since + self._patience.parting - moment if has_company else 0.0
        if has_company:
            self._is_alone_since = None
            return None
        if state.ended_at is not None and not self._has_tried_to_write:
            await self._write()
        self._is_alone_since = self._is_alone_since or moment
        return self._is_alone_since + self._patience.alone - moment

    async def _say_that_the_terminal_is_gone(self, state: Session) -> None:
        connection = state.participants[FACILITATOR].connection
        if connection is not None:
            await report(self._session, LeaveSession(connection=connection))

    async def _write(self) -> None:
        self._has_tried_to_write = True
        try:
            await self._write_log()
        except LogNotWritten:
            _log.exception("the decision log is not safely written; resuming the session writes it")

    def _goodbye(self, state: Session, come_back: str) -> str:
        if state.ended_at is not None:
            return ENDED
        if self._is_to_stop:
            return LEFT.format(come_back=come_back)
        minutes = max(1, round(self._patience.alone / 60))
        return ALONE.format(minutes=minutes, come_back=come_back)


def is_facilitated_over_ssh(state: Session) -> bool:
    """Whether a facilitator is connected elsewhere than at the first terminal."""
    return any(
        person.connection is not None and not person.connection.startswith(TERMINAL)
        for person in state.facilitators
    )
