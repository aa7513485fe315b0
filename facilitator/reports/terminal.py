"""Documents as text for a terminal, through Rich.

Words reach Rich as Text, never as markup; that no terminal obeys them documents see to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from facilitator.reports.documents import blocks
from facilitator.reports.documents.blocks import joined, words

_STYLES = {
    blocks.Tone.PLAIN: "",
    blocks.Tone.STRONG: "bold",
    blocks.Tone.MUTED: "dim",
    blocks.Tone.GOOD: "green",
    blocks.Tone.WARN: "yellow",
    blocks.Tone.BAD: "red",
    blocks.Tone.ID: "dim",
    blocks.Tone.FIRST: "cyan",
    blocks.Tone.SECOND: "magenta",
    blocks.Tone.THIRD: "yellow",
    blocks.Tone.FOURTH: "green",
    blocks.Tone.FIFTH: "blue",
    blocks.Tone.SIXTH: "red",
}
_BAR_CELLS = 10
_LABEL_CELLS = 7


def as_terminal(document: blocks.Block, *, titled: bool = True) -> RenderableType:
    """A document, or a block of one, for Rich to print.

    Without its title where it is but a table, whose first line is to be that of its columns.
    """
    if isinstance(document, blocks.Section):
        title, *parts = _section(document, 0)
        return Group(*([title] if titled else []), *parts)
    return _block(document)


def _section(section: blocks.Section, depth: int) -> Iterator[RenderableType]:
    """A title and the blocks below it; what is deep in a document is set in from the left."""
    yield _set_in(_text(section.title, "bold"), 2 * max(0, depth - 2))
    before: blocks.Block | None = None
    for block in section.blocks:
        if isinstance(block, blocks.Section):
            yield Text()
            yield from _section(block, depth + 1)
        else:
            if _stands_apart(before, block, depth):
                yield Text()
            yield _set_in(_block(block), 2 * max(0, depth - 1))
        before = block


def _stands_apart(before: blocks.Block | None, block: blocks.Block, depth: int) -> bool:
    """Whether a blank line comes between two blocks."""
    if before is None:
        return False
    is_beside = isinstance(before, blocks.Flow) and isinstance(block, blocks.Flow)
    return isinstance(before, blocks.Section) or (not depth and not is_beside)


def _set_in(part: RenderableType, cells: int) -> RenderableType:
    return Padding(part, (0, 0, 0, cells), expand=False) if cells else part


def _block(block: blocks.Block) -> RenderableType:
    match block:
        case blocks.Flow():
            return _text(joined(block.parts), "dim" if block.muted else "")
        case blocks.Quote():
            return Text(block.text)
        case blocks.Facts():
            return _facts(block)
        case blocks.Entries():
            return Group(*(_entry(entry, block) for entry in block.entries))
        case blocks.Table():
            return _block(blocks.as_list(block)) if block.stacked else _table(block)
        case blocks.Section():
            return Group(*_section(block, 1))
        case _:
            assert_never(block)


def _text(said: blocks.Words, style: str = "") -> Text:
    """Words in their styles; ``style`` is that of those that have none."""
    return Text.assemble(*((span.text, _style(span, style)) for span in said))


def _style(span: blocks.Span, style: str) -> str:
    return style if span.tone is blocks.Tone.PLAIN else _STYLES[span.tone]


def _facts(facts: blocks.Facts) -> RenderableType:
    grid = _grid(2)
    before = ""
    for label, value in facts.rows:
        shown = _text(value) if isinstance(value, tuple) else Text(value.text)
        grid.add_row(Text("" if label == before else f"{label:<{_LABEL_CELLS}}", "dim"), shown)
        before = label
    return grid


def _entry(entry: blocks.Entry, among: blocks.Entries) -> RenderableType:
    """A sign and beside it the words, which wrap under themselves."""
    told: RenderableType = _text(entry.lead)
    facts = _text(joined(entry.facts), "dim")
    if among.spacious and facts:
        told = Group(told, _set_in(facts, 0 if entry.sign else 2))
    elif facts:
        told = Text("  ").join((_text(entry.lead), facts))
    if entry.sign is None:
        return told
    grid = _grid(1)
    grid.add_row(_text((entry.sign,)), told)
    return grid


def _grid(gap: int) -> Grid:
    """A grid of two columns, of which the first never wraps."""
    grid = Grid.grid(padding=(0, gap, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    return grid


def _table(table: blocks.Table) -> RenderableType:
    has_titles = any(column.title for column in table.columns)
    grid = Grid(
        box=None,
        padding=(0, 2, 0, 0),
        pad_edge=False,
        header_style="dim",
        show_header=has_titles,
    )
    gives_way = any(column.least for column in table.columns)
    for column in table.columns:
        grid.add_column(
            column.title,
            justify="right" if column.right else "left",
            no_wrap=column.right or (gives_way and not column.least),
            overflow="fold",
        )
    for row in table.rows:
        grid.add_row(*_cells(table, row))
    return grid


def _cells(table: blocks.Table, row: blocks.Row) -> Iterator[Text]:
    for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
        text = _cell(column, cell)
        if place == table.main:
            for line in row.below:
                text.append("\n").append_text(_text(line, "dim"))
        yield text


def _cell(column: blocks.Column, cell: blocks.Cell) -> Text:
    return (
        Text(bar(cell))
        if isinstance(cell, blocks.Bar)
        else _text(words(blocks.in_words(column, cell)))
    )


def bar(told: blocks.Bar, cells: int = _BAR_CELLS) -> str:
    """A share as a bar, followed by blanks up to its full length; a line where it has to reach."""
    if told.share is None:
        return "·" * cells
    filled = min(cells, max(1, round(told.share * cells))) if told.share > 0 else 0
    shown = "█" * filled + "░" * (cells - filled)
    if told.needed is None:
        return shown
    at = min(cells - 1, round(told.needed * cells))
    return f"{shown[:at]}│{shown[at + 1 :]}"
