"""How one task went over all the sessions that took it up."""

from __future__ import annotations

from collections.abc import Iterable
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
    chapters: list[Chapter] = []
    before: LogDecision | None = None
    for log in in_order(logs):
        decision = log.decision(task)
        verdict = verdict_between(before, decision)
        if decision is None or decision.outcome is Outcome.SKIPPED or verdict is None:
            continue
        wavering = is_wavering(verdict, decision, log.rules.agreement_required)
        chapters.append(Chapter(log=log, decision=decision, verdict=verdict, wavering=wavering))
        before = decision
    if not chapters:
        return None
    return History(task=task, title=chapters[-1].decision.title, chapters=tuple(chapters))
