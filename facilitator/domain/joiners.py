"""Characters that show nothing, and are parts of words all the same.

Persian and Urdu keep two letters apart with the zero-width non-joiner; the scripts of India, Sri
Lanka and South-East Asia choose between forms of a letter with it and with the joiner; Mongolian
has variation selectors and a vowel separator of its own; Khmer, Thai, Lao and Burmese mark with the
zero-width space where a word ends. Beside other letters they show nothing and mean nothing. What
names are like (:mod:`~facilitator.domain.likeness`) leaves all of them out, so that they make no
two names of one.

The Unicode Standard, chapter 23.2, and UAX #31, section 2.3: https://www.unicode.org/reports/tr31/
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

NON_JOINER = "\u200c"
JOINER = "\u200d"
WORD_BREAK = "\u200b"
WORD_PARTS = frozenset("\u200b\u200c\u200d\u180b\u180c\u180d\u180e\u180f")
"""All that may be a part of a word, where it stands in the right place."""

_JOINED = (
    (0x0600, 0x08FF),  # Arabic, Syriac, N'Ko, Mandaic
    (0x0900, 0x0DFF),  # Devanagari to Sinhala
    (0x0F00, 0x109F),  # Tibetan, Burmese
    (0x1700, 0x18AF),  # Philippine scripts, Khmer, Mongolian
    (0x1900, 0x1CFF),  # Limbu to the Vedic signs: Balinese, Sundanese, Lepcha
    (0xA800, 0xA97F),  # Syloti Nagri, Phags-pa, Saurashtra, Rejang
    (0xA980, 0xAAFF),  # Javanese, Cham, Meetei Mayek
    (0xABC0, 0xABFF),
    (0xFB50, 0xFDFF),  # Arabic's own forms
    (0xFE70, 0xFEFE),
    (0x10A00, 0x10A5F),  # Kharoshthi
    (0x10AC0, 0x10AFF),  # Manichaean
    (0x10B80, 0x10BAF),
    (0x10D00, 0x10D3F),  # Rohingya
    (0x10EC0, 0x10FAF),
    (0x11000, 0x11FFF),  # the rest of Brahmi's children
    (0x1E900, 0x1E95F),  # Adlam
)
"""Blocks of the scripts whose letters join, or stack."""
_RUN_ON = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1B7F),  # Balinese
    (0xA980, 0xA9FF),  # Javanese
    (0xAA60, 0xAA7F),
)
"""Blocks of the scripts that put no space between words."""
_MONGOLIAN = ((0x1820, 0x18AA),)


def is_part_of_word(text: str, index: int) -> bool:
    """Whether the character at ``index``, one of :data:`WORD_PARTS`, belongs to a word there.

    A joiner at the end, after a letter that it may join, does: the next letter may be yet to come.
    """
    char = text[index]
    before = text[index - 1] if index else ""
    after = text[index + 1 : index + 2]
    if char == WORD_BREAK:
        return _is_of(_RUN_ON, before) or (bool(before) and _is_of(_RUN_ON, after))
    if char == JOINER:
        return _is_written_in(_JOINED, before)
    if char == NON_JOINER:
        # What it keeps apart from an ending may be a word of another script: "PDF", say.
        is_at_a_word = bool(before) and not before.isspace() and before not in WORD_PARTS
        return _is_written_in(_JOINED, before) or (is_at_a_word and _is_written_in(_JOINED, after))
    return _is_written_in(_MONGOLIAN, before)


def _is_written_in(blocks: tuple[tuple[int, int], ...], char: str) -> bool:
    """Whether it is a letter, a mark or a digit of these blocks."""
    return _is_of(blocks, char) and unicodedata.category(char)[0] in "LMN"


def _is_of(blocks: tuple[tuple[int, int], ...], char: str) -> bool:
    if not char:
        return False
    code = ord(char)
    place = bisect_right(blocks, (code, 0x110000)) - 1
    return place >= 0 and code <= blocks[place][1] and char not in WORD_PARTS
