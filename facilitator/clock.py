"""What time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from facilitator.domain.days import day_of
from facilitator.live.ports import Clock

_TICK = timedelta(microseconds=1)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day that it is here."""
    return day_of(now())


class OnwardClock:
    """A clock that is later at every look than at the one before."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def __call__(self) -> datetime:
        """Now, in UTC."""
        moment = self._clock()
        if self._last is not None:
            moment = max(moment, self._last + _TICK)
        self._last = moment
        return moment
