"""Agendas that ship, and those in the folder ``agendas/``."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

import facilitator
from facilitator.domain.agenda import Agenda, ContestedTask
from facilitator.domain.past import that_count
from facilitator.errors import Unusable, one_line
from facilitator.hosting import rosters
from facilitator.hosting.rosters import RosterFile
from facilitator.storage.agenda_toml import read_agenda
from facilitator.storage.toml_file import FileUnreadable, as_it_lies, read_bytes
from facilitator.storage.toml_problems import Problem, Reading
from facilitator.wiring import logs

FLAGSHIP = "grey-areas"
"""The agenda that this program is about stands first among those of its folder."""
LOCAL = Path("agendas")
"""Where a team keeps agendas of its own, in the folder that the program is started in."""


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
    try:
        return read_agenda(path)
    except FileUnreadable as error:
        raise Unusable(str(error)) from error


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
