"""How many colours a terminal has, and the codes that select them."""

from __future__ import annotations

import re
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.style import Style

_SIXTEEN = re.compile(r"linux|vt\d|ansi|dumb|cons25|sun|.*-16color|.*-m(ono)?$", re.ASCII)
_MILLIONS = ("truecolor", "24bit")
_SELECTION = re.compile(r"\x1b\[([0-9;]*)m")
_ATTRIBUTES = {"bold": "1", "dim": "2", "italic": "3", "underline": "4", "reverse": "7"}


def colours_of(term: str, color_term: str = "") -> ColorSystem:
    """Return what a terminal can show that calls itself so (``TERM``, ``COLORTERM``).

    One that isn't known to have fewer is taken to have 256 colours, as nearly all have.
    """
    if not term or _SIXTEEN.match(term):
        return ColorSystem.STANDARD
    return ColorSystem.TRUECOLOR if color_term.lower() in _MILLIONS else ColorSystem.EIGHT_BIT


@lru_cache(maxsize=512)
def xterm_colour(told: str) -> Color:
    """Return a colour, by its number where it is one of the 256: short, and the same anywhere."""
    colour = Color.parse(told)
    for number in range(16, 256):
        if Color.from_ansi(number).get_truecolor() == colour.triplet:
            return Color.from_ansi(number)
    return colour


@lru_cache(maxsize=1024)
def selection(style: Style, colours: ColorSystem | None) -> str:
    """Return the codes that select a style, whatever was selected before.

    Without ``colours`` only such things as bold and reverse are selected. A style's own way to its
    codes keeps them, and would give those of the first terminal to all.
    """
    codes = ["0", *(code for name, code in _ATTRIBUTES.items() if getattr(style, name))]
    if colours is not None and style.color is not None:
        codes += style.color.downgrade(colours).get_ansi_codes()
    if colours is not None and style.bgcolor is not None:
        codes += style.bgcolor.downgrade(colours).get_ansi_codes(foreground=False)
    return f"\x1b[{';'.join(codes)}m"


def in_sixteen_colours(text: str) -> str:
    """Return terminal output with its 256-colour codes replaced by the nearest of 16."""
    return _SELECTION.sub(lambda match: _downgraded(match[1]), text)


@lru_cache(maxsize=4096)
def _downgraded(codes: str) -> str:
    parts = codes.split(";")
    kept: list[str] = []
    while parts:
        code = parts.pop(0)
        if code in ("38", "48") and parts[:1] == ["5"] and parts[1:2] != []:
            number = int(parts[1] or "0")
            del parts[:2]
            nearest = Color.from_ansi(min(number, 255)).downgrade(ColorSystem.STANDARD)
            kept.extend(nearest.get_ansi_codes(foreground=code == "38"))
        else:
            kept.append(code)
    return f"\x1b[{';'.join(kept)}m"
