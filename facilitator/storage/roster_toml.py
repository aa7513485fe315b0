"""From a roster file to a :class:`Roster`, with all its problems.

A roster says who may come to a workshop, and by which keys::

    format = "facilitator.roster/1"

    [[people]]
    name = "Ana Lima"
    team = "pmm"                        # an id of the agenda's; not for facilitators
    seat = "voter"                      # or "observer" or "facilitator"; voter is the default
    keys = ["ssh-ed25519 AAAA… ana@laptop", "ssh-rsa AAAA… ana@office"]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from facilitator.domain.likeness import keys
from facilitator.domain.people import NAME_CELLS, Seat
from facilitator.storage.roster_keys import PUBLIC_KEY
from facilitator.storage.toml_file import parse_document
from facilitator.storage.toml_kinds import Ids, Kind, Unfit, choice, line, one_of, reference
from facilitator.storage.toml_problems import Problem, Problems, Severity
from facilitator.storage.toml_shape import Shape
from facilitator.storage.toml_specimen import shape
from facilitator.storage.toml_table import Table

FORMAT = "facilitator.roster/1"
"""What the key ``format`` says in the files read here."""
MOST_PEOPLE = 1_000
MOST_KEYS = 10
"""Keys of one person."""

Likeness = Callable[[str], str]
"""Says what a name is like, for :func:`~facilitator.domain.likeness.keys`."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a roster.

    ``team`` is None for facilitators only. ``keys`` are fingerprints, ``SHA256:…``, in the order of
    the file; no two people share one.
    """

    name: str
    team: str | None
    seat: Seat
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who may come: at least one person, no two of them with names that look alike."""

    people: tuple[Listed, ...]

    def holder(self, fingerprint: str) -> Listed | None:
        """Whose key it is; None when nobody's."""
        return next((person for person in self.people if fingerprint in person.keys), None)


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What came of reading a file: every problem, in the order of the file, warnings included.

    ``roster`` is None exactly when one of the problems is an error.
    """

    roster: Roster | None
    problems: tuple[Problem, ...]


def parse_roster(data: bytes, name: str, teams: Sequence[str], likeness: Likeness) -> RosterReading:
    """Read a roster from a file's bytes; ``name`` is what problems call the file. Never raises.

    ``teams`` are the ids of the agenda's teams; without any, teams are not looked up.
    """
    problems = Problems(name)
    root = parse_document(data, problems, wanted=FORMAT, shape=_shape)
    if root is None:
        return RosterReading(None, problems.in_order())
    tables, people = _people(root, teams)
    _refuse_alike(tables, people, likeness)
    root.report_unknown()
    if not problems.any_errors:
        _warn_of_missing_voters(root, people, teams)
    found = problems.in_order(root.values)
    return RosterReading(None if problems.any_errors else Roster(people), found)


@cache
def _shape() -> Shape:
    """What the format knows."""
    return shape(lambda root: (root.take("format"), _people(root, ())), {})


def _people(root: Table, teams: Sequence[str]) -> tuple[list[Table], tuple[Listed, ...]]:
    tables = root.tables("people", fewest=1, most=MOST_PEOPLE, required=True)
    owners: dict[str, str] = {}
    return tables, tuple(_listed(table, teams, owners) for table in tables)


def _listed(table: Table, teams: Sequence[str], owners: dict[str, str]) -> Listed:
    table.label = table.raw_text("name")
    name = table.required("name", line(NAME_CELLS))
    seat = table.get("seat", choice(Seat), default=Seat.VOTER)
    team = table.optional("team", reference("team of this agenda", Ids(tuple(teams))))
    if seat is Seat.FACILITATOR:
        table.bar("team", "is not asked of a facilitator", "take the team out")
    needs_team = "seat" not in table or table.raw_text("seat") in (Seat.VOTER, Seat.OBSERVER)
    if needs_team and "team" not in table:
        table.problem("team", "is missing", f"use {one_of(teams)}" if teams else 'add team = "…"')
    keys = table.array(
        "keys", _key_of(table.place, owners), fewest=1, most=MOST_KEYS, required=True
    )
    return Listed(name, team, seat, keys)


def _key_of(place: str, owners: dict[str, str]) -> Kind[str]:
    """A public key that nobody has yet; ``owners`` remembers the place of everybody's."""

    def read(value: object) -> str:
        key = PUBLIC_KEY.read(value)
        if key in owners:
            raise Unfit(f"is a key of {owners[key]} already", "a key is one person's: take one out")
        owners[key] = place
        return key

    return Kind(read, PUBLIC_KEY.stand_in, PUBLIC_KEY.example)


def _refuse_alike(tables: Sequence[Table], people: Sequence[Listed], likeness: Likeness) -> None:
    """Note every name that looks like an earlier one: in the room nobody could tell them apart."""
    first: dict[str, int] = {}
    for number, person in enumerate(people):
        other = min(first.setdefault(key, number) for key in keys(likeness(person.name)))
        if person.name and other != number:
            theirs = people[other].name
            is_same = person.name == theirs
            told = "is the name" if is_same else f'looks like "{theirs}", the name'
            place = tables[other].place
            tables[number].problem(
                "name", f"{told} of {place} already", "add an initial or the surname"
            )


def _warn_of_missing_voters(root: Table, people: Sequence[Listed], teams: Sequence[str]) -> None:
    voting = {person.team for person in people if person.seat is Seat.VOTER}
    without = [team for team in teams if team not in voting]
    if not voting:
        root.problem("people", "nobody here may vote", "list some voters", Severity.WARNING)
    elif without:
        told = f"no voter is of {one_of(without)}"
        root.problem("people", told, "list somebody, or mean it so", Severity.WARNING)
