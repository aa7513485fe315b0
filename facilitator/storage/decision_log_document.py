"""From a decision log to a TOML or JSON document, its keys in the order that the format gives."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time

from facilitator.domain.ballots import Ballot, Tally
from facilitator.domain.decision_log import FORMAT, DecisionLog
from facilitator.domain.decision_log.model import LogTable

Document = dict[str, object]

_RENAMED = {"giver": "from", "receiver": "to"}
_NO_KEYS = frozenset({"extra", "contradicts"})
"""What is no key of the file."""
_KEPT_EMPTY = frozenset(
    {"agenda_digest", "would_change", "teams", "facilitators", "participants", "decisions"}
)
"""What the format requires even where there is nothing to say; the rest is left out when empty."""


def log_document(log: DecisionLog) -> Document:
    """The log as nested dicts and lists with dates, as a TOML library takes and gives them."""
    return {"format": FORMAT, **_table(log)}


def log_json(log: DecisionLog) -> Document:
    """The log as JSON takes it: the same keys, moments and days as text in ISO's form."""
    return {key: _json(value) for key, value in log_document(log).items()}


def _table(table: LogTable) -> Document:
    document: Document = {}
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, Tally | Ballot):
            document.update(_tally(value) if isinstance(value, Tally) else _ballot(value))
        elif field.name not in _NO_KEYS and (
            field.name in _KEPT_EMPTY or value not in (None, "", ())
        ):
            document[_RENAMED.get(field.name, field.name)] = _plain(value)
    return {**document, **table.extra}


def _plain(value: object) -> object:
    """A value of the model as plain TOML types."""
    if isinstance(value, LogTable):
        return _table(value)
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    if isinstance(value, tuple):
        return [_plain(below) for below in value]
    return str(value) if isinstance(value, str) else value


def _tally(tally: Tally) -> Document:
    if tally.withheld:
        return {
            "eligible": tally.eligible,
            "votes": {},
            "silent": tally.silent,
            "withheld": tally.withheld,
        }
    return {
        "eligible": tally.eligible,
        "votes": _plain(tally.votes),
        "abstained": tally.abstained,
        "need_info": tally.need_info,
        "silent": tally.silent,
        "by_team": _plain(tally.by_team),
    }


def _ballot(ballot: Ballot) -> Document:
    document: Document = {"choice": ballot.choice}
    if ballot.confidence is not None:
        document["confidence"] = ballot.confidence
    if ballot.reason:
        document["reason"] = ballot.reason
    if ballot.today is not None:
        document["today"] = ballot.today
    return {**document, "proxy": ballot.proxy}


def _json(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _json(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_json(below) for below in value]
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    # JSON has no words for these; a newer program's key may hold them.
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
