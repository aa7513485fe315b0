"""Keeps a nervous hand from pressing past what is on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

MOMENT = timedelta(milliseconds=400)
"""How long something new must have been on screen before the same key may act on it.

Longer than a double press, which takes 100 to 300 ms; shorter than reading a word.
"""


class Guard:
    """Lets a key through only after what it would act on has been on screen for a moment."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._shown_at: datetime | None = None

    def shown(self) -> None:
        """Something new stands on the screen, from now."""
        self._shown_at = self._clock()

    @property
    def is_open(self) -> bool:
        """Whether the key may act. A clock that was set back does not keep it shut."""
        return self._shown_at is None or abs(self._clock() - self._shown_at) >= MOMENT
