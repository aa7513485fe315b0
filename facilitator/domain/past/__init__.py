"""What decision logs say together: what changed, what is in force, how a task went, what is due.

Pure functions over logs, whole or in brief; here is which logs count, in which order, and what a
log is in brief. A folder of a thousand logs is told from their briefs: what decisions and promises
came to, without who cast which ballot. Whoever wants one session whole reads its file. A brief is a
:class:`~facilitator.domain.decision_log.DecisionLog` too, and never written as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from facilitator.domain.decision_log.model import DecisionLog, LogDecision


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


def brief(log: DecisionLog) -> DecisionLog:
    """The log without people, ballots, dissent, ratings, dots, parked items and unknown keys.

    When it was amended stays: of several copies of a log the one amended last counts.
    """
    return DecisionLog(
        session=replace(log.session, extra={}),
        rules=replace(log.rules, extra={}),
        teams=tuple(replace(team, extra={}) for team in log.teams),
        decisions=tuple(_decision(each) for each in log.decisions),
        commitments=tuple(replace(promise, extra={}) for promise in log.commitments),
        amendments=tuple(replace(each, extra={}) for each in log.amendments),
        contradicts=log.contradicts,
    )


def _decision(decision: LogDecision) -> LogDecision:
    return replace(
        decision,
        support=tuple(replace(given, extra={}) for given in decision.support),
        dissent=(),
        rounds=tuple(replace(held, ballots=(), extra={}) for held in decision.rounds),
        extra={},
    )
