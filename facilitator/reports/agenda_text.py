"""An agenda as text for a terminal: its outline with times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from facilitator.domain.agenda import (
    KINDS,
    Agenda,
    Attribution,
    Brief,
    Close,
    Commit,
    ContestedTask,
    Fallback,
    FollowUp,
    Rate,
    Rules,
    Shortlist,
    Step,
)
from facilitator.domain.words.figures import counted, duration, listed, percent
from facilitator.reports.wording import plain, styled


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
    tasks = counted(len(agenda.tasks), "task")
    facts = f"{plain(agenda.id)} · {counted(len(agenda.steps), 'step')} · {tasks}"
    length = f" · {duration(agenda.minutes)}" if agenda.minutes else ""
    parts: list[RenderableType] = [
        styled((plain(agenda.title), "bold")),
        styled((facts + length, "dim")),
    ]
    if agenda.summary:
        parts += [Text(), styled(plain(agenda.summary))]
    parts += [Text(), _facts(agenda), Text(), _outline(agenda)]
    untimed = _untimed(agenda)
    if untimed:
        parts += [Text(), styled((untimed, "dim"))]
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
    yield f"at most {counted(rules.max_rounds, 'round')}"
    if rules.fallback is Fallback.ESCALATE:
        yield f"then escalate to {plain(rules.approver or '')}"
    else:
        yield "then defer"
    yield f"review after {counted(rules.review_after_days, 'day')}"


def _outline(agenda: Agenda) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("At", justify="right", no_wrap=True)
    table.add_column("Min", justify="right", no_wrap=True)
    table.add_column("Kind", no_wrap=True, style="dim")
    table.add_column("Step", overflow="fold")
    elapsed = 0
    for step in agenda.steps:
        minutes = "" if step.minutes is None else str(step.minutes)
        table.add_row(_clock(elapsed), minutes, KINDS[type(step)], _step(step, agenda))
        elapsed += step.minutes or 0
    table.add_row(_clock(elapsed), str(elapsed), "end", "", style="dim")
    return table


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _untimed(agenda: Agenda) -> str:
    """What is to be said of steps without a timebox; nothing where all or none have one."""
    without = sum(step.minutes is None for step in agenda.steps)
    if without in (0, len(agenda.steps)):
        return ""
    verb, them = ("has", "it") if without == 1 else ("have", "them")
    return f"{counted(without, 'step')} {verb} no timebox; the clock counts nothing for {them}."


def _step(step: Step, agenda: Agenda) -> Text:
    text = styled((plain(step.title), "bold"))
    question = step.question if isinstance(step, Rate | ContestedTask) else ""
    for line in (plain(question), " · ".join(filter(None, _gist(step, agenda)))):
        if line:
            text.append(f"\n{line}", "dim")
    return text


def _gist(step: Step, agenda: Agenda) -> Iterator[str]:
    """What a step is about, in a few parts."""
    match step:
        case Brief():
            yield counted(len(step.text.split()), "word") + " to read out"
        case FollowUp():
            yield "what the last log leaves due; passes by itself without one"
        case Rate():
            lowest, highest = plain(step.scale[0]), plain(step.scale[-1])
            yield counted(len(step.statements), "statement")
            yield f"{len(step.scale)} grades, from “{lowest}” to “{highest}”"
        case Shortlist():
            yield f"{counted(step.dots, 'dot')} each"
            yield f"{step.keep} of {counted(len(step.tasks), 'task')} go on"
        case ContestedTask():
            yield from _task(step, agenda)
        case Commit():
            yield from _proposals(step, agenda)
        case Close():
            yield "the read-back of all that was decided"
        case _:
            assert_never(step)


def _task(step: ContestedTask, agenda: Agenda) -> Iterator[str]:
    short = {team.id: plain(team.short) for team in agenda.teams}
    everybody = tuple(short)
    candidates = step.candidates
    yield "all teams" if candidates == everybody else listed([short[c] for c in candidates])
    yield step.phase or ""
    yield "market-facing" if step.market_facing else ""
    yield "asks about today" if step.ask_today else ""


def _proposals(step: Commit, agenda: Agenda) -> Iterator[str]:
    if not step.proposals:
        yield "nothing proposed: the room makes its own"
        return
    short = {team.id: plain(team.short) for team in agenda.teams}
    pairs = dict.fromkeys((each.giver, each.receiver) for each in step.proposals)
    yield counted(len(step.proposals), "proposal")
    yield listed([f"{short[giver]} to {short[receiver]}" for giver, receiver in pairs])


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
