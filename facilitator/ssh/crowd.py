"""Whether more people come than there is room for, told when it begins and when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CALM_SECONDS = 10.0
"""A crowd is gone when nobody had to make room for so long."""


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
