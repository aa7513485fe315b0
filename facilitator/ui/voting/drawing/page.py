"""What the drawing of one stage hands to the frame around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from facilitator.ui.ink import BLANK, Line

Key = tuple[str, str]
"""A key and what it does, for the bottom line."""
ENDS: tuple[Key, ...] = (("?", "Help"), ("Q", "Leave"))
"""The keys that every screen ends its bottom line with."""


@dataclass(frozen=True, slots=True)
class Page:
    """The body of a screen: one column, or a text that scrolls beside one that stays.

    ``status`` says how things stand, when there is nothing newer to say. ``keys`` go from the most
    to the least important: what does not fit is left out from the end. ``focus`` is the line of
    ``main`` that is always shown, where a cursor stands in it: then nothing else scrolls it. With
    ``is_tight``, blank lines go before anything has to be scrolled. ``scroll_keys`` are told where
    there is more than fits.
    """

    main: list[Line] = field(default_factory=list)
    side: list[Line] | None = None
    status: str = ""
    is_good: bool = False
    keys: tuple[Key, ...] = ()
    focus: int | None = None
    is_tight: bool = False
    scroll_keys: str = "↑↓"


def blocks(*parts: list[Line]) -> list[Line]:
    """Blocks of lines with one blank line between those that say anything."""
    lines: list[Line] = []
    for part in parts:
        if part:
            lines.extend([BLANK, *part] if lines else part)
    return lines


def sides(inner: int) -> tuple[int, int]:
    """How wide the text and the choices beside it are, with a rule of three cells between."""
    right = max(30, min(52, inner // 2))
    return inner - right - 3, right
