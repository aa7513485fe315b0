"""Writing agendas: a commented starter, and what a decision log leaves due."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facilitator.domain.agenda import MOST_TEAMS, Agenda
from facilitator.domain.agenda_drafts import (
    FEWEST_TEAMS,
    TASK_MINUTES,
    AnswerRefused,
    TeamAnswer,
    next_agenda,
    next_review,
    short_name,
    starter_agenda,
    team_answer,
    title_answer,
)
from facilitator.domain.decision_log import DecisionLog
from facilitator.domain.text import TextRefused, clean_line, visible
from facilitator.domain.words.figures import counted, day, duration
from facilitator.errors import Misused, Unusable
from facilitator.storage import agenda_writing
from facilitator.storage.agenda_toml import LONG_MINUTES, parse_agenda
from facilitator.storage.toml_file import as_it_lies
from facilitator.storage.toml_problems import Problem
from facilitator.wiring.agendas import LOCAL, list_agendas
from facilitator.wiring.output_file import is_taken, put, refuse_unfit

__all__ = ["FEWEST_TEAMS", "MOST_TEAMS", "TASK_MINUTES", "TeamAnswer"]
"""Of others, what whoever asks for a new agenda's parts needs to know."""

_SUFFIX = ".toml"
_MOST_CELLS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agenda is to be written. ``name`` is what verbs call it: a name, or a path."""

    path: Path
    name: str

    @property
    def is_taken(self) -> bool:
        """Whether something of that name is there."""
        return is_taken(self.path)


@dataclass(frozen=True, slots=True)
class Draft:
    """An agenda, the text of its file, and what the check says of that, all warnings."""

    agenda: Agenda
    toml: str
    warnings: tuple[Problem, ...] = ()

    @property
    def gist(self) -> str:
        """What is in it, in a few words."""
        agenda = self.agenda
        tasks = counted(len(agenda.tasks), "task")
        return f"{counted(len(agenda.teams), 'team')}, {tasks}, {duration(agenda.minutes)}"

    @property
    def document(self) -> dict[str, object]:
        """The agenda with the keys of its file."""
        return agenda_writing.agenda_document(self.agenda)


def title(text: str) -> str:
    """A title of a workshop or a task, as it is kept; raises Misused when it can't be used."""
    try:
        return title_answer(text)
    except AnswerRefused as refused:
        raise Misused(str(refused)) from refused


def team(text: str) -> TeamAnswer:
    """A team given as ``NAME`` or ``NAME=SHORT``; raises Misused when it can't be used."""
    name, equals, short = text.rpartition("=")
    return named(name, short) if equals else named(text)


def named(name: str, short: str = "") -> TeamAnswer:
    """A team by name and short name; raises Misused when they can't be used."""
    try:
        return team_answer(name, short)
    except AnswerRefused as refused:
        raise Misused(str(refused)) from refused


def short_for(name: str, others: Sequence[TeamAnswer]) -> str:
    """A short name to offer for a team, unlike those of the others."""
    return short_name(name, {other.short.casefold() for other in others})


def place_for(reference: str, *, force: bool = False) -> Place:
    """Where FILE is: a bare name means a file in ``agendas/``, anything else is a path.

    Raises Misused when the name can't be used, or when something is there: with ``force`` only when
    that is no file. Raises Unusable when there is no telling.
    """
    place = Place(as_it_lies(_path_for(reference)), shlex.quote(reference))
    refuse_unfit(place.path, reference, force=force, made=LOCAL)
    return place


def new_agenda(
    place: Place,
    title: str,
    teams: Sequence[TeamAnswer],
    tasks: Sequence[str],
    minutes: int | None = None,
) -> Draft:
    """The commented starter for these answers; raises Misused when they make no agenda."""
    try:
        agenda = starter_agenda(
            place.path.stem,
            title,
            teams,
            tasks,
            minutes=minutes,
            reserved=agenda_writing.EXAMPLE_IDS,
            within=LONG_MINUTES,
        )
    except AnswerRefused as refused:
        raise Misused(str(refused)) from refused
    if agenda.minutes > LONG_MINUTES:
        told = f"{counted(len(tasks), 'task')} of {counted(minutes or 0, 'minute')} each would last"
        limit = duration(LONG_MINUTES)
        raise Misused(f"{told} over {limit}; give fewer minutes, or split the workshop in two")
    return _checked(Draft(agenda, agenda_writing.starter_toml(agenda)))


def due_agenda(log: DecisionLog, on: date) -> Draft | None:
    """An agenda of what the log leaves due on that day; None when that is nothing.

    Tasks are taken from the log's own agenda where it is at hand. Raises Unusable when what the log
    holds makes no sound agenda.
    """
    agenda = next_agenda(log, on, _original_of(log))
    if agenda is None:
        return None
    heading = (
        f"What was due on {day(on)} from the decision log {log.session.id}. "
        "It keeps the ids of workshop and tasks, by which later logs know them again. "
        "What was decided last time is left out, since the room votes blind once more."
    )
    return _checked(Draft(agenda, agenda_writing.agenda_toml(agenda, heading=heading)))


def nothing_due(log: DecisionLog, on: date) -> str:
    """Why there is no agenda to write, and when there will be."""
    review = next_review(log, on)
    what = f"nothing in {log.session.id} is due on {day(on)}"
    if review is None:
        return f"{what}, and no later review is planned; nothing was written"
    return f"{what}; the next review is on {day(review)}: try --on {review}. Nothing was written"


def write(draft: Draft, place: Place, *, replace: bool = False) -> None:
    """Write the draft's file; raises Misused when something is there, unless it is to be replaced.

    Raises Unusable when the file can't be written. The folder ``agendas/`` is made where missing.
    """
    put(place.path, draft.toml.encode(), replace=replace, made=LOCAL)


def _path_for(reference: str) -> Path:
    """As ``find_agenda`` finds it later."""
    try:
        name = clean_line(reference, most_cells=_MOST_CELLS)
    except TextRefused as refused:
        raise Misused(f"“{visible(reference)}” is no name for a file: {refused}") from refused
    path = Path(reference)
    if path.suffix == _SUFFIX or path.name != reference:
        return path
    if name != reference or not name or name.startswith("."):
        raise Misused(f"“{reference}” is no name for an agenda; write one like “spring-workshop”")
    return LOCAL / f"{reference}{_SUFFIX}"


def _original_of(log: DecisionLog) -> Agenda | None:
    """The agenda that the log's session held: the very file, else the team's own of that id."""
    agendas = [entry.reading.found for entry in reversed(list_agendas())]
    found = [each for each in agendas if each is not None and each.id == log.session.agenda]
    same = [each for each in found if each.digest == log.session.agenda_digest]
    return next(iter(same or found), None)


def _checked(draft: Draft) -> Draft:
    """The draft with what its text comes to; raises Unusable when it would not pass the check."""
    reading = parse_agenda(draft.toml.encode(), "the new agenda")
    if reading.found is None:
        raise Unusable(f"no sound agenda comes of this: {reading.problems[0]}")
    return Draft(reading.found, draft.toml, reading.problems)
