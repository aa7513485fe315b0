"""What documents are made of: words with marks, and blocks of them.

Text from people and files becomes a span here, and by that one that no terminal obeys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import assert_never

from facilitator.domain.text import visible

_MOST_CELLS = 100_000
_BLANKS = re.compile(r" *[^\S ]\s*| {4,}")
_COLUMNS = "▁▂▃▄▅▆▇█"


class Tone(StrEnum):
    """What a span is marked as; how that looks is left to whatever shows it."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    ID = "id"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    FIFTH = "fifth"
    SIXTH = "sixth"


SERIES = (Tone.FIRST, Tone.SECOND, Tone.THIRD, Tone.FOURTH, Tone.FIFTH, Tone.SIXTH)
"""What sets things of one kind apart from each other, like the teams in a picture of votes."""


@dataclass(frozen=True, slots=True)
class Span:
    """Text on one line that no terminal obeys, with its mark."""

    text: str
    tone: Tone = Tone.PLAIN

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _harmless(_BLANKS.sub(" ", self.text)))


Words = tuple[Span, ...]
"""A line, or as much of one as belongs together."""


def words(*parts: str | Span | Words) -> Words:
    """Words of their parts; what has no mark yet gets none."""
    spans: list[Span] = []
    for part in parts:
        match part:
            case str():
                spans.append(Span(part))
            case Span():
                spans.append(part)
            case _:
                spans.extend(part)
    return tuple(span for span in spans if span.text)


strong = partial(Span, tone=Tone.STRONG)
"""What somebody looks for."""
muted = partial(Span, tone=Tone.MUTED)
"""What may be passed over."""
good = partial(Span, tone=Tone.GOOD)
"""What is as it should be."""
warn = partial(Span, tone=Tone.WARN)
"""What wants a second look."""
ident = partial(Span, tone=Tone.ID)
"""An id, as it is typed."""


def joined(parts: Iterable[Words], joint: str = " · ") -> Words:
    """Words behind each other with a joint between; those that say nothing are left out."""
    found: Words = ()
    for part in parts:
        if part:
            found += words(joint, part) if found else part
    return found


def plain(text: str) -> str:
    """Text as one line that no terminal obeys; what it would obey shows as its number."""
    return _harmless(" ".join(text.split()))


def _harmless(line: str) -> str:
    return visible(line, most_cells=_MOST_CELLS)


@dataclass(frozen=True, slots=True)
class Flow:
    """A paragraph of one part, or short facts in a row, best broken between two.

    ``muted`` where they matter less.
    """

    parts: tuple[Words, ...]
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote, with its line breaks."""

    text: str

    def __post_init__(self) -> None:
        lines = self.text.replace("\r\n", "\n").split("\n")
        object.__setattr__(self, "text", "\n".join(_harmless(x.expandtabs(4)) for x in lines))


@dataclass(frozen=True, slots=True)
class Facts:
    """Values behind their labels; a label that is the one before is not said again."""

    rows: tuple[tuple[str, Words | Quote], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list: its sign, what it is, and short facts on it."""

    lead: Words
    facts: tuple[Words, ...] = ()
    sign: Span | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """A list; in a ``spacious`` one the facts stand below what they are about."""

    entries: tuple[Entry, ...]
    spacious: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of 0 to 1, as a picture; ``needed`` is the share that a rule requires."""

    share: float | None
    needed: float | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """What there is of each team, by its id: columns where a page is wide, words where not."""

    values: tuple[tuple[str, Words], ...]

    def __bool__(self) -> bool:
        return any(value for _, value in self.values)


Cell = Words | Bar | Spread


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, on which side its cells stand, and how it gives way.

    ``least`` are the fewest cells that it can do with; 0 for one that never gives way. ``teams``
    are the names of those that its spreads are of, by their ids and in their order.
    """

    title: str
    right: bool = False
    least: int = 0
    teams: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its id. ``below`` is what else is said of its main cell, where there is room.

    ``brief`` are the same cells in fewer words, where there is little; () for none.
    """

    cells: tuple[Cell, ...]
    id: str = ""
    below: tuple[Words, ...] = ()
    brief: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their titles; ``main`` is the column that says what each is about.

    A ``stacked`` one is a list wherever there is little room.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    main: int = 0
    stacked: bool = False

    @property
    def filled(self) -> Table:
        """The table without the columns in which nothing stands; the first and main always stay."""
        places = range(len(self.columns))
        kept = (0, self.main)
        return self.of([n for n in places if n in kept or any(r.cells[n] for r in self.rows)])

    def of(self, places: Sequence[int]) -> Table:
        """The table with the columns at these places alone, the main one among them."""

        def kept(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
            return tuple(cells[n] for n in places) if cells else ()

        rows = (replace(row, cells=kept(row.cells), brief=kept(row.brief)) for row in self.rows)
        shown = tuple(self.columns[n] for n in places)
        return replace(self, columns=shown, rows=tuple(rows), main=places.index(self.main))


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a title; a whole document is one."""

    title: Words
    blocks: tuple[Block, ...]


Block = Flow | Quote | Facts | Entries | Table | Section


def paragraph(*parts: str | Span | Words) -> Flow:
    """Words that wrap where they have to."""
    return flow((words(*parts),))


def flow(parts: Iterable[str | Words], *, muted: bool = False) -> Flow:
    """A flow of its parts; those that say nothing are left out."""
    return Flow(tuple(words(part) for part in parts if part), muted)


def section(title: str | Words, blocks: Iterable[Block]) -> Section:
    """A section; blocks in which nothing stands are left out."""
    return Section(words(title), tuple(block for block in blocks if not is_empty(block)))


def is_empty(block: Block) -> bool:
    """Whether nothing stands in a block."""
    match block:
        case Flow():
            return not block.parts
        case Quote():
            return not block.text
        case Facts() | Table():
            return not block.rows
        case Entries():
            return not block.entries
        case Section():
            return not block.blocks
        case _:
            assert_never(block)


def as_list(table: Table) -> Entries:
    """A table as a list: the first cell of each row, then the others with their columns' titles."""
    return Entries(
        tuple(
            Entry(
                _said(row.cells[0]),
                tuple(
                    words(f"{column.title.lower()}{':' * bool(column.teams)} ", told)
                    for column, cell in zip(table.columns[1:], row.cells[1:], strict=True)
                    if (told := in_words(column, cell))
                ),
            )
            for row in table.rows
        ),
        spacious=True,
    )


def in_words(column: Column, cell: Cell) -> Words:
    """A cell on one line, what it spreads over the teams included; nothing of a bar."""
    if not isinstance(cell, Spread):
        return _said(cell)
    names = dict(column.teams)
    parts = (words(f"{names.get(team, team)} ", value) for team, value in cell.values if value)
    return joined(parts, ", ")


def _said(cell: Cell) -> Words:
    return cell if isinstance(cell, tuple) else ()


def columns(counts: Sequence[int]) -> str:
    """Counts as columns beside each other, the highest at full height, a dot for none."""
    most = max(counts, default=0)
    return "".join(
        _COLUMNS[max(0, round(count / most * len(_COLUMNS)) - 1)] if count > 0 else "·"
        for count in counts
    )
