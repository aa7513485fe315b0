"""Where connections come in: no more than there are places, and one flood is not everybody's."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

import asyncssh

from facilitator.ssh.addresses import Found, listen_on_each, name_of, source_of
from facilitator.ssh.limits import Limits, Places
from facilitator.ssh.meter import Meter, Stage
from facilitator.ssh.turns import Turns

Factory = Callable[[str, int], Any]
"""Makes what AsyncSSH has one of for each connection, from where that comes from."""
CALM_SECONDS = 10.0
"""A crowd is gone when nobody had to make room for so long."""
_BACKLOG = 1024
"""Connections that the system keeps for us until they are taken up."""
_OUT_OF_SOMETHING = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_DOOR = "\0door"
"""Counts as a source of its own where turns are taken: no address reads like this."""
_log = logging.getLogger(__name__)


class Crowd:
    """Follows how it stands at the door. ``changed`` is called after every turn of that."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.is_there = False
        self.changed: Callable[[], None] = lambda: None
        self._clock = clock
        self._seen_at = 0.0

    def seen(self) -> None:
        """Somebody had to make room, or to wait."""
        self._seen_at = self._clock()
        self._become(is_there=True)

    def look(self) -> None:
        """See whether it is over."""
        if self._clock() - self._seen_at >= CALM_SECONDS:
            self._become(is_there=False)

    def _become(self, *, is_there: bool) -> None:
        if is_there != self.is_there:
            self.is_there = is_there
            self.changed()


class Entrance:
    """Takes up connections and hands them to AsyncSSH, to which it is a tunnel that it listens by.

    Whoever sits nowhere yet is a guest, and can be closed for somebody who comes: of the source
    that has most guests, those first whose terminal has ended; then, of those who have come as far
    as most of them, whoever has been there longest. One source never has more than three quarters
    of the places that the seated leave. Where nobody can be closed yet nobody is taken up for a
    moment: whoever comes waits in the system's line, which forgets nobody who is honest.
    """

    def __init__(
        self,
        limits: Limits,
        places: Places,
        turns: Turns,
        *,
        reuse_port: bool,
        crowded: Callable[[], None],
    ) -> None:
        """``crowded`` is called whenever a connection had to be closed or kept waiting."""
        self._limits = limits
        self._places = places
        self._turns = turns
        self._reuse_port = reuse_port
        self._crowded = crowded
        self._loop = asyncio.get_running_loop()
        self._factory: Factory | None = None
        self._sockets: list[socket.socket] = []
        self._guests: dict[str, dict[Meter, None]] = {}
        self._number_of_guests = 0
        self._seated: set[Meter] = set()
        self._patience = {
            Stage.OVER: 0.0,
            Stage.SILENT: limits.silent_seconds,
            Stage.AT_THE_DOOR: 0.0,  # it is programs that talk here: they are through in no time
            Stage.LOGGED_IN: 0.0,
            Stage.ASKED: limits.idle_seconds,
            Stage.ADMITTED: limits.idle_seconds,
        }
        self._tasks: set[asyncio.Task[Any]] = set()
        self._again_at: asyncio.TimerHandle | None = None
        self._closed = asyncio.Event()

    # AsyncSSH's calls, as of any tunnel that it listens by, and of the server that comes of it

    async def create_server(self, factory: Factory, host: str, port: int) -> Entrance:
        """Listen on every address of a host; raises OSError where that can't be done.

        ``factory`` makes what AsyncSSH has one of for each connection.
        """
        self._factory = factory
        with ExitStack() as undoing:
            undoing.callback(self.close)
            found = await self._loop.getaddrinfo(
                name_of(host), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )
            listen_on_each(found, partial(self._listen_on, port))
            undoing.pop_all()
        self._listen_on_or_not()
        return self

    def get_addresses(self) -> list[tuple[Any, ...]]:
        """What is listened on."""
        return [each.getsockname() for each in self._sockets]

    def get_port(self) -> int:
        """The port: all addresses have the same."""
        return int(self._sockets[0].getsockname()[1]) if self._sockets else 0

    def close(self) -> None:
        """Take nobody else in. Who is in stays."""
        for each in self._sockets:
            self._loop.remove_reader(each.fileno())
            each.close()
        self._sockets = []
        if self._again_at is not None:
            self._again_at.cancel()
        self._closed.set()

    async def wait_closed(self) -> None:
        """Wait until nobody else is taken in."""
        await self._closed.wait()

    # What the connections tell

    @property
    def seated(self) -> int:
        """How many sit, and are never closed for somebody else."""
        return len(self._seated)

    def moved(self, meter: Meter) -> None:
        """Take note of how far somebody has come, unless they are gone."""
        if meter.stage is Stage.SEATED and self._forget_guest(meter):
            self._seated.add(meter)
        elif meter.stage is not Stage.SEATED and meter in self._seated:
            self._seated.discard(meter)
            self._has_guest(meter)

    def _has_guest(self, meter: Meter) -> None:
        self._guests.setdefault(meter.source, {})[meter] = None
        self._number_of_guests += 1

    def _forget_guest(self, meter: Meter) -> bool:
        """Whether this was a guest until now."""
        beside = self._guests.get(meter.source, {})
        if meter not in beside:
            return False
        del beside[meter]
        self._number_of_guests -= 1
        if not beside:
            del self._guests[meter.source]
        return True

    def _gone(self, meter: Meter) -> None:
        was_here = self._forget_guest(meter) or meter in self._seated
        self._seated.discard(meter)
        if was_here and self._again_at is not None:
            self._resume()

    # Taking people up

    def attend(self) -> tuple[int, bool]:
        """Take up one connection of each address that is listened on, if there is a place."""
        has_more = False
        for each in tuple(self._sockets):
            if not self._has_place():
                self._pause(self._limits.silent_seconds)
                return 0, has_more
            has_more = self._take_up(each) or has_more
        if not has_more:
            self._listen_on_or_not()
        return 0, has_more

    def _take_up(self, listening: socket.socket) -> bool:
        """Take up one, if anybody is there and the system lets us."""
        try:
            taken, address = listening.accept()
        except (BlockingIOError, InterruptedError):
            return False
        except OSError as error:
            if error.errno in _OUT_OF_SOMETHING:
                _log.warning("No connection can be taken up: %s", error.strerror)
                self._pause(1.0)
                return False
            return True  # whoever came has gone again
        if not address:  # as macOS says of them
            taken.close()
            return True
        source = source_of(str(address[0]))
        if not self._may_have_one_more(source):
            taken.close()
            return True
        taken.setblocking(False)  # noqa: FBT003  (its only parameter)
        assert self._factory is not None  # noqa: S101  (nothing is taken up before)
        ssh: asyncssh.SSHServerConnection = self._factory(*address[:2])
        meter = Meter(
            ssh,
            source,
            limits=self._limits,
            turns=self._turns,
            gone=self._gone,
        )
        self._has_guest(meter)
        connecting = self._loop.connect_accepted_socket(lambda: meter, taken)
        task = self._loop.create_task(connecting)
        self._tasks.add(task)
        task.add_done_callback(partial(self._connected, meter))
        return True

    def _connected(self, meter: Meter, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or task.exception() is not None:
            self._gone(meter)

    # Who makes room

    @property
    def _places_for_guests(self) -> int:
        return min(self._limits.half_open, self._places.all - len(self._seated))

    def _has_place(self) -> bool:
        """Whether there is a place, or one can be made, for whoever comes next."""
        if self._number_of_guests < self._places_for_guests:
            return True
        self._crowded()
        by_number = sorted(self._guests, key=lambda source: len(self._guests[source]), reverse=True)
        return any(self._closes_one_of(source) for source in by_number)

    def _may_have_one_more(self, source: str) -> bool:
        """Whether a source has not had its share of the places, or makes room in it."""
        share = max(1, self._places_for_guests * 3 // 4)
        if len(self._guests.get(source, ())) < share:
            return True
        self._crowded()
        return self._closes_one_of(source)

    def _closes_one_of(self, source: str) -> bool:
        """Close a guest of a source for somebody who comes, if one can be closed by now.

        Where the source has most of its guests is where they pile up.
        """
        guests = self._guests[source]
        numbers = Counter(guest.stage for guest in guests)
        most = max(numbers, key=lambda stage: (numbers[stage], -stage))
        stage = Stage.OVER if numbers[Stage.OVER] else most
        oldest = min((each for each in guests if each.stage is stage), key=lambda each: each.since)
        if self._loop.time() - oldest.since < self._patience[stage]:
            return False
        self._gone(oldest)
        oldest.make_room()
        return True

    # Listening, and not

    def _listen_on(self, port: int, found: Found) -> None:
        """Listen on one address; where any port will do, on the one that the others have."""
        family, *_, address = found
        listening = socket.create_server(
            (address[0], port or self.get_port(), *address[2:]),
            family=family,
            backlog=_BACKLOG,
            reuse_port=self._reuse_port,
        )
        listening.setblocking(False)  # noqa: FBT003  (its only parameter)
        self._sockets.append(listening)

    def _listen_on_or_not(self) -> None:
        for each in self._sockets:
            if self._again_at is None:
                self._loop.add_reader(each.fileno(), self._knocked)
            else:
                self._loop.remove_reader(each.fileno())

    def _knocked(self) -> None:
        """Somebody is at the door; more of them are seen to in turns, so stop listening."""
        for each in self._sockets:
            self._loop.remove_reader(each.fileno())
        self._turns.ask(_DOOR, self)

    def _pause(self, seconds: float) -> None:
        if self._again_at is not None:
            self._again_at.cancel()
        self._again_at = self._loop.call_later(seconds, self._resume)
        self._listen_on_or_not()

    def _resume(self) -> None:
        if self._again_at is not None:
            self._again_at.cancel()
        self._again_at = None
        self._listen_on_or_not()
