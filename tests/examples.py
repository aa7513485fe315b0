"""On how many examples a property is tried, as a share of what the chosen profile asks for."""

from __future__ import annotations

from hypothesis import settings

FEWEST = 10


def examples(*, percent: int) -> settings:
    """Try a property on more or fewer examples than others, in the plain run as in the thorough.

    Worth more are properties that only rare examples could break, fewer those whose examples
    are whole workshops.
    """
    return settings(max_examples=max(FEWEST, settings.default.max_examples * percent // 100))
