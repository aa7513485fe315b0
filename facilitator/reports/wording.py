"""How reports put things: text from files made harmless, bars and columns.

Whatever a file holds passes through :func:`plain` or :func:`plain_block` here, although readers
refuse what terminals obey; and it reaches Rich as Text, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence

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
