"""Two themes for every app.

All colours lie on the xterm palette of 256, so that they are the same where there are 16 million;
each still finds a readable neighbour among 16. No meaning rests on them alone: a sign or a word
says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from textual.theme import Theme

DARK = "facilitator-dark"
LIGHT = "facilitator-light"


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
