"""A newer log held against an older one: a verdict on every task, and what else changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Generic, TypeVar

from facilitator.domain.agenda import InputKind
from facilitator.domain.decision_log.model import (
    Commitment,
    DecisionLog,
    LogDecision,
    LogSupport,
    Rating,
)
from facilitator.domain.decisions import CommitmentStatus, Verdict, verdict_between
from facilitator.domain.rounds import median

S = TypeVar("S")
T = TypeVar("T")
_StepAndStatement = tuple[str, str]
_Ratings = Mapping[_StepAndStatement, Rating]


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """A figure or fact as the older log has it, and as the newer one does; None where absent."""

    older: T | None
    newer: T | None

    @property
    def is_one(self) -> bool:
        """Whether the two differ."""
        return self.older != self.newer


@dataclass(frozen=True, slots=True)
class SupportChange:
    """The same team with the same kind of input, in other words or at another time."""

    older: LogSupport
    newer: LogSupport


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportChanges:
    """How support differs, compared per team and kind of input."""

    added: tuple[LogSupport, ...] = ()
    removed: tuple[LogSupport, ...] = ()
    changed: tuple[SupportChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One task in both logs: ``was`` is what the older says of it, ``now`` the newer, if anything.

    ``wavering``: reaffirmed, although in the newer log's first round the share of real votes for
    that driver was under the agreement required.
    """

    task: str
    title: str
    verdict: Verdict
    wavering: bool
    was: LogDecision | None
    now: LogDecision | None

    @property
    def driver(self) -> Change[str]:
        """The driving team's id."""
        return _change(self.was, self.now, lambda told: told.driver)

    @property
    def owner(self) -> Change[str]:
        """Who answers for it."""
        return _change(self.was, self.now, lambda told: told.owner or None)

    @property
    def review_on(self) -> Change[date]:
        """When it is to be looked at again."""
        return _change(self.was, self.now, lambda told: told.review_on)

    @property
    def agreement(self) -> Change[float]:
        """The share of real votes for the driver in the last round."""
        return _change(self.was, self.now, lambda told: told.agreement)

    @property
    def support(self) -> SupportChanges:
        """What changed of support; nothing where either session decided nothing on the task."""
        if self.was is None or self.now is None or not (self.was.driver and self.now.driver):
            return SupportChanges()
        return support_changes(self.was.support, self.now.support)

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell: another verdict than before, or another detail."""
        if self.verdict is Verdict.CARRIED:
            return False
        if self.verdict is not Verdict.REAFFIRMED or self.wavering:
            return True
        return self.owner.is_one or self.review_on.is_one or bool(self.support)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentChange:
    """A promise that either log holds, and its status in each."""

    id: str
    promise: Commitment
    status: Change[CommitmentStatus]

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell; not of a promise settled before and mentioned no more.

        One that was open and that the newer log does not mention was not followed up: that is told.
        """
        is_left = self.status.newer is None and self.status.older is not CommitmentStatus.OPEN
        return self.status.is_one and not is_left


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingChange:
    """A statement that either log rates: its median, overall and by team id."""

    step: str
    statement: str
    text: str
    median: Change[float]
    by_team: Mapping[str, Change[float]]

    @property
    def differs(self) -> bool:
        """Whether any median did not stay what it was."""
        return self.median.is_one or any(change.is_one for change in self.by_team.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A newer log against an older one.

    ``decisions`` stand in the newer log's order, then those that only the older one has; likewise
    ``commitments`` and ``ratings``.
    """

    older: DecisionLog
    newer: DecisionLog
    decisions: tuple[Compared, ...]
    commitments: tuple[CommitmentChange, ...]
    ratings: tuple[RatingChange, ...]

    @property
    def team_names(self) -> dict[str, str]:
        """Each team's name by its id, as the newer log has it if it does."""
        return {**self.older.team_names, **self.newer.team_names}


def compare(older: DecisionLog, newer: DecisionLog) -> Comparison:
    """Hold ``newer`` against ``older``."""
    return Comparison(
        older=older,
        newer=newer,
        decisions=tuple(_decisions(older, newer)),
        commitments=_commitments(older, newer),
        ratings=_ratings(older, newer),
    )


def is_wavering(verdict: Verdict, decision: LogDecision | None, agreement_required: float) -> bool:
    """Whether a decision was reaffirmed although the room, asked blind, did not agree enough.

    Not where nothing is told of what it said then.
    """
    if verdict is not Verdict.REAFFIRMED or decision is None or decision.blind is None:
        return False
    return decision.blind.share(decision.driver or "") < agreement_required


def support_changes(older: Sequence[LogSupport], newer: Sequence[LogSupport]) -> SupportChanges:
    """What was added, removed and changed, per team and kind of input."""
    was, now = _by_kind(older), _by_kind(newer)
    return SupportChanges(
        added=tuple(given for key, given in now.items() if key not in was),
        removed=tuple(given for key, given in was.items() if key not in now),
        changed=tuple(
            SupportChange(was[key], given)
            for key, given in now.items()
            if key in was and (was[key].detail, was[key].when) != (given.detail, given.when)
        ),
    )


def _by_kind(support: Sequence[LogSupport]) -> dict[tuple[str, InputKind], LogSupport]:
    return {(given.team, given.input): given for given in support}


def _decisions(older: DecisionLog, newer: DecisionLog) -> list[Compared]:
    tasks = dict.fromkeys(each.task for log in (newer, older) for each in log.decisions)
    found = []
    for task in tasks:
        was, now = older.decision(task), newer.decision(task)
        verdict = verdict_between(was, now)
        told = now or was
        if verdict is not None and told is not None:
            found.append(
                Compared(
                    task=task,
                    title=told.title,
                    verdict=verdict,
                    wavering=is_wavering(verdict, now, newer.rules.agreement_required),
                    was=was,
                    now=now,
                )
            )
    return found


def _commitments(older: DecisionLog, newer: DecisionLog) -> tuple[CommitmentChange, ...]:
    was = {promise.id: promise for promise in older.commitments}
    now = {promise.id: promise for promise in newer.commitments}
    return tuple(
        CommitmentChange(
            id=name,
            promise=now.get(name) or was[name],
            status=_change(was.get(name), now.get(name), lambda promise: promise.status),
        )
        for name in dict.fromkeys([*now, *was])
    )


def _ratings(older: DecisionLog, newer: DecisionLog) -> tuple[RatingChange, ...]:
    was = {(rating.step, rating.statement): rating for rating in older.ratings}
    now = {(rating.step, rating.statement): rating for rating in newer.ratings}
    was = {_place_in(now, was, place): rating for place, rating in was.items()}
    return tuple(
        _rating(was.get(key), now.get(key), now.get(key) or was[key])
        for key in dict.fromkeys([*now, *was])
    )


def _place_in(now: _Ratings, was: _Ratings, place: _StepAndStatement) -> _StepAndStatement:
    """Where the newer log has what the older one has at ``place``.

    That is the same place, but a step's id may be made of its title, which changes: then the one
    statement of that id and text tells.
    """
    if place in now:
        return place
    parts = (was[place].statement, was[place].text)

    def alone(among: _Ratings, others: _Ratings) -> list[_StepAndStatement]:
        return [p for p, r in among.items() if p not in others and (r.statement, r.text) == parts]

    moved = alone(now, was)
    return moved[0] if len(moved) == len(alone(was, now)) == 1 else place


def _rating(was: Rating | None, now: Rating | None, told: Rating) -> RatingChange:
    teams = dict.fromkeys([*(now.by_team if now else ()), *(was.by_team if was else ())])
    return RatingChange(
        step=told.step,
        statement=told.statement,
        text=told.text,
        median=_change(was, now, lambda rating: rating.median),
        by_team={team: _change(was, now, partial(_team_median, team=team)) for team in teams},
    )


def _team_median(rating: Rating, team: str) -> float | None:
    return median(rating.by_team.get(team, ()))


def _change(was: S | None, now: S | None, told: Callable[[S], T | None]) -> Change[T]:
    """The same thing of both, where they are there."""
    return Change(told(was) if was else None, told(now) if now else None)
