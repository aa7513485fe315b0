"""What the screen draws: documents as lines and as rows to choose from, its head and its tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style

from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import BROKEN, CONTRADICTS
from facilitator.reports.documents import blocks
from facilitator.reports.documents.blocks import joined, words
from facilitator.ui.reviewing.model import Past, Tab
from facilitator.ui.text import fit
from facilitator.ui.widgets import rows
from facilitator.ui.widgets.lines import BLANK, Drawn, Lines, bar, line, say, spread, track

STYLES: Mapping[blocks.Tone, str] = {
    blocks.Tone.PLAIN: "",
    blocks.Tone.STRONG: "bold",
    blocks.Tone.MUTED: "$muted",
    blocks.Tone.GOOD: "$text-success",
    blocks.Tone.WARN: "bold $text-warning",
    blocks.Tone.BAD: "bold $text-error",
    blocks.Tone.ID: "$muted",
    blocks.Tone.FIRST: "$text-primary",
    blocks.Tone.SECOND: "$text-accent",
    blocks.Tone.THIRD: "$text-warning",
    blocks.Tone.FOURTH: "$text-success",
    blocks.Tone.FIFTH: "$text-secondary",
    blocks.Tone.SIXTH: "$text-error",
}
_LABEL = 11
"""Cells of the word that a value stands behind, with the blanks after it."""
_LEAST_BAR, _MOST_BAR = 8, 30
_NEEDED = "│"
"""Stands in a bar where the share required is."""
_UNBOUNDED = 100_000
_TRACK = 12
"""Cells of the bar that says how far the folder is read."""
_FOLDER_CELLS = 36


def said(told: blocks.Words, style: str = "") -> Content:
    """Words on one line; ``style`` is that of those that have none."""
    return line(*(say(span.text, STYLES[span.tone] or style) for span in told))


def section_lines(section: blocks.Section, width: int, depth: int = 0) -> Lines:
    """A title and the blocks below it; the sections among them stand apart."""
    style = "bold $text-secondary" if depth else "bold"
    lines = _wrapped(said(section.title, style), width)
    for block in section.blocks:
        if isinstance(block, blocks.Section):
            lines += [BLANK, *section_lines(block, width, depth + 1)]
        else:
            apart = [BLANK] if isinstance(block, blocks.Facts) and not depth else []
            lines += [*apart, *_block(block, width)]
    return lines


def _block(block: blocks.Block, width: int) -> Lines:
    match block:
        case blocks.Flow():
            return _flowing(block.parts, width, STYLES[blocks.Tone.MUTED] if block.muted else "")
        case blocks.Quote():
            return _wrapped(said(words(block.text)), width)
        case blocks.Facts():
            return _facts(block, width)
        case blocks.Entries():
            return [told for entry in block.entries for told in _entry(entry, block, width)]
        case blocks.Table():
            return _block(blocks.as_list(block), width) if block.stacked else _table(block, width)
        case blocks.Section():
            return section_lines(block, width, 1)
        case _:
            assert_never(block)


def _wrapped(content: Content, width: int, first: Content = BLANK, rest: str = "") -> Lines:
    """Content wrapped to ``width`` behind ``first``, and behind ``rest`` on all other lines."""
    pieces = content.wrap(max(1, width - first.cell_length))
    return [line(rest if place else first, piece) for place, piece in enumerate(pieces)]


def _flowing(parts: Sequence[blocks.Words], width: int, style: str, hang: str = "") -> Lines:
    """Short facts with a dot between them, broken where one ends, each line behind ``hang``."""
    found: list[blocks.Words] = []
    for part in parts:
        longer = joined((found[-1], part)) if found else part
        if found and said(longer).cell_length + len(hang) <= width:
            found[-1] = longer
        else:
            found.append(part)
    behind = say(hang)
    return [piece for row in found for piece in _wrapped(said(row, style), width, behind, hang)]


def _facts(facts: blocks.Facts, width: int) -> Lines:
    lines: Lines = []
    room = max(_LABEL, max((len(label) + 2 for label, _ in facts.rows), default=0))
    before = ""
    for label, value in facts.rows:
        shown = said(words(value.text) if isinstance(value, blocks.Quote) else value)
        head = say(f"{'' if label == before else label:<{room}}", "$text-secondary")
        lines += _wrapped(shown, width, head, " " * room)
        before = label
    return lines


def _entry(entry: blocks.Entry, among: blocks.Entries, width: int) -> Lines:
    """A sign and beside it the words; the facts below, or behind them."""
    sign = words(entry.sign, " ") if entry.sign else ()
    hang = " " * (said(sign).cell_length or 2)
    lead, quiet = said(entry.lead), STYLES[blocks.Tone.MUTED]
    if among.spacious:
        return _wrapped(lead, width, said(sign), hang) + _flowing(entry.facts, width, quiet, hang)
    facts = said(words("  ", joined(entry.facts)), quiet) if entry.facts else BLANK
    return _wrapped(line(lead, facts), width, said(sign), hang if entry.sign else "")


def _table(table: blocks.Table, width: int) -> Lines:
    """The rows under their titles; what spreads over the teams only where all of it fits."""
    shown = table.filled
    spare = _spare(shown, width)
    if spare < 0:
        kept = [place for place, column in enumerate(shown.columns) if not column.teams]
        shown = shown.of(kept)
        spare = _spare(shown, width)
    drawn = listed(shown, bar_cells=min(_MOST_BAR, _least_bar(shown) + max(0, spare)))
    shares = rows.widths(drawn, width)
    titles = tuple(say(column.title, STYLES[blocks.Tone.MUTED]) for column in drawn.columns)
    cells = (titles, *(row.cells for row in drawn.rows))
    return [rows.laid_out(each, drawn.columns, shares).truncate(width) for each in cells]


def _least_bar(table: blocks.Table) -> int:
    """How many cells a bar has at least: as many as its title."""
    first = table.rows[0].cells if table.rows else ()
    pairs = zip(table.columns, first, strict=bool(first))
    return max(
        [_LEAST_BAR, *(len(column.title) for column, cell in pairs if isinstance(cell, blocks.Bar))]
    )


def _spare(table: blocks.Table, width: int) -> int:
    """How many cells are left where every bar is as short as can be; negative for too few."""
    needed = rows.widths(listed(table), _UNBOUNDED)
    return width - sum(needed) - rows.GAP * (len(needed) - 1)


def listed(table: blocks.Table, empty: str = "", *, bar_cells: int = _LEAST_BAR) -> rows.Table:
    """A table as rows to choose from."""

    def drawn(cells: Sequence[blocks.Cell]) -> tuple[Content, ...]:
        pairs = zip(table.columns, cells, strict=True)
        return tuple(_cell(column, cell, bar_cells) for column, cell in pairs) if cells else ()

    return rows.Table(
        tuple(rows.Column(each.title, each.least, each.right) for each in table.columns),
        tuple(rows.Row(row.id, drawn(row.cells), drawn(row.brief)) for row in table.rows),
        empty,
    )


def _cell(column: blocks.Column, cell: blocks.Cell, bar_cells: int) -> Content:
    return (
        _bar(cell, bar_cells)
        if isinstance(cell, blocks.Bar)
        else said(blocks.in_words(column, cell))
    )


def _bar(told: blocks.Bar, cells: int) -> Content:
    """A bar, with a mark where the share required is, whatever the bar hides of it."""
    if told.share is None:
        return say("·" * cells, STYLES[blocks.Tone.MUTED])
    is_short = told.needed is not None and told.share < told.needed
    full = bar(told.share, cells, "$text-warning" if is_short else "$text-primary")
    whole = line(full, " " * (cells - full.cell_length))
    if told.needed is None:
        return whole
    at = min(cells - 1, round(told.needed * cells))
    return line(whole[:at], say(_NEEDED, "bold"), whole[at + 1 :])


class Head(Drawn):
    """The title, the folder, and how far it is read or what it holds."""

    DEFAULT_CSS = "Head { height: 1; padding: 0 1; background: $panel; }"
    past: reactive[Past | None] = reactive(None)

    def draw(self, width: int) -> Lines:
        """One line."""
        past = self.past
        if past is None:
            return []
        folder = say(fit(past.folder, _FOLDER_CELLS), STYLES[blocks.Tone.MUTED])
        left = line(say("Past decisions", "bold"), "   ", folder)
        done, total = len(past.found.cards), past.found.total
        if not past.is_read:
            text = f" reading {done} of {total}" if total else " reading"
            right = line(track(done / total if total else 0.0, _TRACK), say(text))
            return [spread(left, right, width)]
        kind = "rehearsal" if past.are_rehearsals and not past.rehearsals else "session"
        warnings = {
            "rehearsals counted": past.rehearsals,
            f"{CONTRADICTS.glyph} {past.contradicting} contradicting": past.contradicting,
            f"{BROKEN.glyph} {past.broken} broken": past.broken,
        }
        text = "".join(f" · {words}" for words, is_so in warnings.items() if is_so)
        right = line(counted(done - past.broken, kind), say(text, STYLES[blocks.Tone.WARN]))
        return [spread(left, right, width)]


class TabLine(Drawn):
    """The tabs by their numbers; the present one stands out, and Due says what is late."""

    DEFAULT_CSS = "TabLine { height: 1; padding: 0 1; }"
    auto_links = False
    tab: reactive[Tab] = reactive(Tab.REGISTER)
    late: reactive[int] = reactive(0)

    def draw(self, width: int) -> Lines:
        """One line."""
        parts = []
        for number, tab in enumerate(Tab, start=1):
            label = f" {number} {tab.value} "
            if tab is Tab.DUE and self.late:
                label = f" {number} {tab.value} · ! {self.late} late "
            style = "bold reverse" if tab is self.tab else "$text-secondary"
            link = Style.from_meta({"@click": f"screen.show_tab('{tab.name}')"})
            parts.append(say(label, style).stylize(link))
            parts.append(say(" "))
        return [line(*parts[:-1]).truncate(width, ellipsis=True)]


class Detail(Drawn):
    """What is told of the row at hand."""

    section: reactive[blocks.Section | None] = reactive(None, layout=True)

    def draw(self, width: int) -> Lines:
        """Its lines."""
        return section_lines(self.section, width) if self.section else []
