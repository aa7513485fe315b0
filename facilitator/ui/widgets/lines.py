"""Widgets that are drawn from lines, of ink or of Textual's content, and how such content is made.

Every word goes through ``printable`` here, so text from people and files can be passed as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from facilitator.ui import ink
from facilitator.ui.ink import content_of
from facilitator.ui.text import printable

Lines = list[Content]
Drawing = Sequence[Content | ink.Line]
"""Lines for a widget to show, whether of ink or of content."""

BLANK = Content("")


def say(text: str, style: str = "") -> Content:
    """One piece of text in one style; ``style`` is ours, ``text`` may be anybody's."""
    return Content.styled(printable(text), style)


def line(*parts: Content | str) -> Content:
    """Pieces side by side; plain strings are made printable."""
    return Content.assemble(*(say(p) if isinstance(p, str) else p for p in parts))


def spread(left: Content, right: Content, width: int) -> Content:
    """Two pieces at the ends of one line; the left one gives way."""
    room = width - right.cell_length
    kept = left if left.cell_length < room else left.truncate(max(0, room - 1), ellipsis=True)
    return line(kept, " " * max(0, room - kept.cell_length), right)


def bar(share: float, width: int, style: str = "$text-primary") -> Content:
    """A bar of ``width`` cells of which ``share`` (0 to 1) is filled."""
    return say(ink.plain(ink.bar(share, width)), style)


def track(share: float, width: int, style: str = "$text-primary") -> Content:
    """A bar on a visible track."""
    (full, _), (empty, _) = ink.track(share, width)
    return line(say(full, style), say(empty, "$muted"))


def joined(lines: Drawing) -> Content:
    """Lines as one piece for a widget to show."""
    return Content("\n").join(
        each if isinstance(each, Content) else content_of(each) for each in lines
    )


class Drawn(Widget):
    """A widget made of lines that it lays out itself, never wider than it is."""

    DEFAULT_CSS = """
    Drawn { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: clip; }
    """

    _missed: tuple[int, Size] | None = None

    def draw(self, width: int) -> Drawing:
        """The lines to show at ``width`` cells, 1 or more."""
        raise NotImplementedError

    def render(self) -> Content:
        """The lines at the present width."""
        lines = self.draw(max(1, self.content_size.width))
        self._measure_again_if_missed(len(lines))
        return joined(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual asks so
        """As many rows as there are lines."""
        return len(self.draw(max(1, width)))

    def _measure_again_if_missed(self, rows: int) -> None:
        """Ask once more for a layout when there are other rows to show than there is height.

        Textual 8.2 keeps a height measured before the newest change when a layout (after a resize,
        say) comes between two changes and the layout that they asked for.
        """
        missed = (rows, self.content_size)
        height = self.styles.height
        is_off = rows != self.content_size.height and missed != self._missed
        if is_off and height is not None and height.is_auto:
            self._missed = missed
            self.call_next(self.refresh, layout=True)


class Said(Drawn):
    """A sentence that takes no room while there is nothing to say."""

    DEFAULT_CSS = "Said { padding: 0 1; background: $boost; }"
    text: reactive[str] = reactive("", layout=True)

    def watch_text(self, text: str) -> None:
        """Take no room when there is nothing to say."""
        self.display = bool(text)

    def draw(self, width: int) -> list[ink.Line]:
        """The sentence."""
        return ink.paragraph(self.text, width)
