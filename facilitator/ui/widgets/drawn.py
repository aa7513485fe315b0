"""Widgets whose picture is a function of what they show and of their width."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from facilitator.ui.widgets.lines import Lines, joined


class Drawn(Widget):
    """A widget made of lines that it lays out itself, never wider than it is."""

    DEFAULT_CSS = """
    Drawn { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: clip; }
    """

    def draw(self, width: int) -> Lines:
        """The lines to show at ``width`` cells, 1 or more."""
        raise NotImplementedError

    def render(self) -> Content:
        """The lines at the present width."""
        return joined(self.draw(max(1, self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual asks so
        """As many rows as there are lines."""
        return len(self.draw(max(1, width)))
