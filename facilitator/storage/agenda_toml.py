"""From an agenda file to an :class:`~facilitator.domain.agenda.Agenda`, with all its problems."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Any

from facilitator.domain import agenda
from facilitator.domain.agenda import Agenda, ContestedTask, Rules, Suggestion, Support, Team
from facilitator.domain.slugs import former_slug, slug, unlike
from facilitator.domain.steps import KIND_WORDS, brief, close, commit, follow_up, rate, shortlist
from facilitator.storage import toml_kinds
from facilitator.storage.records import TEAM_ID, read_record
from facilitator.storage.toml_file import parse_document, read_bytes, shape
from facilitator.storage.toml_problems import Problems, Reading, Severity
from facilitator.storage.toml_shape import Shape
from facilitator.storage.toml_table import Table

FORMAT = "facilitator.agenda/1"
"""What the key ``format`` says in the files read here."""
LONG_MINUTES = 240
"""A workshop whose timeboxes sum up to more gets a warning: people don't decide well for longer."""


def read_agenda(path: Path) -> Reading[Agenda]:
    """Read an agenda file.

    Raises :class:`~facilitator.storage.toml_file.FileUnreadable` when it can't be read at all.
    """
    return parse_agenda(read_bytes(path), str(path))


def parse_agenda(data: bytes, name: str) -> Reading[Agenda]:
    """Read an agenda from a file's bytes; ``name`` is what problems call the file. Never raises."""
    problems = Problems(name)
    root = parse_document(data, problems, wanted=FORMAT, shape=_shape)
    if root is None:
        return problems.reading(None)
    plan = _agenda(root, digest=f"sha256:{hashlib.sha256(data).hexdigest()}")
    root.report_unknown()
    return problems.reading(plan)


@cache
def _shape() -> Shape:
    """What the format knows."""
    steps = [{"kind": kind} for kind in KIND_WORDS.values()]
    return shape(lambda root: (root.take("format"), _agenda(root, digest="")), {"steps": steps})


def _agenda(root: Table, *, digest: str) -> Agenda:
    team_tables = root.tables("teams", fewest=2, most=agenda.MOST_TEAMS, required=True)
    # As they stand in the file: what names a team whose id is refused need not be a problem too.
    team_ids = toml_kinds.ids([table.raw_text("id") for table in team_tables], TEAM_ID)
    step_tables = root.tables("steps", fewest=1, most=agenda.MOST_STEPS, required=True)
    plan = Agenda(
        id=root.required("id", toml_kinds.slug_like(root.raw_text("title"), "workshop")),
        title=root.required("title", toml_kinds.line(agenda.TITLE_CELLS)),
        summary=root.get("summary", toml_kinds.block(agenda.PARAGRAPH_CELLS), default=""),
        teams=_teams(team_tables),
        rules=_rules(root.table("rules")),
        steps=read_steps(step_tables, team_ids),
        digest=digest,
    )
    # Commitments are followed up by id, so a proposal's is unique in the whole file.
    proposals = [table for each in step_tables for table in each.children("proposals")]
    refuse_shared(proposals, "id", [table.raw_text("id") for table in proposals])
    if plan.minutes > LONG_MINUTES:
        message = f"the timeboxes add up to {plan.minutes} minutes, over four hours"
        root.problem("steps", message, "split the workshop in two", Severity.WARNING)
    _warn_of_missing_timeboxes(step_tables)
    return plan


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
    example = toml_kinds.slug_like(name, "team").example
    team_id = table.required("id", replace(TEAM_ID, example=example))
    short = table.get(
        "short", toml_kinds.line(agenda.SHORT_CELLS), default=team_id[: agenda.SHORT_CELLS].upper()
    )
    return read_record(table, Team, id=team_id, short=short)


def _rules(table: Table) -> Rules:
    rules = read_record(table, Rules)
    if rules.fallback is agenda.Fallback.ESCALATE and "approver" not in table:
        hint = 'with fallback = "escalate", say who decides: add approver = "…"'
        table.problem("approver", "is missing", hint)
    if table.raw_text("fallback") in ("", agenda.Fallback.DEFER):
        hint = 'write fallback = "escalate", or take the approver out'
        table.bar("approver", 'is not asked with fallback = "defer"', hint)
    return rules


def _warn_of_missing_timeboxes(steps: Sequence[Table]) -> None:
    lacking = [table for table in steps if "minutes" not in table]
    for table in lacking if len(lacking) < len(steps) else ():
        message = "is missing, though other steps have a timebox"
        hint = "add minutes = …, or take it out of all of them"
        table.missing("minutes", hint, message, Severity.WARNING)


Common = dict[str, Any]
"""What steps of every kind have, by the names of the fields."""

_TASK = KIND_WORDS[ContestedTask]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a step may name: the ids of the teams, of all tasks, and of the tasks after it."""

    teams: toml_kinds.Ids
    tasks: toml_kinds.Ids
    later: tuple[str, ...]

    @property
    def team(self) -> toml_kinds.Kind[str]:
        """The id of a team."""
        return toml_kinds.reference("team of this agenda", self.teams)

    @property
    def task(self) -> toml_kinds.Kind[str]:
        """The id of a task."""
        return toml_kinds.reference("task of this agenda", self.tasks)

    @property
    def later_task(self) -> toml_kinds.Kind[str]:
        """The id of a task that comes after this step."""
        return self.task.unless(
            lambda task: task in self.tasks.names and task not in self.later,
            "comes before this step",
            "move the shortlist before the tasks it chooses from",
        )


Reader = Callable[[Table, Common, Outline], agenda.StepBase]


def read_steps(tables: Sequence[Table], teams: toml_kinds.Ids) -> tuple[agenda.StepBase, ...]:
    """All the steps that can be read; ``teams`` are the ids that they may name."""
    kinds = [_kind(table) for table in tables]
    commons = _commons(tables)
    refuse_shared(tables, "id", [common["id"] for common in commons], origin="made from its title")
    # A step of unknown kind may be a task misspelt: what names it need not be a problem too.
    may_be = [kind in (_TASK, "") for kind in kinds]
    tasks = [_name(table) if may else "" for may, table in zip(may_be, tables, strict=True)]
    written = [table.raw_text("id") for table in compress(tables, may_be)]
    all_tasks = toml_kinds.Ids(
        tuple(filter(None, tasks)), toml_kinds.ids(written, toml_kinds.SLUG).are_unsure
    )
    steps = []
    for index, (kind, table, common) in enumerate(zip(kinds, tables, commons, strict=True)):
        outline = Outline(teams, all_tasks, tuple(filter(None, tasks[index + 1 :])))
        reader = next(
            (READERS[record] for record, word in KIND_WORDS.items() if word == kind), None
        )
        if reader is None and "kind" not in table and "suggested" in table:
            reader = _task  # its kind may have been written too late, below the suggestion
        if reader is not None:
            steps.append(reader(table, common, outline))
        else:
            table.ignore_unknown()
    return tuple(steps)


def refuse_shared(
    tables: Sequence[Table],
    key: str,
    values: Sequence[str],
    *,
    origin: str = "",
    called: str = "",
    severity: Severity = Severity.ERROR,
) -> None:
    """Note every value of ``key`` that an earlier one of the tables has too; empty ones pass.

    ``origin`` says where a value comes from that is not in the file, like "made from its title";
    ``called`` is what people call the key, where that is another word.
    """
    called = called or key
    first: dict[str, Table] = {}
    for table, value in zip(tables, values, strict=True):
        other = first.setdefault(value, table)
        if value and other is not table:
            made = f", {origin}," if origin and key not in table else ""
            message = f'"{value}"{made} is the {called} of {other.place} already'
            table.problem(key, message, f"give one of them another {called}", severity)


def _kind(table: Table) -> str:
    """The step's kind; empty, with a problem noted, when there is none of that name."""
    table.label = table.raw_text("title") or table.raw_text("id")
    return table.required(
        "kind", toml_kinds.reference("kind of step", toml_kinds.Ids(tuple(KIND_WORDS.values())))
    )


def _name(table: Table) -> str:
    """What the file calls a task: its id as it stands, or the one that it would be given."""
    return table.raw_text("id") or slug(table.raw_text("title"), _TASK)


def step_id(title: str) -> str:
    """The id of a step, no task, that the file gives none."""
    return slug(title, "step")


def _commons(tables: Sequence[Table]) -> list[Common]:
    """What all steps have; two of one title are told apart where the title spells nothing."""
    found: list[Common] = []
    for table in tables:
        common = _common(table)
        if "id" not in table and not former_slug(common["title"]):
            common["id"] = unlike(common["id"], {each["id"] for each in found} - {""})
        found.append(common)
    return found


def _common(table: Table) -> Common:
    title = table.required("title", toml_kinds.line(agenda.TITLE_CELLS))
    if table.raw_text("kind") == _TASK:
        name = table.required("id", toml_kinds.slug_like(title, _TASK))
    else:
        name = table.get("id", toml_kinds.slug_like(title, "step"), default=step_id(title))
    return asdict(read_record(table, agenda.StepBase, id=name, title=title))


def _plain(kind: type[agenda.StepBase]) -> Reader:
    """A reader of steps whose fields have nothing to do with each other or with other tables."""
    return lambda table, common, _outline: read_record(table, kind, **common)


def _rate(table: Table, common: Common, outline: Outline) -> rate.Rate:
    statements = table.tables("statements", fewest=1, most=40, required=True)
    refuse_shared(statements, "id", [statement.raw_text("id") for statement in statements])
    return read_record(
        table,
        rate.Rate,
        **common,
        scale=lambda table: table.array(
            "scale",
            toml_kinds.line(agenda.LABEL_CELLS),
            fewest=2,
            most=7,
            required=True,
            distinct=True,
        ),
        statements=tuple(_statement(statement, outline) for statement in statements),
    )


def _statement(table: Table, outline: Outline) -> rate.Statement:
    return read_record(
        table,
        rate.Statement,
        id=toml_kinds.slug_like(table.raw_text("text"), "statement"),
        team=outline.team,
        tasks=lambda table: table.array("tasks", outline.task, distinct=True),
    )


def _shortlist(table: Table, common: Common, outline: Outline) -> shortlist.Shortlist:
    read = read_record(
        table,
        shortlist.Shortlist,
        **common,
        tasks=lambda table: (
            table.array("from", outline.later_task, fewest=1, distinct=True) or outline.later
        ),
    )
    offered = table.count("from") or len(outline.later)
    if outline.tasks.are_unsure:
        pass  # how many there are can't be told
    elif not offered:
        table.problem("from", "there is no task after this step", "move it before the tasks")
    elif read.keep > offered:
        message = f"{read.keep} is more than the {offered} there are to choose from"
        table.problem("keep", message, f"write at most {offered}")
    return read


def _task(table: Table, common: Common, outline: Outline) -> ContestedTask:
    are_sure = not outline.teams.are_unsure
    listed = table.array("candidates", outline.team, fewest=1, distinct=are_sure)
    candidates = listed or outline.teams.names
    if table.count("candidates") == 1:
        message = "only one team can be chosen, so there is nothing to vote about"
        table.problem("candidates", message, "name one more team", Severity.WARNING)
    question = agenda.default_question(common["title"])
    return read_record(
        table,
        ContestedTask,
        **common,
        question=table.get("question", toml_kinds.line(agenda.SENTENCE_CELLS), default=question),
        candidates=candidates,
        suggested=_suggestion(table, outline),
    )


def _suggestion(task: Table, outline: Outline) -> Suggestion | None:
    table = task.table("suggested")
    if "suggested" not in task:
        return None
    listed = task.raw_texts("candidates")
    candidates = toml_kinds.Ids(listed) if listed else outline.teams
    driver = table.required("driver", toml_kinds.reference("candidate of this task", candidates))
    supports = table.tables("support", most=60)
    supporter = outline.team.unless(
        lambda team: team == driver and not outline.teams.are_unsure,
        "drives this task, so it can't support it too",
        "name another team, or take this support out",
    )
    support = tuple(read_record(below, Support, team=supporter) for below in supports)
    _refuse_shared_support(supports, support)
    return read_record(table, Suggestion, driver=driver, support=support)


def _refuse_shared_support(tables: Sequence[Table], supports: Sequence[Support]) -> None:
    """Decisions are compared by team and kind of input, so each pair stands once."""
    seen: dict[tuple[str, str], Table] = {}
    for table, support in zip(tables, supports, strict=True):
        other = seen.setdefault((support.team, support.input), table)
        if support.team and "input" in table and other is not table:
            message = f'"{support.team}" has the input "{support.input}" in {other.place} already'
            table.problem("input", message, "put both details into one, or change the input")


def _commit(table: Table, common: Common, outline: Outline) -> commit.Commit:
    tables = table.tables("proposals", most=40)
    return commit.Commit(**common, proposals=tuple(_proposal(below, outline) for below in tables))


def _proposal(table: Table, outline: Outline) -> commit.Proposal:
    giver = table.required("from", outline.team)
    receiver = outline.team.unless(
        lambda team: team == giver and not outline.teams.are_unsure,
        "can't promise something to itself",
        "name the team that gets something out of it",
    )
    made = toml_kinds.slug_like(table.raw_text("text"), "promise")
    return read_record(table, commit.Proposal, id=made, giver=giver, receiver=receiver)


READERS: dict[type[agenda.StepBase], Reader] = {
    brief.Brief: _plain(brief.Brief),
    follow_up.FollowUp: _plain(follow_up.FollowUp),
    rate.Rate: _rate,
    shortlist.Shortlist: _shortlist,
    ContestedTask: _task,
    commit.Commit: _commit,
    close.Close: _plain(close.Close),
}
"""How each kind of step is read."""
