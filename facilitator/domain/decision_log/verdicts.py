"""How a decision compares with the earlier one on the same task."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from facilitator.domain.decisions import UNDECIDED, Outcome


class Verdict(StrEnum):
    """The name of a change between two sessions."""

    NEW = "new"
    RAISED = "raised"
    REAFFIRMED = "reaffirmed"
    REVERSED = "reversed"
    REOPENED = "reopened"
    CARRIED = "carried"
    SETTLED = "settled"
    STILL_OPEN = "still-open"
    DROPPED = "dropped"


_VERDICTS = {
    ("absent", "decided"): Verdict.NEW,
    ("absent", "undecided"): Verdict.RAISED,
    ("decided", "undecided"): Verdict.REOPENED,
    ("decided", "absent"): Verdict.CARRIED,
    ("undecided", "decided"): Verdict.SETTLED,
    ("undecided", "undecided"): Verdict.STILL_OPEN,
    ("undecided", "absent"): Verdict.DROPPED,
}


class Told(Protocol):
    """What a session says of a task, in whatever form."""

    @property
    def outcome(self) -> Outcome:
        """How it ended."""

    @property
    def driver(self) -> str | None:
        """The team that drives it, by its id; None unless it is decided."""


def verdict_between(older: Told | None, newer: Told | None) -> Verdict | None:
    """The verdict on a task, from what each log says of it; None for a log that says nothing.

    A skipped task counts as absent. The verdict is None when the task is absent from both.
    """
    before, after = _standing(older), _standing(newer)
    if before == after == "decided" and older and newer:
        return Verdict.REAFFIRMED if older.driver == newer.driver else Verdict.REVERSED
    return _VERDICTS.get((before, after))


def _standing(decision: Told | None) -> str:
    if decision is None or decision.outcome is Outcome.SKIPPED:
        return "absent"
    return "undecided" if decision.outcome in UNDECIDED else "decided"
