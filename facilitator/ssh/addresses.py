"""Addresses: those that are listened on, and what is remembered of those that people come from.

All that is remembered is bounded, and the clock is passed in.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import socket
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from typing import Any

from facilitator.ssh.limits import Limits

Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]
"""An address, as the system finds it for a name."""
EVERYWHERE = "*"
"""The host that is all interfaces of this machine, by IPv4 and by IPv6."""
_NOT_HAD = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""What a system says of addresses that it does without, as some do without IPv6."""
_SITE_BITS = 64


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


def source_of(address: str) -> str:
    """Return what limits count by: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, _SITE_BITS), strict=False))


class Penalties:
    """Failed codes and keys by source address, forgotten with a half-life.

    What is remembered of an address is for how long the answer to its last failure was held back.
    So there is a most to it, and a long attack is forgotten as soon as a short one. Only answers to
    failures are ever delayed: a whole room may share one address, and somebody with the right code
    must not wait for the others' typing errors.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._delays: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def failed(self, address: str) -> float:
        """Note a failure; return for how many seconds its answer is to be held back."""
        longer = self.delay(address) + self._limits.penalty_step_seconds
        delay = min(longer, self._limits.penalty_most_seconds)
        key = source_of(address)
        self._delays[key] = (delay, self._clock())
        self._delays.move_to_end(key)
        if len(self._delays) > self._limits.penalty_addresses:
            self._delays.popitem(last=False)
        return delay

    def delay(self, address: str) -> float:
        """Return for how many seconds the failures so far hold back another one's answer."""
        now = self._clock()
        delay, then = self._delays.get(source_of(address), (0.0, now))
        half_lives = (now - then) / self._limits.penalty_half_life_seconds
        return float(delay * 0.5**half_lives)


class Arrivals:
    """How often each seat has been connected to lately."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._counted: OrderedDict[str, deque[float]] = OrderedDict()
        self._forgiven: OrderedDict[str, deque[float]] = OrderedDict()

    def admits(self, seat: str) -> bool:
        """Count one connection to ``seat``; return whether it is within the limit.

        A refused one isn't counted, so that waiting a minute is always enough.
        """
        return self._note(self._counted, seat, self._limits.seat_arrivals)

    def forgive(self, seat: str) -> None:
        """Take back the latest connection to ``seat``: it ended by no fault of its person.

        Not more often than ``seat_forgiven``: what fails every time is not to be tried on and on.
        """
        times = self._counted.get(seat)
        if times and self._note(self._forgiven, seat, self._limits.seat_forgiven):
            times.pop()

    def _note(self, noted: OrderedDict[str, deque[float]], seat: str, most: int) -> bool:
        """Note that something has happened to a seat, unless it has too often already."""
        now = self._clock()
        since = now - self._limits.seat_window_seconds
        while noted and not any(time > since for time in next(iter(noted.values()))):
            noted.popitem(last=False)  # what happened last longest ago stands first
        times = noted.setdefault(seat, deque())
        while times and times[0] <= since:
            times.popleft()
        if len(times) >= most:
            return False
        times.append(now)
        noted.move_to_end(seat)
        return True
