"""What a server is handed from outside, and what its connections share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Any, Protocol

from facilitator.ssh.addresses import Arrivals, Penalties
from facilitator.ssh.entrance import Entrance
from facilitator.ssh.limits import Limits, Places
from facilitator.ssh.turns import StartQueue
from facilitator.terminal.line import Line


@dataclass(frozen=True, slots=True)
class Visitor:
    """An SSH connection that has been admitted but holds no seat yet."""

    connection: str
    """Unique id of this connection: ``<server id>-<number>``."""
    username: str
    """The SSH user name that the client offered; untrusted text."""
    fingerprint: str | None
    """``SHA256:…`` of a key whose signature was verified on this connection, else None."""
    code: str | None
    """The code typed at the prompt and accepted; None when the key was known."""
    address: str
    """Source address of the connection."""


class Gate(Protocol):
    """Answers, from outside this layer, who may come in. Asked before any app is made."""

    def welcome(self) -> str:
        """Return the line shown above the code prompt, such as the workshop's title."""

    def wants_key(self, fingerprint: str) -> bool:
        """Return whether a key that is offered is any use here.

        A client whose key isn't goes on to its next one. Asked before anything is proven.
        """

    def turns_away(self, fingerprint: str | None) -> str:
        """Return why nobody with this key, or without one, gets in by any code; "" where one may.

        The words are for the person, and say what to do.
        """

    def knows_key(self, fingerprint: str) -> bool:
        """Return whether the key's holder gets in without a code."""

    def admits(self, code: str) -> bool:
        """Return whether the code, as typed, lets its holder in. Compares in constant time."""

    def bars(self, visitor: Visitor) -> str:
        """Return why this very visitor, key or code being good, stays outside; "" for all others.

        The words are for the person.
        """

    def seat_of(self, visitor: Visitor) -> str | None:
        """Return the id of the seat that the visitor comes back to; None for a newcomer."""

    def seated(self) -> Container[str]:
        """Return the connections that hold a seat by now, or show a wall."""


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

    def finds_a_place(self) -> bool:
        """Return whether there is a seat for one more."""
        return self.entrance.seated < self.places.seated
