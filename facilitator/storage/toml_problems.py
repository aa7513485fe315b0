"""All the problems of one file, found in one run.

The parts that readers of TOML files share:

- here, a :class:`Problem`, and :class:`Problems`, which gathers them;
- :mod:`facilitator.storage.toml_file`, from a path to a root table;
- :mod:`facilitator.storage.toml_table`, typed reading of a table's fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from facilitator.domain.text import visible

_MOST_CELLS = 4000
Path = tuple[str | int, ...]
"""Where a value stands in a document: keys, and indexes counted from 0."""


class Severity(StrEnum):
    """Whether a problem spoils the file, or is only worth saying."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, as one line for the person who can mend it.

    ``place`` is like ``steps[3].candidates[1]``, counted from 0 as in any TOML or JSON tool, or a
    line and column for syntax; empty when the file as a whole is meant. ``hint`` says what to do.
    """

    file: str
    place: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        warning = "warning: " if self.severity is Severity.WARNING else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{where}: {warning}{self.message}{hint}"


class Problems:
    """Gathers the problems of one file; gives them in the order of the file."""

    def __init__(self, file: str) -> None:
        self.file = visible(file, most_cells=200)
        self.shifted: set[Path] = set()
        """Arrays of which an entry was left out, so that those behind it moved up."""
        self._found: list[tuple[Path, Problem]] = []

    def add(
        self,
        path: Path,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem with what stands, or should stand, at ``path``."""
        told, mend = _in_words(message), _in_words(hint)
        self._found.append((path, Problem(self.file, place_of(path), told, mend, severity)))

    def add_syntax(self, place: str, message: str, hint: str = "") -> None:
        """Note a problem at a ``place`` of the file's text, such as a line and column."""
        told, mend = _in_words(message), _in_words(hint)
        self._found.append(((), Problem(self.file, place, told, mend)))

    @property
    def any_errors(self) -> bool:
        """Whether the file can't be used; warnings alone don't spoil it."""
        return any(problem.severity is Severity.ERROR for _, problem in self._found)

    @property
    def error_paths(self) -> tuple[Path, ...]:
        """Where the errors stand; an error of the file as a whole has the empty path."""
        found = self._found
        return tuple(path for path, problem in found if problem.severity is Severity.ERROR)

    def in_order(self, document: Mapping[str, object] | None = None) -> tuple[Problem, ...]:
        """All of them: as found, or in the order in which their places appear in ``document``."""
        if document is None:
            return tuple(problem for _, problem in self._found)
        positions = _Positions(document)
        ordered = sorted(self._found, key=lambda found: positions.of(found[0]))
        return tuple(problem for _, problem in ordered)


def place_of(path: Path) -> str:
    """A path as people write it: ``steps[3].candidates[1]``."""
    place = ""
    for part in path:
        if isinstance(part, int):
            place += f"[{part}]"
        else:
            place += ("." if place else "") + _key(part)
    return place


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return visible(key, most_cells=40) if bare else f'"{visible(key, most_cells=40)}"'


class _Positions:
    """Where paths lie in a document: among their siblings, level by level."""

    def __init__(self, document: Mapping[str, object]) -> None:
        self._document = document
        self._orders: dict[int, dict[str, int]] = {}

    def of(self, path: Path) -> tuple[int, ...]:
        """The index at each level; what is missing comes before its siblings, as -1."""
        position = []
        value: object = self._document
        for part in path:
            if isinstance(part, int):
                position.append(part)
                value = value[part] if isinstance(value, list) and part < len(value) else None
            elif isinstance(value, Mapping) and part in value:
                position.append(self._order(value)[part])
                value = value[part]
            else:
                position.append(-1)
                value = None
        return tuple(position)

    def _order(self, table: Mapping[str, object]) -> dict[str, int]:
        """The index of each key; kept, since a hostile file can have very many of both."""
        if id(table) not in self._orders:
            self._orders[id(table)] = {key: index for index, key in enumerate(table)}
        return self._orders[id(table)]


def _in_words(text: str) -> str:
    """What is told of a file, whatever it quotes of it."""
    return visible(text, most_cells=_MOST_CELLS)
