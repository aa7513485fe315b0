"""How much may be used: a burst, then a steady rate, with the clock passed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Budget:
    """A burst of ``most``, and ``rate`` a second from there on. The unit is the user's matter."""

    __slots__ = ("_clock", "_left", "_seen", "most", "rate")

    def __init__(self, most: float, rate: float, clock: Callable[[], float]) -> None:
        self.most = most
        self.rate = rate
        self._clock = clock
        self._left = float(most)
        self._seen = clock()

    def spend(self, amount: float) -> float:
        """Use ``amount``, had or not; return for how many seconds to wait now, mostly 0."""
        self._left = self.left - amount
        return max(0.0, -self._left / self.rate)

    @property
    def left(self) -> float:
        """What may be used now; less than nothing after more was used."""
        now = self._clock()
        self._left = min(self.most, self._left + (now - self._seen) * self.rate)
        self._seen = now
        return self._left

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the burst is used up."""
        return self.left >= self.most
