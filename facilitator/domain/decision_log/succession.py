"""What a log and those before it hand on to the next session."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.days import day_of
from facilitator.domain.decision_log.model import DecisionLog, LogDecision
from facilitator.domain.decisions import Outcome
from facilitator.domain.earlier import Earlier, EarlierCommitment, EarlierDecision
from facilitator.domain.fields import copied
from facilitator.domain.past.register import register


def earlier_of(
    chain: Sequence[DecisionLog],
    others: Sequence[DecisionLog] = (),
    tasks: Collection[str] = (),
) -> Earlier:
    """What a session that follows ``chain[0]`` has to know.

    ``chain`` goes from that log to the one it follows itself, and so on. ``others`` are logs of
    other workshops, which may have decided on the same tasks since: those of the chain, and
    ``tasks``, the ids of today's. Raises ValueError when the chain is empty.
    """
    if not chain:
        raise ValueError("an earlier session is told from its log")
    newest = chain[0]
    known = {*tasks, *(each.task for log in chain for each in log.decisions)}
    standing = [each for each in register((*others, *chain)) if each.task in known]
    logs = (*(each.log for each in standing), *reversed(chain))
    names = {team: name for log in logs for team, name in log.team_names.items()}
    return Earlier(
        session=newest.session.id,
        title=newest.session.title,
        held_on=day_of(newest.session.started_at),
        decisions=tuple(
            _decision(newest, each)
            for each in newest.decisions
            if each.outcome is not Outcome.SKIPPED
        ),
        in_force=tuple(_decision(each.log, each.decision) for each in standing),
        commitments=tuple(
            copied(EarlierCommitment, promise)
            for promise in newest.commitments
            if promise.status is CommitmentStatus.OPEN
        ),
        team_names=names,
        promise_ids=tuple(
            dict.fromkeys(promise.id for log in chain for promise in log.commitments)
        ),
    )


def _decision(log: DecisionLog, told: LogDecision) -> EarlierDecision:
    decided_on = day_of(told.decided_at)
    return copied(EarlierDecision, told, session=log.session.id, decided_on=decided_on)
