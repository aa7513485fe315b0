"""Pages that lie over the wall: what its keys do, and that its window is too small."""

from __future__ import annotations

from facilitator.ui.widgets.lines import BLANK, Lines, centred, line, paragraph, say

LEAST = (60, 20)
"""Columns and rows below which the wall only asks for more."""
WIDEST = 72
"""Cells; help is read by whoever stands close, and no wider than this."""
ABOUT = (
    "The wall shows the room what everybody may see, and follows the facilitator by itself. Before "
    "a reveal it holds nothing of any vote. It fills whatever size it gets: in a window that fills "
    "the projector, fewer and larger letters read best from the back."
)
_KEYS = (("?", "This page, and back."), ("Q", "Leave; the workshop goes on."))


def help_page(width: int, height: int) -> Lines:
    """What the wall is, and its keys, in the middle of the screen."""
    inner = min(WIDEST, width - 4)
    keys = [line(say(f"{key:<4}", "bold $key"), say(what)) for key, what in _KEYS]
    lines = [say("The wall", "bold $accent"), BLANK, *paragraph(ABOUT, inner), BLANK, *keys]
    margin = " " * ((width - inner) // 2)
    return _in_the_middle([line(margin, each) for each in lines], height)


def too_small(width: int, height: int) -> Lines:
    """One sentence for a window that nothing fits into."""
    words = f"Please make this window larger: at least {LEAST[0]} × {LEAST[1]}."
    rows = paragraph(words, max(1, width))
    return _in_the_middle([centred(row, width) for row in rows], height)


def _in_the_middle(lines: Lines, height: int) -> Lines:
    above = max(0, (height - len(lines)) // 2)
    page = [*[BLANK] * above, *lines]
    return [*page, *[BLANK] * (height - len(page))][:height]
