"""The tasks on offer for today, and how the dots fell."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
class OfferView:
    """A task on offer. ``covered`` is 0 to 1, None where no rating speaks of it."""

    task: str
    title: str
    phase: str
    market_facing: bool
    covered: float | None


@dataclass(frozen=True, slots=True)
class RankedView:
    """A task with its dots and how many people placed them; both are None where withheld.

    ``covered`` is 0 to 1, or unknown. ``by_dots``: whether the dots alone take it; ``taken``:
    whether it is taken, by them or by choice.
    """

    task: str
    title: str
    dots: int | None
    people: int | None
    covered: float | None
    by_dots: bool = False
    taken: bool = False


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
            ranked=rank(state, step, held) if held else (),
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


def rank(state: Session, step: Shortlist, held: ItemRound) -> tuple[RankedView, ...]:
    """The tasks in the order of the vote.

    By dots, then by people, then by the lower coverage where ratings tell it, then as in the
    agenda; as in the agenda alone where the dots are withheld. The first ``keep`` are taken by the
    dots, none where they are withheld.
    """
    covered = {each.task: each.covered for each in coverage(state)}
    is_hidden = dots_withheld(state, held) > 0
    ranked = [_dotted(state, task, held, covered.get(task)) for task in step.tasks]
    if is_hidden:
        ranked = [replace(each, dots=None, people=None) for each in ranked]
    else:
        ranked.sort(key=_place)
    by_dots = () if is_hidden else tuple(each.task for each in ranked[: step.keep])
    choice = state.choices.get(step.id)
    taken = choice.taken if choice else by_dots
    return tuple(
        replace(each, by_dots=each.task in by_dots, taken=each.task in taken) for each in ranked
    )


def _dotted(state: Session, task: str, held: ItemRound, covered: float | None) -> RankedView:
    marks = [marks_of(held, voter).get(task) for voter in held.electorate]
    dots = [mark.value for mark in marks if mark is not None and mark.value]
    return RankedView(task, state.step(task).title, sum(dots), len(dots), covered)


def dots_withheld(state: Session, held: ItemRound) -> int:
    """How many people's dots are not told: all of them, where that would give somebody away."""
    return withheld(state.agenda, sum(bool(marks_of(held, voter)) for voter in held.electorate))


def _place(each: RankedView) -> tuple[int, int, float]:
    covered = 1.0 if each.covered is None else each.covered
    return (-(each.dots or 0), -(each.people or 0), covered)


def _offer(task: ContestedTask, covered: float | None) -> OfferView:
    return OfferView(task.id, task.title, task.phase or "", task.market_facing, covered)
