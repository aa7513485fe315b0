"""The order that dots give to tasks, and which of them are taken."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import Shortlist
from facilitator.domain.anonymity import withheld
from facilitator.domain.coverage import coverage
from facilitator.domain.marks import ItemRound, marks_of
from facilitator.domain.state import Session


@dataclass(frozen=True, slots=True)
class Ranked:
    """A task with its dots and how many people placed them; ``covered`` is 0 to 1, or unknown.

    ``dots`` and ``people`` are None where anonymity withholds them.
    """

    task: str
    dots: int | None
    people: int | None
    covered: float | None = None


def rank(state: Session, shortlist: Shortlist, held: ItemRound) -> tuple[Ranked, ...]:
    """The tasks in the order of the vote.

    By dots, then by people, then by the lower coverage where ratings tell it, then as in the
    agenda; as in the agenda alone where the dots are withheld.
    """
    covered = {each.task: each.covered for each in coverage(state)}
    if dots_withheld(state, held):
        return tuple(Ranked(task, None, None, covered.get(task)) for task in shortlist.tasks)
    ranked = []
    for task in shortlist.tasks:
        marks = [marks_of(held, voter).get(task) for voter in held.electorate]
        dots = [mark.value for mark in marks if mark is not None and mark.value]
        ranked.append(Ranked(task, sum(dots), len(dots), covered.get(task)))
    return tuple(sorted(ranked, key=_place))


def dots_withheld(state: Session, held: ItemRound) -> int:
    """How many people's dots are not told: all of them, where that would give somebody away."""
    return withheld(state.agenda, sum(bool(marks_of(held, voter)) for voter in held.electorate))


def _place(each: Ranked) -> tuple[int, int, float]:
    covered = 1.0 if each.covered is None else each.covered
    return (-(each.dots or 0), -(each.people or 0), covered)


def chosen(shortlist: Shortlist, ranked: tuple[Ranked, ...]) -> tuple[str, ...]:
    """The tasks that the dots alone take: the first ``keep``; none where dots are withheld."""
    return tuple(each.task for each in ranked[: shortlist.keep] if each.dots is not None)
