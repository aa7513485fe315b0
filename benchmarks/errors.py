"""The one way in which a benchmark fails."""

from __future__ import annotations


class GaveUp(Exception):  # noqa: N818 - what the benchmark did
    """Something did not happen as it should, or in time; the text says what was seen instead."""
