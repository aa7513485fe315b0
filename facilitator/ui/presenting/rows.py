"""The wall's lines as rows for a terminal."""

from __future__ import annotations

from functools import lru_cache

from rich.color import ColorSystem
from rich.style import Style as RichStyle
from textual.color import Color
from textual.content import Content
from textual.style import Style

from facilitator.terminal.colours import selection, xterm_colour
from facilitator.ui.theme import css_variables


def row_of(line: Content, width: int, *, dark: bool, colours: ColorSystem | None) -> bytes:
    """A line as a row of exactly ``width`` cells; its words have passed ``printable`` already."""
    whole = line.truncate(width, pad=True)
    pieces = whole.render(_style("", dark), "", lambda told: _style(str(told), dark))
    told = (_codes(style, colours) + text for text, style in pieces)
    return "".join(told).encode("utf-8", "replace")


@lru_cache(maxsize=256)
def _style(told: str, dark: bool) -> Style:  # noqa: FBT001 - a key of the cache
    """A style from its words and the theme's variables, on the theme's background."""
    variables = dict(css_variables(dark=dark))
    variables["text"] = variables["foreground"]
    style = Style.parse(told, variables) if told else Style()
    plain = Style(Color.parse(variables["background"]), Color.parse(variables["foreground"]))
    return plain + style


@lru_cache(maxsize=256)
def _codes(style: Style, colours: ColorSystem | None) -> str:
    front, behind = style.foreground, style.background
    rich = RichStyle(bold=style.bold, reverse=style.reverse, underline=style.underline)
    if front is not None and behind is not None:
        rich += RichStyle.from_color(xterm_colour(front.hex6), xterm_colour(behind.hex6))
    return selection(rich, colours)
