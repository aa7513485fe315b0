"""Lines of inked text, and how they become Textual's strips.

Drawing names inks, never colours: a palette gives each ink its style from a theme's variables.
Every line passes :func:`strip_of` on its way out, which lets nothing through that a terminal obeys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from facilitator.ui.text import cells, head, printable, wrap
from facilitator.ui.theme import themes


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
    """The style of each ink."""

    styles: Mapping[str, Style]


@lru_cache(maxsize=4)
def palette(*, dark: bool, colors: bool = True) -> Palette:
    """The palette of the dark or the light theme; without colours, bold and reverse must do."""
    theme = themes()[0 if dark else 1]
    variables = {**theme.to_color_system().generate(), **theme.variables}
    pick = partial(_style, variables if colors else None)
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


def _style(
    variables: Mapping[str, str] | None,
    fore: str,
    back: str,
    *,
    bold: bool = False,
    swapped: bool = False,
    underline: bool = False,
) -> Style:
    """A style from two variables; without variables, from ``swapped`` and ``underline`` instead."""
    if variables is None:
        return Style(bold=bold or None, reverse=swapped or None, underline=underline or None)
    colors = (xterm_color(variables[fore]), xterm_color(variables[back]))
    return Style(color=colors[0], bgcolor=colors[1], bold=bold or None)


def xterm_color(hex_color: str) -> Color:
    """The colour by its number among 256 where it is one of them: short, and the same anywhere."""
    color = Color.parse(hex_color)
    for number in range(16, 256):
        if Color.from_ansi(number).get_truecolor() == color.triplet:
            return Color.from_ansi(number)
    return color


@lru_cache(maxsize=2048)
def strip_of(spans: Line, width: int, inks: Palette) -> Strip:
    """A line as a strip of exactly ``width`` cells. Screens that show the same share it."""
    shown = ((printable(text), ink) for text, ink in spans)
    runs = groupby(padded(tuple(shown), width), key=itemgetter(1))
    segments = [Segment("".join(text for text, _ in run), inks.styles[ink]) for ink, run in runs]
    return Strip(segments, width)
