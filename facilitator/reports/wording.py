"""How reports put things: text from files made harmless, numbers and days in words.

Whatever a file holds passes through :func:`plain` or :func:`plain_block` here, although readers
refuse what terminals obey; and it reaches Rich as Text, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from facilitator.domain.text import visible

_MOST_CELLS = 100_000
BAR_CELLS = 10
_COLUMNS = "▁▂▃▄▅▆▇█"
CONTRADICTS = ("≠", "yellow")
"""The sign of what a log says that contradicts itself."""
CONTRADICTED = "its log contradicts itself"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTES_AN_HOUR = 60


def plain(text: str) -> str:
    """The text as one line that no terminal obeys; what it would obey shows as its number."""
    return visible(" ".join(text.split()), most_cells=_MOST_CELLS)


def plain_block(text: str) -> str:
    """Text of several lines that no terminal obeys."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(visible(line.expandtabs(4), most_cells=_MOST_CELLS) for line in lines)


def styled(*parts: str | tuple[str, str], indent: int = 0) -> Text:
    """One paragraph: words as they are, or pairs of words and a style.

    Words from a file must have passed through :func:`plain` already.
    """
    return Text.assemble(" " * indent, *parts)


def percent(share: float) -> str:
    """A share of 0 to 1 in whole percent; never 100 % short of all, never 0 % for some."""
    rounded = round(share * 100)
    if rounded == 100 and share < 1:  # noqa: PLR2004 - percent
        rounded = 99
    return f"{max(rounded, 1) if share > 0 else 0} %"


def day(moment: date) -> str:
    """A day, like 22 Mar 2027, the same in every locale."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def clock(moment: datetime) -> str:
    """A time of day in UTC, like 09:41."""
    return f"{moment:%H:%M}"


def duration(minutes: int) -> str:
    """A length of time, like 1 h 30 min."""
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)


def number(count: int, singular: str, plural: str = "") -> str:
    """A count with its noun: 1 voter, 2 voters."""
    return f"{count} {singular if count == 1 else plural or singular + 's'}"


def listed(words: list[str]) -> str:
    """Words as an enumeration: a, b and c."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def bar(share: float, cells: int = BAR_CELLS) -> str:
    """A share of 0 to 1 as a bar, followed by blanks up to its full length."""
    filled = min(cells, max(1, round(share * cells))) if share > 0 else 0
    return "█" * filled + "░" * (cells - filled)


def columns(counts: Sequence[int]) -> str:
    """Counts as columns beside each other, the highest at full height, a dot for none."""
    most = max(counts, default=0)
    return "".join(
        _COLUMNS[max(0, round(count / most * len(_COLUMNS)) - 1)] if count > 0 else "·"
        for count in counts
    )


def indented(part: RenderableType, cells: int = 2) -> RenderableType:
    """A part set in from the left."""
    return Padding(part, (0, 0, 0, cells), expand=False)
