"""Terminals that can show no screen: what whoever sits at one is told, in one line."""

from __future__ import annotations

from facilitator.domain.text import visible
from facilitator.terminal.modes import shows_screens

_MOST_CELLS = 24


def why_no_screen(term: str) -> str:
    """Why a terminal that calls itself so (``TERM``) gets no screen, and what to do; "" if it does.

    As in a shell inside of Emacs, in a log of a build, or where no terminal is named at all.
    """
    if shows_screens(term):
        return ""
    named = f"TERM={visible(term.strip(), most_cells=_MOST_CELLS)}" if term.strip() else "no TERM"
    return f"this terminal can show no screen ({named}): start it in another one"
