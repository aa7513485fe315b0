"""A decision log against itself, and against the logs of sessions before it."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.agenda import Attribution, Fallback
from facilitator.domain.decision_log.decision_checks import DecisionChecks, moment_text
from facilitator.domain.decision_log.faults import (
    Fault,
    Faults,
    Place,
    check_known,
    check_unique,
    quoted,
)
from facilitator.domain.decision_log.model import Commitment, DecisionLog, LogDecision
from facilitator.domain.decision_log.table_checks import TableChecks
from facilitator.domain.decision_log.verdicts import Verdict, verdict_between
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.people import Seat

DIGEST_PREFIX = "sha256:"


def check_log(log: DecisionLog, *before: DecisionLog) -> tuple[Fault, ...]:
    """Everything in a log that contradicts itself, or the logs of earlier sessions.

    Those are given as far as they are at hand: see :func:`check_against`.
    """
    faults = Faults()
    _check_session(log, faults)
    _check_people(log, faults)
    checks = DecisionChecks(log, faults)
    at_hand = {each.session.id for each in before}
    check_unique([each.task for each in log.decisions], ("decisions",), "task", faults)
    for index, decision in enumerate(log.decisions):
        checks.check(decision, ("decisions", index))
        _check_succession(log, decision, ("decisions", index), faults)
        if log.session.follows not in at_hand:
            _check_replaced(decision, ("decisions", index, "supersedes"), faults)
    checks.finish()
    TableChecks(log, faults).check()
    _check_amendments(log, faults)
    return (*faults.found, *check_against(log, *before))


def _check_session(log: DecisionLog, faults: Faults) -> None:
    session = log.session
    if session.agenda_digest and not session.agenda_digest.startswith(DIGEST_PREFIX):
        told = "is not the digest of an agenda's file"
        mend = f'write it like "{DIGEST_PREFIX}…", or take it out'
        faults.add(("session", "agenda_digest"), told, mend)
    if session.ended_at < session.started_at:
        faults.add(("session", "ended_at"), "is before started_at", "correct one of the two")
    if session.follows == session.id:
        faults.add(("session", "follows"), "is this session itself", "name the earlier one")
    if log.rules.fallback is Fallback.ESCALATE and not log.rules.approver:
        told = "is missing: what nobody agrees on is escalated here"
        faults.add(("rules", "approver"), told, 'say to whom: add approver = "…"')
    elif log.rules.fallback is Fallback.DEFER and log.rules.approver:
        told = f"has no place where the fallback is {log.rules.fallback}"
        faults.add(("rules", "approver"), told, 'write fallback = "escalate", or take it out')


def _check_people(log: DecisionLog, faults: Faults) -> None:
    teams = [team.id for team in log.teams]
    check_unique(teams, ("teams",), "id", faults)
    check_unique([team.name.casefold() for team in log.teams], ("teams",), "name", faults)
    named = log.session.attribution is Attribution.NAMED
    check_unique([p.id for p in log.participants], ("participants",), "id", faults)
    has_ballots = any(held.ballots for told in log.decisions for held in told.rounds)
    if has_ballots and not log.participants:
        told = "are missing, and ballots name them"
        faults.add(("participants",), told, "list who voted, with id, name and team")
    for index, person in enumerate(log.participants):
        at = ("participants", index)
        for key, value in (("id", person.id), ("name", person.name)):
            if named and value is None and (has_ballots or key == "name"):
                told = "is missing: votes are named here"
                faults.add((*at, key), told, f"add {key}", alike=f"named {key}")
            elif value is not None and not named:
                told = "has no place in an anonymous session"
                faults.add((*at, key), told, "take it out", alike=f"anonymous {key}")
        if person.seat is Seat.FACILITATOR:
            told = "facilitators stand in session.facilitators alone"
            faults.add((*at, "seat"), told, "take this participant out")
        check_known(person.team, teams, (*at, "team"), faults)


def _check_succession(log: DecisionLog, decision: LogDecision, at: Place, faults: Faults) -> None:
    if decision.supersedes is not None:
        if decision.outcome is not Outcome.DECIDED:
            told = f"has no place in a task that is {decision.outcome}"
            faults.add((*at, "supersedes"), told, "take it out")
        if decision.supersedes == log.session.id:
            faults.add((*at, "supersedes"), "is this session itself", "name the earlier one")
    if decision.verdict is not None and log.session.follows is None:
        told = "compares with an earlier session, and session.follows names none"
        faults.add((*at, "verdict"), told, "add session.follows, or take the verdict out")


def _check_replaced(decision: LogDecision, place: Place, faults: Faults) -> None:
    """What is told by the verdict alone, where the session before is not at hand."""
    is_after = decision.verdict in (Verdict.REAFFIRMED, Verdict.REVERSED)
    if is_after and decision.supersedes is None:
        told = f"is missing: what is {decision.verdict} was decided before"
        faults.add(place, told, "name the session that decided it")


def _check_amendments(log: DecisionLog, faults: Faults) -> None:
    latest = log.session.ended_at
    check_unique(
        [f"{each.at} {each.by} {each.what}" for each in log.amendments],
        ("amendments",),
        "what",
        faults,
    )
    for index, amendment in enumerate(log.amendments):
        if amendment.at < latest:
            told = f"is before what came first, {moment_text(latest)}"
            faults.add(("amendments", index, "at"), told, "correct one of the two")
        latest = max(latest, amendment.at)


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
