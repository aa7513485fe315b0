"""How Markdown reports put things: text from files made plain words, tables that keep their shape.

Whatever a file holds passes through :func:`words` or :func:`quote` once, which leave nothing of it
that a code host would take for markup: no heading, link, picture, formula or raw HTML, and no bar
that would break a table. Escapes stand only where something could be meant by a character, so that
the file reads well as it is. One thing no escape prevents: GitHub links a mail address to itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from facilitator.domain.text import cells
from facilitator.domain.words.figures import day, percent
from facilitator.reports.wording import plain, plain_block

NO_BREAK = "\u00a0"
_SHORT = 8
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


def words(text: str) -> str:
    """Text from a file as one line that means nothing but itself."""
    return _escaped(plain(text))


def strong(marked: str) -> str:
    """What has passed through :func:`words`, set off from the rest; nothing stays nothing."""
    return f"**{marked}**" if marked else ""


def aside(marked: str) -> str:
    """What has passed through :func:`words`, in italics; nothing stays nothing."""
    return f"*{marked}*" if marked else ""


def name_of(identifier: str) -> str:
    """An id, like a session's, as code; one that is no id as the words that it is."""
    return f"`{identifier}`" if _SLUG.fullmatch(identifier) else words(identifier)


def quote(text: str) -> str:
    """Text of several lines from a file, as a quotation that keeps its lines."""
    lines = [_escaped(line.strip()) for line in plain_block(text).strip().split("\n")]
    ends = [
        "\\" if line and after else "" for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(f"> {line}{end}".rstrip() for line, end in zip(lines, ends, strict=True))


def date_cell(when: date | None) -> str:
    """A day that stays on one line; nothing for none."""
    return day(when).replace(" ", NO_BREAK) if when else ""


def narrow_date_cell(when: date | None) -> str:
    """A day whose year goes on a line of its own where there is no room; nothing for none."""
    return day(when).replace(" ", NO_BREAK, 1) if when else ""


def share_cell(share: float | None) -> str:
    """A share that stays on one line; nothing for none."""
    return "" if share is None else percent(share).replace(" ", NO_BREAK)


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


def page(parts: Iterable[str]) -> str:
    """A whole document of its parts, the empty ones left out."""
    return "\n\n".join(part for part in parts if part) + "\n"


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
    return {team: _escaped(short) for team, short in found.items()}


def legend(shorts: Mapping[str, str], names: Mapping[str, str]) -> str:
    """What the short names stand for; ``names`` are by id, as the files have them."""
    return " · ".join(
        f"{strong(short)}{NO_BREAK}{words(names.get(team, team))}" for team, short in shorts.items()
    )


def _escaped(line: str) -> str:
    return _BLOCK.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", line), count=1)
