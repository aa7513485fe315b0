"""A terminal as screens see it, whatever it is reached by: its modes, its limits, and its line.

A connection may be lost, or a process killed, before anything is undone. So no mode is used that
has a terminal type by itself: no Kitty keys, no reports of focus or of sizes, no mouse that is
reported wherever it moves; and over SSH none at all. What may stay behind then is the other screen
and no cursor, which ``reset`` and whatever is shown next undo, and pastes in brackets, which shells
that know them set as they like. Lines wrap again at the end of each frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import asyncio

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


def frame(data: bytes) -> bytes:
    """Return one frame, in which no line wraps, however wide a terminal takes its characters."""
    return _NO_WRAP + data + _WRAP


def shows_screens(term: str) -> bool:
    """Whether a terminal that calls itself so (``TERM``) can show more than lines."""
    return term.strip().lower().partition("-")[0] not in _SHOW_NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalLimits:
    """Bounds on one terminal: times in seconds, sizes in bytes unless said otherwise."""

    terminal_columns: int = 400
    """Cells; a wider terminal is served as if it were this wide."""

    terminal_rows: int = 200
    """Cells; a taller terminal is served as if it were this tall."""

    resize_seconds: float = 0.05
    """Shortest time between two resizes that are heard of."""

    paste_characters: int = 16_384
    """Characters of one paste that are taken; the rest is dropped."""

    paste_seconds: float = 3.0
    """A paste that stays silent for so long has ended, with or without its end mark."""

    input_burst: int = 1000
    """Keys and other input events taken at once; input is then read at ``input_rate``."""

    input_rate: float = 200.0
    """Input events a second, sustained."""

    stale_bytes: int = 65_536
    """Unsent output above which frames are dropped until the client has caught up."""

    def clamped(self, columns: int, rows: int) -> tuple[int, int]:
        """The size that a terminal is served as; 0 is what one says that does not know its own."""
        return min(columns or 80, self.terminal_columns), min(rows or 24, self.terminal_rows)


class Attached(Protocol):
    """Whatever shows something on a terminal and takes its keys."""

    def receive(self, text: str) -> None:
        """Take what was typed."""

    def resize(self) -> None:
        """The terminal has another size."""

    def give_back(self) -> None:
        """Leave the terminal as it was found. A second call does nothing."""

    def step_back(self) -> None:
        """Leave the terminal as it was found, for a while."""

    def retake(self) -> None:
        """Show everything anew: somebody else may have had the terminal meanwhile."""


class Line(Protocol):
    """The connection under a terminal."""

    loop: asyncio.AbstractEventLoop
    size: tuple[int, int]
    """Columns and rows, already clamped."""
    term: str
    """The terminal's type as its client named it; untrusted text."""
    can_step_back: bool
    """Whether there is something behind the screen to leave the terminal to for a while."""

    @property
    def limits(self) -> TerminalLimits:
        """What a terminal may use up here."""

    def attach(self, terminal: Attached) -> None:
        """From now on ``terminal`` gets what arrives."""

    def send(self, data: bytes) -> None:
        """Send ``data``; does nothing once the connection is closing."""

    def unsent(self) -> int:
        """Return how many bytes the client hasn't taken yet."""

    def pause_input(self) -> None:
        """Deliver nothing more, as far as that can be."""

    def resume_input(self) -> None:
        """Deliver what comes again."""

    def drawn(self) -> None:
        """Something has reached the terminal."""
