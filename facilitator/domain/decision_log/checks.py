"""A decision log against itself, and against the logs of sessions before it."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.agenda import Attribution
from facilitator.domain.decision_log.decision_checks import DecisionChecks, moment_text
from facilitator.domain.decision_log.faults import (
    Fault,
    Faults,
    Place,
    check_known,
    check_unique,
    quoted,
)
from facilitator.domain.decision_log.model import DecisionLog, LogDecision
from facilitator.domain.decision_log.table_checks import TableChecks
from facilitator.domain.decision_log.verdicts import verdict_between
from facilitator.domain.decisions import Outcome
from facilitator.domain.people import Seat


def check_log(log: DecisionLog, *before: DecisionLog) -> tuple[Fault, ...]:
    """Everything in a log that contradicts itself, in the order of the file.

    ``before`` are logs of earlier sessions, as far as they are at hand: what the log says of them
    (``follows``, ``supersedes``, ``verdict``, ``carried_from``) is held against them, and what it
    says of others is left aside.
    """
    faults = Faults()
    sessions = {each.session.id: each for each in before}
    _check_session(log, faults)
    _check_people(log, faults)
    checks = DecisionChecks(log, faults)
    check_unique([each.task for each in log.decisions], ("decisions",), "task", faults)
    for index, decision in enumerate(log.decisions):
        checks.check(decision, ("decisions", index))
        _check_succession(log, decision, ("decisions", index), faults)
        _check_against(log, decision, sessions, ("decisions", index), faults)
    TableChecks(log, sessions, faults).check()
    _check_amendments(log, faults)
    _check_sequence(log, sessions, faults)
    return tuple(faults.found)


def _check_session(log: DecisionLog, faults: Faults) -> None:
    session = log.session
    if session.ended_at < session.started_at:
        faults.add(("session", "ended_at"), "is before started_at", "correct one of the two")
    if session.follows == session.id:
        faults.add(("session", "follows"), "is this session itself", "name the earlier one")


def _check_people(log: DecisionLog, faults: Faults) -> None:
    teams = [team.id for team in log.teams]
    check_unique(teams, ("teams",), "id", faults)
    named = log.session.attribution is Attribution.NAMED
    check_unique([p.id for p in log.participants], ("participants",), "id", faults)
    names = [p.name.casefold() if p.name else None for p in log.participants]
    check_unique(names, ("participants",), "name", faults)
    for index, person in enumerate(log.participants):
        at = ("participants", index)
        for key, value in (("id", person.id), ("name", person.name)):
            if named and value is None:
                faults.add((*at, key), "is missing: votes are named here", f"add {key}")
            elif value is not None and not named:
                faults.add((*at, key), "has no place in an anonymous session", "take it out")
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


def _check_against(
    log: DecisionLog,
    decision: LogDecision,
    before: Mapping[str, DecisionLog],
    at: Place,
    faults: Faults,
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


def _check_sequence(log: DecisionLog, before: Mapping[str, DecisionLog], faults: Faults) -> None:
    earlier = before.get(log.session.follows or "")
    if earlier is not None and log.session.started_at < earlier.session.ended_at:
        told = f"that session ended only at {moment_text(earlier.session.ended_at)}"
        faults.add(("session", "follows"), told, "correct one of the two")


def _check_amendments(log: DecisionLog, faults: Faults) -> None:
    latest = log.session.ended_at
    for index, amendment in enumerate(log.amendments):
        if amendment.at < latest:
            told = f"is before what came first, {moment_text(latest)}"
            faults.add(("amendments", index, "at"), told, "correct one of the two")
        latest = max(latest, amendment.at)
