"""Lines of inked text, and how they become rows for a terminal.

Drawing names inks, never colours: a palette gives each ink its codes from a theme's variables.
Every line passes :func:`row_of` on its way out, which lets nothing through that a terminal obeys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter

from rich.color import ColorSystem
from rich.style import Style

from facilitator.terminal.colours import selection, xterm_colour
from facilitator.ui.text import cells, head, printable, wrap
from facilitator.ui.theme import css_variables


class Ink:
    """What a piece of text is, which decides how it looks. Plain strings, for they are hashed."""

    TEXT = "text"
    STRONG = "strong"
    MUTED = "muted"
    KEY = "key"
    MINE = "mine"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    RULE = "rule"
    CURSOR = "cursor"
    FIELD = "field"
    BAR = "bar"
    HEAD = "head"
    HEAD_STRONG = "head-strong"
    HEAD_MUTED = "head-muted"
    HEAD_WARN = "head-warn"
    FOOT = "foot"
    FOOT_KEY = "foot-key"


Span = tuple[str, str]
"""A piece of text and its ink."""
Line = tuple[Span, ...]
BLANK: Line = ()


def width_of(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cells(printable(text)) for text, _ in line)


def line(text: str, ink: str = Ink.TEXT) -> Line:
    """A line of one ink."""
    return ((text, ink),)


def paragraph(text: str, width: int, ink: str = Ink.TEXT, indent: str = "") -> list[Line]:
    """Text wrapped into lines of one ink, all but the first behind ``indent``."""
    first, *rest = wrap(text, max(1, width - cells(indent)))
    return [((first, ink),), *(((indent + each, ink),) for each in rest)]


def fitted(spans: Line, width: int) -> Line:
    """A line cut to at most ``width`` cells, with an ellipsis where it was cut."""
    if width_of(spans) <= width:
        return spans
    kept: list[Span] = []
    left = width
    for text, ink in spans:
        shown = printable(text)
        if cells(shown) >= left:
            kept.append((head(shown, left - 1) + "…", ink))
            break
        kept.append((shown, ink))
        left -= cells(shown)
    return tuple(kept)


def padded(spans: Line, width: int, ink: str = Ink.TEXT) -> Line:
    """A line of exactly ``width`` cells."""
    cut = fitted(spans, width)
    short = width - width_of(cut)
    return (*cut, (" " * short, ink)) if short else cut


def spread(left: Line, right: Line, width: int, ink: str = Ink.TEXT) -> Line:
    """Two pieces at the two ends of a line of exactly ``width`` cells; the left one gives way."""
    tail = fitted(right, width)
    room = width - width_of(tail) - (1 if tail else 0)
    return padded((*padded(left, max(0, room), ink), (" " if tail else "", ink), *tail), width, ink)


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The codes that select each ink on terminals of one kind."""

    codes: Mapping[str, str]


@lru_cache(maxsize=8)
def palette(*, dark: bool, colours: ColorSystem | None) -> Palette:
    """The palette of the dark or the light theme; without colours, bold and reverse must do."""
    variables = css_variables(dark=dark)
    pick = partial(_codes, variables, colours)
    return Palette(
        {
            Ink.TEXT: pick("foreground", "background"),
            Ink.STRONG: pick("foreground", "background", bold=True),
            Ink.MUTED: pick("muted", "background"),
            Ink.KEY: pick("key", "background", bold=True),
            Ink.MINE: pick("primary", "background", bold=True),
            Ink.GOOD: pick("success", "background", bold=True),
            Ink.WARN: pick("warning", "background", bold=True),
            Ink.BAD: pick("error", "background", bold=True),
            Ink.RULE: pick("line", "background"),
            Ink.CURSOR: pick("background", "foreground", swapped=True),
            Ink.FIELD: pick("foreground", "panel", underline=True),
            Ink.BAR: pick("primary", "background"),
            Ink.HEAD: pick("foreground", "panel", swapped=True),
            Ink.HEAD_STRONG: pick("foreground", "panel", bold=True, swapped=True),
            Ink.HEAD_MUTED: pick("muted", "panel", swapped=True),
            Ink.HEAD_WARN: pick("warning", "panel", bold=True, swapped=True),
            Ink.FOOT: pick("muted", "surface"),
            Ink.FOOT_KEY: pick("key", "surface", bold=True),
        }
    )


def _codes(
    variables: Mapping[str, str],
    colours: ColorSystem | None,
    fore: str,
    back: str,
    *,
    bold: bool = False,
    swapped: bool = False,
    underline: bool = False,
) -> str:
    """The codes for two variables; without colours, for ``swapped`` and ``underline`` instead."""
    if colours is None:
        return selection(Style(bold=bold, reverse=swapped, underline=underline), None)
    front, behind = xterm_colour(variables[fore]), xterm_colour(variables[back])
    return selection(Style.from_color(front, behind) + Style(bold=bold), colours)


@lru_cache(maxsize=2048)
def row_of(spans: Line, width: int, inks: Palette) -> bytes:
    """A line as a row of exactly ``width`` cells. Screens that show the same share it."""
    shown = ((printable(text), ink) for text, ink in spans)
    runs = groupby(padded(tuple(shown), width), key=itemgetter(1))
    told = (inks.codes[ink] + "".join(text for text, _ in run) for ink, run in runs)
    return "".join(told).encode("utf-8", "replace")
