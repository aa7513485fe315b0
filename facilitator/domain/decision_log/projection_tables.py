"""What a session's log holds besides decisions: ratings, shortlist, promises, parking lot, fists.

All of it comes from revealed rounds, as counts: who answered what is in none of it.

The log names one team for each person, so every figure by team has to fit that where somebody's
team was corrected after they had voted. Where votes are named, rounds are told as if the team had
been right from the start. Where they are anonymous that would give the vote away, as the difference
to what the room saw: there the figures of a team that somebody has left are not kept, nor what
could then be had by subtraction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from facilitator.domain.agenda import Attribution
from facilitator.domain.anonymity import item_shown, teams_shown
from facilitator.domain.decision_log.model import (
    CloseFigures,
    Commitment,
    LogParkedItem,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.decision_log.titles import left_item
from facilitator.domain.decisions import CommitmentStatus, Promise
from facilitator.domain.fields import copied
from facilitator.domain.rounds import ItemCount
from facilitator.domain.slugs import unlike
from facilitator.domain.state import Session
from facilitator.domain.steps import kind_of
from facilitator.domain.steps.close import FINGERS, PLAN, RETURN_ON_TIME, Close
from facilitator.domain.steps.rate import Rate, StatementResult
from facilitator.domain.steps.shortlist import Shortlist, rank

FIGURE_DECIMALS = 4
"""To how many decimals shares and agreement figures are rounded."""


def rounded(figure: float) -> float:
    """A share or an agreement figure as logs hold it; never a negative nought."""
    return round(figure, FIGURE_DECIMALS) + 0.0


def ratings(state: Session) -> tuple[Rating, ...]:
    """One for each statement that a revealed round asked about, in agenda order.

    A statement of which anonymity lets nothing be told has none.
    """
    return tuple(
        _rating(step, result, teams_kept(state, held.electorate))
        for step in state.steps
        if isinstance(step, Rate) and (held := state.last_revealed(step.id)) is not None
        for result in kind_of(step).view(state, step).results
        if not result.withheld
    )


def _rating(step: Rate, result: StatementResult, kept: Collection[str]) -> Rating:
    return Rating(
        step=step.id,
        statement=result.statement.id,
        text=result.statement.text,
        scale=len(step.scale),
        counts=result.counts,
        median=result.median,
        consensus=None if result.consensus is None else rounded(result.consensus),
        agreement=None if result.agreement is None else rounded(result.agreement),
        by_team={
            rated.team.id: rated.counts
            for rated in result.teams
            if rated.team.id in kept and any(rated.counts)
        },
    )


@dataclass(frozen=True, slots=True)
class Shortlisted:
    """A task that a shortlist offered, by its ``title``, with its entry in the log."""

    title: str
    entry: ShortlistEntry


def shortlisted(state: Session) -> tuple[Shortlisted, ...]:
    """The tasks on which dots were placed, in the order of the vote.

    Of a task that several shortlists offered, the last one counts. Where nothing was settled, the
    dots themselves say what was taken.
    """
    found: dict[str, Shortlisted] = {}
    for step in state.steps:
        if isinstance(step, Shortlist):
            for each in _shortlisted(state, step):
                found.pop(each.entry.task, None)
                found[each.entry.task] = each
    return tuple(found.values())


def _shortlisted(state: Session, step: Shortlist) -> Iterator[Shortlisted]:
    held = state.last_revealed(step.id)
    if held is None:
        return
    choice = state.choices.get(step.id)
    for each in rank(state, step, held):
        taken = each.taken and each.task not in state.set_aside
        reason = choice.reason if choice and taken != each.by_dots else ""
        yield Shortlisted(each.title, copied(ShortlistEntry, each, taken=taken, reason=reason))


def commitments(state: Session) -> tuple[Commitment, ...]:
    """The promises still open from earlier, each with what was told of it, then today's.

    None of the earlier ones is left out, asked about or not. They keep their ids, and one made
    today gets an id that no earlier promise had.
    """
    found: list[Commitment] = []
    if state.earlier is not None:
        session = state.earlier.session
        found += [_carried(state, owed, session) for owed in state.earlier.promised]
    ids = {each.id for each in found}
    ids.update(state.earlier.promise_ids if state.earlier is not None else ())
    for records in state.promises.values():
        for record in records.values():
            if record.agreed:
                new = unlike(record.promise.id, ids)
                found.append(copied(Commitment, record.promise, id=new))
                ids.add(new)
    return tuple(found)


def _carried(state: Session, owed: Promise, session: str) -> Commitment:
    status = state.statuses.get(owed.id, CommitmentStatus.OPEN)
    return copied(Commitment, owed, status=status, carried_from=session)


def parking_lot(state: Session, reached: Collection[str]) -> tuple[LogParkedItem, ...]:
    """What was set aside: items by whoever raised them, then the tasks that no shortlist took.

    Items merged into another are told by that one. ``reached`` are the tasks that the room was on:
    those were taken up after all.
    """
    is_named = state.agenda.rules.attribution is Attribution.NAMED
    raised = [
        LogParkedItem(
            text=item.text,
            raised_by=state.participants[item.by].name if is_named else None,
            became=item.became,
        )
        for item in state.parked
        if item.merged is None
    ]
    left = [
        LogParkedItem(text=left_item(each.title, each.entry.dots))
        for each in shortlisted(state)
        if not each.entry.taken and each.entry.task not in reached
    ]
    return (*raised, *left)


def close_figures(state: Session) -> CloseFigures | None:
    """What the room thought of the plan and of the time; None where nobody said anything."""
    closing = [step for step in state.steps if isinstance(step, Close)]
    for step in reversed(closing):
        held = state.last_revealed(step.id)
        if held is not None:
            plan = item_shown(state.agenda, held, PLAN, FINGERS)
            return_on_time = item_shown(state.agenda, held, RETURN_ON_TIME, FINGERS)
            if any(plan.counts) or any(return_on_time.counts):
                return CloseFigures(plan=_told(plan), return_on_time=_told(return_on_time))
    return None


def _told(count: ItemCount) -> tuple[int, ...]:
    return () if count.withheld else count.counts


def with_teams_corrected(state: Session) -> Session:
    """The session with today's teams in every round, where votes are named."""
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        return state
    records = {
        step: replace(
            record,
            rounds=tuple(
                replace(r, electorate=teams_now(state, r.electorate)) for r in record.rounds
            ),
        )
        for step, record in state.records.items()
    }
    return replace(state, records=records)


def teams_kept(state: Session, electorate: Mapping[str, str]) -> frozenset[str]:
    """The teams whose figures of a round with this electorate the log may hold."""
    if state.agenda.rules.attribution is Attribution.NAMED:
        return frozenset(electorate.values())
    now = teams_now(state, electorate)
    left = {team for voter, team in electorate.items() if now[voter] != team}
    return (teams_shown(electorate) & teams_shown(now)) - left


def teams_now(state: Session, electorate: Mapping[str, str]) -> dict[str, str]:
    """The same people by the teams that they are in by now."""
    return {voter: state.participants[voter].team or team for voter, team in electorate.items()}
