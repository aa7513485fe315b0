"""All the problems of one file, found in one run.

The parts that readers of TOML files share:

- here, a :class:`Problem`, and :class:`Problems`, which gathers them;
- :mod:`facilitator.storage.toml_file`, from a path to a root table;
- :mod:`facilitator.storage.toml_table`, typed reading of a table's fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from facilitator.domain.text import visible
from facilitator.storage.toml_scan import Path, Place, places, shown_key
from facilitator.storage.toml_shape import Shape

T = TypeVar("T")

_MOST_CELLS = 4000
_SYNTAX = "line "
"""How the place of a problem begins that is a line of the text, and no key or path."""


class Severity(StrEnum):
    """Whether a problem spoils the file, or is only worth saying."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, as one line for the person who can mend it.

    ``place`` is like ``steps[3].candidates[1]``, counted from 0 as in any TOML or JSON tool, or a
    line and column for syntax; empty when the file as a whole is meant. ``hint`` says what to do.
    ``line`` and ``column`` are where that stands, or what it should stand in, counted from 1; 0
    where there is no such place.
    """

    file: str
    place: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        if self.line and not self.place.startswith(_SYNTAX):
            where += f" (line {self.line})"
        warning = "warning: " if self.severity is Severity.WARNING else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{where}: {warning}{self.message}{hint}"


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What came of reading a file: every problem, in the order of the file, warnings included.

    ``found`` is None exactly when one of the problems is an error.
    """

    found: T | None
    problems: tuple[Problem, ...]


class Problems:
    """Gathers the problems of one file; gives them in the order of the file."""

    def __init__(self, file: str) -> None:
        self.file = visible(file, most_cells=200)
        self.shifted: set[Path] = set()
        """Arrays of which an entry was left out, so that those behind it moved up."""
        self.absent: set[Path] = set()
        """What is missing, and has been told of."""
        self.text = ""
        """The text of the document, for the lines of what is told."""
        self.shape: Callable[[], Shape] = lambda: Shape(())
        """What the document's format knows, where it is asked for."""
        self._found: list[tuple[Path, Problem]] = []

    def add(
        self,
        path: Path,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem with what stands, or should stand, at ``path``."""
        self._note(path, place_of(path), message, hint, severity)

    def add_syntax(self, place: Place, message: str, hint: str = "") -> None:
        """Note a problem at a line and column of the file's text; without a column if that is 0."""
        line, column = place
        shown = f"{_SYNTAX}{line}, column {column}" if column else f"{_SYNTAX}{line}"
        self._note((), shown, message, hint, Severity.ERROR, line, column)

    def _note(self, path: Path, shown: str, message: str, hint: str, *others: Any) -> None:
        """Note a problem in words that no terminal obeys, whatever they quote of the file."""
        told, mend = (visible(text, most_cells=_MOST_CELLS) for text in (message, hint))
        self._found.append((path, Problem(self.file, shown, told, mend, *others)))

    def found_elsewhere(self, paths: Iterable[Path]) -> None:
        """Take back that these are missing: they are there, in a wrong place."""
        known = self.absent.intersection(paths)
        self._found = [found for found in self._found if found[0] not in known]

    @property
    def any_errors(self) -> bool:
        """Whether the file can't be used; warnings alone don't spoil it."""
        return any(problem.severity is Severity.ERROR for _, problem in self._found)

    @property
    def error_paths(self) -> tuple[Path, ...]:
        """Where the errors stand; an error of the file as a whole has the empty path."""
        found = self._found
        return tuple(path for path, problem in found if problem.severity is Severity.ERROR)

    def in_order(self) -> tuple[Problem, ...]:
        """All of them in the order of the text, with the line and column of their places in it.

        What is missing comes where that begins in which it should stand; what has no place at all
        comes first.
        """
        lines = places(self.text, (path for path, _ in self._found if path))
        placed = [
            replace(problem, line=lines[path].line, column=lines[path].column)
            if path in lines
            else problem
            for path, problem in self._found
        ]
        at = [lines.get(path, Place(0, 0)) for path, _ in self._found]
        return tuple(placed[index] for index in sorted(range(len(at)), key=at.__getitem__))

    def reading(self, found: T | None) -> Reading[T]:
        """What came of reading the file, if that is what was found in it."""
        return Reading(None if self.any_errors else found, self.in_order())


def place_of(path: Path) -> str:
    """A path as people write it: ``steps[3].candidates[1]``."""
    place = ""
    for part in path:
        if isinstance(part, int):
            place += f"[{part}]"
        else:
            place += ("." if place else "") + shown_key(part)
    return place
