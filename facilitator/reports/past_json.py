"""What logs say together, as documents for machines: keys as in the log's format.

What is not there is null, days are text in ISO's form, teams are given by their ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from facilitator.domain.decision_log import LogRound, LogSupport
from facilitator.domain.past.comparison import Change, Compared, Comparison, SupportChange
from facilitator.domain.past.due import Due, DueCommitment, DueReview
from facilitator.domain.past.register import Chapter, History, Standing
from facilitator.domain.words.figures import day_of

T = TypeVar("T")
Document = dict[str, object]


def comparison_json(comparison: Comparison) -> Document:
    """All of a comparison, also what did not change."""
    return {
        "older": comparison.older.session.id,
        "newer": comparison.newer.session.id,
        "contradicts": [
            log.session.id for log in (comparison.older, comparison.newer) if log.contradicts
        ],
        "decisions": [_compared(each) for each in comparison.decisions],
        "commitments": [{"id": each.id, **_both(each.status)} for each in comparison.commitments],
        "ratings": [
            {
                "step": each.step,
                "statement": each.statement,
                "median": _both(each.median),
                "by_team": {team: _both(change) for team, change in each.by_team.items()},
            }
            for each in comparison.ratings
        ],
    }


def _compared(each: Compared) -> Document:
    support = each.support
    return {
        "task": each.task,
        "title": each.title,
        "verdict": str(each.verdict),
        "wavering": each.wavering,
        "driver": _both(each.driver),
        "owner": _both(each.owner),
        "review_on": _both(each.review_on),
        "agreement": _both(each.agreement),
        "support": {
            "added": [_support(given) for given in support.added],
            "removed": [_support(given) for given in support.removed],
            "changed": [_support_change(change) for change in support.changed],
        },
    }


def _support_change(change: SupportChange) -> Document:
    """The same support in both logs, told once, with its words in each."""
    was, now = change.older, change.newer
    return {
        "team": now.team,
        "input": str(now.input),
        "older": {"detail": was.detail, "when": was.when},
        "newer": {"detail": now.detail, "when": now.when},
    }


def register_json(standings: Iterable[Standing], today: date) -> list[Document]:
    """The decisions in force, as given; ``today`` tells which reviews are overdue."""
    return [
        {
            "task": each.task,
            "title": each.decision.title,
            "driver": each.driver,
            "owner": each.decision.owner or None,
            "since": each.since.isoformat(),
            "session": each.log.session.id,
            "review_on": _day(each.review_on),
            "overdue": each.is_overdue(today),
            "reopened": each.reopened is not None,
            "contradicts": each.contradicts,
        }
        for each in standings
    ]


def history_json(history: History) -> Document:
    """A task over time, the oldest session first."""
    return {
        "task": history.task,
        "title": history.title,
        "sessions": [_chapter(chapter) for chapter in history.chapters],
    }


def _chapter(chapter: Chapter) -> Document:
    decision = chapter.decision
    return {
        "session": chapter.log.session.id,
        "date": day_of(chapter.log.session.started_at).isoformat(),
        "outcome": str(decision.outcome),
        "driver": decision.driver,
        "owner": decision.owner or None,
        "agreement": decision.agreement,
        "pattern": _word(decision.pattern),
        "verdict": str(chapter.verdict),
        "wavering": chapter.wavering,
        "review_on": _day(decision.review_on),
        "rationale": decision.rationale or None,
        "support": [_support(given) for given in decision.support],
        "rounds": [_round(held) for held in decision.rounds],
        "contradicts": chapter.log.contradicts,
    }


def _round(held: LogRound) -> Document:
    tally = held.tally
    if tally.withheld:
        return {"number": held.number, "silent": tally.silent, "withheld": tally.withheld}
    return {
        "number": held.number,
        "votes": dict(tally.votes),
        "by_team": {team: dict(votes) for team, votes in tally.by_team.items()},
        "abstained": tally.abstained,
        "need_info": tally.need_info,
        "silent": tally.silent,
    }


def due_json(due: Due) -> Document:
    """What is due: reviews by day, then promises, those without a day last."""
    return {
        "reviews": [_review(each, due.today) for each in due.reviews],
        "commitments": [_commitment(each, due.today) for each in due.commitments],
    }


def _review(each: DueReview, today: date) -> Document:
    return {
        "task": each.decision.task,
        "title": each.decision.title,
        "outcome": str(each.decision.outcome),
        "driver": each.decision.driver,
        "owner": each.decision.owner or None,
        "session": each.log.session.id,
        "due": each.due.isoformat(),
        "days_overdue": each.days_overdue(today),
        "contradicts": each.log.contradicts,
    }


def _commitment(each: DueCommitment, today: date) -> Document:
    promise = each.promise
    return {
        "id": promise.id,
        "from": promise.giver,
        "to": promise.receiver,
        "text": promise.text,
        "owner": promise.owner or None,
        "session": each.log.session.id,
        "due": _day(each.due),
        "days_overdue": each.days_overdue(today),
        "contradicts": each.log.contradicts,
    }


def _support(given: LogSupport) -> Document:
    return {
        "team": given.team,
        "input": str(given.input),
        "detail": given.detail,
        "when": given.when,
    }


def _both(change: Change[T]) -> Document:
    """Both sides of a change as JSON takes them."""
    return {"older": _plain(change.older), "newer": _plain(change.newer)}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def _word(value: str | None) -> str | None:
    return None if value is None else str(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
