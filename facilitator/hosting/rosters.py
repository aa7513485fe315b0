"""Rosters: the one beside an agenda, as TOML or as a spreadsheet's table, and a session's own.

A session that starts on an agenda with a roster takes a copy of it beside its journal, and has no
join code. So the session's own events say that only listed people get in, and no server lets
anybody else in because a file is missing.
"""

from __future__ import annotations

import logging
import os
import shlex
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from facilitator.domain.agenda import Agenda
from facilitator.domain.state import Session
from facilitator.errors import Unusable
from facilitator.hosting import codes
from facilitator.live.ports import RosterStatus
from facilitator.storage import roster_toml
from facilitator.storage.own_file import create_secret, read_own
from facilitator.storage.roster_toml import Listed, Roster, parse_roster
from facilitator.storage.toml_file import MOST_BYTES, FileUnreadable, as_it_lies, read_bytes
from facilitator.storage.toml_problems import Problem, Reading, Severity

SUFFIX = ".roster.toml"
TABLE_FORMAT = ".csv"
TABLE_SUFFIX = f".roster{TABLE_FORMAT}"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A sound roster, with the bytes that it was read from."""

    roster: Roster
    data: bytes


def path_beside(file: Path) -> Path:
    """Where the roster of an agenda lies, or of a session by its journal: ``NAME.roster.toml``."""
    return file.with_suffix(SUFFIX)


def check_roster(agenda_path: Path, agenda: Agenda | None) -> tuple[Problem, ...]:
    """Every problem of the roster beside an agenda; none where there is no roster.

    ``agenda`` is None when it has problems of its own; then teams are not looked up. Raises
    Unusable when there is a roster that can't be read.
    """
    path = _beside(agenda_path)
    return () if path is None else _parse_beside(path, agenda)[0].problems


def roster_beside(agenda_path: Path, agenda: Agenda) -> RosterFile | None:
    """The roster for a session on an agenda; None where there is none beside it.

    Raises Unusable when there is one that can't be read or has errors.
    """
    path = _beside(agenda_path)
    if path is None:
        return None
    reading, data = _parse_beside(path, agenda)
    if reading.found is None:
        raise Unusable(
            f"{_first_error(reading)} (all problems: `facilitator agenda check {agenda_path}`)"
        )
    return RosterFile(reading.found, data)


def _beside(agenda_path: Path) -> Path | None:
    """The roster beside an agenda, in either form; None where there is none.

    A link to nowhere is a roster that can't be read. Raises Unusable where there are two.
    """
    paths = [as_it_lies(agenda_path.with_suffix(suffix)) for suffix in (SUFFIX, TABLE_SUFFIX)]
    found = [path for path in paths if os.path.lexists(path)]
    if len(found) > 1:
        raise Unusable(f"{found[0]} and {found[1].name} are two rosters: keep one of them there")
    return found[0] if found else None


def _parse_beside(path: Path, agenda: Agenda | None) -> tuple[Reading[Roster], bytes]:
    """What came of a roster beside an agenda, and the same as TOML; raises Unusable."""
    data = _read_beside(path)
    if path.suffix != TABLE_FORMAT:
        return _parse(data, path, agenda), data
    try:
        table = roster_toml.read_table(data, _teams_by_words(agenda))
    except roster_toml.TableUnreadable as error:
        return Reading(None, (Problem(str(path), "", str(error)),)), data
    reading = _parse(table.data, path, agenda)
    return replace(reading, problems=tuple(map(table.told, reading.problems))), table.data


def _teams_by_words(agenda: Agenda | None) -> dict[str, str]:
    """The agenda's teams by what a table may call them; ids before names."""
    teams = agenda.teams if agenda else ()
    named = {word.casefold(): team.id for team in teams for word in (team.short, team.name)}
    return named | {team.id: team.id for team in teams}


def _read_beside(path: Path) -> bytes:
    """What the roster beside an agenda holds; raises Unusable.

    It is a file of the team's own, and may well be written by the whole team's group, as the agenda
    beside it; that everybody on the machine could add themselves is never meant.
    """
    try:
        data = read_bytes(path)
        if path.stat().st_mode & stat.S_IWOTH:
            mend = f"chmod o-w {shlex.quote(str(path))}"
            raise Unusable(f"{path}: any user here can write it, and it says who gets in: {mend}")
    except (FileUnreadable, OSError) as error:
        raise Unusable(str(error)) from error
    return data


def keep(roster: RosterFile, journal: Path) -> None:
    """Copy a roster beside a session's journal, for its owner alone; raises OSError."""
    create_secret(path_beside(journal), roster.data)


def roster_of(journal: Path, state: Session) -> KeptRoster | None:
    """The roster of a session; None for one that anybody with its join code gets into.

    Raises Unusable when the roster is gone or has errors.
    """
    if state.join_code:
        return None
    return KeptRoster(path_beside(journal), state.agenda)


def kept_roster(path: Path, agenda: Agenda) -> Roster:
    """The roster that a session keeps, as it lies there; raises Unusable."""
    roster, problem = _read_kept(path, agenda)
    if roster is None:
        raise Unusable(f"{problem}; until it is mended nobody gets in")
    return roster


def _read_kept(path: Path, agenda: Agenda) -> tuple[Roster | None, str]:
    """A session's roster, or why it can't be used: it says who gets in, so it has to be ours."""
    try:
        data = read_own(path, most=MOST_BYTES, closed=True)
    except OSError as error:
        return None, f"{path}: {error.strerror or error}"
    reading = _parse(data, path, agenda)
    return reading.found, "" if reading.found else _first_error(reading)


class KeptRoster:
    """A session's roster, read anew whenever its file has changed: somebody may be added.

    One that has become unusable leaves the one before in force; ``trouble`` says so, "" otherwise.
    ``changed`` is called after either.
    """

    def __init__(self, path: Path, agenda: Agenda) -> None:
        """Read it for the first time; raises Unusable when it is gone or has errors."""
        self.path = path
        self.trouble = ""
        self.changed: Callable[[], None] = lambda: None
        self._agenda = agenda
        self._seen = _identity(path)
        self._roster = kept_roster(path, agenda)

    @property
    def status(self) -> RosterStatus:
        """How many people get in by it over SSH, and what whoever facilitates should know of it."""
        return RosterStatus(len(self._roster.people), str(self.path), self.trouble)

    def holder(self, fingerprint: str) -> Listed | None:
        """Whose key it is now; None when nobody's."""
        self._look_again()
        return self._roster.holder(fingerprint)

    def _look_again(self) -> None:
        seen = _identity(self.path)
        if seen == self._seen:
            return
        self._seen = seen
        roster, self.trouble = _read_kept(self.path, self._agenda)
        if roster is None:
            _log.warning("the roster before stays in force: %s", self.trouble)
        else:
            self._roster = roster
        self.changed()


def _parse(data: bytes, path: Path, agenda: Agenda | None) -> Reading[Roster]:
    teams = tuple(team.id for team in agenda.teams) if agenda else ()
    return parse_roster(data, str(path), teams, codes.likeness)


def _first_error(reading: Reading[Roster]) -> str:
    return next(str(each) for each in reading.problems if each.severity is Severity.ERROR)


def _identity(path: Path) -> tuple[int, ...] | None:
    """What changes when a file does, or who may write it; None when there is none to look at."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_mode, found.st_uid
