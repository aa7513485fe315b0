"""Numbers, shares, days and spans of time as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOUR_MINUTES = 60
_ALL = 100
_MOST_DIGITS = 4
_STARS = 5


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: ``1 step``, ``9 steps``."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def listed(words: Sequence[str], most: int | None = None, joint: str = "and") -> str:
    """Words as a list, ``Lee, Kim and Raj``; beyond ``most`` the rest are counted."""
    if most is not None and len(words) > most:
        return f"{', '.join(words[:most])} {joint} {len(words) - most} more"
    if len(words) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def percent(share: float, *, needed: float | None = None) -> str:
    """A share, 0 to 1, in whole per cent; never 100% short of all, never 0% for some.

    Beside the share that is ``needed`` it has as many digits as it takes to stand on the right side
    of it: two votes of three are 66.7% where 67% are needed.
    """
    if needed is None:
        return _shown(share, 0)
    mark = float(required(needed)[:-1])
    for digits in range(_MOST_DIGITS):
        text = _shown(share, digits)
        if (float(text[:-1]) < mark) == (share < needed):
            return text
    return _shown(share, _MOST_DIGITS)


def required(share: float) -> str:
    """The share that a rule requires, with the digits that it was set with: ``75%``, ``66.7%``."""
    return f"{round(share * _ALL, _MOST_DIGITS):g}%"


def _shown(share: float, digits: int) -> str:
    least = 10.0**-digits
    figure = round(share * _ALL, digits)
    if 0 < share < 1:
        figure = min(max(figure, least), _ALL - least)
    return f"{figure:.{digits}f}%"


def number(figure: float) -> str:
    """A figure with no more digits than it has: ``3``, ``3.5``; with a true minus."""
    return f"{figure:g}".replace("-", "−")


def hundredths(figure: float) -> str:
    """A figure with two decimals and a true minus; never a minus before zero."""
    return f"{round(figure, 2) or 0.0:.2f}".replace("-", "−")


def day_of(moment: datetime) -> date:
    """The day on which a moment was here, where it may have been yesterday or tomorrow in UTC.

    A moment is in UTC; a day is that of the calendar on this machine's wall.
    """
    return moment.astimezone().date()


def day(value: date) -> str:
    """A day, the same in every locale: ``22 Mar 2027``; typed and stored it is 2027-03-22."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def time_of_day(moment: datetime) -> str:
    """Hours and minutes of a moment, as it stands: ``09:41``."""
    return f"{moment:%H:%M}"


def moment(value: datetime) -> str:
    """A day and the time of it: ``22 Nov 2026, 09:30``."""
    return f"{day(value.date())}, {time_of_day(value)}"


def days_left(days_overdue: int) -> str:
    """How far a day is off: ``in 3 days``, ``today``, ``2 days late``."""
    if days_overdue > 0:
        return f"{counted(days_overdue, 'day')} late"
    return f"in {counted(-days_overdue, 'day')}" if days_overdue else "today"


def clock(seconds: float) -> str:
    """A span as minutes and seconds, ``03:12``; hours count as minutes."""
    whole = max(0, int(seconds))
    return f"{whole // 60:02}:{whole % 60:02}"


def time_left(started_at: datetime, seconds: int, now: datetime) -> tuple[str, bool]:
    """What is left of a timebox, ``03:12``, or is overrun, ``+01:20``, and whether it is.

    All of it is left where this machine's clock was set back.
    """
    left = seconds - max(0, int((now - started_at).total_seconds()))
    return (f"+{clock(-left)}", True) if left < 0 else (clock(left), False)


def countdown(started_at: datetime, seconds: int | None, now: datetime) -> tuple[str, bool]:
    """A step's clock in words, and whether its time is over.

    ``seconds`` is the timebox; without one it is the time spent so far.
    """
    if seconds is None:
        return clock((now - started_at).total_seconds()), False
    left, is_over = time_left(started_at, seconds, now)
    return f"{left} {'over' if is_over else 'of'} {clock(seconds)}", is_over


def ago(since: datetime, now: datetime) -> str:
    """How long ago something was, in the one unit that matters: ``0:20``, ``12 min``, ``3 h``."""
    gone = max(timedelta(), now - since)
    minutes = int(gone.total_seconds()) // 60
    if minutes < 10:  # noqa: PLR2004 - below that, seconds still matter
        return f"{minutes}:{int(gone.total_seconds()) % 60:02}"
    return f"{minutes} min" if minutes < _HOUR_MINUTES else f"{minutes // _HOUR_MINUTES} h"


def duration(minutes: int) -> str:
    """A workshop's length: ``45 min``, ``1 h 30 min``."""
    hours, rest = divmod(minutes, _HOUR_MINUTES)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def stars(confidence: int | None) -> str:
    """Confidence as five stars; nothing when none was given."""
    return "" if confidence is None else "★" * confidence + "☆" * (_STARS - confidence)


def in_groups(code: str, size: int = 4) -> str:
    """A code in groups that read aloud well; one that has groups already keeps them."""
    if "-" in code or " " in code:
        return code
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
