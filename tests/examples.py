"""On how many examples a property is tried, as a share of what the chosen profile asks for."""

from __future__ import annotations

import pytest
from hypothesis import settings

FEWEST = 10
by_tries = pytest.mark.hypothesis
"""Marks what is tried very often in ways of its own, so that the thorough run has it, too."""


def examples(*, percent: int) -> settings:
    """Try a property on more or fewer examples than others, in the plain run as in the thorough.

    Worth more are properties that only rare examples could break, fewer those whose examples
    are whole workshops.
    """
    return settings(max_examples=tries(percent))


def tries(hundredths: int) -> int:
    """How often to try what is tried at random, where others are tried a hundred times."""
    return max(FEWEST, settings.default.max_examples * hundredths // 100)


def every(distance: int) -> int:
    """How far apart the places may lie that are tried one after the other."""
    return max(1, distance * 100 // settings.default.max_examples)
