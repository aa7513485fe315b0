"""The modes that a terminal is put into while something is shown on it, and their undoing.

A connection may be lost, or a process killed, before anything is undone. So none is used that has
a terminal type by itself: no Kitty keys, no reports of focus or of sizes, no mouse that is reported
wherever it moves; and over SSH none at all. What may stay behind then is the other screen and no
cursor, which ``reset`` and whatever is shown next undo, and pastes in brackets, which shells that
know them set as they like. Lines wrap again at the end of each frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[?2004h"
"""Alternate screen, no cursor, bracketed paste."""
LEAVE: Final = "\x1b[?7h\x1b[?2004l\x1b[0m\x1b[2J\x1b[H\x1b[?1049l\x1b[?25h"
"""The opposite. It clears first, for terminals that have no alternate screen."""
MOUSE_ON: Final = "\x1b[?1000h\x1b[?1006h"
MOUSE_OFF: Final = "\x1b[?1000l\x1b[?1006l"
"""Presses of its buttons and turns of its wheel; never where it moves."""
_NO_WRAP: Final = b"\x1b[?7l"
_WRAP: Final = b"\x1b[?7h"
_SHOW_NOTHING: Final = ("", "dumb", "unknown", "emacs", "network", "dialup", "ethernet")
"""What terminals are called, by terminfo's names, that obey nothing and so can show no screen."""
_BY_SSH: Final = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


def frame(data: bytes) -> bytes:
    """Return one frame, in which no line wraps, however wide a terminal takes its characters."""
    return _NO_WRAP + data + _WRAP


def shows_screens(term: str) -> bool:
    """Whether a terminal that calls itself so (``TERM``) can show more than lines."""
    return term.strip().lower().partition("-")[0] not in _SHOW_NOTHING


def is_reached_by_ssh(environment: Mapping[str, str]) -> bool:
    """Whether a process's own terminal is at the other end of an SSH connection."""
    return any(environment.get(name) for name in _BY_SSH)
