"""Times, shares and lists of names in words, the same on every screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from facilitator.domain.agenda import InputKind, Rules, Support, Team

_HOUR_MINUTES = 60
_ALL = 100
GIVES = {
    InputKind.INFORM: "informs",
    InputKind.CONSULT: "is consulted",
    InputKind.REVIEW: "reviews",
    InputKind.CONTRIBUTE: "contributes",
    InputKind.APPROVE: "approves",
}
"""What a supporting team does, by the kind of input that it owes to the driver."""


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

    ``seconds`` is the timebox; without one the time spent so far is said.
    """
    spent = max(0.0, (now - started_at).total_seconds())
    if seconds is None:
        return clock(spent), False
    if spent > seconds:
        return f"+{clock(spent - seconds)} over {clock(seconds)}", True
    # Rounded up, so that a full timebox is what is seen first.
    left = seconds - int(spent)
    return f"{clock(left)} of {clock(seconds)}", False


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


def percent(share: float) -> str:
    """A share, 0 to 1, in whole per cent; never all of it where some is missing."""
    return f"{99 if share < 1 and round(share * 100) == _ALL else round(share * 100)}%"


def shortfall(share: float, needed: float) -> str:
    """A share that falls short, told so exactly that it does not read as what was needed."""
    return percent(share) if round(share * 100) < round(needed * 100) else f"{share * 100:.1f}%"


def day(value: date) -> str:
    """A date as it is typed and stored: ``2027-03-22``."""
    return value.isoformat()


def in_groups(code: str, size: int = 4) -> str:
    """A code in groups that read aloud well; one that has groups already keeps them."""
    if "-" in code or " " in code:
        return code
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def stars(confidence: int | None) -> str:
    """Confidence as five stars; nothing when it was not said."""
    return "" if confidence is None else "★" * confidence + "☆" * (5 - confidence)


def support_sentence(team: Team, given: Support) -> str:
    """What a team owes to the driver: "Sales informs: what rivals claimed · every month"."""
    said = " · ".join(filter(None, (given.detail, given.when)))
    return f"{team.name} {GIVES[given.input]}" + (f": {said}" if said else "")


def rules_sentence(rules: Rules) -> str:
    """The rule as it was fixed before the vote."""
    otherwise = f"escalate to {rules.approver}" if rules.approver else "defer"
    return (
        f"Decided when {percent(rules.agreement_required)} of the votes name one team. "
        f"At most {counted(rules.max_rounds, 'round')}, then {otherwise}."
    )
