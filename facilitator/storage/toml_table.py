"""Typed reading of a TOML table, field by field, which notes every problem and goes on.

A reader asks a :class:`Table` for each of its keys, saying of what :class:`Kind` the value must be.
What can't be used is noted, so that reading goes on to the next problem. An optional value that
can't be used counts as absent; for a required one a stand-in is returned, and the table
:attr:`~Table.is_spoilt`: what is read from it must be thrown away. Keys that were never asked for
are the unknown ones: see :meth:`Table.report_unknown` and :meth:`Table.unknown`.

    team = Team(
        id=table.required("id", SLUG),
        name=table.required("name", line(60)),
        purpose=table.get("purpose", line(200), default=""),
    )
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from facilitator.domain.text import visible
from facilitator.storage.toml_kinds import Empty, Kind, Unfit
from facilitator.storage.toml_problems import Problems, Severity, place_of
from facilitator.storage.toml_scan import Path
from facilitator.storage.toml_shape import Advice, Home, Names, Sort, Stray

T = TypeVar("T")

NO_LIMIT = 1000
"""The longest array that is read where its reader names no limit."""
_MOST_UNKNOWN = 50
"""How many unknown keys of one table are looked at one by one."""
_MOST_LISTED = 20
"""How many known keys a table has at the most for them to be listed."""
_IDLE = "; nothing reads it here"
_SHORT_TEXT = 40
"""The longest text, in characters, that a hint puts into an array."""
_PATH_OF_ENTRY = 2
"""How long the path of a table in an array of the root is, like that of a step."""


class Table:
    """One table of a document, at ``path``, whose problems go to ``problems``.

    ``parent`` is the table that it stands in. ``label`` may be set once it is known: a name, such
    as a step's title, which tells people which table is meant better than a number does; tables
    below take it over. ``is_spoilt`` once a field without which the table says nothing is missing
    or can't be used.
    """

    def __init__(
        self,
        values: Mapping[str, object],
        path: Path,
        problems: Problems,
        parent: Table | None = None,
    ) -> None:
        self.values = values
        self.path = path
        self.label = ""
        self.is_spoilt = False
        self._problems = problems
        self.parent = parent
        self._asked: dict[str, Sort] = {}
        self._barred: set[str] = set()
        self._children: list[Table] = []

    def __contains__(self, key: str) -> bool:
        return key in self.values

    @property
    def place(self) -> str:
        """Where the table stands, as in problems: ``steps[3]``."""
        return place_of(self.path)

    def count(self, key: str) -> int:
        """How many elements the field's array has, whether they can be used or not."""
        value = self.values.get(key)
        return len(value) if isinstance(value, list) else 0

    def raw_text(self, key: str) -> str:
        """The field's text unchecked, empty when there is none; only to compare or to label."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def raw_texts(self, key: str) -> tuple[str, ...]:
        """The texts in the field's array unchecked; only to compare."""
        value = self.values.get(key)
        elements = value if isinstance(value, list) else []
        return tuple(each for each in elements if isinstance(each, str))

    def problem(
        self,
        key: str | int | Path,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem with a field, given by its key, or by a path below this table."""
        below = key if isinstance(key, tuple) else (key,)
        within = f' (in "{visible(self.label, most_cells=40)}")' if self.label else ""
        self._problems.add(self.path + below, message + within, hint, severity)

    def missing(
        self,
        key: str,
        hint: str,
        message: str = "is missing",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note that a field is missing, and in which entry where no label tells that.

        Where it is found in a wrong place later on, that alone is told.
        """
        *above, last = self.path or ("",)
        is_told = self.label and len(self.path) == _PATH_OF_ENTRY
        entry = f" in entry {last + 1} of {above[-1]}" if isinstance(last, int) else ""
        self.problem(key, f"{message}{'' if is_told else entry}", hint, severity)
        self._problems.absent.add((*self.path, key))

    def bar(self, key: str, why: str, hint: str) -> None:
        """Note a field that can't be used beside the others, if it is there; nor is it proposed."""
        self._asked.setdefault(key, Sort.VALUE)
        self._barred.add(key)
        if key in self.values:
            self.problem(key, why, hint)

    def take(self, key: str, sort: Sort = Sort.VALUE) -> object:
        """The value as TOML has it, None when absent; the key is known from now on."""
        self._asked[key] = sort
        return self.values.get(key)

    def required(self, key: str, kind: Kind[T]) -> T:
        """The field's value; that it is missing is a problem."""
        value = self.take(key)
        if value is None:
            self.missing(key, f"add {key} = {kind.example}")
            read = None
        else:
            read = self._read(key, value, kind)
        if read is None:
            self.is_spoilt = True
            return kind.stand_in
        return read

    def optional(self, key: str, kind: Kind[T]) -> T | None:
        """The field's value, None when absent."""
        value = self.take(key)
        return None if value is None else self._read(key, value, kind, is_optional=True)

    def get(self, key: str, kind: Kind[T], *, default: T) -> T:
        """The field's value, ``default`` when absent."""
        read = self.optional(key, kind)
        return default if read is None else read

    def array(
        self,
        key: str,
        kind: Kind[T],
        *,
        fewest: int = 0,
        most: int = NO_LIMIT,
        required: bool = False,
        distinct: bool = False,
    ) -> tuple[T, ...]:
        """The field's array, without the elements that can't be used; empty when absent.

        ``fewest`` and ``most`` hold for an array that is there; ``distinct``: none comes twice.
        """
        found = self._array(key, "entries", fewest=fewest, most=most, required=required)
        read: list[T] = []
        for index, value in enumerate(found):
            try:
                element = kind.read(value)
            except Unfit as unfit:
                self.problem((key, index), unfit.message, unfit.hint)
                continue
            if distinct and element in read:
                self.problem((key, index), f'"{element}" stands here twice', "take one out")
            read.append(element)
        return tuple(read)

    def table(self, key: str, *, required: bool = False) -> Table:
        """The table below this one; an empty one when it is absent or can't be used."""
        value = self.take(key, Sort.TABLE)
        if isinstance(value, dict):
            return self.child((key,), value)
        if value is None and not required:
            return self.child((key,), {})
        header = f"[{'.'.join((*self.names, key))}]"
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = f"is a list of tables, and there is one {header}"
            self.problem(key, text, f"write {header} once, with single brackets")
            return self._silent_child(key)
        hint = f"write it as {header}, with its keys below"
        if value is None:
            self.missing(key, hint)
        else:
            self.problem(key, "is not a table", hint)
        return self._silent_child(key)

    def tables(
        self, key: str, *, fewest: int = 0, most: int = NO_LIMIT, required: bool = False
    ) -> list[Table]:
        """The tables of an array of tables, in order; empty when it is absent."""
        dotted = ".".join((*self.names, key))
        header = f"[[{dotted}]]"
        if isinstance(self.values.get(key), dict):
            self.take(key, Sort.TABLES)
            text = f"is one table, [{dotted}], and has to be a list of them"
            self.problem(key, text, f"write {header}, with double brackets, for each")
            self.is_spoilt = self.is_spoilt or required
            return []
        found = self._array(key, header, fewest=fewest, most=most, required=required)
        self._asked[key] = Sort.TABLES
        tables = []
        for index, value in enumerate(found):
            if isinstance(value, dict):
                tables.append(self.child((key, index), value))
            else:
                self.problem((key, index), "is not a table", f"write it as {header} with its keys")
        return tables

    def entries(self, kind: Kind[T]) -> dict[str, T]:
        """All fields of a table whose keys are names, such as votes by team; none is unknown."""
        found = {key: self.optional(key, kind) for key in self.values}
        return {key: value for key, value in found.items() if value is not None}

    def children(self, key: str) -> list[Table]:
        """The tables of the field's array that have been read with :meth:`tables`."""
        below = len(self.path)
        return [child for child in self._children if child.path[below] == key]

    def unknown(self) -> dict[str, object]:
        """The fields nobody asked for: for keeping, where a newer program may have written them."""
        return {key: value for key, value in self.values.items() if key not in self._asked}

    def leave_out(self) -> None:
        """Note that this entry of an array was left out, so that those behind it move up."""
        self._problems.shifted.add(self.path[:-1])

    def ignore_unknown(self) -> None:
        """Take every key as known: for a table about which nothing more can be said."""
        self._asked.update(dict.fromkeys(self.values, Sort.VALUE))

    def report_unknown(self, severity: Severity = Severity.ERROR) -> None:
        """Note every key nobody asked for, here and below: what it was meant to be, or its place.

        Keys of a table further up are told of together: it is one slip to write them too late.
        """
        unknown = list(self.unknown())
        late: dict[Names, list[tuple[str, Advice]]] = {}
        for key in unknown[:_MOST_UNKNOWN]:
            advice = self._advice(key)
            if advice is not None and advice.above is not None:
                late.setdefault(advice.above, []).append((key, advice))
            else:
                self._report(key, advice, severity)
        for above, found in late.items():
            self._report_late(above, found, severity)
        if len(unknown) > _MOST_UNKNOWN:
            rest = len(unknown) - _MOST_UNKNOWN
            message = f"{rest} more keys are not keys of this table"
            self.problem((), message, "take them out", severity)
        for child in self._children:
            child.report_unknown(severity)

    def homes(self) -> Iterator[Home]:
        """Every key that was asked for, here and below."""
        kind = self.raw_text("kind")
        for key, sort in self._asked.items():
            yield Home(self.names, key, sort, (kind,) if kind else ())
        for child in self._children:
            yield from child.homes()

    @property
    def names(self) -> Names:
        """The table by the words of its header, without the numbers of entries."""
        return tuple(part for part in self.path if isinstance(part, str))

    def _known(self) -> tuple[str, ...]:
        return tuple(sorted(self._asked.keys() - self._barred))

    def _advice(self, key: str) -> Advice | None:
        above: list[Table] = [self]
        while (parent := above[0].parent) is not None:
            above.insert(0, parent)
        tables = tuple((table.names, table.values) for table in above)
        return self._problems.shape().advise(Stray(key, self._known(), tables))

    def _report(self, key: str, advice: Advice | None, severity: Severity) -> None:
        known = self._known()
        listed = ", ".join(known) if len(known) <= _MOST_LISTED else "those that are documented"
        others = f"use one of {listed}, or take it out"
        if severity is Severity.WARNING:
            others = "it is kept, and nothing reads it"
        told = advice or Advice("is not a key of this table", others)
        is_idle = advice is not None and severity is Severity.WARNING
        self.problem(key, told.message, told.hint + _IDLE * is_idle, severity)

    def _report_late(
        self, above: Names, found: Sequence[tuple[str, Advice]], severity: Severity
    ) -> None:
        (first, advice), *rest = found
        message, hint = advice.message, advice.hint
        if rest:
            others = [visible(key, most_cells=40) for key, _ in rest]
            listed = " and ".join(filter(None, [", ".join(others[:-1]), others[-1]]))
            do = "do" if len(rest) > 1 else "does"
            message = f"{message}, and so {do} {listed}"
            hint = hint.replace("put it", "put them", 1)
        hint += _IDLE * (severity is Severity.WARNING)
        self.problem(first, message, hint, severity)
        if severity is Severity.ERROR:
            home = self
            while home.names != above and home.parent is not None:
                home = home.parent
            self._problems.found_elsewhere((*home.path, key) for key, _ in found)

    def _read(
        self, key: str, value: object, kind: Kind[T], *, is_optional: bool = False
    ) -> T | None:
        """The value; None where it can't be used, which is noted."""
        try:
            return kind.read(value)
        except Unfit as unfit:
            may_go = is_optional and isinstance(unfit, Empty)
            self.problem(key, unfit.message, unfit.hint + ", or take the key out" * may_go)
            return None

    def _array(
        self, key: str, entry: str, *, fewest: int, most: int, required: bool
    ) -> list[object]:
        """``entry`` is what people add, like ``[[steps]]``."""
        value = self.take(key)
        if value is None:
            if required:
                self.missing(key, f"add at least {max(fewest, 1)} {entry}")
                self.is_spoilt = True
            return []
        if not isinstance(value, list):
            is_short = isinstance(value, str) and len(value) <= _SHORT_TEXT
            inside = f'"{visible(str(value))}"' if is_short else "…"
            self.problem(key, "is not an array", f"write {key} = [{inside}]")
            self.is_spoilt = self.is_spoilt or required
            return []
        if not fewest <= len(value) <= most:
            entries = "1 entry" if len(value) == 1 else f"{len(value)} entries"
            wanted = f"{fewest} to {most}" if most < NO_LIMIT else f"at least {fewest}"
            way_out = "" if value or required else ", or take it out"
            self.problem(key, f"has {entries}", f"give {wanted}{way_out}")
        return value[:most]

    def child(self, below: Path, values: Mapping[str, object]) -> Table:
        """The table at a path below this one, of these values."""
        child = type(self)(values, self.path + below, self._problems, self)
        child.label = self.label
        self._children.append(child)
        return child

    def _silent_child(self, key: str) -> Table:
        """A table that is known to be missing: it is enough to have said so once."""
        return Table({}, (*self.path, key), Problems(""))
