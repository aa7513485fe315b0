"""What a session leaves behind: the decision log, made from a session and checked against itself.

``model`` mirrors the file key by key, ``projection`` makes a log from an ended session, ``checks``
finds whatever in a log contradicts itself or the log before it, ``amending`` changes one later on.
``projection`` is imported by itself: whoever only reads logs needs nothing of a running session.
"""

from __future__ import annotations

from facilitator.domain.decision_log.checks import check_against, check_log
from facilitator.domain.decision_log.faults import Fault, Place
from facilitator.domain.decision_log.model import (
    FORMAT,
    Amendment,
    CloseFigures,
    Commitment,
    DecisionLog,
    LogBallot,
    LogDecision,
    LogDissent,
    LogParkedItem,
    LogParticipant,
    LogRound,
    LogRules,
    LogSession,
    LogStatus,
    LogSupport,
    LogTeam,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.decision_log.verdicts import Verdict, verdict_between
from facilitator.domain.decisions import CommitmentStatus

__all__ = [
    "FORMAT",
    "Amendment",
    "CloseFigures",
    "Commitment",
    "CommitmentStatus",
    "DecisionLog",
    "Fault",
    "LogBallot",
    "LogDecision",
    "LogDissent",
    "LogParkedItem",
    "LogParticipant",
    "LogRound",
    "LogRules",
    "LogSession",
    "LogStatus",
    "LogSupport",
    "LogTeam",
    "Place",
    "Rating",
    "ShortlistEntry",
    "Verdict",
    "check_against",
    "check_log",
    "verdict_between",
]
