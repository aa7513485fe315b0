"""What the floors send: a frame and an update, of the size and shape of the real ones. Pure."""

from __future__ import annotations

from benchmarks.wording import BALLOT, RECORDED

_CHROME = "\x1b[1;38;5;255;48;5;236m"
_TEXT = "\x1b[38;5;252;48;5;233m"
_ROWS, _COLUMNS = 24, 80


def frame() -> bytes:
    """A whole screen of coloured text in which the first ballot's words can be read."""
    words = [text.decode() for text in BALLOT]
    rows = [*words, *["Sales asks for battlecards, marketing writes them"] * (_ROWS - len(words))]
    lines = (
        f"\x1b[{number};1H{_TEXT}{text[:40]:40}{_CHROME}{text[40:]:40}\x1b[0m"
        for number, text in enumerate(rows, start=1)
    )
    return ("\x1b[?1049h\x1b[?25l" + "".join(lines)).encode()


def update() -> bytes:
    """A few lines redrawn, among them the one that says that a vote is recorded."""
    text = f" {RECORDED.decode()}. Nobody sees it before the reveal."
    changed = "".join(
        f"\x1b[{number};1H{_TEXT}{text:{_COLUMNS}}\x1b[0m" for number in (8, 9, _ROWS - 1, _ROWS)
    )
    return changed.encode()
