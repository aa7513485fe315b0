"""What all connections of one server have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from facilitator.ssh.admission import Gate, Visitor
    from facilitator.ssh.entrance import Entrance
    from facilitator.ssh.limits import Limits
    from facilitator.ssh.penalties import Arrivals, Penalties
    from facilitator.ssh.places import Places
    from facilitator.ssh.start_queue import StartQueue
    from facilitator.terminal.line import Line


class Served(Protocol):
    """What is shown to a visitor, as this layer sees it: a painted screen or a Textual App."""

    @property
    def farewell(self) -> str:
        """Plain text for the terminal after the app has ended; ``""`` for none."""

    @property
    def return_code(self) -> int | None:
        """Not 0 after an error of a Textual App; other screens raise it."""

    async def run_async(self, *, mouse: bool = True) -> Any:
        """Run until the app ends."""

    def exit(self) -> None:
        """Ask the app to end."""


class NoRoom:
    """What is served where nothing can be: a few words."""

    return_code = None

    def __init__(self, farewell: str) -> None:
        self.farewell = farewell

    async def run_async(self, *, mouse: bool = True) -> None:
        """End at once."""

    def exit(self) -> None:
        """Nothing runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The functions that the server was handed, and what its connections share."""

    server_id: str
    gate: Gate
    make_app: Callable[[Visitor, Line], Served]
    on_disconnect: Callable[[Visitor], None]
    limits: Limits
    mouse: bool
    loop: asyncio.AbstractEventLoop
    task_factory: Any
    """What the loop made tasks with before there were apps; None for its default."""
    penalties: Penalties
    arrivals: Arrivals
    queue: StartQueue
    places: Places
    entrance: Entrance
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
