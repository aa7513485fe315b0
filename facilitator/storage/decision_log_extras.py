"""The tables of a decision log that not every session fills, and the keys of newer programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from facilitator.domain.agenda import PAGE_CELLS
from facilitator.domain.agreement import LEAST_SCALE_FOR_A, agreement_a, consensus, median
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.decision_log import (
    Amendment,
    CloseFigures,
    Commitment,
    LogParkedItem,
    Rating,
    ShortlistEntry,
)
from facilitator.domain.text import TextRefused, clean_block
from facilitator.storage.decision_log_kinds import (
    AGREEMENT_A,
    COMMITMENT_STATUS,
    MEDIAN,
    NAME,
    NUMBER,
    REMARK,
    SCALE,
    SESSION_ID,
    SHARE,
)
from facilitator.storage.toml_kinds import (
    DAY,
    FLAG,
    MOMENT,
    SLUG,
    Kind,
)
from facilitator.storage.toml_table import Table

T = TypeVar("T")

_DECIMALS = 4
"""How many decimals a figure has that is worked out."""


def that_say_something(tables: Sequence[Table], read: Callable[[Table], T]) -> tuple[T, ...]:
    """What the tables of an array say; those that say nothing that can be used are left out."""
    found = []
    for table in tables:
        said = read(table)
        if table.is_spoilt:
            table.leave_out()
        else:
            found.append(said)
    return tuple(found)


def unknown_keys(table: Table) -> Mapping[str, object]:
    """The keys that nobody asked for, to be kept: a newer program may have written them.

    Text in them is held to the same rules as all other text: what breaks those is left out.
    """
    unknown = table.unknown()
    return {key: value for key, value in unknown.items() if _is_fit(table, key, value)}


def _is_fit(table: Table, key: str, value: object) -> bool:
    """Whether a key may be kept; where not, that is noted, and the key is known from now on."""
    for text in (key, *_texts(value)):
        try:
            clean_block(text, most_cells=PAGE_CELLS)
        except TextRefused as refused:
            table.problem(key, str(refused), "take it out")
            table.take(key)
            return False
    return True


def _texts(value: object) -> list[str]:
    """Every text within a value, names of keys included."""
    if isinstance(value, Mapping):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for below in value for text in _texts(below)]
    return [value] if isinstance(value, str) else []


def read_ratings(root: Table) -> tuple[Rating, ...]:
    """How statements were rated."""
    return that_say_something(root.tables("ratings"), _rating)


def _rating(table: Table) -> Rating:
    by_team = table.table("by_team")
    counts = table.array("counts", NUMBER, required=True)
    scale = table.get("scale", SCALE, default=len(counts))
    can_tell = len(counts) == scale
    a = agreement_a(counts) if can_tell and scale >= LEAST_SCALE_FOR_A else None
    return Rating(
        step=table.required("step", SLUG),
        statement=table.required("statement", SLUG),
        text=table.required("text", REMARK),
        scale=scale,
        counts=counts,
        median=_figure(table, "median", MEDIAN, median(counts)),
        consensus=_figure(table, "consensus", SHARE, consensus(counts) if can_tell else None),
        agreement=_figure(table, "agreement", AGREEMENT_A, a),
        by_team={team: by_team.array(team, NUMBER) for team in by_team.values},
        extra=unknown_keys(table),
    )


def _figure(table: Table, key: str, kind: Kind[float], exact: float | None) -> float | None:
    """A figure as it stands, or else as the counts make it."""
    if key in table or exact is None:
        return table.optional(key, kind)
    table.take(key)
    return round(exact, _DECIMALS)


def read_shortlist(root: Table) -> tuple[ShortlistEntry, ...]:
    """How dots were placed."""
    return that_say_something(root.tables("shortlist"), _shortlisted)


def _shortlisted(table: Table) -> ShortlistEntry:
    return ShortlistEntry(
        task=table.required("task", SLUG),
        dots=table.optional("dots", NUMBER),
        people=table.optional("people", NUMBER),
        taken=table.get("taken", FLAG, default=False),
        reason=table.get("reason", REMARK, default=""),
        extra=unknown_keys(table),
    )


def read_commitments(root: Table) -> tuple[Commitment, ...]:
    """What teams promised each other."""
    return that_say_something(root.tables("commitments"), _commitment)


def _commitment(table: Table) -> Commitment:
    return Commitment(
        id=table.required("id", SLUG),
        giver=table.required("from", SLUG),
        receiver=table.required("to", SLUG),
        text=table.required("text", REMARK),
        owner=table.get("owner", NAME, default=""),
        due=table.optional("due", DAY),
        status=table.get("status", COMMITMENT_STATUS, default=CommitmentStatus.OPEN),
        carried_from=table.optional("carried_from", SESSION_ID),
        extra=unknown_keys(table),
    )


def read_parking_lot(root: Table) -> tuple[LogParkedItem, ...]:
    """What was set aside."""
    return that_say_something(root.tables("parking_lot"), _parked)


def _parked(table: Table) -> LogParkedItem:
    return LogParkedItem(
        text=table.required("text", REMARK),
        raised_by=table.optional("raised_by", NAME),
        became=table.optional("became", SLUG),
        extra=unknown_keys(table),
    )


def read_close(root: Table) -> CloseFigures | None:
    """What people thought at the end; None when they were not asked."""
    if "close" not in root:
        return None
    table = root.table("close")
    return CloseFigures(
        plan=table.array("plan", NUMBER),
        return_on_time=table.array("return_on_time", NUMBER),
        extra=unknown_keys(table),
    )


def read_amendments(root: Table) -> tuple[Amendment, ...]:
    """What was changed after the session."""
    return that_say_something(root.tables("amendments"), _amendment)


def _amendment(table: Table) -> Amendment:
    return Amendment(
        at=table.required("at", MOMENT),
        by=table.required("by", NAME),
        what=table.required("what", REMARK),
        extra=unknown_keys(table),
    )
