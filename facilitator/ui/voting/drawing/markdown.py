"""Markdown as plain readable lines: what it says, without what it cannot show."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from facilitator.ui.ink import BLANK, Ink, Line, Span, line, paragraph, width_of
from facilitator.ui.text import cells


@lru_cache(maxsize=64)
def markdown_lines(text: str, width: int) -> tuple[Line, ...]:  # noqa: C901 - one arm a token
    """The text in lines of at most ``width`` cells, with one blank line between blocks."""
    lines: list[Line] = []
    lists: list[int | None] = []
    mark = ""
    heading = False
    for token in MarkdownIt("commonmark").parse(text):
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                _space(lines)
            case "list_item_open":
                mark = _mark(lists)
            case "heading_open":
                heading = True
            case "inline":
                spans = _spans(token, Ink.STRONG if heading else Ink.TEXT)
                lines.extend(_hung(mark or "  " * len(lists), spans, width))
                mark, heading = "", False
                if not lists:
                    _space(lines)
            case "fence" | "code_block":
                for row in token.content.rstrip("\n").split("\n"):
                    lines.extend(paragraph("  " + row, width, Ink.MUTED))
                _space(lines)
            case "hr":
                lines.append(line("─" * min(width, 20), Ink.RULE))
                _space(lines)
    while lines and lines[-1] == BLANK:
        lines.pop()
    return tuple(lines)


def _space(lines: list[Line]) -> None:
    if lines and lines[-1] != BLANK:
        lines.append(BLANK)


def _mark(lists: list[int | None]) -> str:
    """What stands before a list item; numbers go up by one."""
    indent = "  " * (len(lists) - 1)
    number = lists[-1] if lists else None
    if number is None:
        return f"{indent}• "
    lists[-1] = number + 1
    return f"{indent}{number}. "


def _spans(token: Token, ink: str) -> list[Span]:
    """The words of one block, each with its ink; links give their address in brackets."""
    spans: list[Span] = []
    strong = 0
    link = ""
    for child in token.children or ():
        match child.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "link_open":
                link = str(child.attrs.get("href", ""))
            case "link_close":
                spans.append((f" ({link})", Ink.MUTED))
            case "softbreak":
                spans.append((" ", ink))
            case "hardbreak":
                spans.append(("\n", ink))
            case _:
                spans.append((child.content, Ink.STRONG if strong else ink))
    return spans


def _hung(mark: str, spans: list[Span], width: int) -> list[Line]:
    """Words wrapped behind a mark, the lines after the first indented as far."""
    indent = " " * cells(mark)
    room = max(8, width - cells(mark))
    rows = _wrapped(spans, room)
    return [((mark if not n else indent, Ink.TEXT), *row) for n, row in enumerate(rows)]


def _wrapped(spans: list[Span], width: int) -> list[Line]:
    rows: list[Line] = [()]
    for text, ink in spans:
        for n, part in enumerate(text.split("\n")):
            if n:
                rows.append(())
            for word in part.replace(" ", " \0").split("\0"):
                _add(rows, word, ink, width)
    return rows


def _add(rows: list[Line], word: str, ink: str, width: int) -> None:
    """Put a word, with the space behind it, onto the last row or onto new ones."""
    used = width_of(rows[-1])
    if used + cells(word.rstrip()) <= width:
        if word.strip() or rows[-1]:
            rows[-1] = (
                (*rows[-1], (word, ink))
                if used + cells(word) <= width
                else (
                    *rows[-1],
                    (word.rstrip(), ink),
                )
            )
        return
    for piece in paragraph(word.rstrip(), width, ink):
        if rows[-1]:
            rows.append(())
        rows[-1] = piece
    if word.endswith(" ") and width_of(rows[-1]) < width:
        rows[-1] = (*rows[-1], (" ", ink))
