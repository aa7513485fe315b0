"""The modes that a terminal is put into while something is shown on it, and their undoing."""

from __future__ import annotations

from typing import Final

ENTER: Final = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l"
"""Alternate screen, no cursor, bracketed paste, no line wrap."""
LEAVE: Final = "\x1b[?7h\x1b[?2004l\x1b[0m\x1b[2J\x1b[H\x1b[?1049l\x1b[?25h"
"""The opposite. It clears first, for terminals that have no alternate screen."""
MOUSE_ON: Final = "\x1b[?1000h\x1b[?1006h"
MOUSE_OFF: Final = "\x1b[?1000l\x1b[?1006l"
