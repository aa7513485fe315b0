"""What a terminal may use up, whatever it is reached by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalLimits:
    """Bounds on one terminal: times in seconds, sizes in bytes unless said otherwise."""

    terminal_columns: int = 400
    """Cells; a wider terminal is served as if it were this wide."""

    terminal_rows: int = 200
    """Cells; a taller terminal is served as if it were this tall."""

    resize_seconds: float = 0.05
    """Shortest time between two resizes that are heard of."""

    paste_characters: int = 16_384
    """Characters of one paste that are taken; the rest is dropped."""

    paste_seconds: float = 3.0
    """A paste that stays silent for so long has ended, with or without its end mark."""

    input_burst: int = 1000
    """Keys and other input events taken at once; input is then read at ``input_rate``."""

    input_rate: float = 200.0
    """Input events a second, sustained."""

    stale_bytes: int = 65_536
    """Unsent output above which frames are dropped until the client has caught up."""
