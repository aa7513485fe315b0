"""The decision log as a projection of an ended session.

In an anonymous session nothing in it ties a person to a choice: no ballots, no figure that
anonymity withholds, people as team and seat alone and not in the order in which they came.
Compared with the session before it, decisions have a verdict, and say which one they replace.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from facilitator.domain.agenda import Attribution, ContestedTask
from facilitator.domain.anonymity import first_told, tally_shown, teams_told
from facilitator.domain.decision_log.model import (
    DecisionLog,
    LogBallot,
    LogDecision,
    LogDissent,
    LogParticipant,
    LogRound,
    LogRules,
    LogSession,
    LogStatus,
    LogSupport,
    LogTeam,
)
from facilitator.domain.decision_log.projection_tables import (
    close_figures,
    commitments,
    parking_lot,
    ratings,
    rounded,
    shortlisted,
    teams_kept,
    teams_now,
    with_teams_corrected,
)
from facilitator.domain.decision_log.verdicts import verdict_between
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.discussion import read_claims
from facilitator.domain.fields import copied
from facilitator.domain.people import Participant, Seat
from facilitator.domain.rounds import Tally, VotingRound
from facilitator.domain.state import Session, StepRecord


def project_log(state: Session) -> DecisionLog:
    """What an ended session leaves behind; raises ValueError when it has not ended."""
    if state.ended_at is None:
        raise ValueError("a session's decision log is made when it has ended")
    state = with_teams_corrected(state)
    decisions = tuple(_decision(state, task) for task in state.tasks if _was_reached(state, task))
    rules = state.agenda.rules
    return DecisionLog(
        session=_session(state, decisions),
        rules=copied(LogRules, rules, approver=rules.approver or ""),
        teams=_teams(state),
        participants=_participants(state),
        decisions=decisions,
        ratings=ratings(state),
        shortlist=tuple(each.entry for each in shortlisted(state)),
        commitments=commitments(state),
        parking_lot=parking_lot(state, {each.task for each in decisions}),
        close=close_figures(state),
    )


def _is_named(state: Session) -> bool:
    return state.agenda.rules.attribution is Attribution.NAMED


def _was_reached(state: Session, task: ContestedTask) -> bool:
    return task.id in state.entered or state.record(task.id).decision is not None


def _session(state: Session, decisions: tuple[LogDecision, ...]) -> LogSession:
    agenda = state.agenda
    ended = _whole_seconds(state.ended_at or state.started_at)
    return LogSession(
        id=state.id,
        title=agenda.title,
        agenda=agenda.id,
        agenda_digest=agenda.digest,
        facilitators=tuple(person.name for person in state.facilitators),
        started_at=_whole_seconds(state.started_at),
        ended_at=max(ended, *(decision.decided_at for decision in decisions), ended),
        status=LogStatus.ENDED_EARLY if state.ended_early else LogStatus.COMPLETE,
        attribution=agenda.rules.attribution,
        follows=state.follows,
        rehearsal=state.rehearsal,
    )


def _teams(state: Session) -> tuple[LogTeam, ...]:
    """The agenda's teams, and those of promises carried on although today's agenda lacks them."""
    names = state.agenda.team_names
    if state.earlier is not None:
        for promise in state.earlier.elsewhere:
            for team in (promise.giver, promise.receiver):
                names.setdefault(team, state.earlier.team_names.get(team, team))
    return tuple(LogTeam(id=team, name=name) for team, name in names.items())


def _participants(state: Session) -> tuple[LogParticipant, ...]:
    people = [p for p in state.participants.values() if p.seat is not Seat.FACILITATOR]
    if not _is_named(state):
        order = [team.id for team in state.agenda.teams]
        people.sort(key=lambda p: (order.index(str(p.team)), p.seat is not Seat.VOTER))
    return tuple(_participant(person, named=_is_named(state)) for person in people)


def _participant(person: Participant, *, named: bool) -> LogParticipant:
    return LogParticipant(
        team=str(person.team),
        seat=person.seat,
        id=person.id if named else None,
        name=person.name if named else None,
    )


def _decision(state: Session, task: ContestedTask) -> LogDecision:
    record = state.record(task.id)
    rounds = _rounds(state, record)
    told = record.as_logged
    outcome = told.outcome
    decided = outcome is Outcome.DECIDED
    latest = rounds[-1].closed_at if rounds else _whole_seconds(state.started_at)
    log = LogDecision(
        task=task.id,
        title=task.title,
        phase=task.phase,
        outcome=outcome,
        driver=told.driver if decided else None,
        owner=told.owner,
        rationale=told.rationale,
        agreement=_agreement(rounds[-1].tally, told.driver) if decided else None,
        decided_at=max(latest, _whole_seconds(record.decided_at or state.ended_at or latest)),
        review_on=told.review_on if outcome in (Outcome.DECIDED, Outcome.DEFERRED) else None,
        support=tuple(copied(LogSupport, given) for given in told.support),
        dissent=_dissent(state, record, told),
        rounds=rounds,
    )
    return _compared(state, _with_pattern(state, log, record))


def _agreement(tally: Tally, driver: str | None) -> float | None:
    return None if tally.withheld else rounded(tally.share(driver or ""))


def _with_pattern(state: Session, log: LogDecision, record: StepRecord) -> LogDecision:
    first = first_told(state.agenda, record.revealed)
    if first is None:
        return log
    present = frozenset(teams_now(state, first.electorate).values())
    reading = read_claims(log.told[0].tally, present)
    return replace(log, pattern=reading.pattern, driver_absent=reading.driver_absent)


def _rounds(state: Session, record: StepRecord) -> tuple[LogRound, ...]:
    """The revealed rounds. An open one that the session's end cut off was never counted.

    The journal gives the order of what happened; clocks that differ or were set back may not
    contradict it, so that no moment is earlier than the one before.
    """
    rounds: list[LogRound] = []
    latest = _whole_seconds(state.started_at)
    for number, held in enumerate(record.revealed, start=1):
        opened = max(latest, _whole_seconds(held.opened_at))
        latest = max(opened, _whole_seconds(held.closed_at or held.opened_at))
        rounds.append(
            LogRound(
                number=number,
                opened_at=opened,
                closed_at=latest,
                tally=_tally(state, held),
                ballots=_ballots(held) if _is_named(state) else (),
            )
        )
    return tuple(rounds)


def _tally(state: Session, held: VotingRound) -> Tally:
    tally = tally_shown(state.agenda, held)
    kept = teams_kept(state, held.electorate)
    by_team = {team: votes for team, votes in tally.by_team.items() if team in kept}
    return replace(tally, by_team=by_team)


def _ballots(held: VotingRound) -> tuple[LogBallot, ...]:
    return tuple(
        LogBallot(participant=voter, ballot=held.answers[voter])
        for voter in held.electorate
        if voter in held.answers
    )


def _dissent(state: Session, record: StepRecord, told: Decision) -> tuple[LogDissent, ...]:
    if _is_named(state):
        return tuple(copied(LogDissent, objection) for objection in told.dissent)
    shown = [
        teams_kept(state, held.electorate) & teams_told(held.electorate, held.answers)
        for held in record.revealed
    ]
    safe = frozenset.intersection(*shown) if shown else frozenset()
    objections = [
        copied(LogDissent, each, name=None, team=each.team if each.team in safe else None)
        for each in told.dissent
    ]
    return tuple(sorted(objections, key=lambda o: (o.team or "", o.position, o.reason)))


def _compared(state: Session, decision: LogDecision) -> LogDecision:
    """The decision held against the log that the session follows, and what is in force."""
    if state.earlier is None:
        return decision
    standing = state.earlier.standing(decision.task)
    return replace(
        decision,
        supersedes=standing.session if standing and decision.driver else None,
        verdict=verdict_between(state.earlier.decision(decision.task), decision),
    )


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
