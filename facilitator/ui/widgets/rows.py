"""A table to move through: a line of titles, and rows whose columns share the width there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from facilitator.ui.ink import Ink, Line, paragraph
from facilitator.ui.widgets.lines import BLANK, Drawn, Lines, Said, line, say

GAP = 2
"""Cells between two columns."""
_AROUND = 3
"""Cells beside a row: one at each end, and the scrollbar."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and the fewest cells that it gives way to where room is short.

    One with ``least`` 0 never gives way. ``right`` puts its cells to the right.
    """

    title: str
    least: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its id: a cell for each column.

    ``brief`` are the same cells in fewer words, for where there isn't the room; () for none.
    """

    id: str
    cells: tuple[Content, ...]
    brief: tuple[Content, ...] = ()

    @property
    def text(self) -> str:
        """Everything that it says, to be searched."""
        return " ".join(cell.plain for cell in (*self.cells, *self.brief)).casefold()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their titles; ``empty`` is said where there are none."""

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    empty: str = ""

    def that_say(self, wanted: str) -> Table:
        """The table with only those rows in which every word of ``wanted`` stands."""
        words = wanted.casefold().split()
        if not words:
            return self
        rows = tuple(row for row in self.rows if all(word in row.text for word in words))
        empty = f"Nothing here has “{wanted}” in it. Esc shows everything again."
        return Table(self.columns, rows, empty if self.rows else self.empty)


def fitted(table: Table, room: int) -> Table:
    """The table with the brief cells of its rows where the others don't fit."""
    if _spare(_needed(table), room) >= 0:
        return table
    return replace(table, rows=tuple(Row(r.id, r.brief or r.cells) for r in table.rows))


def widths(table: Table, room: int) -> tuple[int, ...]:
    """How many cells each column takes: what it needs, or less where there isn't the room.

    The widest of those that give way gives way first, down to its least.
    """
    needed = _needed(table)
    spare = _spare(needed, room)
    while spare < 0:
        giving = [
            place
            for place, column in enumerate(table.columns)
            if column.least and needed[place] > column.least
        ]
        if not giving:
            break
        needed[max(giving, key=needed.__getitem__)] -= 1
        spare += 1
    return tuple(needed)


def _needed(table: Table) -> list[int]:
    return [
        max([len(column.title), *(row.cells[place].cell_length for row in table.rows)])
        for place, column in enumerate(table.columns)
    ]


def _spare(needed: Sequence[int], room: int) -> int:
    return room - sum(needed) - GAP * max(0, len(needed) - 1)


def laid_out(cells: Sequence[Content], columns: Sequence[Column], shares: Sequence[int]) -> Content:
    """Cells side by side, each within its share."""
    parts: list[Content | str] = []
    for cell, column, share in zip(cells, columns, shares, strict=True):
        kept = cell.truncate(share, ellipsis=True)
        blank = " " * (share - kept.cell_length)
        parts += [blank, kept, " " * GAP] if column.right else [kept, blank, " " * GAP]
    return line(*parts[:-1]) if parts else BLANK


class Titles(Drawn):
    """The titles above the rows."""

    DEFAULT_CSS = "Titles { padding: 0 1; }"
    titles: reactive[Content] = reactive(BLANK)

    def draw(self, width: int) -> Lines:
        """One line."""
        return [self.titles.truncate(width, ellipsis=True)]


class Empty(Said):
    """What is said in place of rows."""

    DEFAULT_CSS = "Empty { background: transparent; }"

    def draw(self, width: int) -> list[Line]:
        """The sentence, in lines that are easy to read."""
        return paragraph(self.text, min(width, 72), Ink.MUTED)


class RowList(OptionList):
    """The rows; ← and → are left to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "screen.more", show=False)]
    DEFAULT_CSS = """
    RowList { height: 1fr; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
        scrollbar-size-vertical: 1; scrollbar-color: $line; scrollbar-color-hover: $line;
        scrollbar-color-active: $primary; scrollbar-background: $background;
        scrollbar-background-hover: $background; scrollbar-background-active: $background;
    }
    RowList:focus { border: none; background-tint: transparent; }
    RowList > .option-list--option { padding: 0 1; }
    """

    async def _on_click(self, event: Click) -> None:
        """A click chooses a row; only a click on the row at hand opens it."""
        at = event.style.meta.get("option")
        if isinstance(at, int) and at != self.highlighted:
            event.prevent_default()
            self.highlighted = at

    def render_line(self, y: int) -> Strip:
        """The row at hand in one style alone: its own colours would not be seen on it.

        Every row has one line, so the row's place is that of its line.
        """
        strip = super().render_line(y)
        if self.scroll_offset.y + y != self.highlighted:
            return strip
        plain = self.get_component_styles("option-list--option-highlighted").rich_style
        return Strip(
            [
                Segment(text, plain + Style.from_meta(style.meta) if style else plain)
                for text, style, _ in strip
            ],
            strip.cell_length,
        )


class Rows(Vertical):
    """A table that says which row is chosen. Showing another table keeps the choice, by its id."""

    DEFAULT_CSS = """
    Rows { height: 1fr; }
    Rows Titles { height: auto; }
    """

    @dataclass
    class Chosen(Message):
        """Another row is at hand: None where there is none."""

        rows: Rows
        row: str | None

    @dataclass
    class Opened(Message):
        """Enter on a row."""

        rows: Rows
        row: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self._table = Table()
        self._width = 0
        self._chosen: str | None = None

    def compose(self) -> ComposeResult:
        """The titles, the rows, or what is said in their place."""
        yield Titles()
        yield RowList(markup=False)
        yield Empty()

    @property
    def chosen(self) -> str | None:
        """The id of the row at hand."""
        return self._chosen

    def show(self, table: Table, chosen: str | None = None) -> None:
        """Show a table, with the row ``chosen`` at hand, else the one that was, else the first."""
        if table == self._table and chosen in (None, self._chosen):
            return
        at_hand = self._at_hand
        self._table = table
        self._draw(chosen or at_hand)

    def choose(self, row: str | None) -> None:
        """Put a row at hand, by its id; nothing changes where there is no such row."""
        ids = self._ids()
        if row in ids and row != self._at_hand:
            self.query_one(RowList).highlighted = ids.index(row)

    @property
    def _at_hand(self) -> str | None:
        """The row that a key may have moved to before this was told."""
        at = self.query_one(RowList).highlighted
        rows = self._table.rows
        return rows[at].id if at is not None and at < len(rows) else self._chosen

    def on_resize(self) -> None:
        """Share out another width."""
        if self.content_size.width != self._width:
            self._width = self.content_size.width
            self._draw(self._at_hand)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say which row is at hand."""
        event.stop()
        if event.option_id != self._chosen and event.option_id in self._ids():
            self._chosen = event.option_id
            self.post_message(self.Chosen(self, self._chosen))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Opened(self, event.option_id))

    def _ids(self) -> list[str]:
        return [row.id for row in self._table.rows]

    def _draw(self, chosen: str | None) -> None:
        room = max(1, self.content_size.width - _AROUND)
        table, rows = fitted(self._table, room), self.query_one(RowList)
        shares = widths(table, room)
        titles = [say(column.title, "$text-secondary") for column in table.columns]
        self.query_one(Titles).titles = laid_out(titles, table.columns, shares)
        self.query_one(Titles).display = bool(table.rows)
        self.query_one(Empty).text = "" if table.rows else table.empty
        rows.display = bool(table.rows)
        rows.set_options(
            Option(laid_out(row.cells, table.columns, shares), id=row.id) for row in table.rows
        )
        ids = self._ids()
        before = self._chosen
        self._chosen = chosen if chosen in ids else (ids[0] if ids else None)
        rows.highlighted = ids.index(self._chosen) if self._chosen is not None else None
        if self._chosen != before:
            self.post_message(self.Chosen(self, self._chosen))
