"""Lines of inked text, how they are laid out, and how they become what a screen shows.

Drawing names inks, never colours: what each looks like stands in one table, of which the codes for
a terminal and the styles for Textual are made, in the colours of two themes. Every word passes
``printable`` on its way out, so that text from people and files can be drawn as it is.

All colours lie on the xterm palette of 256, so that they are the same where there are 16 million;
each still finds a readable neighbour among 16. No meaning rests on them alone: a sign or a word
says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Self

from rich.color import ColorSystem
from rich.style import Style
from textual.content import Content
from textual.theme import Theme

from facilitator.terminal.colours import selection, xterm_colour
from facilitator.ui.text import cells, fit, head, printable, wrap

DARK = "facilitator-dark"
LIGHT = "facilitator-light"


@dataclass(frozen=True, slots=True)
class Look:
    """How an ink looks: two colours by their names in a theme, and what stays without colours.

    ``swapped`` is where the two stand in each other's place on a terminal without colours.
    """

    fore: str
    back: str = "background"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    swapped: bool = False


class Ink(StrEnum):
    """What a piece of text is, which decides how it looks."""

    look: Look

    def __new__(cls, name: str, look: Look) -> Self:
        """An ink by its name."""
        ink = str.__new__(cls, name)
        ink._value_ = name
        ink.look = look
        return ink

    # Lines are hashed for every picture, and an enumeration's own way is slow.
    __hash__ = str.__hash__

    TEXT = "text", Look("foreground")
    STRONG = "strong", Look("foreground", bold=True)
    MUTED = "muted", Look("muted")
    KEY = "key", Look("key", bold=True)
    MINE = "mine", Look("primary", bold=True)
    ACCENT = "accent", Look("accent", bold=True)
    GOOD = "good", Look("success", bold=True)
    WARN = "warn", Look("warning", bold=True)
    BAD = "bad", Look("error", bold=True)
    SECONDARY = "secondary", Look("secondary")
    HEADING = "heading", Look("secondary", bold=True)
    SPOKEN = "spoken", Look("secondary", italic=True)
    EMPHASIS = "emphasis", Look("foreground", italic=True)
    STRESS = "stress", Look("foreground", bold=True, italic=True)
    RULE = "rule", Look("line")
    CURSOR = "cursor", Look("background", "foreground", swapped=True)
    FIELD = "field", Look("foreground", "panel", underline=True)
    BAR = "bar", Look("primary")
    BAND_MINE = "band-mine", Look("background", "primary", bold=True, swapped=True)
    BAND_ACCENT = "band-accent", Look("background", "accent", bold=True, swapped=True)
    BAND_GOOD = "band-good", Look("background", "success", bold=True, swapped=True)
    BAND_WARN = "band-warn", Look("background", "warning", bold=True, swapped=True)
    BAND_SECONDARY = "band-secondary", Look("background", "secondary", bold=True)
    HEAD = "head", Look("foreground", "panel", swapped=True)
    HEAD_STRONG = "head-strong", Look("foreground", "panel", bold=True, swapped=True)
    HEAD_WARN = "head-warn", Look("warning", "panel", bold=True, swapped=True)
    FOOT = "foot", Look("muted", "surface")
    FOOT_KEY = "foot-key", Look("key", "surface", bold=True)


LOOKS: Mapping[str, Look] = {ink: ink.look for ink in Ink}
_FULL, _EMPTY = "█", "░"
_EIGHTHS = " ▏▎▍▌▋▊▉"
Span = tuple[str, str]
"""A piece of text and its ink."""
Line = tuple[Span, ...]
BLANK: Line = ()
SMALLEST = (60, 20)
"""Columns and rows below which a screen only asks for more."""
Entry = tuple[str, str, str]
"""One of a list: its sign, its words, and their ink."""


def width_of(line: Line) -> int:
    """How many cells a line takes."""
    return sum(cells(printable(text)) for text, _ in line)


def plain(line: Line) -> str:
    """The words of a line."""
    return "".join(printable(text) for text, _ in line)


def line(text: str, ink: str = Ink.TEXT) -> Line:
    """A line of one ink."""
    return ((text, ink),)


def paragraph(
    text: str,
    width: int,
    ink: str = Ink.TEXT,
    *,
    first: str | Line = BLANK,
    rest: str | None = None,
) -> list[Line]:
    """Text wrapped to ``width``, behind ``first`` on its first line and ``rest`` on all others.

    ``rest`` is as many spaces as ``first`` has cells, unless given.
    """
    lead = line(first) if isinstance(first, str) and first else first or BLANK
    indent = width_of(lead)
    hang = " " * indent if rest is None else rest
    begun, *others = wrap(text, max(1, width - indent))
    behind: Line = ((hang, Ink.TEXT),) if hang else BLANK
    return [(*lead, (begun, ink)), *((*behind, (each, ink)) for each in others)]


def flowing(
    parts: Sequence[str], width: int, ink: str = Ink.TEXT, *, first: str = ""
) -> list[Line]:
    """Short facts with a dot between them, broken where one ends; ``first`` leads every line."""
    rows: list[str] = []
    for part in parts:
        joined_to = f"{rows[-1]} · {part}" if rows else ""
        if rows and cells(first) + cells(printable(joined_to)) <= width:
            rows[-1] = joined_to
        else:
            rows.append(part)
    return [piece for row in rows for piece in paragraph(row, width, ink, first=first)]


def entries(rows: Iterable[Entry], width: int) -> list[Line]:
    """A list: each sign with its words behind it."""
    return [
        each
        for sign, words, ink in rows
        for each in paragraph(words, width, ink, first=((f"{sign} ", ink),))
    ]


def heading(text: str, width: int) -> list[Line]:
    """The small heading of a part, with a blank line before it."""
    return [BLANK, line(fit(text, width), Ink.HEADING)]


_BANDS: Mapping[str, str] = {
    Ink.MINE: Ink.BAND_MINE,
    Ink.ACCENT: Ink.BAND_ACCENT,
    Ink.GOOD: Ink.BAND_GOOD,
    Ink.WARN: Ink.BAND_WARN,
}
SPACIOUS = 60
"""From this width on a band has an edge above and below; there are rows enough then."""


def band(text: str, width: int, ink: str) -> list[Line]:
    """A sentence that the eye lands on: a solid band of one colour across the whole width."""
    rows = [
        padded(((f"  {row}", _BANDS[ink]),), width, _BANDS[ink]) for row in wrap(text, width - 4)
    ]
    if width < SPACIOUS:
        return rows
    return [line("▄" * width, ink), *rows, line("▀" * width, ink)]


def bar(share: float, width: int, ink: str = Ink.BAR) -> Line:
    """A bar of ``width`` cells of which ``share`` (0 to 1) is filled, to an eighth of a cell."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, part = divmod(eighths, 8)
    if not full and not part and share > 0:
        part = 1
    return line(_FULL * full + (_EIGHTHS[part] if part else ""), ink)


def track(share: float, width: int, ink: str = Ink.BAR) -> Line:
    """A bar on a visible track, for how far something has come; full only where all is done."""
    full = min(width, round(max(0.0, share) * width))
    if share < 1:
        full = min(full, width - 1)
    return ((_FULL * full, ink), (_EMPTY * (width - full), Ink.MUTED))


def indented(lines: Iterable[Line], by: int = 2) -> list[Line]:
    """Lines behind a margin."""
    return [((" " * by, Ink.TEXT), *each) for each in lines]


def blocks(*parts: Sequence[Line]) -> list[Line]:
    """Blocks of lines with one blank line between those that say anything."""
    lines: list[Line] = []
    for part in parts:
        if part:
            lines.extend([BLANK, *part] if lines else part)
    return lines


def beside(left: list[Line], right: list[Line], left_width: int, gap: int = 4) -> list[Line]:
    """Two columns, the left one ``left_width`` cells wide."""
    between = (" " * gap, Ink.TEXT)
    return [
        (*padded(a, left_width), between, *b) for a, b in zip_longest(left, right, fillvalue=BLANK)
    ]


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
    taken = width_of(tail)
    gap = " " if taken else ""
    room = max(0, width - taken - len(gap))
    return padded((*padded(left, room, ink), (gap, ink), *tail), width, ink)


def centred(spans: Line, width: int) -> Line:
    """A piece in the middle of a line."""
    return ((" " * max(0, (width - width_of(spans)) // 2), Ink.TEXT), *spans)


def to_height(lines: list[Line], height: int) -> list[Line]:
    """Lines in exactly ``height`` rows."""
    return [*lines, *[BLANK] * (height - len(lines))][:height]


def too_small(width: int, height: int) -> list[Line]:
    """One sentence in all rows of a window that no screen fits into; no line in a larger one."""
    if width >= SMALLEST[0] and height >= SMALLEST[1]:
        return []
    words = f"Please make this window larger: at least {SMALLEST[0]} × {SMALLEST[1]}."
    rows = [centred(row, width) for row in paragraph(words, width)]
    return in_the_middle(rows, height)


def in_the_middle(lines: list[Line], height: int) -> list[Line]:
    """Lines in the middle of exactly ``height`` rows."""
    return to_height([*[BLANK] * max(0, (height - len(lines)) // 2), *lines], height)


@lru_cache(maxsize=1)
def themes() -> tuple[Theme, Theme]:
    """The dark theme and the light one; plain, high in contrast, for screens and projectors."""
    dark = Theme(
        name=DARK,
        dark=True,
        primary="#5fafff",
        secondary="#87afd7",
        accent="#ffd75f",
        success="#5fd787",
        warning="#ffaf5f",
        error="#ff5f5f",
        foreground="#e4e4e4",
        background="#121212",
        surface="#1c1c1c",
        panel="#303030",
        variables={"muted": "#a8a8a8", "line": "#585858", "key": "#ffd75f"},
    )
    light = Theme(
        name=LIGHT,
        dark=False,
        primary="#005fd7",
        secondary="#005f87",
        accent="#870087",
        success="#005f00",
        warning="#870000",
        error="#d70000",
        foreground="#1c1c1c",
        background="#ffffff",
        surface="#eeeeee",
        panel="#dadada",
        variables={"muted": "#585858", "line": "#a8a8a8", "key": "#870087"},
    )
    return dark, light


@lru_cache(maxsize=2)
def css_variables(*, dark: bool) -> Mapping[str, str]:
    """The colours of a theme by name, for screens that are drawn without Textual's stylesheets."""
    theme = themes()[0 if dark else 1]
    return {**theme.to_color_system().generate(), **theme.variables}


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The codes that select each ink on terminals of one kind."""

    codes: Mapping[str, str]


@lru_cache(maxsize=8)
def palette(*, dark: bool, colours: ColorSystem | None) -> Palette:
    """The palette of the dark or the light theme; without colours, bold and reverse must do."""
    variables = css_variables(dark=dark)
    return Palette({ink: _codes(look, variables, colours) for ink, look in LOOKS.items()})


def _codes(look: Look, variables: Mapping[str, str], colours: ColorSystem | None) -> str:
    """The codes for two variables; without colours, for ``swapped`` and ``underline`` instead."""
    if colours is None:
        bare = Style(
            bold=look.bold, italic=look.italic, reverse=look.swapped, underline=look.underline
        )
        return selection(bare, None)
    front, behind = xterm_colour(variables[look.fore]), xterm_colour(variables[look.back])
    shown = Style.from_color(front, behind) + Style(bold=look.bold, italic=look.italic)
    return selection(shown, colours)


@lru_cache(maxsize=2048)
def row_of(spans: Line, width: int, inks: Palette) -> bytes:
    """A line as a row of exactly ``width`` cells. Screens that show the same share it."""
    shown = ((printable(text), ink) for text, ink in spans)
    runs = groupby(padded(tuple(shown), width), key=itemgetter(1))
    rows = (inks.codes[ink] + "".join(text for text, _ in run) for ink, run in runs)
    return "".join(rows).encode("utf-8", "replace")


def content_of(spans: Line) -> Content:
    """A line for one of Textual's widgets, whose own background shows through."""
    return Content.assemble(*((printable(text), style_of(ink)) for text, ink in spans))


@lru_cache(maxsize=64)
def style_of(ink: str) -> str:
    """An ink as a style of Textual's, in the variables of the theme at hand."""
    look = LOOKS[ink]
    parts = ["bold"] if look.bold else []
    parts += ["italic"] if look.italic else []
    parts += ["underline"] if look.underline else []
    parts += [f"${look.fore}"] if ink != Ink.TEXT else []
    parts += [f"on ${look.back}"] if look.back != "background" else []
    return " ".join(parts)
