"""What changed since the earlier session, for the read-back: as the log would tell it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitator.domain.agenda import Close
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.decision_log.verdicts import Told, Verdict, verdict_between
from facilitator.domain.decisions import Outcome
from facilitator.domain.state import Session


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A task that either session took up; ``before`` and ``now`` are who drives it, or the outcome.

    They are "" for a session that says nothing of it.
    """

    title: str
    verdict: Verdict
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class SinceView:
    """Today against the session that it follows, which was held on ``held_on``.

    ``changes`` stand in today's order, then what was not taken up again. ``promises`` counts what
    became of those that were open, by status.
    """

    held_on: date
    changes: tuple[ChangeView, ...]
    promises: tuple[tuple[CommitmentStatus, int], ...]


def since_view(state: Session) -> SinceView | None:
    """What changed; None before the close, and where there is no earlier session."""
    earlier = state.earlier
    closes = state.ended_at is not None or isinstance(state.current_step, Close)
    if earlier is None or not closes:
        return None
    names = {**earlier.team_names, **{team.id: team.name for team in state.agenda.teams}}
    reached = {
        task.id: (task.title, state.task(task.id).as_logged)
        for task in state.tasks
        if task.id in state.entered or state.task(task.id).decision is not None
    }
    changes = []
    for task in dict.fromkeys([*reached, *(each.task for each in earlier.decisions)]):
        was = earlier.decision(task)
        title, now = reached.get(task, (was.title if was else "", None))
        verdict = verdict_between(was, now)
        if verdict is not None:
            changes.append(ChangeView(title, verdict, _said(was, names), _said(now, names)))
    statuses = [state.statuses.get(each.id, CommitmentStatus.OPEN) for each in earlier.promised]
    counted = ((status, statuses.count(status)) for status in CommitmentStatus)
    return SinceView(
        held_on=earlier.held_on,
        changes=tuple(changes),
        promises=tuple((status, number) for status, number in counted if number),
    )


def _said(told: Told | None, names: dict[str, str]) -> str:
    if told is None or told.outcome is Outcome.SKIPPED:
        return ""
    return names.get(told.driver, told.driver) if told.driver else str(told.outcome)
