"""How one task went over all the sessions that took it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilitator.domain.decision_log import DecisionLog, LogDecision, Verdict, verdict_between
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.comparison import is_wavering
from facilitator.domain.past.sequence import in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What one session made of the task, and how that compares with the session before it.

    The session before it is the one that took the task up last, whichever agenda it was of.
    """

    log: DecisionLog
    decision: LogDecision
    verdict: Verdict
    wavering: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A task over time; ``title`` is its newest, ``chapters`` go from the first session on."""

    task: str
    title: str
    chapters: tuple[Chapter, ...]


def tasks_of(logs: Iterable[DecisionLog]) -> dict[str, str]:
    """Every task that some session took up, by id, with its newest title."""
    return {
        decision.task: decision.title
        for log in in_order(logs)
        for decision in log.decisions
        if decision.outcome is not Outcome.SKIPPED
    }


def history(logs: Iterable[DecisionLog], task: str) -> History | None:
    """How a task went, by its id; None where no session took it up."""
    return _told(logs, only=task).get(task)


def histories(logs: Iterable[DecisionLog]) -> Mapping[str, History]:
    """How every task went that some session took up, by its id."""
    return _told(logs)


def _told(logs: Iterable[DecisionLog], only: str | None = None) -> dict[str, History]:
    chapters: dict[str, list[Chapter]] = {}
    for log in in_order(logs):
        for decision in log.decisions:
            if decision.outcome is not Outcome.SKIPPED and only in (None, decision.task):
                told = chapters.setdefault(decision.task, [])
                told.append(_chapter(log, decision, told[-1].decision if told else None))
    return {
        task: History(task=task, title=told[-1].decision.title, chapters=tuple(told))
        for task, told in sorted(chapters.items())
    }


def _chapter(log: DecisionLog, decision: LogDecision, before: LogDecision | None) -> Chapter:
    verdict = verdict_between(before, decision) or Verdict.RAISED
    wavering = is_wavering(verdict, decision, log.rules.agreement_required)
    return Chapter(log=log, decision=decision, verdict=verdict, wavering=wavering)
