"""The order that dots give to tasks, and which of them are taken."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import Shortlist
from facilitator.domain.coverage import coverage
from facilitator.domain.marks import ItemRound
from facilitator.domain.state import Session


@dataclass(frozen=True, slots=True)
class Ranked:
    """A task with its dots and how many people placed them; ``covered`` is 0 to 1, or unknown."""

    task: str
    dots: int
    people: int
    covered: float | None = None


def rank(state: Session, shortlist: Shortlist, held: ItemRound) -> tuple[Ranked, ...]:
    """The tasks in the order of the vote.

    By dots, then by people, then by the lower coverage where ratings tell it, then as in the
    agenda.
    """
    covered = {each.task: each.covered for each in coverage(state)}
    ranked = []
    for task in shortlist.tasks:
        marks = [held.of(voter).get(task) for voter in held.electorate]
        dots = [mark.value for mark in marks if mark is not None and mark.value]
        ranked.append(Ranked(task, sum(dots), len(dots), covered.get(task)))
    return tuple(sorted(ranked, key=_place))


def _place(each: Ranked) -> tuple[int, int, float]:
    return (-each.dots, -each.people, 1.0 if each.covered is None else each.covered)


def chosen(shortlist: Shortlist, ranked: tuple[Ranked, ...]) -> tuple[str, ...]:
    """The tasks that the dots alone take: the first ``keep``."""
    return tuple(each.task for each in ranked[: shortlist.keep])
