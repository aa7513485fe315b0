"""What a format knows: every key of every table, and so where a key that is out of place belongs.

A :class:`Shape` is not written down anywhere. It is what the format's own reader asks for when it
is given a document in which everything is there: see :mod:`facilitator.storage.toml_file`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

Names = tuple[str, ...]
"""A table by the words of its header, such as ``("steps", "suggested")``; the root has none."""

_LIKENESS = 0.7
"""How like an unknown key must be to a known one, 0 to 1, for people to be asked about it."""
_LIKENESS_ELSEWHERE = 0.85
"""And how like to one of another table."""
_LONGEST_KEY = 64
_PLURALS = {"person": "people"}
"""Words whose plural has no s."""


class Sort(Enum):
    """What stands under a key: a value or an array of values, a table, or a list of tables."""

    VALUE = auto()
    TABLE = auto()
    TABLES = auto()


@dataclass(frozen=True, slots=True)
class Home:
    """A table in which a key is known. ``kinds``: only in such entries of it, if there are any."""

    table: Names
    key: str
    sort: Sort
    kinds: Names = ()

    @property
    def names(self) -> Names:
        """The table under the key, by the words of its header."""
        return (*self.table, self.key)


@dataclass(frozen=True, slots=True)
class Advice:
    """What to say of a key: where it belongs, and what to do.

    ``above`` is the table that it belongs to, where that is one of those that its own stands in:
    keys of the same are told of together.
    """

    message: str
    hint: str
    above: Names | None = None


@dataclass(frozen=True, slots=True)
class Stray:
    """A key that its table doesn't know, with what the table does know.

    ``known`` are the keys that can be written there, ``tables`` the tables that this one stands in,
    itself last, by what they hold.
    """

    key: str
    known: tuple[str, ...]
    tables: tuple[tuple[Names, Mapping[str, object]], ...]

    @property
    def table(self) -> Names:
        """The table that it stands in."""
        return self.tables[-1][0]

    @property
    def sort(self) -> Sort:
        """What stands under the key."""
        match self.tables[-1][1][self.key]:
            case Mapping():
                return Sort.TABLE
            case [Mapping(), *_]:
                return Sort.TABLES
            case _:
                return Sort.VALUE


class Shape:
    """The tables of a format, by every key of each."""

    def __init__(self, homes: Iterable[Home]) -> None:
        self._homes = tuple(homes)
        self._sorts = {home.names: home.sort for home in self._homes}
        self._alike: dict[str, list[Home]] = {}
        for home in self._homes:
            self._alike.setdefault(alike(home.key), []).append(home)

    def header(self, names: Names) -> str:
        """A table as its header stands: ``[rules]`` or ``[[steps]]``."""
        opening, closing = ("[[", "]]") if self.is_list(names) else ("[", "]")
        return f"{opening}{'.'.join(names)}{closing}"

    def is_list(self, names: Names) -> bool:
        """Whether a header opens one entry of a list of tables."""
        return self._sorts.get(names) is Sort.TABLES

    def is_table(self, names: Names) -> bool:
        """Whether a header opens a single table."""
        return self._sorts.get(names) is Sort.TABLE

    def advise(self, stray: Stray) -> Advice | None:
        """What an unknown key was meant to be, or where it belongs; None where nobody can tell."""
        near = [key for key in stray.known if alike(key) == alike(stray.key)]
        if not near:
            told = self._elsewhere(stray, lambda home: alike(home.key) == alike(stray.key))
            if told is not None:
                return told
            near = difflib.get_close_matches(
                stray.key[:_LONGEST_KEY], stray.known, n=1, cutoff=_LIKENESS
            )
        if near:
            return _misspelt(near[0], stray)
        like = set(
            difflib.get_close_matches(
                stray.key[:_LONGEST_KEY],
                {home.key for home in self._homes},
                cutoff=_LIKENESS_ELSEWHERE,
            )
        )
        return self._elsewhere(stray, lambda home: home.key in like) if like else None

    def _elsewhere(self, stray: Stray, fits: Callable[[Home], bool]) -> Advice | None:
        every = [home for home in self._homes if fits(home)]
        others = [home for home in every if home.table != stray.table]
        return (
            self._above(stray, others)
            or self._other_kind(stray, every)
            or self._below(stray, others)
            or self._single(stray, others)
            or self._any_table(stray, others)
        )

    def _above(self, stray: Stray, homes: list[Home]) -> Advice | None:
        """In one of the tables that this one stands in."""
        for names, values in reversed(stray.tables[:-1]):
            for home in homes:
                if home.table != names or home.sort is not stray.sort:
                    continue
                if home.sort is not Sort.VALUE:
                    return self._as_table(home)
                own = self.header(stray.table)
                if home.key in values:
                    if not self.is_list(names):
                        continue
                    entry = self.header(names)
                    text = f"is a key of {entry}, and the {entry} above has one already"
                    return Advice(text, f"begin the next one with {entry} above it", names)
                if not names:
                    text = "belongs at the top of the file"
                    return Advice(text, "put it above the first table", names)
                text = f"belongs to {self._called(home)}, not to {own}"
                return Advice(text, f"put it above {own}", names)
        return None

    def _other_kind(self, stray: Stray, homes: list[Home]) -> Advice | None:
        """In entries of another kind of the same list."""
        for home in homes:
            if (
                home.table == stray.table
                and home.kinds
                and stray.tables[-1][1].get("kind") not in home.kinds
            ):
                only = f"only {self._called(home)} have it; "
                hint = f"{only}use one of {', '.join(stray.known)}, or take it out"
                return Advice("is not a key of this table", hint)
        return None

    def _below(self, stray: Stray, homes: list[Home]) -> Advice | None:
        """In a table that stands in this one."""
        depth = len(stray.table)
        below = [home for home in homes if home.table[:depth] == stray.table]
        if depth == 0:
            below = [home for home in below if not self._is_in_a_list(home.table)]
        if not below or len({home.table for home in below}) > 1:
            return None
        home = below[0]
        if home.sort is not Sort.VALUE:
            return self._as_table(home) if home.sort is stray.sort else None
        if stray.sort is not Sort.VALUE:
            return None
        return self._as_value(stray, home, stray.tables[-1][1], home.table[depth:])

    def _single(self, stray: Stray, homes: list[Home]) -> Advice | None:
        """In a table that there is once in the file, of a key that stands in no list."""
        if self._is_in_a_list(stray.table) or stray.sort is not Sort.VALUE:
            return None
        fit = [
            home
            for home in homes
            if home.sort is Sort.VALUE and home.table and not self._is_in_a_list(home.table)
        ]
        if len(fit) != 1:
            return None
        return self._as_value(stray, fit[0], stray.tables[0][1], fit[0].table)

    def _any_table(self, stray: Stray, homes: list[Home]) -> Advice | None:
        """Anywhere, of a table with a header of its own."""
        fit = [home for home in homes if home.sort is not Sort.VALUE]
        if stray.sort is Sort.VALUE or len({home.table for home in fit}) != 1:
            return None
        return self._as_table(fit[0])

    def _as_table(self, home: Home) -> Advice:
        header = self.header(home.names)
        if not home.table:
            return Advice(f"is a table of its own, {header}", f"write {header}")
        outer = self.header(home.table)
        return Advice(f"belongs to {self._called(home)}", f"write {header} below its {outer}")

    def _as_value(
        self, stray: Stray, home: Home, start: Mapping[str, object], names: Names
    ) -> Advice:
        """A value's own table, which is at ``names`` from ``start`` where it stands in no list."""
        header = self.header(home.table)
        below: object = start
        for name in names:
            below = below.get(name) if isinstance(below, Mapping) else None
        if isinstance(below, Mapping) and home.key in below:
            text = f"belongs to {header}, where {home.key} stands already"
            return Advice(text, "take it out here")
        spelt = "" if home.key == stray.key else f" as {home.key}"
        return Advice(f"belongs to {self._called(home)}", f"put it below {header}{spelt}")

    def _called(self, home: Home) -> str:
        kinds = " or ".join(f'"{kind}"' for kind in home.kinds)
        return self.header(home.table) + (f" of the kind {kinds}" if kinds else "")

    def _is_in_a_list(self, names: Names) -> bool:
        return any(self.is_list(names[:length]) for length in range(1, len(names) + 1))


def alike(key: str) -> str:
    """A key without what people get wrong: capitals, hyphens for underscores, one for several."""
    letters = "".join(char for char in key[:_LONGEST_KEY].casefold() if char.isalnum())
    if letters in _PLURALS:
        return _PLURALS[letters]
    if letters.endswith("ies"):
        return letters[:-3] + "y"
    return letters.removesuffix("s")


def _misspelt(near: str, stray: Stray) -> Advice:
    here = stray.tables[-1][1]
    is_twice = near in here and stray.sort is Sort.VALUE
    more = " it stands here already: take this one out" * is_twice
    return Advice("is not a key of this table", f"did you mean {near}?{more}")
