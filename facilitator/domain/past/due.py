"""What is due: decisions to be looked at again, and promises to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from facilitator.domain.decision_log.model import Commitment, DecisionLog, LogDecision
from facilitator.domain.decisions import CommitmentStatus, Outcome
from facilitator.domain.past import in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReview:
    """A task to be looked at again: ``decision``, of the session of ``log``, says by when.

    ``settled_by`` is the log whose word came in its place; None while it stands.
    """

    log: DecisionLog
    decision: LogDecision
    due: date
    settled_by: DecisionLog | None = None

    def days_overdue(self, today: date) -> int:
        """How many days too late it is; 0 on the day itself, negative before."""
        return (today - self.due).days


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCommitment:
    """A promise still open, as the session of ``log`` left it; ``due`` is None without a day.

    ``made_in`` is the earliest session that made it or carried it on, as far as the logs tell:
    where the log that it was carried on from is not among them, that log's session. ``changes``
    counts how often it was carried on, and the amendments to the logs that tell of it.
    """

    log: DecisionLog
    promise: Commitment
    due: date | None
    made_in: str
    changes: int = 0

    def days_overdue(self, today: date) -> int:
        """How many days too late it is; 0 on the day itself and without a day, negative before."""
        return (today - self.due).days if self.due else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due as seen on ``today``; ``later`` counts what falls due only after that span."""

    today: date
    reviews: tuple[DueReview, ...]
    commitments: tuple[DueCommitment, ...]
    later: int = 0

    @property
    def overdue(self) -> int:
        """How much of it is too late already."""
        due: tuple[DueReview | DueCommitment, ...] = (*self.reviews, *self.commitments)
        return sum(each.days_overdue(self.today) > 0 for each in due)


def within(
    reviews: Sequence[DueReview],
    commitments: Sequence[DueCommitment],
    today: date,
    days: int | None,
) -> Due:
    """What is overdue or falls due within so many days, and promises without a day.

    ``days`` of None sets no limit.
    """

    def is_near(each: DueReview | DueCommitment) -> bool:
        return days is None or each.days_overdue(today) >= -days

    near_reviews = tuple(each for each in reviews if is_near(each))
    near_commitments = tuple(each for each in commitments if is_near(each))
    total = len(reviews) + len(commitments)
    return Due(
        today=today,
        reviews=near_reviews,
        commitments=near_commitments,
        later=total - len(near_reviews) - len(near_commitments),
    )


def due_reviews(logs: Iterable[DecisionLog]) -> tuple[DueReview, ...]:
    """Every task with a review date, the earliest first.

    The newest word on a task counts: a decided or deferred one has a date of its own, an escalated
    or parked one leaves the date that stood before it.
    """
    return tuple(each for each in _reviews(logs) if each.settled_by is None)


def settled_reviews(logs: Iterable[DecisionLog]) -> tuple[DueReview, ...]:
    """Every review date that a later session has replaced, the earliest first."""
    return tuple(each for each in _reviews(logs) if each.settled_by is not None)


def open_commitments(logs: Iterable[DecisionLog]) -> tuple[DueCommitment, ...]:
    """Every promise whose newest word is that it is open: by day, those without a day last.

    A promise that a later session carried on, by id and ``carried_from``, is the same one, whether
    or not that session's log is among them; the same id without that is another.
    """
    return tuple(each for each in _commitments(logs) if _is_open(each))


def settled_commitments(logs: Iterable[DecisionLog]) -> tuple[DueCommitment, ...]:
    """Every promise whose newest word is what became of it, likewise."""
    return tuple(each for each in _commitments(logs) if not _is_open(each))


def _reviews(logs: Iterable[DecisionLog]) -> list[DueReview]:
    """Every review date, the earliest first, whether it still stands or was replaced."""
    standing: dict[str, DueReview] = {}
    settled: list[DueReview] = []
    for log in in_order(logs):
        for decision in log.decisions:
            if decision.review_on is None and decision.outcome is not Outcome.DECIDED:
                continue
            before = standing.pop(decision.task, None)
            if before is not None and before.log is not log:
                settled.append(replace(before, settled_by=log))
            if decision.review_on is not None:
                due = DueReview(log=log, decision=decision, due=decision.review_on)
                standing[decision.task] = due
    found = [*standing.values(), *settled]
    return sorted(found, key=lambda each: (each.due, each.decision.task))


def _commitments(logs: Iterable[DecisionLog]) -> list[DueCommitment]:
    """Every promise as its newest word has it, by day."""
    threads: dict[tuple[str, str], tuple[str, str]] = {}
    newest: dict[tuple[str, str], DueCommitment] = {}
    for log in in_order(logs):
        for promise in log.commitments:
            here = (log.session.id, promise.id)
            before = (promise.carried_from or log.session.id, promise.id)
            thread = threads.get(before, before)
            threads[here] = thread
            earlier = newest.get(thread)
            newest[thread] = DueCommitment(
                log=log,
                promise=promise,
                due=promise.due or _last_due(promise, earlier),
                made_in=thread[0],
                changes=len(log.amendments) + (earlier.changes + 1 if earlier else 0),
            )
    return sorted(newest.values(), key=lambda each: (each.due or date.max, each.promise.id))


def _last_due(promise: Commitment, earlier: DueCommitment | None) -> date | None:
    """The day by which a promise was due before it was settled; an open one is due as it says."""
    is_settled = promise.status is not CommitmentStatus.OPEN
    return earlier.due if is_settled and earlier is not None else None


def _is_open(each: DueCommitment) -> bool:
    return each.promise.status is CommitmentStatus.OPEN
