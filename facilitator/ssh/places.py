"""What a machine has for a server: addresses to listen on, and places for those who come."""

from __future__ import annotations

import errno
import os
import resource
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facilitator.ssh.limits import Limits

Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]
"""An address, as the system finds it for a name."""
EVERYWHERE = "*"
"""The host that is all interfaces of this machine, by IPv4 and by IPv6."""
_NOT_HAD = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""What a system says of addresses that it does without, as some do without IPv6."""
MOST_DESCRIPTORS = 65_536
"""More than this is never asked for: some systems promise more than they have."""
FEWEST_PLACES = 8
"""With fewer places than these a server is of no use to a room."""
CALM_SECONDS = 10.0
"""A crowd is gone when nobody had to make room for so long."""
_FEWER = (MOST_DESCRIPTORS, 20_000, 10_240, 4_096)
_FOLDERS = ("/proc/self/fd", "/dev/fd")


def name_of(host: str) -> str | None:
    """The host as the system is asked for its addresses."""
    return None if host in ("", EVERYWHERE) else host


def listen_on_each(found: Iterable[Found], listen: Callable[[Found], object]) -> None:
    """Have each of the addresses that the system found listened on.

    Those that this machine does without are passed over, unless it does without all of them.
    Raises OSError where it can't be done.
    """
    addresses = dict.fromkeys(found)
    lacking: list[OSError] = []
    for address in addresses:
        try:
            listen(address)
        except OSError as error:
            # Python's own reason goes on with what was tried, which whoever asked for it knows.
            failure = OSError(error.errno, os.strerror(error.errno or 0))
            if error.errno not in _NOT_HAD:
                raise failure from error
            lacking.append(failure)
    if len(lacking) == len(addresses):
        raise lacking[0]


def try_port(host: str, port: int) -> None:
    """Listen for a moment wherever a server would; raises OSError where it couldn't."""

    def listen(found: Found) -> None:
        family, *_, address = found
        socket.create_server(address[:2], family=family).close()

    kind, flags = socket.SOCK_STREAM, socket.AI_PASSIVE
    listen_on_each(socket.getaddrinfo(name_of(host), port, type=kind, flags=flags), listen)


@dataclass(frozen=True, slots=True)
class Places:
    """``all`` connections at a time, and how many of them may sit in seats.

    The others are there for whoever comes.
    """

    all: int
    seated: int


def raise_descriptors() -> int:
    """Have as many descriptors as this process may; return how many those are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = MOST_DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, MOST_DESCRIPTORS)
    for wanted in (ceiling, *_FEWER):
        if soft < wanted <= ceiling:
            with suppress(OSError, ValueError):  # a system may have bounds that it doesn't tell
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
                return wanted
    return soft


def places_for(limits: Limits, descriptors: int, used: int) -> Places:
    """The places there are with so many descriptors, of which some are used already.

    ``descriptors_kept`` stay free whatever comes: without them no vote could be recorded. A quarter
    of the places is never taken by those who sit, or nobody could knock any more.
    """
    most = limits.connections + limits.half_open
    everybody = max(4, min(most, descriptors - used - limits.descriptors_kept))
    return Places(everybody, min(limits.connections, everybody * 3 // 4))


def descriptors_needed(limits: Limits, used: int) -> int:
    """How many descriptors a server needs at the least that has some in use already."""
    return used + limits.descriptors_kept + FEWEST_PLACES


def descriptors_in_use() -> int:
    """How many descriptors this process has open; a guess where the system doesn't tell."""
    for folder in _FOLDERS:
        with suppress(OSError):
            return sum(1 for _ in Path(folder).iterdir())
    return 16


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
