"""A slip in a text that is no TOML, in words."""

from __future__ import annotations

from typing import NamedTuple


class Slip(NamedTuple):
    """What was done wrong at a place of the text, counted in characters from 0, and the mend."""

    at: int
    message: str
    hint: str
