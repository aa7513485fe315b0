"""Which logs count, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from facilitator.domain.decision_log import DecisionLog


def in_order(logs: Iterable[DecisionLog]) -> tuple[DecisionLog, ...]:
    """The logs as their sessions began, the earliest first; of a session's copies the first given.

    The same session twice is a copy of its file: it decided once.
    """
    once: dict[str, DecisionLog] = {}
    for log in logs:
        once.setdefault(log.session.id, log)
    return tuple(sorted(once.values(), key=lambda log: (log.session.started_at, log.session.id)))


def that_count(logs: Iterable[DecisionLog], *, rehearsals: bool = False) -> tuple[DecisionLog, ...]:
    """The logs that decide something, in order.

    What was rehearsed was not decided: rehearsals are left out wherever there is a real session,
    unless ``rehearsals`` asks for them. Where there is nothing else they are there to be tried.
    """
    found = in_order(logs)
    real = tuple(log for log in found if not log.session.rehearsal)
    return found if rehearsals or not real else real
