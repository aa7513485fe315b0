"""Bars for widgets that are drawn with Textual's content."""

from __future__ import annotations

from textual.content import Content

from facilitator.ui.ink import plain
from facilitator.ui.pieces import bars
from facilitator.ui.widgets.lines import line, say


def bar(share: float, width: int, style: str = "$text-primary") -> Content:
    """A bar of ``width`` cells of which ``share`` (0 to 1) is filled."""
    return say(plain(bars.bar(share, width)), style)


def track(share: float, width: int, style: str = "$text-primary") -> Content:
    """A bar on a visible track."""
    (full, _), (empty, _) = bars.track(share, width)
    return line(say(full, style), say(empty, "$muted"))
