"""Markdown from agendas as lines: headings, lists, quotes, emphasis. Links and images stay words.

Only the parser is a library's: a drawing of our own lets every word pass the one way to a screen,
after the parser has turned entities into characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content

from facilitator.ui.text import cells, head, printable
from facilitator.ui.widgets.lines import BLANK, Lines, line, say

_Word = tuple[str, str]
_EMPHASIS = {"strong_open": "bold", "em_open": "italic"}


@lru_cache(maxsize=32)
def prose(markdown: str, width: int) -> tuple[Content, ...]:
    """Markdown laid out for ``width`` cells; blocks stand a blank line apart, list items do not."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    return tuple(_Layout(max(8, width)).lay_out(tokens))


class _Layout:
    """One pass over the parser's tokens."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: Lines = []
        self.margins: list[str] = []
        self.numbers: list[int | None] = []
        self.bullet = ""
        self.style = ""
        self.is_tight = False

    def lay_out(self, tokens: Sequence[Token]) -> Lines:
        for token in tokens:
            self._take(token)
        while self.lines and not self.lines[-1].plain.strip():
            self.lines.pop()
        return self.lines

    def _take(self, token: Token) -> None:  # noqa: C901 - one arm a kind of token
        match token.type:
            case "inline":
                self._words(_inline(token.children or (), self.style))
            case "heading_open":
                self.style = "bold $text-secondary"
            case "heading_close" | "paragraph_close" | "bullet_list_close" | "ordered_list_close":
                self.style = ""
                self._close(token)
            case "bullet_list_open":
                self.numbers.append(None)
            case "ordered_list_open":
                self.numbers.append(int(token.attrGet("start") or 1))
            case "list_item_open":
                self._open_item()
            case "list_item_close":
                self.margins.pop()
            case "blockquote_open":
                self.margins.append("▏ ")
            case "blockquote_close":
                self.margins.pop()
            case "fence" | "code_block" | "html_block":
                for row in token.content.rstrip("\n").split("\n"):
                    room = self.width - 2 - cells("".join(self.margins))
                    self._row(line("  ", say(head(printable(row), room), "$text-secondary")))
                self.lines.append(BLANK)
            case "hr":
                self._row(say("─" * min(self.width, 12), "$muted"))
                self.lines.append(BLANK)

    def _close(self, token: Token) -> None:
        if token.type in ("bullet_list_close", "ordered_list_close"):
            self.numbers.pop()
        if not token.hidden and not self.numbers:
            self.lines.append(BLANK)

    def _open_item(self) -> None:
        number = self.numbers[-1]
        self.bullet = "• " if number is None else f"{number}. "
        if number is not None:
            self.numbers[-1] = number + 1
        self.margins.append(" " * cells(self.bullet))

    def _row(self, content: Content) -> None:
        margin = "".join(self.margins)
        if self.bullet:
            margin = margin[: -len(self.bullet)] + self.bullet
            self.bullet = ""
        self.lines.append(line(say(margin, "$text-secondary"), content))

    def _words(self, words: Iterator[_Word]) -> None:
        room = max(1, self.width - cells("".join(self.margins)))
        row: list[Content] = []
        used = 0
        for text, style in words:
            if text == "\n":
                self._row(line(*row))
                row, used = [], 0
                continue
            for piece in _pieces(text, room):
                gap = 1 if row else 0
                if used + gap + cells(piece) > room:
                    self._row(line(*row))
                    row, used, gap = [], 0, 0
                row += [say(" "), say(piece, style)] if gap else [say(piece, style)]
                used += gap + cells(piece)
        if row:
            self._row(line(*row))


def _pieces(word: str, room: int) -> Iterator[str]:
    """A word, broken where it is wider than a whole line."""
    while cells(word) > room and len(word) > 1:
        piece = head(word, room) or word[:1]
        yield piece
        word = word[len(piece) :]
    yield word


def _inline(tokens: Sequence[Token], base: str) -> Iterator[_Word]:
    """Words with their styles; a line break that the author asked for is a word by itself."""
    styles = [base]
    open_word, open_style = "", ""
    for token in tokens:
        if token.type in _EMPHASIS:
            styles.append(f"{styles[-1]} {_EMPHASIS[token.type]}".strip())
        elif token.type in ("strong_close", "em_close"):
            styles.pop()
        text = _text_of(token)
        style = (
            f"{styles[-1]} $text-secondary".strip() if token.type == "code_inline" else styles[-1]
        )
        for part in _split(text):
            if part.isspace():
                if open_word:
                    yield open_word, open_style
                open_word = ""
                if part == "\n":
                    yield "\n", ""
            else:
                # Words whose parts differ in style keep the first: emphasis rarely ends inside one.
                open_style = open_style if open_word else style
                open_word += part
    if open_word:
        yield open_word, open_style


def _text_of(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak":
        return "\n"
    if token.type == "image":
        return token.content
    if token.type == "link_close":
        return ""
    return printable(token.content) if token.content else ""


def _split(text: str) -> Iterator[str]:
    """Words and the spaces between them, in order; a line break is kept."""
    if text == "\n":
        yield "\n"
        return
    words = text.split(" ")
    for place, word in enumerate(words):
        if place:
            yield " "
        if word:
            yield word
