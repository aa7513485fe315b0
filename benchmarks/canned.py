"""What the floors send: a frame and an update, of the size and shape of the real ones. Pure."""

from __future__ import annotations

from itertools import pairwise

from benchmarks.wording import BALLOT, RECORDED

_INKS = ("\x1b[1;38;5;254;48;5;236m", "\x1b[38;5;248;48;5;233m", "\x1b[38;5;254;48;5;233m")
_ROWS, _COLUMNS = 24, 80
_FILLER = "Sales asks for battlecards, marketing writes them, product corrects them."
_UPDATED = range(_ROWS - 5, _ROWS + 1)
"""Six of the lines: the choice, the status and the keys change with a vote."""


def frame() -> bytes:
    """A whole screen, near 6 kB, in which the words of the first ballot can be read."""
    words = [text.decode() for text in BALLOT]
    rows = [*words, *[_FILLER] * (_ROWS - len(words))]
    enter = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l"
    return (enter + "".join(_line(y, text) for y, text in enumerate(rows, start=1))).encode()


def update() -> bytes:
    """Some lines drawn again, near 1.5 kB, among them that a vote is recorded."""
    text = f" {RECORDED.decode()}. Nobody sees it before the reveal."
    return "".join(_line(y, text) for y in _UPDATED).encode()


def _line(y: int, text: str) -> str:
    """One line in several colours; the first piece is long enough for all that is looked for."""
    cut = (0, 24, 36, 48, 60, 70, _COLUMNS)
    padded = f"{text:{_COLUMNS}.{_COLUMNS}}"
    pieces = [padded[start:end] for start, end in pairwise(cut)]
    inked = (f"{_INKS[n % len(_INKS)]}{piece}\x1b[0m" for n, piece in enumerate(pieces))
    return f"\x1b[{y};1H{''.join(inked)}"
