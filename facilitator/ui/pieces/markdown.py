"""Markdown as lines: headings, lists, quotes, emphasis; links keep their words and address.

Only the parser is a library's: what it makes of entities passes the one way to a screen, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from facilitator.ui.ink import BLANK, Ink, Line, Span, line, plain, width_of
from facilitator.ui.text import broken, cells, printable

_LEAST = 8
_RULE_CELLS = 12
_INKS = {
    (False, False): Ink.TEXT,
    (True, False): Ink.STRONG,
    (False, True): Ink.EMPHASIS,
    (True, True): Ink.STRESS,
}
"""By whether a word is strong and whether it is emphasised."""


@lru_cache(maxsize=64)
def markdown_lines(text: str, width: int) -> tuple[Line, ...]:
    """Markdown laid out for ``width`` cells; blocks stand a blank line apart, list items do not."""
    layout = _Layout(max(_LEAST, width))
    for token in MarkdownIt("commonmark").parse(text):
        layout.take(token)
    lines = layout.lines
    while lines and not plain(lines[-1]).strip():
        lines.pop()
    return tuple(lines)


class _Layout:
    """One pass over the parser's tokens."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[Line] = []
        self.margins: list[str] = []
        self.numbers: list[int | None] = []
        self.bullet = ""
        self.heading = False

    def take(self, token: Token) -> None:  # noqa: C901 - one arm a kind of token
        match token.type:
            case "inline":
                self._flow(_words(token.children or (), is_heading=self.heading))
            case "heading_open":
                self.heading = True
            case "heading_close":
                self.heading = False
                self._space()
            case "paragraph_close" if not token.hidden:
                self._space()
            case "bullet_list_open":
                self.numbers.append(None)
            case "ordered_list_open":
                self.numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                self.numbers.pop()
                self._space()
            case "list_item_open":
                self._open_item()
            case "blockquote_open":
                self.margins.append("▏ ")
            case "list_item_close" | "blockquote_close":
                self.margins.pop()
            case "fence" | "code_block" | "html_block":
                self._as_it_stands(token.content)
            case "hr":
                self._row(line("─" * min(self.width, _RULE_CELLS), Ink.RULE))
                self._space()

    def _space(self) -> None:
        if not self.numbers and self.lines and self.lines[-1] != BLANK:
            self.lines.append(BLANK)

    def _open_item(self) -> None:
        number = self.numbers[-1]
        self.bullet = "• " if number is None else f"{number}. "
        if number is not None:
            self.numbers[-1] = number + 1
        self.margins.append(" " * cells(self.bullet))

    def _as_it_stands(self, text: str) -> None:
        """Code: its own lines and spaces, each broken only where there is no room."""
        for row in text.rstrip("\n").split("\n"):
            for piece in broken(printable(row), max(1, self._room - 2)):
                self._row(line(f"  {piece}", Ink.SECONDARY))
        self._space()

    @property
    def _room(self) -> int:
        return max(1, self.width - cells("".join(self.margins)))

    def _row(self, spans: Line) -> None:
        margin = "".join(self.margins)
        if self.bullet:
            margin = margin[: -len(self.bullet)] + self.bullet
            self.bullet = ""
        self.lines.append(((margin, Ink.SECONDARY), *spans) if margin else spans)

    def _flow(self, words: Iterator[Span]) -> None:
        """Words in rows; a line break that the author asked for ends one."""
        row: Line = BLANK
        for text, ink in words:
            if text == "\n":
                self._row(row)
                row = BLANK
                continue
            for piece in broken(text, self._room):
                gap = ((" ", Ink.TEXT),) if row else BLANK
                if width_of(row) + len(gap) + cells(piece) > self._room:
                    self._row(row)
                    row = gap = BLANK
                row = (*row, *gap, (piece, ink))
        if row:
            self._row(row)


def _words(tokens: Sequence[Token], *, is_heading: bool) -> Iterator[Span]:
    """Words with their inks. One whose parts differ keeps the first: that rarely happens."""
    word, word_ink = "", ""
    for text, ink in _pieces(tokens, is_heading=is_heading):
        for place, part in enumerate(text.replace("\n", " \n ").split(" ")):
            if place and word:
                yield word, word_ink
                word = ""
            if part == "\n":
                yield "\n", ink
            elif part:
                word_ink = word_ink if word else ink
                word += part
    if word:
        yield word, word_ink


def _pieces(tokens: Sequence[Token], *, is_heading: bool) -> Iterator[Span]:
    """What a block says, in pieces of one ink; a link's address stands in brackets behind it."""
    strong = italic = 0
    addresses: list[str] = []
    for token in tokens:
        ink = Ink.HEADING if is_heading else _INKS[bool(strong), bool(italic)]
        match token.type:
            case "strong_open" | "strong_close":
                strong += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                addresses.append(str(token.attrs.get("href", "")))
            case "link_close":
                address = addresses.pop()
                if token.markup != "autolink":
                    yield f" ({printable(address)})", Ink.MUTED
            case "softbreak":
                yield " ", ink
            case "hardbreak":
                yield "\n", ink
            case "code_inline":
                yield printable(token.content), Ink.SECONDARY
            case _:
                yield printable(token.content), ink
