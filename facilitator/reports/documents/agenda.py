"""An agenda: its teams, its rules, and its outline with times."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from facilitator.domain.agenda import Agenda, Attribution, ContestedTask, Fallback, Rules, StepBase
from facilitator.domain.steps import KIND_WORDS
from facilitator.domain.steps.brief import Brief
from facilitator.domain.steps.close import Close
from facilitator.domain.steps.commit import Commit
from facilitator.domain.steps.follow_up import FollowUp
from facilitator.domain.steps.rate import Rate
from facilitator.domain.steps.shortlist import Shortlist
from facilitator.domain.words.figures import counted, duration, listed, required
from facilitator.domain.words.signs import BROKEN
from facilitator.reports.documents import blocks
from facilitator.reports.documents.blocks import muted, strong, words


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One line of the list of agendas: the agenda, or what is wrong with its file.

    ``origin`` says where it is from, like "ships" or the name of a folder.
    """

    name: str
    agenda: Agenda | None
    origin: str = ""
    problem: str = ""


def agenda_document(agenda: Agenda) -> blocks.Section:
    """An agenda's teams, rules and steps, each with the minute at which it starts."""
    tasks = counted(len(agenda.tasks), "task")
    length = duration(agenda.minutes) if agenda.minutes else ""
    facts = (agenda.id, counted(len(agenda.steps), "step"), tasks, length)
    teams = ", ".join(f"{team.name} ({team.short})" for team in agenda.teams)
    rules = " · ".join(_rules(agenda.rules))
    parts = (
        blocks.flow(facts, muted=True),
        blocks.paragraph(agenda.summary),
        blocks.Facts((("Teams", words(teams)), ("Rules", words(rules)))),
        _outline(agenda),
        blocks.paragraph(muted(_untimed(agenda))),
    )
    return blocks.section(agenda.title, parts)


def _rules(rules: Rules) -> Iterator[str]:
    yield "named votes" if rules.attribution is Attribution.NAMED else "anonymous votes"
    yield f"{required(rules.agreement_required)} agreement required"
    yield f"at most {counted(rules.max_rounds, 'round')}"
    if rules.fallback is Fallback.ESCALATE:
        yield f"then escalate to {rules.approver or ''}"
    else:
        yield "then defer"
    yield f"review after {counted(rules.review_after_days, 'day')}"


def _outline(agenda: Agenda) -> blocks.Table:
    columns = (
        blocks.Column("At", right=True),
        blocks.Column("Min", right=True),
        blocks.Column("Kind"),
        blocks.Column("Step"),
    )
    rows = []
    elapsed = 0
    for step in agenda.steps:
        minutes = "" if step.minutes is None else str(step.minutes)
        clock, kind = words(_clock(elapsed)), words(muted(KIND_WORDS[type(step)]))
        cells = (clock, words(minutes), kind, words(strong(step.title)))
        question = step.question if isinstance(step, Rate | ContestedTask) else ""
        about = (question, " · ".join(filter(None, GISTS[type(step)](step, agenda))))
        below = tuple(words(muted(line)) for line in about if line)
        rows.append(blocks.Row(cells, below=below))
        elapsed += step.minutes or 0
    end = (_clock(elapsed), str(elapsed), "end", "")
    rows.append(blocks.Row(tuple(words(muted(cell)) for cell in end)))
    return blocks.Table(columns, tuple(rows), main=3)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _untimed(agenda: Agenda) -> str:
    """What is to be said of steps without a timebox; nothing where all or none have one."""
    without = sum(step.minutes is None for step in agenda.steps)
    if without in (0, len(agenda.steps)):
        return ""
    verb, them = ("has", "it") if without == 1 else ("have", "them")
    return f"{counted(without, 'step')} {verb} no timebox; the clock counts nothing for {them}."


def _brief(step: Brief, _agenda: Agenda) -> Iterator[str]:
    yield counted(len(step.text.split()), "word") + " to read out"


def _follow_up(_step: FollowUp, _agenda: Agenda) -> Iterator[str]:
    yield "what the last log leaves due; passes by itself without one"


def _rate(step: Rate, _agenda: Agenda) -> Iterator[str]:
    lowest, highest = step.scale[0], step.scale[-1]
    yield counted(len(step.statements), "statement")
    yield f"{len(step.scale)} grades, from “{lowest}” to “{highest}”"


def _shortlist(step: Shortlist, _agenda: Agenda) -> Iterator[str]:
    yield f"{counted(step.dots, 'dot')} each"
    yield f"{step.keep} of {counted(len(step.tasks), 'task')} go on"


def _task(step: ContestedTask, agenda: Agenda) -> Iterator[str]:
    short = {team.id: team.short for team in agenda.teams}
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
    short = {team.id: team.short for team in agenda.teams}
    pairs = dict.fromkeys((each.giver, each.receiver) for each in step.proposals)
    yield counted(len(step.proposals), "proposal")
    yield listed([f"{short[giver]} to {short[receiver]}" for giver, receiver in pairs])


def agenda_list(lines: Sequence[AgendaLine]) -> blocks.Table:
    """A list of agendas, as given, with the broken ones and their problems among them."""
    columns = (
        blocks.Column("Agenda"),
        blocks.Column("Title"),
        blocks.Column("Tasks", right=True),
        blocks.Column("Time", right=True),
        blocks.Column("From"),
    )
    return blocks.Table(columns, tuple(_line(line) for line in lines))


def _line(line: AgendaLine) -> blocks.Row:
    agenda = line.agenda
    if agenda is None:
        broken = words(blocks.Span(f"{BROKEN}: {line.problem}", blocks.Tone.BAD))
        parts: tuple[blocks.Words, ...] = (broken, (), ())
    else:
        length = duration(agenda.minutes) if agenda.minutes else "–"
        parts = (words(agenda.title), words(str(len(agenda.tasks))), words(length))
    return blocks.Row((words(strong(line.name)), *parts, words(muted(line.origin))))


def _close(_step: Close, _agenda: Agenda) -> Iterator[str]:
    yield "the read-back of all that was decided"


GISTS: Mapping[type[StepBase], Callable[[Any, Agenda], Iterator[str]]] = {
    Brief: _brief,
    FollowUp: _follow_up,
    Rate: _rate,
    Shortlist: _shortlist,
    ContestedTask: _task,
    Commit: _proposals,
    Close: _close,
}
"""What a step is about, in a few parts, by its kind."""
