"""What logs say for programs: JSON documents and CSV tables, keyed as in the log's format.

Shares are numbers of 0 to 1, teams are given by their ids. What is not there is null, or an empty
cell. Days stand as such in the documents and are in ISO's form wherever these are written. Whatever
a file holds is text to a spreadsheet, never a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from facilitator.domain.decision_log import model
from facilitator.domain.past.comparison import Compared, Comparison, SupportChange, is_wavering
from facilitator.domain.past.due import Due, DueCommitment, DueReview
from facilitator.domain.past.register import Chapter, History, Standing
from facilitator.domain.rounds import Tally
from facilitator.domain.words.figures import day_of
from facilitator.reports.documents.blocks import plain

Document = dict[str, object]
_FORMULA = re.compile("(?:^|(?<=;))\\s*(?=[-=+@\uff0d\uff1d\uff0b\uff20])")


def comparison_json(comparison: Comparison) -> Document:
    """All of a comparison, also what did not change."""
    return {
        "older": comparison.older.session.id,
        "newer": comparison.newer.session.id,
        "contradicts": [
            log.session.id for log in (comparison.older, comparison.newer) if log.contradicts
        ],
        "decisions": [_compared(each) for each in comparison.decisions],
        "commitments": [{"id": each.id, **asdict(each.status)} for each in comparison.commitments],
        "ratings": [
            {
                "step": each.step,
                "statement": each.statement,
                "median": asdict(each.median),
                "by_team": {team: asdict(change) for team, change in each.by_team.items()},
            }
            for each in comparison.ratings
        ],
    }


def _compared(each: Compared) -> Document:
    support = each.support
    return {
        "task": each.task,
        "title": each.title,
        "verdict": each.verdict,
        "wavering": each.wavering,
        "driver": asdict(each.driver),
        "owner": asdict(each.owner),
        "review_on": asdict(each.review_on),
        "agreement": asdict(each.agreement),
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
        "input": now.input,
        "older": {"detail": was.detail, "when": was.when},
        "newer": {"detail": now.detail, "when": now.when},
    }


def register_json(standings: Iterable[Standing], today: date) -> list[Document]:
    """The decisions in force, as given; ``today`` tells which reviews are overdue."""
    told = {key: of for key, of in _STANDING.items() if key not in ("driver_name", "support")}
    return [{key: of(each, today) for key, of in told.items()} for each in standings]


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
        "date": day_of(chapter.log.session.started_at),
        "outcome": decision.outcome,
        "driver": decision.driver,
        "owner": decision.owner or None,
        "agreement": decision.agreement,
        "pattern": decision.pattern,
        "verdict": chapter.verdict,
        "wavering": chapter.wavering,
        "review_on": decision.review_on,
        "rationale": decision.rationale or None,
        "support": [_support(given) for given in decision.support],
        "rounds": [_round(held) for held in decision.rounds],
        "contradicts": chapter.log.contradicts,
    }


def _round(held: model.LogRound) -> Document:
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
        "outcome": each.decision.outcome,
        "driver": each.decision.driver,
        "owner": each.decision.owner or None,
        "session": each.log.session.id,
        "due": each.due,
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
        "due": each.due,
        "days_overdue": each.days_overdue(today),
        "contradicts": each.log.contradicts,
    }


def _support(given: model.LogSupport) -> Document:
    return {
        "team": given.team,
        "input": given.input,
        "detail": given.detail,
        "when": given.when,
    }


def guarded(text: str) -> str:
    """Text from a file as one line that a spreadsheet does not take for a formula.

    What begins like one gets an apostrophe before it, by which spreadsheets know text; so does what
    follows a semicolon, at which they split lines in many countries. Tabs and carriage returns
    become blanks.
    """
    return _FORMULA.sub(r"\g<0>'", plain(text))


def log_csv(log: model.DecisionLog) -> str:
    """A log's decisions, in their order."""
    return _csv(_DECISION, ((log, each) for each in log.decisions))


def comparison_csv(comparison: Comparison) -> str:
    """Every task of either log, in the newer one's order."""
    return _csv(_COMPARED, ((comparison, each) for each in comparison.decisions))


def register_csv(standings: Sequence[Standing], today: date) -> str:
    """The decisions in force, by task; ``today`` tells which are overdue."""
    return _csv(_STANDING, ((each, today) for each in standings))


def _support_text(support: Iterable[model.LogSupport]) -> str:
    return "; ".join(
        f"{each.team} {each.input}" + ": " * bool(each.terms) + ", ".join(each.terms)
        for each in support
    )


def _dissent(objection: model.LogDissent) -> str:
    who = objection.name or "somebody"
    team = f" ({objection.team})" if objection.team else ""
    reason = f": {objection.reason}" if objection.reason else ""
    mind = f" (would change that mind: {objection.would_change})" if objection.would_change else ""
    wanted = f"wanted {objection.position}" if objection.position else "objected"
    return f"{who}{team} {wanted}{reason}{mind}"


def _votes(tally: Tally) -> str:
    """The votes of a round, like "pmm 7, pm 2", or how many of which nothing is told."""
    if tally.withheld:
        return f"{tally.withheld} withheld"
    return ", ".join(f"{choice} {votes}" for choice, votes in tally.most_first)


def _csv(columns: Mapping[str, Callable[..., object]], rows: Iterable[tuple[object, ...]]) -> str:
    """A row for each of ``rows``, of which each column tells something."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(of(*row)) for of in columns.values()] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    """A value as a cell: figures and days of ours as they are, text from files guarded."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case str():
            return guarded(value)
        case _:
            return value


def _wavering(log: model.DecisionLog, decision: model.LogDecision) -> bool | None:
    verdict = decision.verdict
    return is_wavering(verdict, decision, log.rules.agreement_required) if verdict else None


_DECISION: Mapping[str, Callable[[model.DecisionLog, model.LogDecision], object]] = {
    "session": lambda log, _: log.session.id,
    "started_at": lambda log, _: log.session.started_at,
    "rehearsal": lambda log, _: log.session.rehearsal,
    "task": lambda _, each: each.task,
    "title": lambda _, each: each.title,
    "phase": lambda _, each: each.phase,
    "outcome": lambda _, each: each.outcome,
    "driver": lambda _, each: each.driver,
    "driver_name": lambda log, each: log.team_names.get(each.driver or ""),
    "owner": lambda _, each: each.owner,
    "rationale": lambda _, each: each.rationale,
    "agreement": lambda _, each: each.agreement,
    "pattern": lambda _, each: each.pattern,
    "driver_absent": lambda _, each: each.driver_absent,
    "decided_at": lambda _, each: each.decided_at,
    "review_on": lambda _, each: each.review_on,
    "supersedes": lambda _, each: each.supersedes,
    "verdict": lambda _, each: each.verdict,
    "wavering": _wavering,
    "support": lambda _, each: _support_text(each.support),
    "dissent": lambda _, each: "; ".join(map(_dissent, each.dissent)),
    "rounds": lambda _, each: len(each.rounds),
    "votes": lambda _, each: _votes(each.rounds[-1].tally) if each.rounds else None,
    "contradicts": lambda log, _: log.contradicts,
}
"""The columns of a log's decisions."""
_COMPARED: Mapping[str, Callable[[Comparison, Compared], object]] = {
    "older": lambda both, _: both.older.session.id,
    "newer": lambda both, _: both.newer.session.id,
    "verdict": lambda _, each: each.verdict,
    "wavering": lambda _, each: each.wavering,
    "task": lambda _, each: each.task,
    "title": lambda _, each: each.title,
    "outcome_older": lambda _, each: each.was.outcome if each.was else None,
    "outcome_newer": lambda _, each: each.now.outcome if each.now else None,
    "driver_older": lambda _, each: each.driver.older,
    "driver_newer": lambda _, each: each.driver.newer,
    "owner_older": lambda _, each: each.owner.older,
    "owner_newer": lambda _, each: each.owner.newer,
    "agreement_older": lambda _, each: each.agreement.older,
    "agreement_newer": lambda _, each: each.agreement.newer,
    "review_on_older": lambda _, each: each.review_on.older,
    "review_on_newer": lambda _, each: each.review_on.newer,
    "support_added": lambda _, each: _support_text(each.support.added),
    "support_removed": lambda _, each: _support_text(each.support.removed),
    "support_changed": lambda _, each: _support_text(pair.newer for pair in each.support.changed),
    "contradicts": lambda both, _: both.older.contradicts or both.newer.contradicts,
}
"""The columns of a comparison's tasks."""
_STANDING: Mapping[str, Callable[[Standing, date], object]] = {
    "task": lambda each, _: each.task,
    "title": lambda each, _: each.decision.title,
    "driver": lambda each, _: each.driver,
    "driver_name": lambda each, _: each.driver_name,
    "owner": lambda each, _: each.decision.owner or None,
    "support": lambda each, _: _support_text(each.decision.support),
    "since": lambda each, _: each.since,
    "session": lambda each, _: each.log.session.id,
    "review_on": lambda each, _: each.review_on,
    "overdue": lambda each, today: each.is_overdue(today),
    "reopened": lambda each, _: each.reopened is not None,
    "contradicts": lambda each, _: each.contradicts,
}
"""The columns of the register, and the keys of its documents."""
