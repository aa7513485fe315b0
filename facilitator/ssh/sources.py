"""Where connections come from, as far as limits are concerned, and a budget for each source."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from typing import TYPE_CHECKING

from facilitator.terminal.budget import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

_SITE_BITS = 64


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

    def __len__(self) -> int:
        return len(self._by_key)

    def _forget_whole_ones(self) -> None:
        """Look at the two that were used longest ago: more are never added than looked at."""
        for _ in range(min(2, len(self._by_key))):
            key, budget = next(iter(self._by_key.items()))
            if not budget.is_whole:
                self._by_key.move_to_end(key)
                continue
            del self._by_key[key]
