"""A line of text being typed, as plain frozen data: a key in, the next line out; and its look."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from facilitator.domain.text import JOINER, WORD_PARTS, is_part_of_word
from facilitator.ui.ink import Ink, Line, padded
from facilitator.ui.text import REPLACEMENT, cells, head, pad, printable, typed


@dataclass(frozen=True, slots=True)
class LineEditor:
    """Text with a cursor before the character at ``cursor``.

    No terminal obeys the text; ``shown`` is how it is drawn. At most ``most_cells`` terminal cells
    and ``most_characters`` fit; what would go beyond is not taken.
    """

    text: str = ""
    cursor: int = 0
    most_cells: int = 40
    most_characters: int = 280

    @property
    def line(self) -> str:
        """What was typed: without outer spaces, and without a joiner that joins nothing."""
        line = _kept(self.text).strip()
        if line.endswith(JOINER) and not is_part_of_word(line, len(line) - 1):
            return line.removesuffix(JOINER)
        return line

    @property
    def shown(self) -> LineEditor:
        """The same as it is drawn: what a joiner joins is drawn one by one."""
        text = _drawn(self.text)
        return replace(
            self, text=text, cursor=min(len(text), len(_drawn(self.text[: self.cursor])))
        )

    def typed(self, text: str) -> LineEditor:
        """With ``text``, typed or pasted, put in at the cursor, as far as there is room."""
        before = self.text[: self.cursor]
        wanted = _kept(before + text[: self.most_characters])
        pairs = enumerate(zip(before, wanted, strict=False))
        same = next((place for place, (old, new) in pairs if old != new), len(before))
        for length in range(len(wanted), same, -1):
            editor = self._with(_kept(wanted[:length]))
            if editor.fits:
                return editor
        return self

    def pressed(self, key: str) -> LineEditor:  # noqa: C901, PLR0911 - one arm a key
        """After an editing key by Textual's name for it; unchanged by any other."""
        before = self.text[: self.cursor]
        match key:
            case "left" | "ctrl+b":
                return replace(self, cursor=self._left())
            case "right" | "ctrl+f":
                return replace(self, cursor=self._right())
            case "home" | "ctrl+a":
                return replace(self, cursor=0)
            case "end" | "ctrl+e":
                return replace(self, cursor=len(self.text))
            case "backspace" | "ctrl+h":
                return self._with(before[: self._left()])
            case "delete" | "ctrl+d":
                return replace(self, text=before + self.text[self._right() :])
            case "ctrl+u":
                return self._with("")
            case "ctrl+k":
                return replace(self, text=before)
            case "ctrl+w" | "alt+backspace":
                return self._with(before[: before.rstrip(" ").rfind(" ") + 1])
            case "space":
                return self.typed(" ")
            case _:
                return self

    def _with(self, before: str) -> LineEditor:
        """With the text before the cursor replaced, in composed form."""
        composed = unicodedata.normalize("NFC", before)
        rest = self.text[self.cursor :]
        while (composed + rest) and _is_mark((composed + rest)[0]):
            composed, rest = (composed[1:], rest) if composed else (composed, rest[1:])
        return replace(self, text=composed + rest, cursor=len(composed))

    @property
    def fits(self) -> bool:
        """Whether the text is within its limits."""
        return cells(self.text) <= self.most_cells and len(self.text) <= self.most_characters

    def _left(self) -> int:
        place = max(0, self.cursor - 1)
        while place > 0 and _is_mark(self.text[place]):
            place -= 1
        return place

    def _right(self) -> int:
        place = min(len(self.text), self.cursor + 1)
        while place < len(self.text) and _is_mark(self.text[place]):
            place += 1
        return place


def editor_of(text: str, *, most_cells: int, most_characters: int = 280) -> LineEditor:
    """An editor holding ``text``, as far as it fits, with the cursor behind it."""
    return LineEditor(most_cells=most_cells, most_characters=most_characters).typed(text)


def field(editor: LineEditor, width: int) -> Line:
    """A line in one row, with the cursor in it; it slides when it is longer than the field."""
    editor = editor.shown
    before, after = editor.text[: editor.cursor], editor.text[editor.cursor :]
    while cells(before) > width - 2:
        before = before[1:]
    under = after[:1] or " "
    rest = pad(after[1:], max(0, width - cells(before) - cells(under)))
    return ((before, Ink.FIELD), (under, Ink.CURSOR), (rest, Ink.FIELD))


def field_rows(editor: LineEditor, width: int) -> list[Line]:
    """A line broken into rows wherever it must be, with the cursor in it."""
    editor = editor.shown
    text = editor.text + " "
    rows: list[Line] = []
    start = 0
    while start < len(text):
        row = head(text[start:], width) or text[start]
        end = start + len(row)
        spans: Line = ((row, Ink.FIELD),)
        if start <= editor.cursor < end:
            place = editor.cursor - start
            spans = (
                (row[:place], Ink.FIELD),
                (row[place], Ink.CURSOR),
                (row[place + 1 :], Ink.FIELD),
            )
        rows.append(padded(spans, width, Ink.FIELD))
        start = end
    return rows


def _kept(text: str) -> str:
    return typed(text).replace(REPLACEMENT, "")


def _drawn(text: str) -> str:
    return printable(text).replace(REPLACEMENT, "")


def _is_mark(char: str) -> bool:
    """Whether it goes with the character before it."""
    return unicodedata.category(char)[0] == "M" or char in WORD_PARTS
