"""The rules that any text from people meets on its way in: names, reasons, notes, whole files.

Terminals obey control and formatting characters wherever they appear, so text that carries any is
refused here, once, with a sentence for the person who wrote it. What comes out is in Unicode's
composed form (NFC), of bounded width, and shows what it holds: nothing hidden, nothing reordered,
nothing stacked over its neighbours.

Characters that show nothing by themselves, and are parts of words all the same, stay where they
are. Persian and Urdu keep two letters apart with the zero-width non-joiner; the scripts of India,
Sri Lanka and South-East Asia choose between forms of a letter with it and with the joiner;
Mongolian has variation selectors and a vowel separator of its own; Khmer, Thai, Lao and Burmese
mark with the zero-width space where a word ends. Beside other letters they show nothing and mean
nothing. What names are like (:mod:`~facilitator.domain.people`) leaves all of them out, so that
they make no two names of one.

The Unicode Standard, chapter 23.2, and UAX #31, section 2.3: https://www.unicode.org/reports/tr31/
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

MARKS_IN_A_ROW = 4
"""Most combining marks on one character: enough for any living script, too few to smear."""
TAB_CELLS = 4
"""How many cells a tab counts in a block of text."""

_REFUSED_CATEGORIES = {
    "Cc": "a control character",
    "Cf": "an invisible formatting character",
    "Cs": "half of a character (a surrogate)",
    "Co": "a private-use character",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}
INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u2800\u3164\uffa0"
) | {chr(code) for code in range(0xFFF0, 0xFFF9)}
"""Invisible although their category is that of a letter, a mark or a symbol: they would let a name
look empty, or two different names look alike."""
_BREAKS = {"\n": "a line break", "\t": "a tab"}
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_IGNORABLE_PLANE = range(0xE0000, 0xE1000)
_EMOJI_SELECTOR = "\ufe0f"
_OUTER_SPACE = " \t\r\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

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


class TextRefused(ValueError):  # noqa: N818 - reads as what happened, like a Refusal
    """Text broke a rule. The message says how: "character 7 is a control character (U+001B)"."""


class TextTooLong(TextRefused):
    """Text is wider than there is room for."""


def clean_line(text: str, *, most_cells: int) -> str:
    """One line of text, fit to be kept and shown: NFC, without outer spaces, maybe empty.

    Raises :class:`TextRefused` when it holds a character that is not for people, a line break or a
    tab included, or is wider than ``most_cells`` terminal cells.
    """
    if text.isascii() and text.isprintable():
        line = text.strip()
        _refuse_excess(len(line), most_cells)
        return line
    return _clean(text, most_cells=most_cells, multiline=False)


def clean_block(text: str, *, most_cells: int) -> str:
    """Text of any number of lines, such as Markdown: as :func:`clean_line`, with breaks and tabs.

    Line ends of other systems (CR LF) become single line feeds. Against ``most_cells`` a line break
    counts one cell and a tab :data:`TAB_CELLS`.
    """
    return _clean(text.replace("\r\n", "\n"), most_cells=most_cells, multiline=True)


def cells(text: str) -> int:
    """How many terminal cells the text takes, by Unicode's own properties.

    Wide and full-width characters take two, combining marks and joiners none, a symbol followed by
    the emoji selector two, everything else one. Each member of a joined emoji counts by itself, as
    in a terminal that doesn't join them. Line breaks and other control characters count none.
    """
    if text.isascii() and text.isprintable():
        return len(text)
    total = width = 0
    for char in text:
        if char == _EMOJI_SELECTOR and width == 1:
            total += 1
            width = 2
            continue
        width = _width(char)
        total += width
    return total


def visible(text: str, *, most_cells: int = 60) -> str:
    """Any text at all, made safe to quote in a message: never refuses.

    Characters that :func:`clean_line` would refuse appear as their number, like ``<U+001B>``;
    what is wider than ``most_cells`` is cut, with an ellipsis.
    """
    if len(text) <= most_cells and text.isascii() and text.isprintable():
        return text
    text = text[: most_cells * (MARKS_IN_A_ROW + 2)]
    bad = {index for index, _ in _faults(text, multiline=False)}
    shown = "".join(
        f"<U+{ord(char):04X}>" if index in bad else char for index, char in enumerate(text)
    )
    return shown if cells(shown) <= most_cells else _cut(shown, most_cells - 1) + "…"


def _clean(text: str, *, most_cells: int, multiline: bool) -> str:
    stripped = text.strip(_OUTER_SPACE)
    # Before normalising, which takes very long on a very long run of marks.
    _refuse_faults(stripped, whole=text, multiline=multiline)
    composed = unicodedata.normalize("NFC", stripped)
    if composed != stripped:
        _refuse_faults(composed, whole=composed, multiline=multiline)
    breaks = composed.count("\n") + TAB_CELLS * composed.count("\t")
    _refuse_excess(cells(composed) + breaks, most_cells)
    return composed


def _refuse_excess(width: int, most_cells: int) -> None:
    if width > most_cells:
        raise TextTooLong(f"is {width} characters wide, and at most {most_cells} fit")


def _refuse_faults(text: str, *, whole: str, multiline: bool) -> None:
    """Raise for the first fault in ``text``, saying where in ``whole``, which contains it."""
    plain = text.replace("\n", "").replace("\t", "") if multiline else text
    if plain.isascii() and plain.isprintable():
        return
    for index, fault in _faults(text, multiline=multiline):
        where = _where(whole[: whole.find(text) + index])
        raise TextRefused(f"{where} is {fault} (U+{ord(text[index]):04X})")


def _where(before: str) -> str:
    """The place of the character after ``before`` as people count: from 1, and by lines if any."""
    *lines, last = before.split("\n")
    place = f"character {len(last) + 1}"
    return f"line {len(lines) + 1}, {place}" if lines else place


def _faults(text: str, *, multiline: bool) -> Iterator[tuple[int, str]]:
    """Every character that may not stand where it stands: its index, and what it is."""
    marks = 0
    base = ""
    for index, char in enumerate(text):
        if multiline and char in "\n\t":
            marks, base = 0, ""
            continue
        if char in WORD_PARTS and is_part_of_word(text, index):
            continue
        if char == JOINER and joins_emoji(text, index):
            continue
        if is_selector(char) and not _selects(text, index):
            yield index, "an invisible variation selector"
            continue
        fault = _BREAKS.get(char) or _fault(char)
        if fault:
            yield index, fault
        elif not _is_mark(char):
            marks, base = 0, "" if char.isspace() else char
        elif not base:
            yield index, "a combining mark with nothing to stand on"
        else:
            marks += 1
            if marks > MARKS_IN_A_ROW:
                yield index, f"one combining mark too many: at most {MARKS_IN_A_ROW} in a row"


def _fault(char: str) -> str | None:
    """What is wrong with a character wherever it stands; None when nothing is.

    Unassigned code points pass: they are mostly the emoji of a Unicode newer than this Python's.
    """
    if char in INVISIBLE:
        return "an invisible character"
    category = unicodedata.category(char)
    if category == "Cn" and _is_never_assigned(ord(char)):
        return "not a character at all"
    return _REFUSED_CATEGORIES.get(category)


def _is_never_assigned(code: int) -> bool:
    """Noncharacters, and the plane whose unassigned code points are to be ignored by default."""
    last_two_of_a_plane = code % 0x10000 in (0xFFFE, 0xFFFF)
    return last_two_of_a_plane or code in _NONCHARACTERS or code in _IGNORABLE_PLANE


def _is_mark(char: str) -> bool:
    """Whether it is drawn onto the character before it: a mark, or a Hangul vowel or final."""
    return unicodedata.category(char)[0] == "M" or _is_trailing_jamo(char)


def _is_trailing_jamo(char: str) -> bool:
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"


def joins_emoji(text: str, index: int) -> bool:
    """Whether the joiner at ``index`` makes one picture of those around it."""
    before = text[max(0, index - 2) : index].removesuffix(_EMOJI_SELECTOR)[-1:]
    return _is_emoji(before) and _is_emoji(text[index + 1 : index + 2])


def is_selector(char: str) -> bool:
    """Whether it is a variation selector, which by itself shows nothing."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _selects(text: str, index: int) -> bool:
    """Whether a variation selector changes how the character before it looks.

    Anywhere else it shows nothing, and would let two names look alike: it is for symbols, for the
    digits of a keycap, and for ideographs.
    """
    base = text[index - 1 : index] if index else ""
    if text[index] in "\ufe0e\ufe0f":
        if base.isascii():
            return base in tuple("#*0123456789") and text[index + 1 : index + 2] == "\u20e3"
        return unicodedata.category(base)[0] == "S" or base in "\u203c\u2049\u2139\u3030"
    return base.isalpha() and unicodedata.east_asian_width(base) == "W"


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


def _is_emoji(char: str) -> bool:
    """Whether it is from the blocks of symbols and pictures that emoji are made of."""
    return "\u2190" <= char <= "\u2bff" or "\U0001f000" <= char <= "\U0001fbff"


def _width(char: str) -> int:
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp") or _is_trailing_jamo(char):
        return 0
    if category == "Cn" and "\U0001f000" <= char <= "\U0001fbff":
        return 2
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cut(text: str, most_cells: int) -> str:
    used = 0
    for index, char in enumerate(text):
        used += 2 if char == _EMOJI_SELECTOR else _width(char)
        if used > most_cells:
            return text[:index]
    return text
