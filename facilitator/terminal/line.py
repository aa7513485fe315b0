"""The way to a terminal, whatever it is reached by, and what is at this end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import asyncio

    from facilitator.terminal.limits import TerminalLimits


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
