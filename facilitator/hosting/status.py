"""How the server that a facilitator over SSH came by stands, for their screen."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import replace

from facilitator.live.ports import RosterStatus, ServerState, ServerStatus

LOCAL_ONLY = "Only this computer gets in. For others, leave and type: facilitator resume --lan"
LOCAL_BUT_SHOWN = "Only this computer gets in, and whoever is led to it, as by a tunnel."
"""Where somebody has said what voters type for it."""


class ThisServer:
    """How the server of this very process stands, for the screens that it serves."""

    def __init__(self) -> None:
        self.status = ServerStatus(ServerState.STARTING)
        self._screens: weakref.WeakSet[SeenServer] = weakref.WeakSet()

    def seen(self) -> SeenServer:
        """The same for one screen, and forgotten with it."""
        screen = SeenServer(self)
        self._screens.add(screen)
        return screen

    def listens(self, command: str, fingerprint: str, *, is_local: bool) -> None:
        """People get in now, by this command."""
        reach = "Only the first facilitator's computer gets in." if is_local else ""
        self._become(
            replace(
                self.status,
                state=ServerState.LISTENING,
                command=command,
                fingerprint=fingerprint,
                reach=reach,
            )
        )

    def has_roster(self, roster: RosterStatus) -> None:
        """The roster has been read, or read anew."""
        self._become(replace(self.status, roster=roster))

    def is_crowded(self, words: str) -> None:
        """More people come than there is room for, as ``words`` say; "" once they do no more."""
        self._become(replace(self.status, message=words))

    def _become(self, status: ServerStatus) -> None:
        self.status = status
        for screen in tuple(self._screens):
            screen.stir()


class SeenServer:
    """The server as one screen sees it."""

    def __init__(self, server: ThisServer) -> None:
        self._server = server
        self._wakes: list[Callable[[], None]] = []

    @property
    def status(self) -> ServerStatus:
        """How people get in now."""
        return self._server.status

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` whenever the status has changed."""
        self._wakes.append(wake)

    def stir(self) -> None:
        """The status has changed."""
        for wake in self._wakes:
            wake()
