"""Decision logs, comparisons and the register as CSV: one row a decision, or a task.

Columns are called by the keys of the files; days and moments stand in ISO form, shares as numbers
of 0 to 1, teams by their ids. Whatever a file holds is text to a spreadsheet, never a formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from facilitator.domain.decision_log import DecisionLog, LogDecision, LogDissent, LogSupport
from facilitator.domain.past.comparison import Change, Compared, Comparison, is_wavering
from facilitator.domain.past.register import Standing
from facilitator.domain.rounds import Tally
from facilitator.reports.documents.blocks import plain

Row = Mapping[str, object]

DECISION = (
    *("session", "started_at", "rehearsal", "task", "title", "phase", "outcome"),
    *("driver", "driver_name", "owner", "rationale", "agreement", "pattern", "driver_absent"),
    *("decided_at", "review_on", "supersedes", "verdict", "wavering"),
    *("support", "dissent", "rounds", "votes", "contradicts"),
)
COMPARED = (
    *("older", "newer", "verdict", "wavering", "task", "title", "outcome_older", "outcome_newer"),
    *("driver_older", "driver_newer", "owner_older", "owner_newer"),
    *("agreement_older", "agreement_newer", "review_on_older", "review_on_newer"),
    *("support_added", "support_removed", "support_changed", "contradicts"),
)
STANDING = (
    *("task", "title", "driver", "driver_name", "owner", "support", "since", "session"),
    *("review_on", "overdue", "reopened", "contradicts"),
)

_FORMULA = re.compile("(?:^|(?<=;))\\s*(?=[-=+@\uff0d\uff1d\uff0b\uff20])")


def guarded(text: str) -> str:
    """Text from a file as one line that a spreadsheet does not take for a formula.

    What begins like one gets an apostrophe before it, by which spreadsheets know text; so does what
    follows a semicolon, at which they split lines in many countries. Tabs and carriage returns
    become blanks.
    """
    return _FORMULA.sub(r"\g<0>'", plain(text))


def log_csv(log: DecisionLog) -> str:
    """A log's decisions, in their order."""
    return _csv(DECISION, (_decision(log, each) for each in log.decisions))


def comparison_csv(comparison: Comparison) -> str:
    """Every task of either log, in the newer one's order."""
    return _csv(COMPARED, (_compared(comparison, each) for each in comparison.decisions))


def register_csv(standings: Sequence[Standing], today: date) -> str:
    """The decisions in force, by task; ``today`` tells which are overdue."""
    return _csv(STANDING, (_standing(each, today) for each in standings))


def _decision(log: DecisionLog, decision: LogDecision) -> Row:
    required = log.rules.agreement_required
    verdict = decision.verdict
    return {
        "session": log.session.id,
        "started_at": log.session.started_at,
        "rehearsal": log.session.rehearsal,
        "task": decision.task,
        "title": decision.title,
        "phase": decision.phase,
        "outcome": decision.outcome,
        "driver": decision.driver,
        "driver_name": log.team_names.get(decision.driver or ""),
        "owner": decision.owner,
        "rationale": decision.rationale,
        "agreement": decision.agreement,
        "pattern": decision.pattern,
        "driver_absent": decision.driver_absent,
        "decided_at": decision.decided_at,
        "review_on": decision.review_on,
        "supersedes": decision.supersedes,
        "verdict": verdict,
        "wavering": is_wavering(verdict, decision, required) if verdict else None,
        "support": _support(decision.support),
        "dissent": "; ".join(_dissent(objection) for objection in decision.dissent),
        "rounds": len(decision.rounds),
        "votes": _votes(decision.rounds[-1].tally) if decision.rounds else None,
        "contradicts": log.contradicts,
    }


def _compared(comparison: Comparison, each: Compared) -> Row:
    pairs: dict[str, Change[str] | Change[float] | Change[date]] = {
        "driver": each.driver,
        "owner": each.owner,
        "agreement": each.agreement,
        "review_on": each.review_on,
    }
    return {
        "older": comparison.older.session.id,
        "newer": comparison.newer.session.id,
        "verdict": each.verdict,
        "wavering": each.wavering,
        "task": each.task,
        "title": each.title,
        "outcome_older": each.was.outcome if each.was else None,
        "outcome_newer": each.now.outcome if each.now else None,
        **{f"{key}_older": change.older for key, change in pairs.items()},
        **{f"{key}_newer": change.newer for key, change in pairs.items()},
        "support_added": _support(each.support.added),
        "support_removed": _support(each.support.removed),
        "support_changed": _support(pair.newer for pair in each.support.changed),
        "contradicts": comparison.older.contradicts or comparison.newer.contradicts,
    }


def _standing(standing: Standing, today: date) -> Row:
    decision = standing.decision
    return {
        "task": standing.task,
        "title": decision.title,
        "driver": standing.driver,
        "driver_name": standing.driver_name,
        "owner": decision.owner,
        "support": _support(decision.support),
        "since": standing.since,
        "session": standing.log.session.id,
        "review_on": standing.review_on,
        "overdue": standing.is_overdue(today),
        "reopened": standing.reopened is not None,
        "contradicts": standing.contradicts,
    }


def _support(support: Iterable[LogSupport]) -> str:
    return "; ".join(
        f"{each.team} {each.input}" + ": " * bool(each.terms) + ", ".join(each.terms)
        for each in support
    )


def _dissent(objection: LogDissent) -> str:
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
    most_first = sorted(tally.votes.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{choice} {votes}" for choice, votes in most_first)


def _csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
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
