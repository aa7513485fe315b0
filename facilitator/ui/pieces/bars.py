"""Bars: how much of a whole, as a row of blocks beside its figure."""

from __future__ import annotations

from facilitator.ui.ink import Ink, Line, line

FULL, EMPTY = "█", "░"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(share: float, width: int, ink: str = Ink.BAR) -> Line:
    """A bar of ``width`` cells of which ``share`` (0 to 1) is filled, to an eighth of a cell."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, part = divmod(eighths, 8)
    if not full and not part and share > 0:
        part = 1
    return line(FULL * full + (_EIGHTHS[part] if part else ""), ink)


def track(share: float, width: int, ink: str = Ink.BAR) -> Line:
    """A bar on a visible track, for how far something has come; full only where all is done."""
    full = min(width, round(max(0.0, share) * width))
    if share < 1:
        full = min(full, width - 1)
    return ((FULL * full, ink), (EMPTY * (width - full), Ink.MUTED))
