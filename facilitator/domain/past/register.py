"""What became of each task over all the logs of a folder.

The *register* is of the decisions in force today: for a task the newest ``decided`` outcome. A
later undecided outcome leaves it in force and marks it reopened; a skipped task says nothing. A
*history* tells how a task went, session by session; and a session that follows others is handed on
what they decided and left open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from facilitator.domain.decision_log.model import DecisionLog, LogDecision
from facilitator.domain.decisions import (
    UNDECIDED,
    CommitmentStatus,
    Outcome,
    Promise,
    Verdict,
    verdict_between,
)
from facilitator.domain.earlier import Earlier, EarlierDecision
from facilitator.domain.fields import copied
from facilitator.domain.past import in_order
from facilitator.domain.past.comparison import is_wavering
from facilitator.domain.words.figures import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A decision in force: ``decision`` as the session of ``log`` recorded it.

    ``reopened`` is the newest log that took the task up again and left it undecided, None where it
    stands unquestioned.
    """

    log: DecisionLog
    decision: LogDecision
    reopened: DecisionLog | None = None

    @property
    def task(self) -> str:
        """The task's id."""
        return self.decision.task

    @property
    def driver(self) -> str:
        """The id of the team that drives it."""
        return self.decision.driver or ""

    @property
    def driver_name(self) -> str:
        """That team's name."""
        return self.log.team_names.get(self.driver, self.driver)

    @property
    def since(self) -> date:
        """The day on which it was decided."""
        return day_of(self.decision.decided_at)

    @property
    def review_on(self) -> date | None:
        """When the task is to be looked at again.

        Whoever reopened it may have set another day; else that of the decision stands.
        """
        again = self.reopened.decision(self.task) if self.reopened is not None else None
        return (again.review_on if again is not None else None) or self.decision.review_on

    @property
    def contradicts(self) -> bool:
        """Whether the log that says so contradicts itself, or the one that reopened it does."""
        return self.log.contradicts or (self.reopened is not None and self.reopened.contradicts)

    def is_overdue(self, today: date) -> bool:
        """Whether that day has passed."""
        return self.review_on is not None and self.review_on < today


def register(logs: Iterable[DecisionLog]) -> tuple[Standing, ...]:
    """The decisions in force after these sessions, by task id; the logs may come in any order."""
    found: dict[str, Standing] = {}
    for log in in_order(logs):
        for decision in log.decisions:
            if decision.outcome is Outcome.DECIDED:
                found[decision.task] = Standing(log=log, decision=decision)
            elif decision.outcome in UNDECIDED and decision.task in found:
                found[decision.task] = replace(found[decision.task], reopened=log)
    return tuple(found[task] for task in sorted(found))


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
    return histories(logs, only=task).get(task)


def histories(logs: Iterable[DecisionLog], only: str | None = None) -> Mapping[str, History]:
    """How every task went that some session took up, or that ``only``, by its id."""
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


def earlier_of(
    chain: Sequence[DecisionLog],
    others: Sequence[DecisionLog] = (),
    tasks: Collection[str] = (),
) -> Earlier:
    """What a session that follows ``chain[0]`` has to know.

    ``chain`` goes from that log to the one it follows itself, and so on. ``others`` are logs of
    other workshops, which may have decided on the same tasks since: those of the chain, and
    ``tasks``, the ids of today's. Raises ValueError when the chain is empty.
    """
    if not chain:
        raise ValueError("an earlier session is told from its log")
    newest = chain[0]
    known = {*tasks, *(each.task for log in chain for each in log.decisions)}
    standing = [each for each in register((*others, *chain)) if each.task in known]
    logs = (*(each.log for each in standing), *reversed(chain))
    names = {team: name for log in logs for team, name in log.team_names.items()}
    return Earlier(
        session=newest.session.id,
        title=newest.session.title,
        held_on=day_of(newest.session.started_at),
        decisions=tuple(
            _decision(newest, each)
            for each in newest.decisions
            if each.outcome is not Outcome.SKIPPED
        ),
        in_force=tuple(_decision(each.log, each.decision) for each in standing),
        commitments=tuple(
            copied(Promise, promise)
            for promise in newest.commitments
            if promise.status is CommitmentStatus.OPEN
        ),
        team_names=names,
        promise_ids=tuple(
            dict.fromkeys(promise.id for log in chain for promise in log.commitments)
        ),
    )


def _decision(log: DecisionLog, told: LogDecision) -> EarlierDecision:
    decided_on = day_of(told.decided_at)
    return copied(EarlierDecision, told, session=log.session.id, decided_on=decided_on)
