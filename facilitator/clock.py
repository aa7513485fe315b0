"""What time it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from facilitator.domain.words.figures import day_of


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day that it is here."""
    return day_of(now())
