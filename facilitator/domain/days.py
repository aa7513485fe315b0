"""The days of moments: a moment is in UTC, a day is that of the calendar on this machine's wall."""

from __future__ import annotations

from datetime import date, datetime


def day_of(moment: datetime) -> date:
    """The day on which a moment was here, where it may have been yesterday or tomorrow in UTC."""
    return moment.astimezone().date()
