"""The agenda of what a decision log leaves due: tasks to look at again, and those left undecided.

What was decided last time stays out of it: the room is to vote blind once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from facilitator.domain.agenda import (
    FEWEST_CANDIDATES,
    PAGE_CELLS,
    SHORT_CELLS,
    Agenda,
    ContestedTask,
    Fallback,
    Rules,
    StepBase,
    Suggestion,
    Team,
    default_question,
)
from facilitator.domain.decision_log.model import DecisionLog, LogDecision
from facilitator.domain.decisions import UNDECIDED, Outcome
from facilitator.domain.slugs import slug
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.text import cells
from facilitator.domain.words.figures import day, day_of

FOLLOW_UP_MINUTES = 10
CLOSE_MINUTES = 10
TASK_MINUTES = 8
_OPENING = "Last time, on "
"""How the paragraph begins that is put before a background, in place of an earlier one."""


def due_decisions(log: DecisionLog, on: date) -> tuple[LogDecision, ...]:
    """What the log leaves due on that day, in its order.

    Everything that was reached and left undecided, and decisions whose review date has come.
    """
    return tuple(
        decision
        for decision in log.decisions
        if decision.outcome in UNDECIDED
        or (decision.outcome is Outcome.DECIDED and _has_come(decision.review_on, on))
    )


def next_review(log: DecisionLog, on: date) -> date | None:
    """The first review date of the log after that day; None when there is none."""
    days = (decision.review_on for decision in log.decisions)
    return min((day for day in days if day is not None and day > on), default=None)


def next_agenda(log: DecisionLog, on: date, original: Agenda | None = None) -> Agenda | None:
    """An agenda of what the log leaves due on that day; None when that is nothing.

    Its id is that of the log's own agenda, so that it is known as the same workshop, and made of
    the title where the log names none. Teams and
    rules are the log's. ``original`` is that agenda, where it is at hand: from it come each task's
    question, background, candidates, suggestion, source, notes and minutes.
    """
    due = due_decisions(log, on)
    if not due:
        return None
    teams = tuple(_team(team.id, team.name, original) for team in log.teams)
    tasks = [_task(decision, log, teams, original) for decision in due]
    return Agenda(
        id=log.session.agenda or slug(log.session.title, "workshop"),
        title=log.session.title,
        summary=f"What was due on {day(on)} from the workshop of {day(_held_on(log))}.",
        teams=teams,
        rules=_rules(log, original),
        steps=(_opening(tasks, original), *tasks, _closing(tasks, original)),
    )


def _has_come(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _held_on(log: DecisionLog) -> date:
    return day_of(log.session.started_at)


def _team(team_id: str, name: str, original: Agenda | None) -> Team:
    for team in original.teams if original else ():
        if team.id == team_id:
            return Team(team_id, name, team.short, team.purpose)
    return Team(team_id, name, team_id[:SHORT_CELLS].upper())


def _rules(log: DecisionLog, original: Agenda | None) -> Rules:
    approver = log.rules.approver or (original.rules.approver if original else None)
    escalates = log.rules.fallback is Fallback.ESCALATE and bool(approver)
    return Rules(
        attribution=log.session.attribution,
        agreement_required=log.rules.agreement_required,
        max_rounds=log.rules.max_rounds,
        review_after_days=log.rules.review_after_days,
        fallback=Fallback.ESCALATE if escalates else Fallback.DEFER,
        approver=approver if escalates else None,
    )


def _task(
    decision: LogDecision, log: DecisionLog, teams: Sequence[Team], original: Agenda | None
) -> ContestedTask:
    ids = tuple(team.id for team in teams)
    question = default_question(decision.title)
    task = _task_of(original, decision.task) or ContestedTask(
        id=decision.task, title=decision.title, question=question, candidates=ids
    )
    candidates = tuple(team for team in task.candidates if team in ids)
    if len(candidates) < FEWEST_CANDIDATES:
        candidates = ids
    return replace(
        task,
        title=decision.title,
        minutes=task.minutes or TASK_MINUTES,
        question=task.question if task.title == decision.title else question,
        candidates=candidates,
        background=_with_background(_why_it_is_back(decision, log), task.background),
        phase=decision.phase or task.phase,
        suggested=_suggestion(task.suggested, candidates, ids),
    )


def _task_of(original: Agenda | None, task: str) -> ContestedTask | None:
    tasks = original.tasks if original else ()
    return next((found for found in tasks if found.id == task), None)


def _suggestion(
    suggestion: Suggestion | None, candidates: Sequence[str], teams: Sequence[str]
) -> Suggestion | None:
    """What of the suggestion still makes sense among today's teams."""
    if suggestion is None or suggestion.driver not in candidates:
        return None
    support = tuple(each for each in suggestion.support if each.team in teams)
    return Suggestion(suggestion.driver, suggestion.because, support)


def _why_it_is_back(decision: LogDecision, log: DecisionLog) -> str:
    """One sentence that says how it ended and why it is back, and nothing of who drives."""
    last = f"{_OPENING}{day(_held_on(log))}, this was"
    review = decision.review_on
    match decision.outcome:
        case Outcome.DECIDED:
            until = f", with a review on {day(review)}" if review else ""
            return f"{last} decided{until}: what was decided stays hidden until the votes are in."
        case Outcome.DEFERRED:
            until = f" until {day(review)}" if review else ""
            return f"{last} deferred{until}: it is back because it was left without a decision."
        case Outcome.ESCALATED:
            to = f" to {log.rules.approver}" if log.rules.approver else ""
            return f"{last} escalated{to}: it is back because the log holds no decision."
        case _:
            return f"{last} parked: it is back because it was left without a decision."


def _with_background(why: str, background: str) -> str:
    """The sentence before the task's own background, where both fit."""
    first, _, rest = background.partition("\n\n")
    own = rest if first.startswith(_OPENING) else background
    both = f"{why}\n\n{own}".strip()
    return both if cells(both) + both.count("\n") <= PAGE_CELLS else why


def _opening(tasks: Sequence[ContestedTask], original: Agenda | None) -> FollowUp:
    steps = original.steps if original else ()
    found = next((step for step in steps if isinstance(step, FollowUp)), None)
    step = found or FollowUp(id="since-last-time", title="Since last time")
    return replace(step, id=_free(step, tasks), minutes=step.minutes or FOLLOW_UP_MINUTES)


def _closing(tasks: Sequence[ContestedTask], original: Agenda | None) -> Close:
    steps = original.steps if original else ()
    found = next((step for step in reversed(steps) if isinstance(step, Close)), None)
    step = found or Close(id="the-game-plan", title="The game plan")
    return replace(step, id=_free(step, tasks), minutes=step.minutes or CLOSE_MINUTES)


def _free(step: StepBase, tasks: Sequence[ContestedTask]) -> str:
    """The step's id, or one like it that no task has."""
    taken = {task.id for task in tasks}
    found = step.id
    while found in taken:
        found = f"step-{found}"[:64]
    return found
