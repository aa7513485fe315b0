"""What is told below the rows."""

from __future__ import annotations

from textual.reactive import reactive

from facilitator.ui.reviewing.model import Look, Past
from facilitator.ui.reviewing.pages import PAGES
from facilitator.ui.widgets.drawn import Drawn
from facilitator.ui.widgets.lines import Lines


class Detail(Drawn):
    """What is told of the row at hand."""

    lines: reactive[tuple[Past, Look, str | None] | None] = reactive(None, layout=True)

    def draw(self, width: int) -> Lines:
        """As its tab tells it."""
        if self.lines is None:
            return []
        past, look, row = self.lines
        return PAGES[look.tab].detail(past, look, row, width)
