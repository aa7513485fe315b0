"""A log in brief: what its decisions and promises came to, without who cast which ballot.

A folder of a thousand logs is told from their briefs; whoever wants one session whole reads its
file. A brief is a :class:`~facilitator.domain.decision_log.DecisionLog` too, and never written as
one.
"""

from __future__ import annotations

from dataclasses import replace

from facilitator.domain.decision_log import DecisionLog, LogDecision


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
