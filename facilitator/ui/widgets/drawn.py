"""Widgets whose picture is a function of what they show and of their width."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from facilitator.ui.widgets.lines import Drawing, joined


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
