"""An agenda as text for a terminal: its outline with times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.agenda import (
    KINDS,
    Agenda,
    Attribution,
    ContestedTask,
    Fallback,
    Rate,
    Rules,
    Shortlist,
    Step,
)
from facilitator.reports.wording import duration, listed, number, percent, plain, styled


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One line of the list of agendas: the agenda, or what is wrong with its file.

    ``origin`` says where it is from, like "ships" or the name of a folder.
    """

    name: str
    agenda: Agenda | None
    origin: str = ""
    problem: str = ""


def agenda_text(agenda: Agenda) -> RenderableType:
    """An agenda's heading, teams, rules and steps, each with the minute at which it starts."""
    tasks = number(len(agenda.tasks), "task")
    facts = f"{plain(agenda.id)} · {number(len(agenda.steps), 'step')} · {tasks}"
    length = f" · {duration(agenda.minutes)}" if agenda.minutes else ""
    parts: list[RenderableType] = [
        styled((plain(agenda.title), "bold")),
        styled((facts + length, "dim")),
    ]
    if agenda.summary:
        parts += [Text(), styled(plain(agenda.summary))]
    parts += [Text(), _facts(agenda), Text(), _outline(agenda)]
    return Group(*parts)


def _facts(agenda: Agenda) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    names = [f"{plain(team.name)} ({plain(team.short)})" for team in agenda.teams]
    table.add_row("Teams", styled(", ".join(names)))
    table.add_row("Rules", styled(" · ".join(_rules(agenda.rules))))
    return table


def _rules(rules: Rules) -> Iterator[str]:
    yield "named votes" if rules.attribution is Attribution.NAMED else "anonymous votes"
    yield f"{percent(rules.agreement_required)} agreement required"
    yield f"at most {number(rules.max_rounds, 'round')}"
    if rules.fallback is Fallback.ESCALATE:
        yield f"then escalate to {plain(rules.approver or '')}"
    else:
        yield "then defer"
    yield f"review after {number(rules.review_after_days, 'day')}"


def _outline(agenda: Agenda) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("At", justify="right", no_wrap=True)
    table.add_column("Min", justify="right", no_wrap=True)
    table.add_column("Kind", no_wrap=True, style="dim")
    table.add_column("Step", overflow="fold")
    short = {team.id: plain(team.short) for team in agenda.teams}
    elapsed = 0
    for step in agenda.steps:
        start = f"{elapsed // 60}:{elapsed % 60:02}"
        minutes = "" if step.minutes is None else str(step.minutes)
        table.add_row(start, minutes, KINDS[type(step)], _step(step, agenda, short))
        elapsed += step.minutes or 0
    table.add_row(f"{elapsed // 60}:{elapsed % 60:02}", "", "end", "", style="dim")
    return table


def _step(step: Step, agenda: Agenda, short: dict[str, str]) -> Text:
    text = styled((plain(step.title), "bold"))
    detail = _detail(step, agenda, short)
    if detail:
        text.append(f"\n{detail}", "dim")
    return text


def _detail(step: Step, agenda: Agenda, short: dict[str, str]) -> str:
    match step:
        case ContestedTask(candidates=candidates, phase=phase):
            everybody = tuple(team.id for team in agenda.teams)
            who = "all teams" if candidates == everybody else listed([short[c] for c in candidates])
            return " · ".join(filter(None, (plain(step.question), who, phase)))
        case Rate(statements=statements):
            return f"{plain(step.question)} · {number(len(statements), 'statement')}"
        case Shortlist(dots=dots, keep=keep, tasks=tasks):
            return f"{number(dots, 'dot')} each · {keep} of {number(len(tasks), 'task')} go on"
        case _:
            return ""


def agenda_list_text(lines: Sequence[AgendaLine]) -> RenderableType:
    """A list of agendas, as given, with the broken ones and their problems among them."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("Agenda", no_wrap=True)
    table.add_column("Title", overflow="fold")
    table.add_column("Tasks", justify="right", no_wrap=True)
    table.add_column("Time", justify="right", no_wrap=True)
    table.add_column("From", overflow="fold", style="dim")
    for line in lines:
        table.add_row(*_line(line))
    return table


def _line(line: AgendaLine) -> Iterator[Text]:
    yield styled((plain(line.name), "bold"))
    if line.agenda is None:
        yield styled((f"✘ broken: {plain(line.problem)}", "red"))
        yield from (styled(""), styled(""))
    else:
        yield styled(plain(line.agenda.title))
        yield styled(str(len(line.agenda.tasks)))
        yield styled(duration(line.agenda.minutes) if line.agenda.minutes else "–")
    yield styled(plain(line.origin))
