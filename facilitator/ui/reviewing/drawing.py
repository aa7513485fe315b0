"""Documents as lines of a given width, and as rows to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from textual.content import Content

from facilitator.reports.documents.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Entries,
    Entry,
    Facts,
    Flow,
    Paragraph,
    Quote,
    Section,
    Table,
    Tone,
    Words,
    as_list,
    in_words,
    joined,
    words,
)
from facilitator.ui.widgets import rows
from facilitator.ui.widgets.lines import BLANK, Lines, bar, line, say

STYLES: Mapping[Tone, str] = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.MUTED: "$muted",
    Tone.GOOD: "$text-success",
    Tone.WARN: "bold $text-warning",
    Tone.BAD: "bold $text-error",
    Tone.ID: "$muted",
    Tone.FIRST: "$text-primary",
    Tone.SECOND: "$text-accent",
    Tone.THIRD: "$text-warning",
    Tone.FOURTH: "$text-success",
    Tone.FIFTH: "$text-secondary",
    Tone.SIXTH: "$text-error",
}
_LABEL = 11
"""Cells of the word that a value stands behind, with the blanks after it."""
_LEAST_BAR, _MOST_BAR = 8, 30
_NEEDED = "│"
"""Stands in a bar where the share required is."""
_UNBOUNDED = 100_000


def said(told: Words, style: str = "") -> Content:
    """Words on one line; ``style`` is that of those that have none."""
    return line(*(say(span.text, STYLES[span.tone] or style) for span in told))


def section_lines(section: Section, width: int, depth: int = 0) -> Lines:
    """A title and the blocks below it; the sections among them stand apart."""
    style = "bold $text-secondary" if depth else "bold"
    lines = _wrapped(said(section.title, style), width)
    for block in section.blocks:
        if isinstance(block, Section):
            lines += [BLANK, *section_lines(block, width, depth + 1)]
        else:
            apart = [BLANK] if isinstance(block, Facts) and not depth else []
            lines += [*apart, *_block(block, width)]
    return lines


def _block(block: Block, width: int) -> Lines:
    match block:
        case Paragraph():
            return _wrapped(said(block.words), width)
        case Flow():
            return _flowing(block.parts, width, STYLES[Tone.MUTED] if block.muted else "")
        case Quote():
            return _wrapped(said(words(block.text)), width)
        case Facts():
            return _facts(block, width)
        case Entries():
            return [told for entry in block.entries for told in _entry(entry, block, width)]
        case Table():
            return _block(as_list(block), width) if block.stacked else _table(block, width)
        case Section():
            return section_lines(block, width, 1)
        case _:
            assert_never(block)


def _wrapped(content: Content, width: int, first: Content = BLANK, rest: str = "") -> Lines:
    """Content wrapped to ``width`` behind ``first``, and behind ``rest`` on all other lines."""
    pieces = content.wrap(max(1, width - first.cell_length))
    return [line(rest if place else first, piece) for place, piece in enumerate(pieces)]


def _flowing(parts: Sequence[Words], width: int, style: str, hang: str = "") -> Lines:
    """Short facts with a dot between them, broken where one ends, each line behind ``hang``."""
    found: list[Words] = []
    for part in parts:
        longer = joined((found[-1], part)) if found else part
        if found and said(longer).cell_length + len(hang) <= width:
            found[-1] = longer
        else:
            found.append(part)
    behind = say(hang)
    return [piece for row in found for piece in _wrapped(said(row, style), width, behind, hang)]


def _facts(facts: Facts, width: int) -> Lines:
    lines: Lines = []
    room = max(_LABEL, max((len(label) + 2 for label, _ in facts.rows), default=0))
    before = ""
    for label, value in facts.rows:
        shown = said(words(value.text) if isinstance(value, Quote) else value)
        head = say(f"{'' if label == before else label:<{room}}", "$text-secondary")
        lines += _wrapped(shown, width, head, " " * room)
        before = label
    return lines


def _entry(entry: Entry, among: Entries, width: int) -> Lines:
    """A sign and beside it the words; the facts below, or behind them."""
    sign = words(entry.sign, " ") if entry.sign else ()
    hang = " " * (said(sign).cell_length or 2)
    lead, quiet = said(entry.lead), STYLES[Tone.MUTED]
    if among.spacious:
        return _wrapped(lead, width, said(sign), hang) + _flowing(entry.facts, width, quiet, hang)
    facts = said(words("  ", joined(entry.facts)), quiet) if entry.facts else BLANK
    return _wrapped(line(lead, facts), width, said(sign), hang if entry.sign else "")


def _table(table: Table, width: int) -> Lines:
    """The rows under their titles; what spreads over the teams only where all of it fits."""
    shown = table.filled
    spare = _spare(shown, width)
    if spare < 0:
        kept = [place for place, column in enumerate(shown.columns) if not column.teams]
        shown = shown.of(kept)
        spare = _spare(shown, width)
    drawn = listed(shown, bar_cells=min(_MOST_BAR, _least_bar(shown) + max(0, spare)))
    shares = rows.widths(drawn, width)
    titles = tuple(say(column.title, STYLES[Tone.MUTED]) for column in drawn.columns)
    cells = (titles, *(row.cells for row in drawn.rows))
    return [rows.laid_out(each, drawn.columns, shares).truncate(width) for each in cells]


def _least_bar(table: Table) -> int:
    """How many cells a bar has at least: as many as its title."""
    first = table.rows[0].cells if table.rows else ()
    pairs = zip(table.columns, first, strict=bool(first))
    return max(
        [_LEAST_BAR, *(len(column.title) for column, cell in pairs if isinstance(cell, Bar))]
    )


def _spare(table: Table, width: int) -> int:
    """How many cells are left where every bar is as short as can be; negative for too few."""
    needed = rows.widths(listed(table), _UNBOUNDED)
    return width - sum(needed) - rows.GAP * (len(needed) - 1)


def listed(table: Table, empty: str = "", *, bar_cells: int = _LEAST_BAR) -> rows.Table:
    """A table as rows to choose from."""

    def drawn(cells: Sequence[Cell]) -> tuple[Content, ...]:
        pairs = zip(table.columns, cells, strict=True)
        return tuple(_cell(column, cell, bar_cells) for column, cell in pairs) if cells else ()

    return rows.Table(
        tuple(rows.Column(each.title, each.least, each.right) for each in table.columns),
        tuple(rows.Row(row.id, drawn(row.cells), drawn(row.brief)) for row in table.rows),
        empty,
    )


def _cell(column: Column, cell: Cell, bar_cells: int) -> Content:
    return _bar(cell, bar_cells) if isinstance(cell, Bar) else said(in_words(column, cell))


def _bar(told: Bar, cells: int) -> Content:
    """A bar, with a mark where the share required is, whatever the bar hides of it."""
    if told.share is None:
        return say("·" * cells, STYLES[Tone.MUTED])
    is_short = told.needed is not None and told.share < told.needed
    full = bar(told.share, cells, "$text-warning" if is_short else "$text-primary")
    whole = line(full, " " * (cells - full.cell_length))
    if told.needed is None:
        return whole
    at = min(cells - 1, round(told.needed * cells))
    return line(whole[:at], say(_NEEDED, "bold"), whole[at + 1 :])
