"""Statements to rate, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from facilitator.domain import rounds
from facilitator.domain.agenda import (
    LABEL_CELLS,
    AnId,
    Attribution,
    ContestedTask,
    Sentence,
    StepBase,
    Team,
)
from facilitator.domain.anonymity import item_shown, teams_told
from facilitator.domain.fields import Text, copied
from facilitator.domain.state import Session
from facilitator.domain.steps.kind import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence to rate. ``team``: whose performance it describes; ``tasks``: what it covers."""

    id: AnId
    text: Sentence
    team: AnId | None = None
    tasks: tuple[AnId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(StepBase):
    """Statements rated blind on a scale whose labels run from low to high."""

    question: Sentence
    scale: tuple[Annotated[str, Text(LABEL_CELLS)], ...]
    statements: tuple[Statement, ...]


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


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement. ``about`` is the team whose performance it describes, if any."""

    id: str
    text: str
    about: Team | None


@dataclass(frozen=True, slots=True)
class TeamRating:
    """How one team rated a statement: counts per category from low to high, and their median."""

    team: Team
    counts: tuple[int, ...]
    median: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementResult(rounds.ItemCount):
    """How a statement was rated, overall and by team.

    ``median`` is 1 to K. ``consensus`` is 0 to 1 and
    ``agreement`` −1 to 1; both are None without ratings, ``agreement`` also on a scale of two.
    ``has_gap``: the medians of two teams differ by
    :data:`~facilitator.domain.rounds.PERCEPTION_GAP` or more. Where answers are ``withheld``
    there is nothing but their number and ``silent``.
    """

    statement: StatementView
    median: float | None
    consensus: float | None
    agreement: float | None
    teams: tuple[TeamRating, ...]
    has_gap: bool


@dataclass(frozen=True, slots=True)
class RateView:
    """A rating step. ``results`` are those of the newest revealed round, in agenda order.

    ``coverage`` ranks the tasks that the ratings so far speak of, the greatest opportunity first;
    it is empty before the first reveal, and where no statement names a task.
    """

    question: str
    scale: tuple[str, ...]
    statements: tuple[StatementView, ...]
    results: tuple[StatementResult, ...]
    coverage: tuple[Coverage, ...]


class RateKind(ItemKind[Rate, RateView]):
    """Every statement is rated on one scale."""

    word = "rate"

    def view(self, state: Session, step: Rate) -> RateView:
        """The statements, and how they were rated last."""
        held = state.last_revealed(step.id)
        speaks_of_tasks = any(statement.tasks for statement in step.statements)
        results = (_result(state, step, each, held) for each in step.statements) if held else ()
        return RateView(
            question=step.question,
            scale=step.scale,
            statements=tuple(_statement(state, each) for each in step.statements),
            results=tuple(results),
            coverage=coverage(state) if held and speaks_of_tasks else (),
        )

    def items_asked(self, _state: Session, step: Rate) -> tuple[str, ...]:
        """The statements."""
        return tuple(statement.id for statement in step.statements)

    def numbers(self, step: Rate) -> range:
        """The places of the scale, from low to high."""
        return range(1, len(step.scale) + 1)


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
                middle = rounds.median(item_shown(state.agenda, held, statement.id, numbers).counts)
                if middle is not None:
                    for task in statement.tasks:
                        found.setdefault(task, []).append((middle - 1) / (len(step.scale) - 1))
    tasks = [_coverage(task, found[task.id]) for task in state.tasks if task.id in found]
    return tuple(sorted(tasks, key=lambda each: -each.opportunity))


def _coverage(task: ContestedTask, shares: list[float]) -> Coverage:
    return Coverage(task.id, task.title, task.market_facing, sum(shares) / len(shares))


def teams_with_figures(state: Session, held: rounds.ItemRound, item: str) -> tuple[Team, ...]:
    """The teams whose figures on an item may be given: all, unless anonymity hides some."""
    shown = frozenset(held.electorate.values())
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        answered = {voter for voter in held.electorate if item in rounds.marks_of(held, voter)}
        shown = teams_told(held.electorate, answered)
    return tuple(team for team in state.agenda.teams if team.id in shown)


def _statement(state: Session, statement: Statement) -> StatementView:
    about = state.agenda.team(statement.team) if statement.team else None
    return StatementView(statement.id, statement.text, about)


def _result(
    state: Session, step: Rate, statement: Statement, held: rounds.ItemRound
) -> StatementResult:
    numbers = range(1, len(step.scale) + 1)
    count = item_shown(state.agenda, held, statement.id, numbers)
    teams = tuple(
        _by_team(held, statement.id, numbers, team)
        for team in teams_with_figures(state, held, statement.id)
    )
    medians = [team.median for team in teams if team.median is not None]
    return copied(
        StatementResult,
        count,
        statement=_statement(state, statement),
        median=rounds.median(count.counts),
        consensus=rounds.consensus(count.counts),
        agreement=rounds.agreement_a(count.counts)
        if len(step.scale) >= rounds.LEAST_SCALE_FOR_A
        else None,
        teams=teams,
        has_gap=bool(medians) and max(medians) - min(medians) >= rounds.PERCEPTION_GAP,
    )


def _by_team(held: rounds.ItemRound, item: str, numbers: range, team: Team) -> TeamRating:
    voters = [voter for voter, of in held.electorate.items() if of == team.id]
    counts = rounds.count_item(held, item, numbers, voters).counts
    return TeamRating(team, counts, rounds.median(counts))
