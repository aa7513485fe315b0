"""From a roster file, or a table that a spreadsheet saved, to a :class:`Roster`.

A roster says who may come to a workshop, and by which keys::

    format = "facilitator.roster/1"

    [[people]]
    name = "Ana Lima"
    team = "pmm"                        # an id of the agenda's; not for facilitators
    seat = "voter"                      # or "observer" or "facilitator"; voter is the default
    keys = ["ssh-ed25519 AAAA… ana@laptop", "ssh-rsa AAAA… ana@office"]

A key stands there as OpenSSH has it in a line of a ``.pub`` file, and is read as the SSH protocol
writes it (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4, and OpenSSH's
PROTOCOL.u2f for keys that live in a security key).

In a table one person stands in a row, under headings::

    Name,Team,Seat,Key
    Ana Lima,Product Marketing,,ssh-ed25519 AAAA… ana@laptop
    Ines,,facilitator,ssh-ed25519 AAAA… ines@laptop

Commas, semicolons or tabs stand between cells, whichever the headings have. Headings and seats are
known in any case, a team by its id or its name. Several keys stand in as many columns (``Key 2``),
or on lines of their own in one cell. Other columns and empty rows are passed over.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import tomli_w

from facilitator.domain.people import NAME_CELLS, Seat, keys
from facilitator.domain.text import visible
from facilitator.storage.toml_file import MOST_BYTES, UTF_16, parse_document, shape
from facilitator.storage.toml_kinds import (
    Ids,
    Kind,
    Unfit,
    choice,
    line,
    nearest,
    one_of,
    reference,
)
from facilitator.storage.toml_problems import Problem, Problems, Reading, Severity
from facilitator.storage.toml_shape import Shape
from facilitator.storage.toml_table import Table

FORMAT = "facilitator.roster/1"
"""What the key ``format`` says in the files read here."""
MOST_PEOPLE = 1_000
MOST_KEYS = 10
"""Keys of one person."""
SMALLEST_RSA_BITS = 2048
"""Shorter RSA keys don't count at the door either."""

_LINE_CELLS = 8000
_LENGTH_BYTES = 4
_COPY = "copy the whole line of the file that ends in .pub"
_EXAMPLE = '"ssh-ed25519 AAAA… comment"'

Likeness = Callable[[str], str]
"""Says what a name is like, for :func:`~facilitator.domain.people.keys`."""


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


def parse_roster(
    data: bytes, name: str, teams: Sequence[str], likeness: Likeness
) -> Reading[Roster]:
    """Read a roster from a file's bytes; ``name`` is what problems call the file. Never raises.

    ``teams`` are the ids of the agenda's teams; without any, teams are not looked up.
    """
    problems = Problems(name)
    root = parse_document(data, problems, wanted=FORMAT, shape=_shape)
    if root is None:
        return problems.reading(None)
    tables, people = _people(root, teams)
    _refuse_alike(tables, people, likeness)
    root.report_unknown()
    if not problems.any_errors:
        _warn_of_missing_voters(root, people, teams)
    return problems.reading(Roster(people))


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
    """A public key that nobody has yet, as its fingerprint; ``owners`` are by place."""

    def read(value: object) -> str:
        key = read_public_key(value)
        if key in owners:
            raise Unfit(f"is a key of {owners[key]} already", "a key is one person's: take one out")
        owners[key] = place
        return key

    return Kind(read, "", _EXAMPLE)


def _refuse_alike(tables: Sequence[Table], people: Sequence[Listed], likeness: Likeness) -> None:
    """Note every name that looks like an earlier one: in the room nobody could tell them apart."""
    first: dict[str, int] = {}
    for number, person in enumerate(people):
        other = min(first.setdefault(key, number) for key in keys(likeness(person.name)))
        if person.name and other != number:
            theirs = people[other].name
            is_same = person.name == theirs
            text = "is the name" if is_same else f'looks like "{theirs}", the name'
            place = tables[other].place
            tables[number].problem(
                "name", f"{text} of {place} already", "add an initial or the surname"
            )


def _warn_of_missing_voters(root: Table, people: Sequence[Listed], teams: Sequence[str]) -> None:
    voting = {person.team for person in people if person.seat is Seat.VOTER}
    without = [team for team in teams if team not in voting]
    if not voting:
        root.problem("people", "nobody here may vote", "list some voters", Severity.WARNING)
    elif without:
        text = f"no voter is of {one_of(without)}"
        root.problem("people", text, "list somebody, or mean it so", Severity.WARNING)


def read_public_key(value: object) -> str:
    """The fingerprint, ``SHA256:…``, of a public key like ``ssh-ed25519 AAAA… comment``.

    Raises :class:`~facilitator.storage.toml_kinds.Unfit` for anything else, and for a key that
    would not be accepted at the door: DSA, short RSA, a certificate.
    """
    if isinstance(value, str) and "PRIVATE KEY" in value:
        raise Unfit(
            "is a private key, which nobody but its owner may ever see",
            "take it out, have its owner make a new one, and write that one's line from its .pub",
        )
    words = line(_LINE_CELLS).read(value).split(None, 2)
    algorithm = words[0]
    if algorithm not in _CHECKS:
        raise _not_an_algorithm(words)
    try:
        blob = base64.b64decode(words[1] if len(words) > 1 else "", validate=True)
        fields = _fields(blob)
    except (binascii.Error, ValueError) as error:
        raise Unfit("is not a whole key: it is cut off or mistyped", _COPY) from error
    inside = fields[0].decode("ascii", "replace")
    if inside != algorithm:
        shown = visible(inside, most_cells=40)
        raise Unfit(f'says "{algorithm}" but holds a key of the kind "{shown}"', _COPY)
    _CHECKS[algorithm](fields[1:])
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii")
    return f"SHA256:{digest.rstrip('=')}"


def _not_an_algorithm(words: Sequence[str]) -> Unfit:
    """What stands where a key's algorithm should, in words."""
    first = words[0]
    if first == "ssh-dss":
        return Unfit("is a DSA key, too weak by now", "make another: ssh-keygen -t ed25519")
    if "-cert-v0" in first:
        return Unfit("is a certificate", "write the key itself: the .pub without “-cert”")
    if first.startswith(("SHA256:", "MD5:")):
        return Unfit("is only a key's fingerprint", _COPY)
    if first.endswith(".pub"):
        return Unfit("is the name of a file", "write what stands in it")
    if any(algorithm in " ".join(words) for algorithm in _CHECKS):
        return Unfit("has something before the key", f"write the key alone, like {_EXAMPLE}")
    shown = visible(first, most_cells=40)
    return Unfit(f'"{shown}" is no kind of key', nearest(first, tuple(_CHECKS)))


def _fields(blob: bytes) -> list[bytes]:
    """The strings that a key is made of; raises ValueError when they don't fill it exactly."""
    fields = []
    at = 0
    while at < len(blob):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(blob[at:start])
        if at > len(blob):
            raise ValueError
        fields.append(blob[start:at])
    if not fields:
        raise ValueError
    return fields


def _fixed(*lengths: int | None) -> Callable[[Sequence[bytes]], None]:
    """Keys whose fields have these lengths in bytes; None: any but 0."""

    def check(fields: Sequence[bytes]) -> None:
        fits = len(fields) == len(lengths) and all(
            len(field) == length if length else field
            for field, length in zip(fields, lengths, strict=True)
        )
        if not fits:
            raise Unfit("is not a whole key: its parts have the wrong size", _COPY)

    return check


def _rsa(fields: Sequence[bytes]) -> None:
    _fixed(None, None)(fields)
    for field in fields:
        # The shortest way to write a number that is not negative, or the fingerprint is another.
        number = int.from_bytes(field)
        if len(field) != number.bit_length() // 8 + 1:
            raise Unfit("is not a whole key: a number in it is mistyped", _COPY)
    bits = int.from_bytes(fields[1]).bit_length()
    if bits < SMALLEST_RSA_BITS:
        hint = f"at least {SMALLEST_RSA_BITS}; make another: ssh-keygen -t ed25519"
        raise Unfit(f"is an RSA key of {bits} bits, too short by now", hint)


_CHECKS: dict[str, Callable[[Sequence[bytes]], None]] = {
    "ssh-ed25519": _fixed(32),
    "ssh-rsa": _rsa,
    "ecdsa-sha2-nistp256": _fixed(8, 65),
    "ecdsa-sha2-nistp384": _fixed(8, 97),
    "ecdsa-sha2-nistp521": _fixed(8, 133),
    "sk-ssh-ed25519@openssh.com": _fixed(32, None),
    "sk-ecdsa-sha2-nistp256@openssh.com": _fixed(8, 65, None),
}
"""The kinds of key that the SSH server takes, each with a look at what follows the algorithm."""


_KEY = re.compile(r"(?:(?:ssh|public)[ -]?)*keys?(?: ?\d+)?")
_ONCE = ("name", "team", "seat")
_BETWEEN = ",;\t"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SAVE = "save it as “CSV UTF-8”"
_HEADINGS = "the headings are Name, Team, Seat and Key"
_PERSON = re.compile(r"\bpeople\[(\d+)\]")


class TableUnreadable(Exception):  # noqa: N818 - reads as what happened
    """A table is no roster; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A roster in TOML, and in which row of the table each person stands."""

    data: bytes
    rows: tuple[int, ...]

    def told(self, problem: Problem) -> Problem:
        """A problem of the TOML, told of the table's rows; its lines are none of the table's."""
        place, message = (
            _PERSON.sub(lambda found: f"row {self.rows[int(found[1])]}", text)
            for text in (problem.place, problem.message)
        )
        return replace(problem, place=place, message=message, line=0, column=0)


def read_table(data: bytes, teams: Mapping[str, str]) -> RosterTable:
    """Read a table; ``teams`` are the ids of teams by what they may be called, in small letters.

    Raises :class:`TableUnreadable` when it is not text, or lacks a heading that has to be there.
    """
    numbered = enumerate(_records(_decode(data)), start=1)
    filled = [(row, cells) for row, cells in numbered if any(cells)]
    if not filled:
        raise TableUnreadable(f"the table is empty; {_HEADINGS}")
    (top, headings), *below = filled
    columns, keys = _columns(headings, top)
    people, rows = [], []
    for row, cells in below:
        person = _person(cells, columns, keys, teams)
        if any(person.values()):
            people.append(person)
            rows.append(row)
    document = {"format": FORMAT, "people": people}
    return RosterTable(tomli_w.dumps(document).encode(), tuple(rows))


def _decode(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise TableUnreadable("the file is larger than 1 MiB; shorten it")
    if data.startswith(_WORKBOOKS):
        raise TableUnreadable(f"this is a whole workbook; {_SAVE}")
    try:
        return data.decode("utf-16" if data.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableUnreadable(
            f"its letters are in an encoding that can't be told; {_SAVE}"
        ) from error


def _records(text: str) -> Iterator[list[str]]:
    """The cells of every row, without spaces around them; a first row that only says ``sep=;``."""
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\r?", first)
    if told:
        text, first = rest, told[1]
    between = max(_BETWEEN, key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=between):
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise TableUnreadable(f"it is no table: {visible(str(error))}; {_SAVE}") from error


def _columns(headings: Sequence[str], row: int) -> tuple[dict[str, int], list[int]]:
    """In which column name, team and seat stand, and in which ones keys do."""
    columns: dict[str, int] = {}
    keys = []
    for place, heading in enumerate(map(_plain, headings)):
        if _KEY.fullmatch(heading):
            keys.append(place)
        elif heading in columns:
            raise TableUnreadable(f"row {row} has the heading {heading.capitalize()} twice")
        elif heading in _ONCE:
            columns[heading] = place
    if "name" not in columns or not keys:
        missing = "Key" if "name" in columns else "Name"
        raise TableUnreadable(f"row {row} has no heading {missing}; {_HEADINGS}")
    return columns, keys


def _person(
    cells: Sequence[str], columns: Mapping[str, int], keys: Sequence[int], teams: Mapping[str, str]
) -> dict[str, object]:
    def cell(place: int) -> str:
        return cells[place] if place < len(cells) else ""

    told = {heading: " ".join(cell(place).split()) for heading, place in columns.items()}
    person: dict[str, object] = {"name": told["name"]}
    if told.get("team"):
        person["team"] = teams.get(_plain(told["team"]), told["team"])
    if told.get("seat"):
        person["seat"] = _plain(told["seat"])
    lines = (line for place in keys for line in cell(place).splitlines())
    person["keys"] = [" ".join(line.split()) for line in lines if line.strip()]
    return person


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
