"""Statements to rate, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.domain.agenda import Attribution, Rate, Statement, Team
from facilitator.domain.agreement import PERCEPTION_GAP, agreement_a, consensus, median
from facilitator.domain.anonymity import item_shown
from facilitator.domain.claims import teams_told
from facilitator.domain.coverage import Coverage, coverage
from facilitator.domain.marks import ItemRound, count_item, marks_of
from facilitator.domain.state import Session

_LEAST_SCALE_FOR_A = 3


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


@dataclass(frozen=True, slots=True)
class StatementResult:
    """How a statement was rated, overall and by team.

    ``counts`` go per category from low to high; ``median`` is 1 to K. ``consensus`` is 0 to 1 and
    ``agreement`` −1 to 1; both are None without ratings, ``agreement`` also on a scale of two.
    ``has_gap``: the medians of two teams differ by
    :data:`~facilitator.domain.agreement.PERCEPTION_GAP` or more. Where answers are ``withheld``
    there is nothing but their number and ``silent``.
    """

    statement: StatementView
    counts: tuple[int, ...]
    cant_say: int
    silent: int
    median: float | None
    consensus: float | None
    agreement: float | None
    teams: tuple[TeamRating, ...]
    has_gap: bool
    withheld: int = 0


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


def rate_view(state: Session, step: Rate) -> RateView:
    """The picture of a rating step."""
    held = state.last_revealed(step.id)
    speaks_of_tasks = any(statement.tasks for statement in step.statements)
    return RateView(
        question=step.question,
        scale=step.scale,
        statements=tuple(_statement(state, each) for each in step.statements),
        results=tuple(_result(state, step, each, held) for each in step.statements) if held else (),
        coverage=coverage(state) if held and speaks_of_tasks else (),
    )


def teams_with_figures(state: Session, held: ItemRound, item: str) -> tuple[Team, ...]:
    """The teams whose figures on an item may be given: all, unless anonymity hides some."""
    shown = frozenset(held.electorate.values())
    if state.agenda.rules.attribution is Attribution.ANONYMOUS:
        answered = {voter for voter in held.electorate if item in marks_of(held, voter)}
        shown = teams_told(held.electorate, answered)
    return tuple(team for team in state.agenda.teams if team.id in shown)


def _statement(state: Session, statement: Statement) -> StatementView:
    about = state.agenda.team(statement.team) if statement.team else None
    return StatementView(statement.id, statement.text, about)


def _result(state: Session, step: Rate, statement: Statement, held: ItemRound) -> StatementResult:
    numbers = range(1, len(step.scale) + 1)
    count = item_shown(state.agenda, held, statement.id, numbers)
    teams = tuple(
        _by_team(held, statement.id, numbers, team)
        for team in teams_with_figures(state, held, statement.id)
    )
    medians = [team.median for team in teams if team.median is not None]
    return StatementResult(
        statement=_statement(state, statement),
        counts=count.counts,
        cant_say=count.cant_say,
        silent=count.silent,
        median=median(count.counts),
        consensus=consensus(count.counts),
        agreement=agreement_a(count.counts) if len(step.scale) >= _LEAST_SCALE_FOR_A else None,
        teams=teams,
        has_gap=bool(medians) and max(medians) - min(medians) >= PERCEPTION_GAP,
        withheld=count.withheld,
    )


def _by_team(held: ItemRound, item: str, numbers: range, team: Team) -> TeamRating:
    voters = [voter for voter, of in held.electorate.items() if of == team.id]
    counts = count_item(held, item, numbers, voters).counts
    return TeamRating(team, counts, median(counts))
