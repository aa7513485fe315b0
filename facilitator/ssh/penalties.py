"""Memory of failures and arrivals, bounded, with the clock passed in."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING

from facilitator.ssh.sources import source_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from facilitator.ssh.limits import Limits


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

    def __len__(self) -> int:
        return len(self._delays)


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
