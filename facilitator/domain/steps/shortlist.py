"""The tasks on offer for today, and how the dots fell."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import ContestedTask, Shortlist
from facilitator.domain.coverage import coverage
from facilitator.domain.marks import ItemRound
from facilitator.domain.shortlisting import chosen, dots_withheld, rank
from facilitator.domain.state import Session


@dataclass(frozen=True, slots=True)
class OfferView:
    """A task on offer. ``covered`` is 0 to 1, None where no rating speaks of it."""

    task: str
    title: str
    phase: str
    market_facing: bool
    covered: float | None


@dataclass(frozen=True, slots=True)
class RankedView:
    """A task with its dots, from how many people, and whether it is taken.

    ``by_dots``: whether the dots alone take it. ``dots`` and ``people`` are None where they are
    withheld.
    """

    task: str
    title: str
    dots: int | None
    people: int | None
    taken: bool
    by_dots: bool


@dataclass(frozen=True, slots=True)
class ShortlistView:
    """A shortlist. ``ranked`` is empty before the reveal; then it goes from most to fewest dots.

    ``settled`` once the tasks are chosen; ``reason`` says why the dots were overruled, if so.
    ``withheld`` counts those who placed dots of which anonymity lets nothing be told: then the
    tasks stand in the order of the agenda, and the dots take none.
    """

    dots: int
    keep: int
    offers: tuple[OfferView, ...]
    ranked: tuple[RankedView, ...]
    settled: bool
    reason: str
    withheld: int = 0


def shortlist_view(state: Session, step: Shortlist) -> ShortlistView:
    """The picture of a shortlist."""
    covered = {each.task: each.covered for each in coverage(state)}
    choice = state.choices.get(step.id)
    held = state.last_revealed(step.id)
    return ShortlistView(
        dots=step.dots,
        keep=step.keep,
        offers=tuple(
            _offer(task, covered.get(task.id)) for task in state.tasks if task.id in step.tasks
        ),
        ranked=_ranked(state, step, held) if held else (),
        settled=choice is not None,
        reason=choice.reason if choice else "",
        withheld=dots_withheld(state, held) if held else 0,
    )


def _offer(task: ContestedTask, covered: float | None) -> OfferView:
    return OfferView(task.id, task.title, task.phase or "", task.market_facing, covered)


def _ranked(state: Session, step: Shortlist, held: ItemRound) -> tuple[RankedView, ...]:
    ranked = rank(state, step, held)
    by_dots = chosen(step, ranked)
    choice = state.choices.get(step.id)
    taken = choice.taken if choice else by_dots
    return tuple(
        RankedView(
            each.task,
            state.step(each.task).title,
            each.dots,
            each.people,
            taken=each.task in taken,
            by_dots=each.task in by_dots,
        )
        for each in ranked
    )
