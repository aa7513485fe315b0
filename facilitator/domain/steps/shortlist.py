"""The tasks on offer for today, and how the dots fell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from facilitator.domain.agenda import AnId, Attribution, ContestedTask, StepBase
from facilitator.domain.anonymity import withheld
from facilitator.domain.fields import Called, Whole
from facilitator.domain.people import Participant
from facilitator.domain.rounds import ItemRound, Marks, marks_of
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import ItemKind, NextAction
from facilitator.domain.steps.rate import coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist(StepBase):
    """Dots placed on tasks to choose those that deserve the time. ``tasks`` are step ids."""

    dots: Annotated[int, Whole(1, 10)]
    keep: Annotated[int, Whole(1, 100)]
    tasks: Annotated[tuple[AnId, ...], Called("from")]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A task with its dots and how many people placed them; ``covered`` is 0 to 1, or unknown.

    ``dots`` and ``people`` are None where anonymity withholds them.
    """

    task: str
    dots: int | None
    people: int | None
    covered: float | None = None


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


class ShortlistKind(ItemKind[Shortlist, ShortlistView]):
    """Everybody has the same number of dots to place on tasks."""

    word = "shortlist"
    is_one_answer = True

    def view(self, state: Session, step: Shortlist) -> ShortlistView:
        """The tasks on offer, and how the dots fell."""
        covered = {each.task: each.covered for each in coverage(state)}
        choice = state.choices.get(step.id)
        held = state.last_revealed(step.id)
        offered = (task for task in state.tasks if task.id in step.tasks)
        return ShortlistView(
            dots=step.dots,
            keep=step.keep,
            offers=tuple(_offer(task, covered.get(task.id)) for task in offered),
            ranked=_ranked(state, step, held) if held else (),
            settled=choice is not None,
            reason=choice.reason if choice else "",
            withheld=dots_withheld(state, held) if held else 0,
        )

    def items_asked(self, _state: Session, step: Shortlist) -> tuple[str, ...]:
        """The tasks on offer."""
        return step.tasks

    def numbers(self, step: Shortlist) -> range:
        """How many dots a task can have from one person."""
        return range(1, step.dots + 1)

    def is_concluded(self, state: Session, step: Shortlist) -> bool:
        """Whether the tasks are chosen."""
        return step.id in state.choices

    def has_finished(
        self, _state: Session, step: Shortlist, held: ItemRound, person: Participant
    ) -> bool:
        """Whether somebody has placed every dot."""
        return sum(mark.value or 0 for mark in marks_of(held, person.id).values()) >= step.dots

    def is_done(
        self, state: Session, step: Shortlist, held: ItemRound, person: Participant
    ) -> bool:
        """How many dots somebody has placed is part of an anonymous answer: any will do there."""
        if state.agenda.rules.attribution is Attribution.ANONYMOUS:
            return bool(marks_of(held, person.id))
        return self.has_finished(state, step, held, person)

    def flaw_of_opening(self, state: Session, step: Shortlist, about: str) -> str:
        """Dots are placed until the tasks are chosen."""
        if self.is_concluded(state, step):
            return "The tasks are chosen. Reopen the choice to place dots again."
        return super().flaw_of_opening(state, step, about)

    def flaw_of_value(self, step: Shortlist, marks: Marks, item: str, value: int | None) -> str:
        """Nobody has more dots than the others."""
        if value is None or value not in self.numbers(step):
            return f"Place 1 to {step.dots} dots on a task, or take them back."
        others = sum(mark.value or 0 for of, mark in marks.items() if of != item)
        if others + value > step.dots:
            return "All your dots are placed. Take one back to place it elsewhere."
        return ""

    def after_reveal(self, _state: Session, _step: Shortlist) -> NextAction:
        """Take the tasks."""
        return NextAction.TAKE


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
