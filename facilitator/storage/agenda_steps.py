"""Reading the steps of an agenda file: one reader for each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from facilitator.domain.agenda import (
    LABEL_CELLS,
    SENTENCE_CELLS,
    TITLE_CELLS,
    ContestedTask,
    StepBase,
    Suggestion,
    Support,
    default_question,
)
from facilitator.domain.slugs import former_slug, slug, unlike
from facilitator.domain.steps import KIND_WORDS
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.commit import Commit, Proposal
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate, Statement
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.storage.records import read_record
from facilitator.storage.toml_kinds import (
    SLUG,
    Ids,
    Kind,
    ids,
    line,
    reference,
    slug_like,
    whole,
)
from facilitator.storage.toml_problems import Severity
from facilitator.storage.toml_table import Table

Common = dict[str, Any]
"""What steps of every kind have, by the names of the fields."""

_SENTENCE = line(SENTENCE_CELLS)
_TASK = KIND_WORDS[ContestedTask]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a step may name: the ids of the teams, of all tasks, and of the tasks after it."""

    teams: Ids
    tasks: Ids
    later: tuple[str, ...]

    @property
    def team(self) -> Kind[str]:
        """The id of a team."""
        return reference("team of this agenda", self.teams)

    @property
    def task(self) -> Kind[str]:
        """The id of a task."""
        return reference("task of this agenda", self.tasks)

    @property
    def later_task(self) -> Kind[str]:
        """The id of a task that comes after this step."""
        return self.task.unless(
            lambda task: task in self.tasks.names and task not in self.later,
            "comes before this step",
            "move the shortlist before the tasks it chooses from",
        )


Reader = Callable[[Table, Common, Outline], StepBase]


def read_steps(tables: Sequence[Table], teams: Ids) -> tuple[StepBase, ...]:
    """All the steps that can be read; ``teams`` are the ids that they may name."""
    kinds = [_kind(table) for table in tables]
    commons = _commons(tables)
    refuse_shared(tables, "id", [common["id"] for common in commons], origin="made from its title")
    # A step of unknown kind may be a task misspelt: what names it need not be a problem too.
    tasks = [
        _name(table) if kind in (_TASK, "") else ""
        for kind, table in zip(kinds, tables, strict=True)
    ]
    written = [
        table.raw_text("id")
        for kind, table in zip(kinds, tables, strict=True)
        if kind in (_TASK, "")
    ]
    all_tasks = Ids(_named(tasks), ids(written, SLUG).are_unsure)
    steps = []
    for index, (kind, table, common) in enumerate(zip(kinds, tables, commons, strict=True)):
        outline = Outline(teams, all_tasks, _named(tasks[index + 1 :]))
        reader = next((READERS[step] for step, word in KIND_WORDS.items() if word == kind), None)
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
    return table.required("kind", reference("kind of step", Ids(tuple(KIND_WORDS.values()))))


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
    title = table.required("title", line(TITLE_CELLS))
    if table.raw_text("kind") == _TASK:
        name = table.required("id", slug_like(title, _TASK))
    else:
        name = table.get("id", slug_like(title, "step"), default=step_id(title))
    return asdict(read_record(table, StepBase, id=name, title=title))


def _named(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(filter(None, ids))


def _plain(kind: type[StepBase]) -> Reader:
    """A reader of steps whose fields have nothing to do with each other or with other tables."""
    return lambda table, common, _outline: read_record(table, kind, **common)


def _rate(table: Table, common: Common, outline: Outline) -> Rate:
    statements = table.tables("statements", fewest=1, most=40, required=True)
    refuse_shared(statements, "id", [statement.raw_text("id") for statement in statements])
    return read_record(
        table,
        Rate,
        **common,
        scale=lambda table: table.array(
            "scale", line(LABEL_CELLS), fewest=2, most=7, required=True, distinct=True
        ),
        statements=tuple(_statement(statement, outline) for statement in statements),
    )


def _statement(table: Table, outline: Outline) -> Statement:
    return Statement(
        id=table.required("id", slug_like(table.raw_text("text"), "statement")),
        text=table.required("text", _SENTENCE),
        team=table.optional("team", outline.team),
        tasks=table.array("tasks", outline.task, distinct=True),
    )


def _shortlist(table: Table, common: Common, outline: Outline) -> Shortlist:
    dots = table.required("dots", whole(1, 10))
    keep = table.required("keep", whole(1, 100))
    tasks = table.array("from", outline.later_task, fewest=1, distinct=True) or outline.later
    offered = table.count("from") or len(outline.later)
    if outline.tasks.are_unsure:
        pass  # how many there are can't be told
    elif not offered:
        table.problem("from", "there is no task after this step", "move it before the tasks")
    elif keep > offered:
        message = f"{keep} is more than the {offered} there are to choose from"
        table.problem("keep", message, f"write at most {offered}")
    return Shortlist(**common, dots=dots, keep=keep, tasks=tasks)


def _task(table: Table, common: Common, outline: Outline) -> ContestedTask:
    are_sure = not outline.teams.are_unsure
    listed = table.array("candidates", outline.team, fewest=1, distinct=are_sure)
    candidates = listed or outline.teams.names
    if table.count("candidates") == 1:
        message = "only one team can be chosen, so there is nothing to vote about"
        table.problem("candidates", message, "name one more team", Severity.WARNING)
    question = default_question(common["title"])
    return read_record(
        table,
        ContestedTask,
        **common,
        question=table.get("question", _SENTENCE, default=question),
        candidates=candidates,
        suggested=_suggestion(table, outline),
    )


def _suggestion(task: Table, outline: Outline) -> Suggestion | None:
    table = task.table("suggested")
    if "suggested" not in task:
        return None
    listed = task.raw_texts("candidates")
    candidates = Ids(listed) if listed else outline.teams
    driver = table.required("driver", reference("candidate of this task", candidates))
    supports = table.tables("support", most=60)
    supporter = outline.team.unless(
        lambda team: team == driver and not outline.teams.are_unsure,
        "drives this task, so it can't support it too",
        "name another team, or take this support out",
    )
    support = tuple(
        read_record(below, Support, team=below.required("team", supporter)) for below in supports
    )
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


def _commit(table: Table, common: Common, outline: Outline) -> Commit:
    tables = table.tables("proposals", most=40)
    return Commit(**common, proposals=tuple(_proposal(below, outline) for below in tables))


def _proposal(table: Table, outline: Outline) -> Proposal:
    giver = table.required("from", outline.team)
    receiver = outline.team.unless(
        lambda team: team == giver and not outline.teams.are_unsure,
        "can't promise something to itself",
        "name the team that gets something out of it",
    )
    return Proposal(
        id=table.required("id", slug_like(table.raw_text("text"), "promise")),
        giver=giver,
        receiver=table.required("to", receiver),
        text=table.required("text", _SENTENCE),
    )


READERS: dict[type[StepBase], Reader] = {
    Brief: _plain(Brief),
    FollowUp: _plain(FollowUp),
    Rate: _rate,
    Shortlist: _shortlist,
    ContestedTask: _task,
    Commit: _commit,
    Close: _plain(Close),
}
"""How each kind of step is read."""
