"""A decision log against the logs of sessions before it.

What is asked of either log here a brief of it tells as well: its decisions and its promises.
"""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.decision_log.decision_checks import moment_text
from facilitator.domain.decision_log.faults import Fault, Faults, Place, quoted
from facilitator.domain.decision_log.model import Commitment, DecisionLog, LogDecision
from facilitator.domain.decision_log.verdicts import verdict_between
from facilitator.domain.decisions import Outcome

Sessions = Mapping[str, DecisionLog]
"""Logs by their sessions' ids."""


def check_against(log: DecisionLog, *before: DecisionLog) -> tuple[Fault, ...]:
    """Everything in a log that contradicts logs of earlier sessions, as far as they are given.

    What it says of sessions whose logs are not among them is left aside.
    """
    faults = Faults()
    sessions = {each.session.id: each for each in before if each.session.id != log.session.id}
    if not sessions:
        return ()
    for index, decision in enumerate(log.decisions):
        _check_decision(log, decision, sessions, ("decisions", index), faults)
    _check_owed(log, sessions, faults)
    for index, promise in enumerate(log.commitments):
        _check_carried(promise, sessions, ("commitments", index, "carried_from"), faults)
    _check_sequence(log, sessions, faults)
    return faults.found


def _check_decision(
    log: DecisionLog, decision: LogDecision, before: Sessions, at: Place, faults: Faults
) -> None:
    replaced = before.get(decision.supersedes or "")
    if replaced is not None and not _was_decided(replaced, decision.task):
        told = f"that session did not decide {quoted(decision.task)}"
        faults.add((*at, "supersedes"), told, "take it out")
    earlier = before.get(log.session.follows or "")
    if earlier is None:
        return
    newest = earlier.session.id
    is_decided = decision.outcome is Outcome.DECIDED
    if replaced is None:
        # Another workshop may have decided it since; whether it did can't be told without its log.
        may_be_later = decision.supersedes is not None
    else:
        may_be_later = replaced.session.started_at > earlier.session.started_at
    must_name = is_decided and _was_decided(earlier, decision.task) and not may_be_later
    if must_name and decision.supersedes != newest:
        told = "is missing" if decision.supersedes is None else "is not the newest decision"
        faults.add((*at, "supersedes"), told, f"write {quoted(newest)}, which decided it last")
    verdict = verdict_between(earlier.decision(decision.task), decision)
    if decision.verdict is not verdict:
        found = decision.verdict or "missing"
        told = f"is {found}, but the earlier log makes it {verdict or 'none'}"
        faults.add((*at, "verdict"), told, f"write {quoted(verdict)}" if verdict else "take it out")


def _was_decided(log: DecisionLog, task: str) -> bool:
    told = log.decision(task)
    return told is not None and told.outcome is Outcome.DECIDED


def _check_owed(log: DecisionLog, before: Sessions, faults: Faults) -> None:
    """A promise that the session before left open is carried on or settled in this one."""
    followed = before.get(log.session.follows or "")
    if followed is None:
        return
    here = {promise.id: index for index, promise in enumerate(log.commitments)}
    session = followed.session.id
    still = [each for each in followed.commitments if each.status is CommitmentStatus.OPEN]
    lost = [each for each in still if each.id not in here]
    if lost:
        names = ", ".join(quoted(each.id) for each in lost)
        told = f"lack {names}, still open in {session}"
        since = quoted(lost[0].carried_from or session)
        mend = f"add it with its status and carried_from = {since}"
        faults.add(("commitments",), told, mend if len(lost) == 1 else f"{mend}, and the others")
    for owed in still:
        if owed.id in here and log.commitments[here[owed.id]].carried_from is None:
            place = ("commitments", here[owed.id], "carried_from")
            told = f"is missing: the promise was still open in {session}"
            mend = f"add carried_from = {quoted(owed.carried_from or session)}"
            faults.add(place, told, mend, alike="carried_from")


def _check_carried(promise: Commitment, before: Sessions, place: Place, faults: Faults) -> None:
    earlier = before.get(promise.carried_from or "")
    if earlier and promise.id not in {older.id for older in earlier.commitments}:
        told = f"that session has no commitment {quoted(promise.id)}"
        faults.add(place, told, "correct it")


def _check_sequence(log: DecisionLog, before: Sessions, faults: Faults) -> None:
    earlier = before.get(log.session.follows or "")
    if earlier is not None and log.session.started_at < earlier.session.ended_at:
        told = f"that session ended only at {moment_text(earlier.session.ended_at)}"
        faults.add(("session", "follows"), told, "correct one of the two")
