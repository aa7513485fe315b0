"""From a table that a spreadsheet saved to the TOML that rosters are read from.

One person a row, under headings::

    Name,Team,Seat,Key
    Ana Lima,Product Marketing,,ssh-ed25519 AAAA… ana@laptop
    Ines,,facilitator,ssh-ed25519 AAAA… ines@laptop

Commas, semicolons or tabs stand between cells, whichever the headings have. Headings and seats are
known in any case, a team by its id or its name. Several keys stand in as many columns (``Key 2``),
or on lines of their own in one cell. Other columns and empty rows are passed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import tomli_w

from facilitator.domain.text import visible
from facilitator.storage.roster_toml import FORMAT
from facilitator.storage.toml_file import MOST_BYTES
from facilitator.storage.toml_problems import Problem

_KEY = re.compile(r"(?:(?:ssh|public)[ -]?)*keys?(?: ?\d+)?")
_ONCE = ("name", "team", "seat")
_BETWEEN = ",;\t"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
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
        return data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig")
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
