"""Bars: how much of a whole, as a row of blocks beside its figure."""

from __future__ import annotations

from textual.content import Content

from facilitator.ui.widgets.lines import line, say

FULL, EMPTY = "█", "░"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(share: float, width: int, style: str = "$text-primary") -> Content:
    """A bar of ``width`` cells of which ``share`` (0 to 1) is filled, to an eighth of a cell."""
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, part = divmod(eighths, 8)
    if not full and not part and share > 0:
        part = 1
    filled = FULL * full + (_EIGHTHS[part] if part else "")
    return say(filled, style)


def track(share: float, width: int, style: str = "$text-primary") -> Content:
    """A bar on a visible track, for how far something has come."""
    full = min(width, round(max(0.0, share) * width))
    if share < 1:
        full = min(full, width - 1)
    return line(say(FULL * full, style), say(EMPTY * (width - full), "$muted"))
