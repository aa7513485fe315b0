"""What changed since the earlier session, for the read-back: as the log would tell it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from facilitator.domain.decision_log.verdicts import Told, Verdict, verdict_between
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.earlier import EarlierDecision
from facilitator.domain.state import Session
from facilitator.domain.steps.close import Close
from facilitator.domain.words.figures import day_of


@dataclass(frozen=True, slots=True)
class StandingView:
    """A decision in force: who drives what, since when, and whether its review is overdue today."""

    title: str
    driver: str
    since: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A task that either session took up; ``before`` and ``now`` are who drives it, or the outcome.

    They are "" for a session that says nothing of it. ``standing`` is the decision that was in
    force until today, from whichever session.
    """

    title: str
    verdict: Verdict
    before: str
    now: str
    standing: StandingView | None = None


@dataclass(frozen=True, slots=True)
class SinceView:
    """Today against the session that it follows, which was held on ``held_on``.

    ``changes`` stand in today's order, then what was not taken up again. ``untouched`` is in force,
    was not taken up today, and was not left open last time: that is among the changes.
    ``promises`` counts what became of those that were open, by status.
    """

    held_on: date
    changes: tuple[ChangeView, ...]
    untouched: tuple[StandingView, ...]
    promises: tuple[tuple[CommitmentStatus, int], ...]


def since_view(state: Session) -> SinceView | None:
    """What changed; None before the close, and where there is no earlier session."""
    earlier = state.earlier
    closes = state.ended_at is not None or isinstance(state.current_step, Close)
    if earlier is None or not closes:
        return None
    names = {**earlier.team_names, **{team.id: team.name for team in state.agenda.teams}}
    reached = {
        task.id: (task.title, state.record(task.id).as_logged)
        for task in state.tasks
        if task.id in state.entered or state.record(task.id).decision is not None
    }
    changes = []
    for task in dict.fromkeys([*reached, *(each.task for each in earlier.decisions)]):
        was = earlier.decision(task)
        title, now = reached.get(task, (was.title if was else "", None))
        verdict = verdict_between(was, now)
        if verdict is not None:
            standing = _standing(state, earlier.standing(task), names)
            changes.append(
                ChangeView(title, verdict, _said(was, names), _said(now, names), standing)
            )
    dropped = [each.task for each in earlier.decisions if each.driver is None]
    statuses = [state.statuses.get(each.id, CommitmentStatus.OPEN) for each in earlier.promised]
    counted = ((status, statuses.count(status)) for status in CommitmentStatus)
    return SinceView(
        held_on=earlier.held_on,
        changes=tuple(changes),
        untouched=tuple(
            view
            for each in earlier.in_force
            if each.task not in (*reached, *dropped)
            and (view := _standing(state, each, names)) is not None
        ),
        promises=tuple((status, number) for status, number in counted if number),
    )


def _standing(
    state: Session, told: EarlierDecision | None, names: Mapping[str, str]
) -> StandingView | None:
    if told is None or told.driver is None:
        return None
    again = state.earlier.decision(told.task) if state.earlier is not None else None
    review_on = (again.review_on if again is not None else None) or told.review_on
    return StandingView(
        title=told.title,
        driver=names.get(told.driver, told.driver),
        since=told.decided_on,
        is_overdue=review_on is not None and review_on < day_of(state.started_at),
    )


def _said(told: Told | None, names: Mapping[str, str]) -> str:
    if told is None or told.outcome is Outcome.SKIPPED:
        return ""
    return names.get(told.driver, told.driver) if told.driver else str(told.outcome)
