"""How well tasks are covered today, as the room's ratings tell it, and where that is worth time."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import ContestedTask, Rate
from facilitator.domain.agreement import median
from facilitator.domain.anonymity import item_shown
from facilitator.domain.state import Session

OTHER_WEIGHT = 0.5
"""What a gap in a task that does not face the market weighs beside one that does."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well a task is covered, 0 (not at all) to 1 (fully)."""

    task: str
    title: str
    market_facing: bool
    covered: float

    @property
    def opportunity(self) -> float:
        """What there is to win, 0 to 1: the gap, at half its weight where no market is faced."""
        return (1 - self.covered) * (1 if self.market_facing else OTHER_WEIGHT)


def coverage(state: Session) -> tuple[Coverage, ...]:
    """The tasks that revealed ratings speak of, the greatest opportunity first.

    A statement covers the tasks it names by its median on the scale from 0 to 1; a task is covered
    by the mean of its statements. Tasks nobody could rate are left out, as are statements of which
    anonymity lets nothing be told.
    """
    found: dict[str, list[float]] = {}
    for step in state.steps:
        if isinstance(step, Rate) and (held := state.last_revealed(step.id)) is not None:
            numbers = range(1, len(step.scale) + 1)
            for statement in step.statements:
                middle = median(item_shown(state.agenda, held, statement.id, numbers).counts)
                if middle is not None:
                    for task in statement.tasks:
                        found.setdefault(task, []).append((middle - 1) / (len(step.scale) - 1))
    tasks = [_coverage(task, found[task.id]) for task in state.tasks if task.id in found]
    return tuple(sorted(tasks, key=lambda each: -each.opportunity))


def _coverage(task: ContestedTask, shares: list[float]) -> Coverage:
    return Coverage(task.id, task.title, task.market_facing, sum(shares) / len(shares))
