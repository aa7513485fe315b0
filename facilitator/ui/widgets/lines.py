"""Lines of Textual's content, for widgets that are not drawn in ink.

Every word goes through ``printable`` here, so text from people and files can be passed as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from facilitator.ui import ink
from facilitator.ui.ink import Ink, content_of
from facilitator.ui.text import fit, printable

Lines = list[Content]
Drawing = Sequence[Content | ink.Line]
"""Lines for a widget to show, whether of ink or of content."""

BLANK = Content("")
QUIET = "$muted"


def say(text: str, style: str = "") -> Content:
    """One piece of text in one style; ``style`` is ours, ``text`` may be anybody's."""
    return Content.styled(printable(text), style)


def line(*parts: Content | str) -> Content:
    """Pieces side by side; plain strings are made printable."""
    return Content.assemble(*(say(p) if isinstance(p, str) else p for p in parts))


def paragraph(
    text: str, width: int, style: str = "", *, first: str = "", rest: str | None = None
) -> Lines:
    """Text wrapped to ``width``, behind ``first`` on its first line and ``rest`` on all others."""
    return [_styled(each) for each in ink.paragraph(text, width, style, first=first, rest=rest)]


def flowing(parts: Sequence[str], width: int, style: str = "", *, first: str = "") -> Lines:
    """Short facts with a dot between them, broken where one ends; ``first`` leads every line."""
    return [_styled(each) for each in ink.flowing(parts, width, style, first=first)]


def spread(left: Content, right: Content, width: int) -> Content:
    """Two pieces at the ends of one line; the left one gives way."""
    room = width - right.cell_length
    kept = left if left.cell_length < room else left.truncate(max(0, room - 1), ellipsis=True)
    return line(kept, " " * max(0, room - kept.cell_length), right)


def heading(text: str, width: int) -> Lines:
    """The small heading of a part, with a blank line before it."""
    return [BLANK, say(fit(text, width), "bold $text-secondary")]


def joined(lines: Drawing) -> Content:
    """Lines as one piece for a widget to show."""
    return Content("\n").join(
        each if isinstance(each, Content) else content_of(each) for each in lines
    )


def _styled(spans: ink.Line) -> Content:
    """A line of ink whose inks are styles."""
    return line(*(say(text, "" if style == Ink.TEXT else style) for text, style in spans))
