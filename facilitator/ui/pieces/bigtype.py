"""Letters and digits several rows high, for what a whole room has to read or type."""

from __future__ import annotations

from facilitator.ui.text import printable

_GLYPHS = {
    "A": "010101111101101", "B": "110101110101110", "C": "011100100100011",
    "D": "110101101101110", "E": "111100110100111", "F": "111100110100100",
    "G": "011100101101011", "H": "101101111101101", "I": "111010010010111",
    "J": "001001001101010", "K": "101101110101101", "L": "100100100100111",
    "M": "101111111101101", "N": "110101101101101", "O": "010101101101010",
    "P": "110101110100100", "Q": "010101101111011", "R": "110101110110101",
    "S": "011100010001110", "T": "111010010010010", "U": "101101101101111",
    "V": "101101101101010", "W": "101101111111101", "X": "101101010101101",
    "Y": "101101010010010", "Z": "111001010100111", "0": "111101101101111",
    "1": "010110010010111", "2": "110001010100111", "3": "110001010001110",
    "4": "101101111001001", "5": "111100110001110", "6": "011100111101111",
    "7": "111001010010010", "8": "111101111101111", "9": "111101111001110",
    "-": "000000111000000", " ": "000000000000000", ".": "000000000000010",
    ",": "000000000000010100", ":": "000010000010000", ";": "000010000010100",
    "!": "010010010000010", "?": "110001010000010", "'": "010010000000000",
    '"': "101101000000000", "/": "001001010100100", "%": "101001010100101",
    "+": "000010111010000", "=": "000111000111000", "(": "001010010010001",
    ")": "100010010010100", "&": "010101010101011", "_": "000000000000111",
    "@": "010101111100011", "#": "101111101111101", "·": "000000010000000",
    "•": "000000110110000", "→": "010001111001010", "✔": "000001001101010",
    "✘": "000101010101000", "×": "000101010101000", "▸": "100110111110100",
    "▏": "100100100100100100",
    "a": "000110011101111", "b": "100110101101110", "c": "000011100100011",
    "d": "001011101101011", "e": "000011101110011", "f": "001010111010010",
    "g": "000011101111001010", "h": "100110101101101", "i": "010000010010010",
    "j": "001000001001101010", "k": "100101110110101", "l": "110010010010111",
    "m": "000111111101101", "n": "000110101101101", "o": "000010101101010",
    "p": "000110101101110100", "q": "000011101101011001", "r": "000011100100100",
    "s": "000011110011110", "t": "010111010010011", "u": "000101101101011",
    "v": "000101101101010", "w": "000101101111111", "x": "000101010010101",
    "y": "000101101011001010", "z": "000111011110111",
}  # fmt: skip
"""Five rows of three dots each, and a sixth for what hangs below the line."""
_ALIKE = str.maketrans({"’": "'", "”": '"', "“": '"', "–": "-", "—": "-", "−": "-"})
_HALVES = {"00": " ", "10": "▀", "01": "▄", "11": "█"}


GLYPH_CELLS = 4
"""Cells that a character takes at a scale of 1, the gap behind it among them."""


def big(text: str) -> tuple[str, str, str] | None:
    """The text in capitals, in three rows; None when it has a character that is not drawn."""
    rows = lettered(text.upper())
    return (rows[0], rows[1], rows[2]) if rows else None


def lettered(text: str, scale: int = 1) -> tuple[str, ...] | None:
    """The text in three rows for each ``scale``; None when it has a character that is not drawn.

    A character takes ``scale`` × :data:`GLYPH_CELLS` cells; there is no gap behind the last.
    """
    glyphs = [_GLYPHS.get(char) for char in printable(text).replace("…", "...").translate(_ALIKE)]
    known = [glyph.ljust(18, "0") for glyph in glyphs if glyph is not None]
    if len(known) < len(glyphs):
        return None
    if scale == 1:
        return tuple(" ".join(_row(glyph, top) for glyph in known) for top in (0, 2, 4))
    gap, dots = " " * scale, {"0": " " * scale, "1": "█" * scale}
    rows = [
        gap.join("".join(dots[dot] for dot in glyph[top : top + 3]) for glyph in known)
        for top in range(0, 18, 3)
    ]
    return tuple(row for row in rows for _ in range(scale // 2))


def _row(glyph: str, top: int) -> str:
    upper = glyph[top * 3 : top * 3 + 3]
    lower = glyph[top * 3 + 3 : top * 3 + 6]
    return "".join(_HALVES[a + b] for a, b in zip(upper, lower, strict=True))
