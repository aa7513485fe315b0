"""The tables of a decision log that not every session fills, and the keys of newer programs."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.domain.agenda import PAGE_CELLS
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
)
from facilitator.storage.toml_table import Table


def unknown_keys(table: Table) -> Mapping[str, object]:
    """The keys that nobody asked for, to be kept: a newer program may have written them.

    Text in them is held to the same rules as all other text.
    """
    unknown = table.unknown()
    for key, value in unknown.items():
        _refuse_unfit(table, key, value)
    return unknown


def _refuse_unfit(table: Table, key: str, value: object) -> None:
    for text in (key, *_texts(value)):
        try:
            clean_block(text, most_cells=PAGE_CELLS)
        except TextRefused as refused:
            table.problem(key, str(refused), "take it out")
            return


def _texts(value: object) -> list[str]:
    """Every text within a value, names of keys included."""
    if isinstance(value, Mapping):
        return [text for pair in value.items() for part in pair for text in _texts(part)]
    if isinstance(value, list):
        return [text for below in value for text in _texts(below)]
    return [value] if isinstance(value, str) else []


def read_ratings(root: Table) -> tuple[Rating, ...]:
    """How statements were rated."""
    return tuple(_rating(table) for table in root.tables("ratings"))


def _rating(table: Table) -> Rating:
    by_team = table.table("by_team", required=True)
    return Rating(
        step=table.required("step", SLUG),
        statement=table.required("statement", SLUG),
        text=table.required("text", REMARK),
        scale=table.required("scale", SCALE),
        counts=table.array("counts", NUMBER, required=True),
        median=table.optional("median", MEDIAN),
        consensus=table.optional("consensus", SHARE),
        agreement=table.optional("agreement", AGREEMENT_A),
        by_team={team: by_team.array(team, NUMBER) for team in by_team.values},
        extra=unknown_keys(table),
    )


def read_shortlist(root: Table) -> tuple[ShortlistEntry, ...]:
    """How dots were placed."""
    return tuple(
        ShortlistEntry(
            task=table.required("task", SLUG),
            dots=table.optional("dots", NUMBER),
            people=table.optional("people", NUMBER),
            taken=table.required("taken", FLAG),
            reason=table.get("reason", REMARK, default=""),
            extra=unknown_keys(table),
        )
        for table in root.tables("shortlist")
    )


def read_commitments(root: Table) -> tuple[Commitment, ...]:
    """What teams promised each other."""
    return tuple(
        Commitment(
            id=table.required("id", SLUG),
            giver=table.required("from", SLUG),
            receiver=table.required("to", SLUG),
            text=table.required("text", REMARK),
            owner=table.get("owner", NAME, default=""),
            due=table.optional("due", DAY),
            status=table.required("status", COMMITMENT_STATUS),
            carried_from=table.optional("carried_from", SESSION_ID),
            extra=unknown_keys(table),
        )
        for table in root.tables("commitments")
    )


def read_parking_lot(root: Table) -> tuple[LogParkedItem, ...]:
    """What was set aside."""
    return tuple(
        LogParkedItem(
            text=table.required("text", REMARK),
            raised_by=table.optional("raised_by", NAME),
            became=table.optional("became", SLUG),
            extra=unknown_keys(table),
        )
        for table in root.tables("parking_lot")
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
    return tuple(
        Amendment(
            at=table.required("at", MOMENT),
            by=table.required("by", NAME),
            what=table.required("what", REMARK),
            extra=unknown_keys(table),
        )
        for table in root.tables("amendments")
    )
