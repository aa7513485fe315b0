"""Agendas that ship, those in the folder ``agendas/``, and drafts of new ones."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import facilitator
from facilitator.domain import agenda_drafts
from facilitator.domain.agenda import MOST_TEAMS, Agenda, ContestedTask
from facilitator.domain.decision_log.model import DecisionLog
from facilitator.domain.past import that_count
from facilitator.domain.text import TextRefused, clean_line, visible
from facilitator.domain.words.figures import counted, day, duration
from facilitator.errors import Misused, Unusable, one_line, retold
from facilitator.hosting import rosters
from facilitator.hosting.rosters import RosterFile
from facilitator.storage import agenda_writing
from facilitator.storage.agenda_toml import LONG_MINUTES, parse_agenda, read_agenda
from facilitator.storage.toml_file import FileUnreadable, as_it_lies, read_bytes
from facilitator.storage.toml_problems import Problem, Reading
from facilitator.wiring import logs
from facilitator.wiring.output_file import is_taken, put, refuse_unfit

FLAGSHIP = "grey-areas"
"""The agenda that this program is about stands first among those of its folder."""
LOCAL = Path("agendas")
"""Where a team keeps agendas of its own, in the folder that the program is started in."""
_SUFFIX = ".toml"
_MOST_CELLS = 200

FEWEST_TEAMS, TASK_MINUTES = agenda_drafts.FEWEST_TEAMS, agenda_drafts.TASK_MINUTES
TeamAnswer = agenda_drafts.TeamAnswer
__all__ = ["FEWEST_TEAMS", "MOST_TEAMS", "TASK_MINUTES", "TeamAnswer"]
"""What whoever asks for a new agenda's parts needs to know."""


@dataclass(frozen=True, slots=True)
class AgendaFile:
    """One agenda on a shelf. ``ships`` with the program, or is the team's own."""

    name: str
    path: Path
    ships: bool
    reading: Reading[Agenda]


def list_agendas() -> tuple[AgendaFile, ...]:
    """Every agenda at hand: what ships, then the team's own; broken ones with their problems.

    A copy of one that ships, under the same name, is not listed again.
    """
    shelves = [(shipped_folder(), True), (LOCAL, False)]
    if LOCAL.is_dir() and LOCAL.resolve() == shipped_folder().resolve():
        shelves = shelves[:1]
    return tuple(
        AgendaFile(path.stem, path, ships, _read(path))
        for folder, ships in shelves
        for path in sorted(folder.glob("*.toml"), key=lambda path: (path.stem != FLAGSHIP, path))
        if not path.name.endswith(".roster.toml") and (ships or not _is_copy(path))
    )


def _is_copy(path: Path) -> bool:
    """Whether a file is what ships under its name, to the byte."""
    try:
        return read_bytes(path) == read_bytes(shipped_folder() / path.name)
    except FileUnreadable:
        return False


def shipped_folder() -> Path:
    """Where the agendas that ship lie: inside the installed package, or beside it in a checkout."""
    package = Path(facilitator.__file__).parent
    inside = package / "agendas"
    return inside if inside.is_dir() else package.parent / "agendas"


def find_agenda(reference: str) -> Path:
    """The file of an agenda given by name or path; a team's own goes before one that ships.

    Names are the same in either of Unicode's forms. Raises Unusable when there is none.
    """
    path = Path(reference)
    if path.suffix == ".toml" or path.name != reference:
        return as_it_lies(path)
    for folder in (LOCAL, shipped_folder()):
        found = as_it_lies(folder / f"{reference}.toml")
        if found.is_file():
            return found
    names = sorted({entry.name for entry in list_agendas()})
    close = difflib.get_close_matches(reference, names, n=1)
    hint = f"did you mean “{close[0]}”?" if close else f"there are: {', '.join(names) or 'none'}"
    raise Unusable(f"there is no agenda “{reference}”; {hint}")


def read(path: Path) -> Reading[Agenda]:
    """An agenda with all its problems; raises Unusable when the file can't be read."""
    with retold(Unusable, FileUnreadable):
        return read_agenda(path)


def check(reference: str, sessions: Path) -> tuple[Problem, ...]:
    """Every problem of one agenda and of the roster beside it.

    A task that seems to be another than the logs in ``sessions`` know is remarked. Raises Unusable
    when there is no such file or none to read.
    """
    path = find_agenda(reference)
    reading = read(path)
    remarks = _retitled(path, reading.found, sessions) if reading.found else ()
    return (*reading.problems, *remarks, *rosters.check_roster(path, reading.found))


def _retitled(path: Path, agenda: Agenda, sessions: Path) -> tuple[Problem, ...]:
    """What is to be said of its tasks beside the logs; nothing where those can't be read."""
    try:
        entries = logs.list_logs(sessions)
    except Unusable:
        return ()
    before = that_count(entry.reading.log for entry in entries if entry.reading.log)
    tasks = [
        (f"steps[{place}].id", step.id, step.title)
        for place, step in enumerate(agenda.steps)
        if isinstance(step, ContestedTask)
    ]
    return logs.retitled(path, tasks, before)


def sound_agenda(reference: str) -> Agenda:
    """The agenda given by name or path; raises Unusable when it can't be read or has errors."""
    path = find_agenda(reference)
    reading = read(path)
    if reading.found is None:
        raise Unusable(
            f"{path} is no sound agenda; `facilitator agenda check {path}` lists what to mend"
        )
    return reading.found


def with_roster(reference: str) -> tuple[Agenda, RosterFile | None]:
    """The agenda given by name or path, and the roster beside it if any; raises Unusable."""
    agenda = sound_agenda(reference)
    return agenda, rosters.roster_beside(find_agenda(reference), agenda)


def _read(path: Path) -> Reading[Agenda]:
    """An agenda with all its problems, that it can't be read at all among them."""
    try:
        return read_agenda(path)
    except FileUnreadable as error:
        return Reading(None, (Problem(one_line(path.name), "", one_line(error)),))


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
    with retold(Misused, agenda_drafts.AnswerRefused):
        return agenda_drafts.title_answer(text)


def team(text: str) -> TeamAnswer:
    """A team given as ``NAME`` or ``NAME=SHORT``; raises Misused when it can't be used."""
    name, equals, short = text.rpartition("=")
    return named(name, short) if equals else named(text)


def named(name: str, short: str = "") -> TeamAnswer:
    """A team by name and short name; raises Misused when they can't be used."""
    with retold(Misused, agenda_drafts.AnswerRefused):
        return agenda_drafts.team_answer(name, short)


def short_for(name: str, others: Sequence[TeamAnswer]) -> str:
    """A short name to offer for a team, unlike those of the others."""
    return agenda_drafts.short_name(name, {other.short.casefold() for other in others})


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
    with retold(Misused, agenda_drafts.AnswerRefused):
        agenda = agenda_drafts.starter_agenda(
            place.path.stem,
            title,
            teams,
            tasks,
            minutes=minutes,
            reserved=agenda_writing.EXAMPLE_IDS,
            within=LONG_MINUTES,
        )
    if agenda.minutes > LONG_MINUTES:
        text = f"{counted(len(tasks), 'task')} of {counted(minutes or 0, 'minute')} each would last"
        limit = duration(LONG_MINUTES)
        raise Misused(f"{text} over {limit}; give fewer minutes, or split the workshop in two")
    return _checked(Draft(agenda, agenda_writing.starter_toml(agenda)))


def due_agenda(log: DecisionLog, on: date) -> Draft | None:
    """An agenda of what the log leaves due on that day; None when that is nothing.

    Tasks are taken from the log's own agenda where it is at hand. Raises Unusable when what the log
    holds makes no sound agenda.
    """
    agenda = agenda_drafts.next_agenda(log, on, _original_of(log))
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
    review = agenda_drafts.next_review(log, on)
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
