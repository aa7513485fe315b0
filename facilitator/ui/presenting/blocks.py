"""Blocks of a page that grow as far as there is room: what matters most grows first.

From ten metres nobody reads a line of ordinary size on a large terminal, and nothing else fits on a
small one. So every block can be drawn at several sizes, and the page finds the largest that fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypedDict, Unpack

from facilitator.ui.ink import BLANK, Entry, Ink, Line, entries, line, paragraph, plain, to_height
from facilitator.ui.pieces.bigtype import GLYPH_CELLS, lettered

Draw = Callable[[int], list[Line]]
"""Lines of at most so many cells."""
Enlarged = Callable[[int], list[Line] | None]
"""The same in a larger size; None when it can't be drawn so narrow."""
Squeeze = Callable[[int, int], list[Line]]
"""Lines of at most so many cells, and at most so many rows."""

_WIDEST_GAP = 3
LETTER_ROWS = 3
"""Rows of a line of big type at a scale of 1."""
MOST_LETTERED = 800
"""Characters beyond which a text is not tried in big type: no wall has room for that."""


@dataclass(frozen=True, slots=True)
class Block:
    """Part of a page. ``draws`` go from the smallest size to the largest.

    Of several blocks the one of the lowest ``rank`` grows first; an ``extra`` one gives way when
    there is not even room for the smallest. ``gap``: blank rows before it. ``squeeze`` draws as
    much of it as there are rows for.
    """

    draws: tuple[Enlarged, ...]
    rank: int = 5
    gap: int = 1
    extra: bool = False
    squeeze: Squeeze | None = None


def enlarged(draw: Draw, width: int, scale: int) -> list[Line] | None:
    """Lines in big type; None where a character has none, or a word would have to be broken."""
    room = (width + 1) // (GLYPH_CELLS * scale)
    words = _words(draw(width))
    if room < 1 or sum(map(len, words)) > MOST_LETTERED:
        return None
    rows = draw(room)
    if _words(rows) != words:
        return None
    lines: list[Line] = []
    for row in rows:
        if not plain(row).strip():
            lines += [BLANK] * scale * 2
            continue
        drawn = _lettered(row, scale)
        if drawn is None:
            return None
        lines += [*([BLANK] * scale if lines and lines[-1] else []), *drawn]
    return lines


def _words(rows: Sequence[Line]) -> list[str]:
    return [word for row in rows for word in plain(row).split()]


def _lettered(row: Line, scale: int) -> list[Line] | None:
    """One line in big type, each piece in its own ink."""
    gap = " " * scale
    drawn = [(lettered(text, scale), ink) for text, ink in row if text]
    known = [(rows, ink) for rows, ink in drawn if rows is not None]
    if len(known) < len(drawn):
        return None
    gaps = [gap] * (len(known) - 1) + [""]
    return [
        tuple((rows[n] + behind, ink) for (rows, ink), behind in zip(known, gaps, strict=True))
        for n in range(LETTER_ROWS * scale)
    ]


def lettering(text: str, width: int, scale: int, ink: str) -> list[Line] | None:
    """Text in big type, wrapped between words; None when it can't be drawn so."""
    return enlarged(lambda cells: paragraph(text, cells, ink), width, scale)


class Growth(TypedDict, total=False):
    """How a block grows, as a :class:`Block` says."""

    rank: int
    gap: int
    extra: bool


def piece(
    draw: Draw,
    *,
    most: int = 2,
    in_one_line: bool = False,
    squeeze: Squeeze | None = None,
    **growth: Unpack[Growth],
) -> Block:
    """A block of whatever ``draw`` draws, plain or in big type up to the scale ``most``.

    ``in_one_line``: not so large that it takes more than one line.
    """

    def at(scale: int) -> Enlarged:
        def large(width: int) -> list[Line] | None:
            lines = enlarged(draw, width, scale)
            is_wrapped = lines is not None and len(lines) > LETTER_ROWS * scale
            return None if in_one_line and is_wrapped else lines

        return large

    return Block((draw, *(at(scale) for scale in range(1, most + 1))), squeeze=squeeze, **growth)


def text(
    words: str,
    ink: str = Ink.TEXT,
    *,
    most: int = 2,
    in_one_line: bool = False,
    **growth: Unpack[Growth],
) -> Block:
    """A block of text."""
    draw = partial(paragraph, words, ink=ink)
    return piece(draw, most=most, in_one_line=in_one_line, **growth)


def rows_of(rows: Sequence[Entry], *, at: int = 0, **growth: Unpack[Growth]) -> Block:
    """A list of entries. Where not all fit, those around the one at place ``at`` are shown."""

    def squeeze(width: int, most: int) -> list[Line]:
        if most <= 0 or not rows:
            return []
        shown = max(1, most - 1)
        first = max(0, min(at - shown // 2, len(rows) - shown))
        window = rows[first : first + shown]
        lines = [entries([entry], width)[0] for entry in window]
        left = len(rows) - len(window)
        return [*lines, *([more(left)] if left and most > 1 else [])]

    return piece(partial(entries, rows), most=1, squeeze=squeeze, **growth)


def more(left: int) -> Line:
    """How many there was no room for."""
    return line(f"… and {left} more", Ink.MUTED)


FEW_ROWS = 3


def from_few_rows(block: Block) -> Block:
    """The same list, which leaves its room to others first: it starts from a few of its rows."""
    squeeze = block.squeeze
    if squeeze is None:
        return block

    def few(width: int) -> list[Line]:
        whole = block.draws[0](width) or []
        return whole if len(whole) <= FEW_ROWS else squeeze(width, FEW_ROWS)

    return replace(block, draws=(few, *block.draws))


def page_of(blocks: Sequence[Block], width: int, height: int) -> list[Line]:
    """Blocks one below the other in exactly ``height`` rows, each as large as there is room."""
    kept = [_Sized(block, width) for block in blocks]
    _give_way(kept, height)
    for level in range(1, max((len(each.block.draws) for each in kept), default=1)):
        for each in sorted(kept, key=lambda sized: sized.block.rank):
            each.grow(level, height - _height(kept))
    return to_height(_joined(kept, height - _height(kept)), height)


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


def _joined(kept: Sequence[_Sized], spare: int) -> list[Line]:
    """The blocks with their gaps, which what room is left makes wider."""
    shown = [each for each in kept if each.lines]
    gaps = sum(1 for each in shown[1:] if each.block.gap)
    wider = min(_WIDEST_GAP, max(0, spare) // (gaps + 2))
    above = min(max(0, spare - wider * gaps) // 3, _WIDEST_GAP * 3)
    lines: list[Line] = [BLANK] * above
    for place, each in enumerate(shown):
        if place and each.block.gap:
            lines += [BLANK] * (each.block.gap + wider)
        lines += each.lines
    return lines
