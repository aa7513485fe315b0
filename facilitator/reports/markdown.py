"""Documents as Markdown: text from files made plain words, tables that keep their shape.

Whatever stands in a span passes through one escaper, which leaves nothing of it that a code host
would take for markup: no heading, link, picture, formula or raw HTML, and no bar that would break a
table. Escapes stand only where something could be meant by a character, so that the file reads well
as it is. One thing no escape prevents: GitHub links a mail address to itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import assert_never

from facilitator.domain.text import cells
from facilitator.reports.documents import blocks
from facilitator.reports.documents.blocks import joined, plain, strong, words

NO_BREAK = "\u00a0"
_SHORT = 8
_DEEPEST = 3
"""Below this level a title is a line of strong words."""
_MARKS = {blocks.Tone.STRONG: "**", blocks.Tone.WARN: "*"}
_MARK, _CODE = "\ue000", "\ue001"
"""What stands for a mark and for an id while words are escaped: no span holds any of these."""
_RULES = {"l": ":{}-", "r": "-{}:", "c": ":{}:"}
_MARKUP = re.compile(
    r"[\\`*_\[<|~$#@]|^>|&(?=#?\w+;)"
    # what becomes a link without brackets, though it be on few code hosts
    r"|(?<=www)\.|:(?=//)|(?<![:\w])/(?=/)|(?<=mailto):|(?<=xmpp):",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"^(?:(?=[-+](?:\s|$))|\d{1,9}(?=[.)](?:\s|$))"  # an item of a list
    r"|(?=[-=:][-=: ]*$))"  # a heading's underline, a line across, the rule of a table
)
"""What is markup where it stands first on its line, up to the place where a backslash goes."""
_SLUG = re.compile(r"[a-z0-9-]+", re.ASCII)


def as_markdown(document: blocks.Section) -> str:
    """A whole document as a page."""
    return "\n\n".join(part for part in _page(document) if part) + "\n"


def _page(document: blocks.Section) -> Iterator[str]:
    shorts = short_names(team for team, _ in _teams(document))
    yield f"# {inline(document.title, is_title=True)}"
    is_told = False
    for block in document.blocks:
        if isinstance(block, blocks.Section | blocks.Table) and not is_told:
            yield _legend(document, shorts)
            is_told = True
        yield from _block(block, shorts, 2)


def _teams(block: blocks.Block) -> Iterator[tuple[str, str]]:
    """The teams that have columns anywhere, by id, with their names."""
    if isinstance(block, blocks.Section):
        for below in block.blocks:
            yield from _teams(below)
    elif isinstance(block, blocks.Table):
        yield from (team for column in block.columns for team in column.teams)


def _legend(document: blocks.Section, shorts: Mapping[str, str]) -> str:
    """What the short names stand for."""
    names = dict(_teams(document))
    return " · ".join(
        f"**{_escaped(short)}**{NO_BREAK}{_escaped(plain(names[team]))}"
        for team, short in shorts.items()
    )


def _block(block: blocks.Block, shorts: Mapping[str, str], level: int) -> Iterator[str]:
    match block:
        case blocks.Flow():
            yield inline(joined(block.parts))
        case blocks.Quote():
            yield quote(block.text)
        case blocks.Facts():
            yield from _facts(block)
        case blocks.Entries():
            yield bullets(_entry(entry) for entry in block.entries)
        case blocks.Table():
            yield _table(block, shorts)
        case blocks.Section():
            yield _heading(block, level)
            for below in block.blocks:
                yield from _block(below, shorts, level + 1)
        case _:
            assert_never(block)


def _heading(section: blocks.Section, level: int) -> str:
    """A heading; what is deeper than headings of use begins with strong words."""
    if level > _DEEPEST:
        return inline(section.title)
    return f"{'#' * level} {inline(section.title, is_title=True)}"


def _facts(facts: blocks.Facts) -> Iterator[str]:
    """Quotations as they are, and lists of what stands between them."""
    for is_quote, rows in groupby(facts.rows, lambda row: isinstance(row[1], blocks.Quote)):
        if is_quote:
            yield from (quote(value.text) for _, value in rows if isinstance(value, blocks.Quote))
        else:
            parts = ((label, value) for label, value in rows if isinstance(value, tuple))
            yield bullets(inline(words(strong(f"{label}:"), " ", value)) for label, value in parts)


def _entry(entry: blocks.Entry) -> str:
    lead = words(f"{entry.sign.text} " if entry.sign else "", entry.lead)
    facts = joined(entry.facts)
    return inline(words(lead, " – ", facts) if facts else lead)


def inline(said: blocks.Words, *, is_title: bool = False) -> str:
    """Words with their marks; in a title, which is strong by itself, strong ones have none."""
    line, marks, ids = "", [], []
    for tone, spans in groupby(said, lambda span: span.tone):
        text = "".join(span.text for span in spans)
        bare = text.strip()
        mark = "" if is_title and tone is blocks.Tone.STRONG else _MARKS.get(tone, "")
        if tone is blocks.Tone.ID and _SLUG.fullmatch(bare):
            ids.append(bare)
            text = text.replace(bare, _CODE, 1)
        elif mark and bare:
            marks += [mark, mark]
            text = text.replace(bare, f"{_MARK}{bare}{_MARK}", 1)
        line += text
    shown = _escaped(re.sub(" +", " ", line).strip(), begins=not is_title)
    for mark in marks:
        shown = shown.replace(_MARK, mark, 1)
    for each in ids:
        shown = shown.replace(_CODE, f"`{each}`", 1)
    return shown


def _table(given: blocks.Table, shorts: Mapping[str, str]) -> str:
    heads: list[str] = []
    align = ""
    for column in given.columns:
        names = [_escaped(shorts[team]) for team, _ in column.teams] or [_escaped(column.title)]
        heads += names
        align += ("c" if column.teams else "r" if column.right else "l") * len(names)
    return table(heads, align, (_row(given, row) for row in given.rows))


def _row(given: blocks.Table, row: blocks.Row) -> Iterator[str]:
    for place, (column, cell) in enumerate(zip(given.columns, row.cells, strict=True)):
        if isinstance(cell, blocks.Spread) and column.teams:
            values = dict(cell.values)
            yield from (inline(values.get(team, ())) for team, _ in column.teams)
        elif isinstance(cell, blocks.Bar | blocks.Spread):
            yield ""
        else:
            below = row.below if place == given.main else ()
            shown = inline(words(*cell, *(words(" ", line) for line in below)))
            yield shown.replace(" ", NO_BREAK) if column.right else shown


def quote(text: str) -> str:
    """Text of several lines, as a quotation that keeps its lines."""
    lines = [_escaped(line.strip()) for line in text.strip().split("\n")]
    ends = [
        "\\" if line and after else "" for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(f"> {line}{end}".rstrip() for line, end in zip(lines, ends, strict=True))


def table(heads: Sequence[str], align: str, rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are Markdown already, without the columns that are all empty.

    ``align`` has a letter for each column: l, r or c. The first column always stays.
    """
    given = [list(row) for row in rows]
    kept = [n for n in range(len(heads)) if n == 0 or any(row[n] for row in given)]
    lines = [[row[n] for n in kept] for row in (heads, *given)]
    widths = [max(3, *(cells(line[n]) for line in lines)) for n in range(len(kept))]
    rule = [
        _RULES[align[n]].format("-" * (width - 2)) for n, width in zip(kept, widths, strict=True)
    ]
    padded = [
        [
            " " * (width - cells(cell)) + cell
            if align[n] == "r"
            else cell + " " * (width - cells(cell))
            for cell, n, width in zip(line, kept, widths, strict=True)
        ]
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (padded[0], rule, *padded[1:]))


def bullets(items: Iterable[str]) -> str:
    """A list of what is Markdown already, each item on its line."""
    return "\n".join(f"- {item}" for item in items)


def short_names(teams: Iterable[str]) -> dict[str, str]:
    """For each team's id a name for narrow columns: capitals, at most eight, no two the same."""
    found: dict[str, str] = {}
    for team in dict.fromkeys(teams):
        whole = plain(team).upper()
        short, number = whole[:_SHORT].rstrip("- "), 1
        while short in found.values():
            number += 1
            short = f"{whole[: _SHORT - len(str(number))].rstrip('- ')}{number}"
        found[team] = short
    return found


def _escaped(line: str, *, begins: bool = True) -> str:
    """Words that mean but themselves, also where they ``begin`` a line."""
    shown = _MARKUP.sub(r"\\\g<0>", line)
    return _BLOCK.sub(r"\g<0>\\", shown, count=1) if begins else shown
