"""What all connections of one server have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from facilitator.ssh.admission import Gate, Visitor
    from facilitator.ssh.app_run import Served
    from facilitator.ssh.connection import Connection
    from facilitator.ssh.entrance import Entrance
    from facilitator.ssh.limits import Limits
    from facilitator.ssh.penalties import Arrivals, Penalties
    from facilitator.ssh.places import Places
    from facilitator.ssh.start_queue import StartQueue
    from facilitator.terminal.line import Line


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
    connections: dict[int, Connection] = field(default_factory=dict)
    """By number, oldest first."""
