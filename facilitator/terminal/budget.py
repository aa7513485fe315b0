"""How much may be used: a burst, then a steady rate, with the clock passed in."""

from __future__ import annotations

from collections import OrderedDict
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


class Budgets:
    """One budget for each key: bounded, for those that are whole again are forgotten."""

    def __init__(self, most: float, rate: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._rate = rate
        self._clock = clock
        self._by_key: OrderedDict[str, Budget] = OrderedDict()

    def of(self, key: str) -> Budget:
        """The budget of ``key``."""
        self._forget_whole_ones()
        budget = self._by_key.get(key)
        if budget is None:
            budget = self._by_key[key] = Budget(self._most, self._rate, self._clock)
        self._by_key.move_to_end(key)
        return budget

    def _forget_whole_ones(self) -> None:
        """Look at the two that were used longest ago: more are never added than looked at."""
        for _ in range(min(2, len(self._by_key))):
            key, budget = next(iter(self._by_key.items()))
            if not budget.is_whole:
                self._by_key.move_to_end(key)
                continue
            del self._by_key[key]
