"""Markdown as a code host reads it: GitHub's flavour, with tables and bare links."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

PLAIN = {"text", "strong_open", "strong_close", "em_open", "em_close", "code_inline", "hardbreak"}
"""All that our own reports make of a line."""


PARSER = MarkdownIt("gfm-like")
PARSER.linkify.set({"fuzzy_link": False})  # no code host links a bare name without www


@lru_cache(maxsize=8)  # what is claimed of one document needs its tokens several times
def blocks(source: str) -> list[Token]:
    """The tokens of a document, block by block."""
    return PARSER.parse(source)


def shape(source: str) -> list[tuple[str, str]]:
    """What a document is made of, whatever its words say; paragraphs of quotations not counted."""
    found, quoted = [], 0
    for token in blocks(source):
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if not (quoted and token.type in ("paragraph_open", "inline", "paragraph_close")):
            found.append((token.type, token.tag))
    return found


def marks(source: str) -> set[str]:
    """What there is inside its lines."""
    return {below.type for token in blocks(source) for below in token.children or ()}


def emphases(source: str) -> list[str]:
    """Where it is set off and where not, in the order of the document."""
    inline = (below for token in blocks(source) for below in token.children or ())
    return [token.type for token in inline if token.type.startswith(("strong", "em"))]


def said(token: Token) -> str:
    """The words of a line as a reader sees them."""
    return "".join("\n" if t.type == "hardbreak" else t.content for t in token.children or ())


def lines(source: str) -> list[str]:
    """The words of every heading, paragraph, item and cell, in their order."""
    return [said(token) for token in blocks(source) if token.type == "inline"]


def tables(source: str) -> list[list[list[str]]]:
    """Every table as its rows, heads first, of cells."""
    found: list[list[list[str]]] = []
    before = ""
    for token in blocks(source):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif before in ("th_open", "td_open"):
            found[-1][-1].append(said(token))
        before = token.type
    return found
