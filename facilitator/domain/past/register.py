"""The register: the decisions in force today, folded from all the logs of a folder.

*In force* for a task is the newest ``decided`` outcome. A later undecided outcome leaves it in
force and marks it reopened; a skipped task says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from facilitator.domain.days import day_of
from facilitator.domain.decision_log import DecisionLog, LogDecision
from facilitator.domain.decisions import UNDECIDED, Outcome
from facilitator.domain.past.sequence import in_order


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
