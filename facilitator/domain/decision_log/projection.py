"""The decision log as a projection of an ended session.

In an anonymous session nothing in it ties a person to a choice: no ballots, no figure that
anonymity withholds, people as team and seat alone and not in the order in which they came.
Compared with the session before it, decisions have a verdict, and say which one they replace.

The log names one team for each person, so every figure by team has to fit that where somebody's
team was corrected after they had voted. Where votes are named, rounds are told as if the team had
been right from the start. Where they are anonymous that would give the vote away, as the difference
to what the room saw: there the figures of a team that somebody has left are not kept, nor what
could then be had by subtraction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from facilitator.domain import anonymity
from facilitator.domain.agenda import Attribution, ContestedTask
from facilitator.domain.decision_log import model
from facilitator.domain.decisions import CommitmentStatus, Decision, Outcome, verdict_between
from facilitator.domain.discussion import read_claims
from facilitator.domain.fields import copied
from facilitator.domain.people import Seat
from facilitator.domain.rounds import ItemCount, Tally, VotingRound
from facilitator.domain.slugs import unlike
from facilitator.domain.state import Session, StepRecord
from facilitator.domain.steps import kind_of
from facilitator.domain.steps.close import FINGERS, PLAN, RETURN_ON_TIME, Close
from facilitator.domain.steps.rate import Rate, StatementResult
from facilitator.domain.steps.shortlist import Shortlist, rank

_DECIMALS = 4
"""To how many decimals shares and agreement figures are rounded."""


def project_log(state: Session) -> model.DecisionLog:
    """What an ended session leaves behind; raises ValueError when it has not ended."""
    if state.ended_at is None:
        raise ValueError("a session's decision log is made when it has ended")
    state = _with_teams_corrected(state)
    decisions = tuple(_decision(state, task) for task in state.tasks if _was_reached(state, task))
    rules, shortlist = state.agenda.rules, _shortlist(state)
    return model.DecisionLog(
        session=_session(state, decisions),
        rules=copied(model.LogRules, rules, approver=rules.approver or ""),
        teams=_teams(state),
        participants=_participants(state),
        decisions=decisions,
        ratings=_ratings(state),
        shortlist=shortlist,
        commitments=_commitments(state),
        parking_lot=_parking_lot(state, shortlist, {each.task for each in decisions}),
        close=_close_figures(state),
    )


def _is_named(state: Session) -> bool:
    return state.agenda.rules.attribution is Attribution.NAMED


def _was_reached(state: Session, task: ContestedTask) -> bool:
    return task.id in state.entered or state.record(task.id).decision is not None


def _session(state: Session, decisions: tuple[model.LogDecision, ...]) -> model.LogSession:
    agenda = state.agenda
    ended = _whole_seconds(state.ended_at or state.started_at)
    return model.LogSession(
        id=state.id,
        title=agenda.title,
        agenda=agenda.id,
        agenda_digest=agenda.digest,
        facilitators=tuple(person.name for person in state.facilitators),
        started_at=_whole_seconds(state.started_at),
        ended_at=max(ended, *(decision.decided_at for decision in decisions), ended),
        status=model.LogStatus.ENDED_EARLY if state.ended_early else model.LogStatus.COMPLETE,
        attribution=agenda.rules.attribution,
        follows=state.follows,
        rehearsal=state.rehearsal,
    )


def _teams(state: Session) -> tuple[model.LogTeam, ...]:
    """The agenda's teams, and those of promises carried on although today's agenda lacks them."""
    names = state.agenda.team_names
    if state.earlier is not None:
        for promise in state.earlier.elsewhere:
            for team in (promise.giver, promise.receiver):
                names.setdefault(team, state.earlier.team_names.get(team, team))
    return tuple(model.LogTeam(id=team, name=name) for team, name in names.items())


def _participants(state: Session) -> tuple[model.LogParticipant, ...]:
    is_named = _is_named(state)
    people = [p for p in state.participants.values() if p.seat is not Seat.FACILITATOR]
    if not is_named:
        order = [team.id for team in state.agenda.teams]
        people.sort(key=lambda p: (order.index(str(p.team)), p.seat is not Seat.VOTER))
    return tuple(
        model.LogParticipant(
            team=str(person.team),
            seat=person.seat,
            id=person.id if is_named else None,
            name=person.name if is_named else None,
        )
        for person in people
    )


def _decision(state: Session, task: ContestedTask) -> model.LogDecision:
    record = state.record(task.id)
    rounds = _rounds(state, record)
    told = record.as_logged
    outcome = told.outcome
    decided = outcome is Outcome.DECIDED
    latest = rounds[-1].closed_at if rounds else _whole_seconds(state.started_at)
    log = model.LogDecision(
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
        support=tuple(copied(model.LogSupport, given) for given in told.support),
        dissent=_dissent(state, record, told),
        rounds=rounds,
    )
    return _compared(state, _with_pattern(state, log, record))


def _agreement(tally: Tally, driver: str | None) -> float | None:
    return None if tally.withheld else _rounded(tally.share(driver or ""))


def _with_pattern(state: Session, log: model.LogDecision, record: StepRecord) -> model.LogDecision:
    first = anonymity.first_told(state.agenda, record.revealed)
    if first is None:
        return log
    present = frozenset(_teams_now(state, first.electorate).values())
    reading = read_claims(log.told[0].tally, present)
    return replace(log, pattern=reading.pattern, driver_absent=reading.driver_absent)


def _rounds(state: Session, record: StepRecord) -> tuple[model.LogRound, ...]:
    """The revealed rounds. An open one that the session's end cut off was never counted.

    The journal gives the order of what happened; clocks that differ or were set back may not
    contradict it, so that no moment is earlier than the one before.
    """
    rounds: list[model.LogRound] = []
    latest = _whole_seconds(state.started_at)
    for number, held in enumerate(record.revealed, start=1):
        opened = max(latest, _whole_seconds(held.opened_at))
        latest = max(opened, _whole_seconds(held.closed_at or held.opened_at))
        rounds.append(
            model.LogRound(
                number=number,
                opened_at=opened,
                closed_at=latest,
                tally=_tally(state, held),
                ballots=_ballots(held) if _is_named(state) else (),
            )
        )
    return tuple(rounds)


def _tally(state: Session, held: VotingRound) -> Tally:
    tally = anonymity.tally_shown(state.agenda, held)
    kept = _teams_kept(state, held.electorate)
    by_team = {team: votes for team, votes in tally.by_team.items() if team in kept}
    return replace(tally, by_team=by_team)


def _ballots(held: VotingRound) -> tuple[model.LogBallot, ...]:
    return tuple(
        model.LogBallot(participant=voter, ballot=held.answers[voter])
        for voter in held.electorate
        if voter in held.answers
    )


def _dissent(state: Session, record: StepRecord, told: Decision) -> tuple[model.LogDissent, ...]:
    if _is_named(state):
        return tuple(copied(model.LogDissent, objection) for objection in told.dissent)
    shown = [
        _teams_kept(state, held.electorate) & anonymity.teams_told(held.electorate, held.answers)
        for held in record.revealed
    ]
    safe = frozenset.intersection(*shown) if shown else frozenset()
    objections = [
        copied(model.LogDissent, each, name=None, team=each.team if each.team in safe else None)
        for each in told.dissent
    ]
    return tuple(sorted(objections, key=lambda o: (o.team or "", o.position, o.reason)))


def _compared(state: Session, decision: model.LogDecision) -> model.LogDecision:
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


def _rounded(figure: float | None) -> float | None:
    """A share or an agreement figure as logs hold it; never a negative nought."""
    return None if figure is None else round(figure, _DECIMALS) + 0.0


def _ratings(state: Session) -> tuple[model.Rating, ...]:
    """One for each statement that a revealed round asked about, in agenda order.

    A statement of which anonymity lets nothing be told has none.
    """
    return tuple(
        _rating(step, result, _teams_kept(state, held.electorate))
        for step in state.steps
        if isinstance(step, Rate) and (held := state.last_revealed(step.id)) is not None
        for result in kind_of(step).view(state, step).results
        if not result.withheld
    )


def _rating(step: Rate, result: StatementResult, kept: Collection[str]) -> model.Rating:
    return model.Rating(
        step=step.id,
        statement=result.statement.id,
        text=result.statement.text,
        scale=len(step.scale),
        counts=result.counts,
        median=result.median,
        consensus=_rounded(result.consensus),
        agreement=_rounded(result.agreement),
        by_team={
            rated.team.id: rated.counts
            for rated in result.teams
            if rated.team.id in kept and any(rated.counts)
        },
    )


def _shortlist(state: Session) -> tuple[model.ShortlistEntry, ...]:
    """The tasks on which dots were placed, in the order of the vote.

    Of a task that several shortlists offered, the last one counts. Where nothing was settled, the
    dots themselves say what was taken.
    """
    found: dict[str, model.ShortlistEntry] = {}
    for step in state.steps:
        if isinstance(step, Shortlist):
            for entry in _shortlisted(state, step):
                found.pop(entry.task, None)
                found[entry.task] = entry
    return tuple(found.values())


def _shortlisted(state: Session, step: Shortlist) -> Iterator[model.ShortlistEntry]:
    held = state.last_revealed(step.id)
    if held is None:
        return
    choice = state.choices.get(step.id)
    for each in rank(state, step, held):
        taken = each.taken and each.task not in state.set_aside
        reason = choice.reason if choice and taken != each.by_dots else ""
        yield copied(model.ShortlistEntry, each, taken=taken, reason=reason)


def _commitments(state: Session) -> tuple[model.Commitment, ...]:
    """The promises still open from earlier, each with what was told of it, then today's.

    None of the earlier ones is left out, asked about or not. They keep their ids, and one made
    today gets an id that no earlier promise had.
    """
    found: list[model.Commitment] = []
    earlier = state.earlier
    if earlier is not None:
        for owed in earlier.promised:
            status = state.statuses.get(owed.id, CommitmentStatus.OPEN)
            told = copied(model.Commitment, owed, status=status, carried_from=earlier.session)
            found.append(told)
    ids = {each.id for each in found}
    ids.update(earlier.promise_ids if earlier is not None else ())
    for records in state.promises.values():
        for record in records.values():
            if record.agreed:
                new = unlike(record.promise.id, ids)
                found.append(copied(model.Commitment, record.promise, id=new))
                ids.add(new)
    return tuple(found)


def _parking_lot(
    state: Session, shortlist: Iterable[model.ShortlistEntry], reached: Collection[str]
) -> tuple[model.LogParkedItem, ...]:
    """What was set aside: items by whoever raised them, then the tasks that no shortlist took.

    Items merged into another are told by that one. ``reached`` are the tasks that the room was on:
    those were taken up after all.
    """
    raised = [
        model.LogParkedItem(
            text=item.text,
            raised_by=state.participants[item.by].name if _is_named(state) else None,
            became=item.became,
        )
        for item in state.parked
        if item.merged is None
    ]
    left = [
        model.LogParkedItem(text=model.left_item(state.step(entry.task).title, entry.dots))
        for entry in shortlist
        if not entry.taken and entry.task not in reached
    ]
    return (*raised, *left)


def _close_figures(state: Session) -> model.CloseFigures | None:
    """What the room thought of the plan and of the time; None where nobody said anything."""
    closing = [step for step in state.steps if isinstance(step, Close)]
    for step in reversed(closing):
        held = state.last_revealed(step.id)
        if held is not None:
            plan = anonymity.item_shown(state.agenda, held, PLAN, FINGERS)
            return_on_time = anonymity.item_shown(state.agenda, held, RETURN_ON_TIME, FINGERS)
            if any(plan.counts) or any(return_on_time.counts):
                return model.CloseFigures(plan=_told(plan), return_on_time=_told(return_on_time))
    return None


def _told(count: ItemCount) -> tuple[int, ...]:
    return () if count.withheld else count.counts


def _with_teams_corrected(state: Session) -> Session:
    """The session with today's teams in every round, where votes are named."""
    if not _is_named(state):
        return state
    records = {
        step: replace(
            record,
            rounds=tuple(
                replace(r, electorate=_teams_now(state, r.electorate)) for r in record.rounds
            ),
        )
        for step, record in state.records.items()
    }
    return replace(state, records=records)


def _teams_kept(state: Session, electorate: Mapping[str, str]) -> frozenset[str]:
    """The teams whose figures of a round with this electorate the log may hold."""
    if _is_named(state):
        return frozenset(electorate.values())
    now = _teams_now(state, electorate)
    left = {team for voter, team in electorate.items() if now[voter] != team}
    return (anonymity.teams_shown(electorate) & anonymity.teams_shown(now)) - left


def _teams_now(state: Session, electorate: Mapping[str, str]) -> dict[str, str]:
    """The same people by the teams that they are in by now."""
    return {voter: state.participants[voter].team or team for voter, team in electorate.items()}
