"""From an agenda file to an :class:`~facilitator.domain.agenda.Agenda`, with all its problems."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from facilitator.domain.agenda import (
    MOST_STEPS,
    MOST_TEAMS,
    NAME_CELLS,
    PARAGRAPH_CELLS,
    SHORT_CELLS,
    TITLE_CELLS,
    Agenda,
    Fallback,
    Rules,
    Team,
)
from facilitator.domain.steps import KIND_WORDS
from facilitator.storage.agenda_steps import read_steps, refuse_shared
from facilitator.storage.records import TEAM_ID, read_record
from facilitator.storage.toml_file import parse_document, read_bytes, shape
from facilitator.storage.toml_kinds import block, choice, ids, line, slug_like
from facilitator.storage.toml_problems import Problem, Problems, Severity
from facilitator.storage.toml_shape import Shape
from facilitator.storage.toml_table import Table

FORMAT = "facilitator.agenda/1"
"""What the key ``format`` says in the files read here."""
LONG_MINUTES = 240
"""A workshop whose timeboxes sum up to more gets a warning: people don't decide well for longer."""


@dataclass(frozen=True, slots=True)
class AgendaReading:
    """What came of reading a file: every problem, in the order of the file, warnings included.

    ``agenda`` is None exactly when one of the problems is an error.
    """

    agenda: Agenda | None
    problems: tuple[Problem, ...]


def read_agenda(path: Path) -> AgendaReading:
    """Read an agenda file.

    Raises :class:`~facilitator.storage.toml_file.FileUnreadable` when it can't be read at all.
    """
    return parse_agenda(read_bytes(path), str(path))


def parse_agenda(data: bytes, name: str) -> AgendaReading:
    """Read an agenda from a file's bytes; ``name`` is what problems call the file. Never raises."""
    problems = Problems(name)
    root = parse_document(data, problems, wanted=FORMAT, shape=_shape)
    if root is None:
        return AgendaReading(None, problems.in_order())
    agenda = _agenda(root, digest=f"sha256:{hashlib.sha256(data).hexdigest()}")
    root.report_unknown()
    found = problems.in_order()
    return AgendaReading(None if problems.any_errors else agenda, found)


@cache
def _shape() -> Shape:
    """What the format knows."""
    steps = [{"kind": kind} for kind in KIND_WORDS.values()]
    return shape(lambda root: (root.take("format"), _agenda(root, digest="")), {"steps": steps})


def _agenda(root: Table, *, digest: str) -> Agenda:
    team_tables = root.tables("teams", fewest=2, most=MOST_TEAMS, required=True)
    # As they stand in the file: what names a team whose id is refused need not be a problem too.
    team_ids = ids([table.raw_text("id") for table in team_tables], TEAM_ID)
    step_tables = root.tables("steps", fewest=1, most=MOST_STEPS, required=True)
    agenda = Agenda(
        id=root.required("id", slug_like(root.raw_text("title"), "workshop")),
        title=root.required("title", line(TITLE_CELLS)),
        summary=root.get("summary", block(PARAGRAPH_CELLS), default=""),
        teams=_teams(team_tables),
        rules=_rules(root.table("rules")),
        steps=read_steps(step_tables, team_ids),
        digest=digest,
    )
    _refuse_shared_proposals(step_tables)
    _warn_of_length(root, agenda)
    _warn_of_missing_timeboxes(step_tables)
    return agenda


def _teams(tables: Sequence[Table]) -> tuple[Team, ...]:
    teams = tuple(_team(table) for table in tables)
    refuse_shared(tables, "id", [team.id for team in teams])
    warning = Severity.WARNING
    refuse_shared(tables, "name", [team.name for team in teams], severity=warning)
    refuse_shared(
        tables,
        "short",
        _shorts(tables, teams),
        origin="cut from its id",
        called="short name",
        severity=warning,
    )
    return teams


def _shorts(tables: Sequence[Table], teams: Sequence[Team]) -> list[str]:
    """Every short name, but none that is cut from an id which is a problem already."""
    ids = [team.id for team in teams]
    return [
        team.short if "short" in table or ids.index(team.id) == index else ""
        for index, (table, team) in enumerate(zip(tables, teams, strict=True))
    ]


def _team(table: Table) -> Team:
    name = table.raw_text("name")
    table.label = name or table.raw_text("id")
    team_id = table.required("id", replace(TEAM_ID, example=slug_like(name, "team").example))
    short = table.get("short", line(SHORT_CELLS), default=team_id[:SHORT_CELLS].upper())
    return read_record(table, Team, id=team_id, short=short)


def _rules(table: Table) -> Rules:
    fallback = table.get("fallback", choice(Fallback), default=Rules().fallback)
    approver = table.optional("approver", line(NAME_CELLS))
    if fallback is Fallback.ESCALATE and "approver" not in table:
        hint = 'with fallback = "escalate", say who decides: add approver = "…"'
        table.problem("approver", "is missing", hint)
    if table.raw_text("fallback") in ("", Fallback.DEFER):
        hint = 'write fallback = "escalate", or take the approver out'
        table.bar("approver", 'is not asked with fallback = "defer"', hint)
    return read_record(table, Rules, fallback=fallback, approver=approver)


def _refuse_shared_proposals(steps: Sequence[Table]) -> None:
    """Commitments are followed up by id, so a proposal's is unique in the whole file."""
    tables = [table for step in steps for table in step.children("proposals")]
    refuse_shared(tables, "id", [table.raw_text("id") for table in tables])


def _warn_of_length(root: Table, agenda: Agenda) -> None:
    if agenda.minutes > LONG_MINUTES:
        message = f"the timeboxes add up to {agenda.minutes} minutes, over four hours"
        root.problem("steps", message, "split the workshop in two", Severity.WARNING)


def _warn_of_missing_timeboxes(steps: Sequence[Table]) -> None:
    if not any("minutes" in step for step in steps):
        return
    for step in steps:
        if "minutes" not in step:
            message = "is missing, though other steps have a timebox"
            hint = "add minutes = …, or take it out of all of them"
            step.missing("minutes", hint, message, Severity.WARNING)
