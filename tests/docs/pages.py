"""The pages in ``docs/`` as their tests read them: tables, examples, command lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (
    *sorted(DOCS.glob("*.md")),
    ROOT / "README.md",
    ROOT / "SECURITY.md",
    ROOT / "CONTRIBUTING.md",
)

_CELL = re.compile(r"(?<!\\)\|")
_LITERAL = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Table:
    """A table of a page, its cells as they stand in the Markdown."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """What stands below a heading up to the next: tables, and fenced blocks with their language."""

    heading: str
    tables: tuple[Table, ...]
    blocks: tuple[tuple[str, str], ...]


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def sections(text):
    """A page cut at its headings, of whatever level."""
    found, heading, lines, fenced = [], "", [], False
    for line in [*text.splitlines(), "# "]:
        fenced ^= line.startswith("```")
        if line.startswith("#") and not fenced:
            found.append(_section(heading, lines))
            heading, lines = line.lstrip("# "), []
        else:
            lines.append(line)
    return found


def tables_with(name, *heads, heading=None):
    """The tables of a page that have these heads, below a heading or anywhere."""
    return [
        table
        for each in sections(page(name))
        if heading in (None, each.heading)
        for table in each.tables
        if table.heads == heads
    ]


def blocks(text, language):
    """The fenced blocks in a language, in the order of the page."""
    return [block for each in sections(text) for kind, block in each.blocks if kind == language]


def literal(cell):
    """What a cell says in code at its beginning; "" where it begins with a word."""
    found = _LITERAL.match(cell)
    return found.group(1) if found else ""


def literals(cell):
    return _LITERAL.findall(cell)


def plain(cell):
    """A cell without its marks."""
    return cell.replace("`", "").replace("\\|", "|")


def _section(heading, lines):
    tables, fences = [], []
    block = None
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if line.startswith("```"):
            if block is None:
                block = (line[3:].strip(), [])
            else:
                fences.append((block[0], "\n".join(block[1]) + "\n"))
                block = None
        elif block is not None:
            block[1].append(line)
        elif line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in _CELL.split(line.strip())[1:-1]))
        elif rows:
            tables.append(Table(rows[0], tuple(rows[2:])))
            rows = []
    return Section(heading, tuple(tables), tuple(fences))
