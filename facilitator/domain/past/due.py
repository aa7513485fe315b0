"""What is due: decisions to be looked at again, and promises to be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.decision_log import Commitment, DecisionLog, LogDecision
from facilitator.domain.decisions import Outcome
from facilitator.domain.past.sequence import in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReview:
    """A task to be looked at again: ``decision``, of the session of ``log``, says by when."""

    log: DecisionLog
    decision: LogDecision
    due: date

    def days_overdue(self, today: date) -> int:
        """How many days too late it is; 0 on the day itself, negative before."""
        return (today - self.due).days


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCommitment:
    """A promise still open, as the session of ``log`` left it; ``due`` is None without a day.

    ``made_in`` is the earliest session that made it or carried it on, as far as the logs tell:
    where the log that it was carried on from is not among them, that log's session.
    """

    log: DecisionLog
    promise: Commitment
    due: date | None
    made_in: str

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
        days = [each.days_overdue(self.today) for each in self.reviews]
        days += [each.days_overdue(self.today) for each in self.commitments]
        return sum(late > 0 for late in days)


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
    found: dict[str, DueReview] = {}
    for log in in_order(logs):
        for decision in log.decisions:
            if decision.review_on is not None:
                found[decision.task] = DueReview(log=log, decision=decision, due=decision.review_on)
            elif decision.outcome is Outcome.DECIDED:
                found.pop(decision.task, None)
    return tuple(sorted(found.values(), key=lambda each: (each.due, each.decision.task)))


def open_commitments(logs: Iterable[DecisionLog]) -> tuple[DueCommitment, ...]:
    """Every promise whose newest word is that it is open: by day, those without a day last.

    A promise that a later session carried on, by id and ``carried_from``, is the same one, whether
    or not that session's log is among them; the same id without that is another.
    """
    threads: dict[tuple[str, str], tuple[str, str]] = {}
    newest: dict[tuple[str, str], DueCommitment] = {}
    for log in in_order(logs):
        for promise in log.commitments:
            here = (log.session.id, promise.id)
            before = (promise.carried_from or log.session.id, promise.id)
            thread = threads.get(before, before)
            threads[here] = thread
            newest[thread] = DueCommitment(
                log=log, promise=promise, due=promise.due, made_in=thread[0]
            )
    still = (each for each in newest.values() if each.promise.status is CommitmentStatus.OPEN)
    return tuple(sorted(still, key=lambda each: (each.due or date.max, each.promise.id)))
