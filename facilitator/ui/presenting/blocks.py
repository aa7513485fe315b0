"""Blocks of a page that grow as far as there is room: what matters most grows first.

From ten metres nobody reads a line of ordinary size on a large terminal, and nothing else fits on a
small one. So every block can be drawn at several sizes, and the page finds the largest that fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual.content import Content

from facilitator.ui.text import cells, printable, wrap
from facilitator.ui.widgets.bigtype import GLYPH_CELLS, lettered
from facilitator.ui.widgets.lines import BLANK, Lines, line, paragraph, say

Draw = Callable[[int], Lines | None]
"""Lines of at most so many cells; None when it can't be drawn so narrow."""
Squeeze = Callable[[int, int], Lines]
"""Lines of at most so many cells, and at most so many rows."""

_WIDEST_GAP = 3
LETTER_ROWS = 3
"""Rows of a line of big type at a scale of 1."""
MOST_LETTERED = 400
"""Characters beyond which a text is not tried in big type: no wall has room for that."""


@dataclass(frozen=True, slots=True)
class Block:
    """Part of a page. ``draws`` go from the smallest size to the largest.

    Of several blocks the one of the lowest ``rank`` grows first; an ``extra`` one gives way when
    there is not even room for the smallest. ``gap``: blank rows before it. ``squeeze`` draws as
    much of it as there are rows for.
    """

    draws: tuple[Draw, ...]
    rank: int = 5
    gap: int = 1
    extra: bool = False
    squeeze: Squeeze | None = None


def lettering(text: str, width: int, scale: int, style: str) -> Lines | None:
    """Text in big type, wrapped between words; None when it can't be drawn so."""
    room = (width + 1) // (GLYPH_CELLS * scale)
    if room < 1 or len(text) > MOST_LETTERED:
        return None
    if any(cells(word) > room for word in printable(text).split()):
        return None
    lines: Lines = []
    for piece in wrap(text, room):
        rows = lettered(piece, scale)
        if rows is None:
            return None
        lines += [*([BLANK] * scale if lines else []), *(say(row, style) for row in rows)]
    return lines


def text(
    words: str,
    style: str = "",
    *,
    most: int = 2,
    rank: int = 5,
    gap: int = 1,
    extra: bool = False,
    in_one_line: bool = False,
) -> Block:
    """A block of text, plain or in big type up to the scale ``most``.

    ``in_one_line``: not so large that it takes more than one line.
    """

    def plain(width: int) -> Lines:
        return paragraph(words, width, style)

    def at(scale: int) -> Draw:
        def large(width: int) -> Lines | None:
            lines = lettering(words, width, scale, style)
            is_wrapped = lines is not None and len(lines) > LETTER_ROWS * scale
            return None if in_one_line and is_wrapped else lines

        return large

    return Block((plain, *(at(scale) for scale in range(1, most + 1))), rank, gap, extra)


def rows_of(
    entries: Sequence[tuple[str, str, str]],
    *,
    rank: int = 5,
    gap: int = 1,
    extra: bool = False,
    at: int = 0,
) -> Block:
    """A list: a sign, words and their style for each entry; one row each, or in big type.

    Where not all fit, those around the one at place ``at`` are shown.
    """

    def plain(width: int) -> Lines:
        return [each for entry in entries for each in _entry(entry, width)]

    def large(width: int) -> Lines | None:
        lines: Lines = []
        for sign, words, style in entries:
            head = lettered(f"{sign} ") if sign.strip() else ("",) * LETTER_ROWS
            hang = (len(sign) + 1) * GLYPH_CELLS if sign else 0
            drawn = lettering(words, width - hang, 1, style)
            if head is None or drawn is None:
                return None
            heads = [*(row.ljust(hang) for row in head), *[" " * hang] * len(drawn)]
            rows = [line(say(a, style), b) for a, b in zip(heads, drawn, strict=False)]
            lines += [*([BLANK] if lines else []), *rows]
        return lines

    def squeeze(width: int, rows: int) -> Lines:
        if rows <= 0 or not entries:
            return []
        shown = max(1, rows - 1)
        first = max(0, min(at - shown // 2, len(entries) - shown))
        window = entries[first : first + shown]
        lines = [_entry(entry, width)[0] for entry in window]
        left = len(entries) - len(window)
        return [*lines, *([say(f"… and {left} more", "$muted")] if left and rows > 1 else [])]

    return Block((plain, large), rank, gap, extra, squeeze)


FEW_ROWS = 3


def from_few_rows(block: Block) -> Block:
    """The same list, which leaves its room to others first: it starts from a few of its rows."""
    squeeze = block.squeeze
    if squeeze is None:
        return block

    def few(width: int) -> Lines:
        whole = block.draws[0](width) or []
        return whole if len(whole) <= FEW_ROWS else squeeze(width, FEW_ROWS)

    return replace(block, draws=(few, *block.draws))


def _entry(entry: tuple[str, str, str], width: int) -> Lines:
    sign, words, style = entry
    first = f"{sign} " if sign else ""
    lines = paragraph(words, width, style, first=first)
    return [line(say(first, style), lines[0][len(first) :]), *lines[1:]] if first else lines


def page_of(blocks: Sequence[Block], width: int, height: int) -> Lines:
    """Blocks one below the other in exactly ``height`` rows, each as large as there is room."""
    kept = [_Sized(block, width) for block in blocks]
    _give_way(kept, height)
    for level in range(1, max((len(each.block.draws) for each in kept), default=1)):
        for each in sorted(kept, key=lambda sized: sized.block.rank):
            each.grow(level, height - _height(kept))
    lines = _joined(kept, height - _height(kept))
    return [*lines, *[BLANK] * (height - len(lines))][:height]


class _Sized:
    """A block at the size that it has come to."""

    def __init__(self, block: Block, width: int) -> None:
        self.block = block
        self.width = width
        self.lines = block.draws[0](width) or []

    def grow(self, level: int, room: int) -> None:
        """Take the next size, if it is drawn at all and fits."""
        if level >= len(self.block.draws):
            return
        larger = self.block.draws[level](self.width)
        if larger is not None and len(larger) - len(self.lines) <= room:
            self.lines = larger


def _height(kept: Sequence[_Sized]) -> int:
    shown = [each for each in kept if each.lines]
    return sum(len(each.lines) + each.block.gap for each in shown) - (
        shown[0].block.gap if shown else 0
    )


def _give_way(kept: list[_Sized], height: int) -> None:
    """Make the smallest sizes fit: squeeze lists, then leave out what is extra, from the end."""
    for each in reversed(kept):
        over = _height(kept) - height
        if over > 0 and each.block.squeeze is not None and not each.block.extra:
            room = max(3, len(each.lines) - over)
            if room < len(each.lines):
                each.lines = each.block.squeeze(each.width, room)
    for each in reversed(kept):
        over = _height(kept) - height
        if over <= 0:
            return
        if not each.block.extra:
            continue
        room = len(each.lines) - over
        squeezes = each.block.squeeze is not None and room > 1
        each.lines = each.block.squeeze(each.width, room) if squeezes and each.block.squeeze else []


def _joined(kept: Sequence[_Sized], spare: int) -> Lines:
    """The blocks with their gaps, which what room is left makes wider."""
    shown = [each for each in kept if each.lines]
    gaps = sum(1 for each in shown[1:] if each.block.gap)
    wider = min(_WIDEST_GAP, max(0, spare) // (gaps + 2))
    above = min(max(0, spare - wider * gaps) // 3, _WIDEST_GAP * 3)
    lines: Lines = [BLANK] * above
    for place, each in enumerate(shown):
        if place and each.block.gap:
            lines += [BLANK] * (each.block.gap + wider)
        lines += each.lines
    return lines


def columns(left: Lines, right: Lines, left_width: int, gap: int) -> Lines:
    """Two pages side by side; both have the same number of rows."""
    return [line(_exactly(a, left_width), " " * gap, b) for a, b in zip(left, right, strict=True)]


def _exactly(content: Content, width: int) -> Content:
    return line(content, " " * max(0, width - content.cell_length))
