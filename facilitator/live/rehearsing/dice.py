"""Randomness of its own for every question, so that no answer depends on the one before it."""

from __future__ import annotations

from random import Random
from typing import Protocol


class Dice(Protocol):
    """Hands out randomness."""

    def __call__(self, *about: object) -> Random:
        """Randomness for one question: always the same for the same seed and the same question."""


def happens(chance: Random, share: float) -> bool:
    """Whether something comes to pass that does so in ``share`` of all cases."""
    return chance.random() < share
