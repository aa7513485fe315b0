"""Letters and digits three rows high, for what a whole room has to read or type."""

from __future__ import annotations

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
    "-": "000000111000000",
}  # fmt: skip
"""Five rows of three dots each."""
_HALVES = {"00": " ", "10": "▀", "01": "▄", "11": "█"}


def big(text: str) -> tuple[str, str, str] | None:
    """The text in three rows, four cells a character; None when it has one that is not drawn."""
    glyphs = [_GLYPHS.get(char) for char in text.upper()]
    if None in glyphs:
        return None
    known = [glyph for glyph in glyphs if glyph is not None]
    rows = [" ".join(_row(glyph, top) for glyph in known) for top in (0, 2, 4)]
    return (rows[0], rows[1], rows[2])


def _row(glyph: str, top: int) -> str:
    upper = glyph[top * 3 : top * 3 + 3]
    lower = glyph[top * 3 + 3 : top * 3 + 6] or "000"
    return "".join(_HALVES[a + b] for a, b in zip(upper, lower, strict=True))
