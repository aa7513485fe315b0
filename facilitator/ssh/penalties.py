"""Memory of failures and arrivals, bounded, with the clock passed in."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from facilitator.ssh.limits import Limits

_IPV6 = 6
_IPV6_SITE_BITS = 64


class Penalties:
    """Failed codes and keys by source address, forgotten with a half-life.

    Only answers to failures are ever delayed: a whole room may share one address, and somebody
    with the right code must not wait for the others' typing errors.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._failures: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def failed(self, address: str) -> float:
        """Note a failure; return for how many seconds its answer is to be held back."""
        key = _source(address)
        now = self._clock()
        failures = self._remaining(key, now) + 1.0
        self._failures[key] = (failures, now)
        self._failures.move_to_end(key)
        if len(self._failures) > self._limits.penalty_addresses:
            self._failures.popitem(last=False)
        return self._delay(failures)

    def delay(self, address: str) -> float:
        """Return for how many seconds another failure's answer would be held back by now."""
        return self._delay(self._remaining(_source(address), self._clock()))

    def __len__(self) -> int:
        return len(self._failures)

    def _remaining(self, key: str, now: float) -> float:
        failures, then = self._failures.get(key, (0.0, now))
        half_lives = (now - then) / self._limits.penalty_half_life_seconds
        return float(failures * 0.5**half_lives)

    def _delay(self, failures: float) -> float:
        limits = self._limits
        return min(limits.penalty_most_seconds, limits.penalty_step_seconds * failures)


class Arrivals:
    """How often each seat has been connected to lately."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def admits(self, seat: str) -> bool:
        """Count one connection to ``seat``; return whether it is within the limit.

        A refused one isn't counted, so that waiting a minute is always enough.
        """
        now = self._clock()
        self._forget(now - self._limits.seat_window_seconds)
        times = self._times.setdefault(seat, deque())
        while times and times[0] <= now - self._limits.seat_window_seconds:
            times.popleft()
        if len(times) >= self._limits.seat_arrivals:
            return False
        times.append(now)
        self._times.move_to_end(seat)
        return True

    def forgive(self, seat: str) -> None:
        """Take back the latest connection to ``seat``: it ended by no fault of its person."""
        times = self._times.get(seat)
        if times:
            times.pop()

    def __len__(self) -> int:
        return len(self._times)

    def _forget(self, before: float) -> None:
        """Drop the seats whose latest arrival is old; they stand first."""
        while self._times:
            seat, times = next(iter(self._times.items()))
            if times and times[-1] > before:
                return
            del self._times[seat]


def _source(address: str) -> str:
    """Return what failures are counted by: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == _IPV6:
        return str(ipaddress.ip_network((parsed, _IPV6_SITE_BITS), strict=False))
    return address
