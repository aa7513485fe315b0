"""A sentence above the keys: an answer to one of them, or a word on what is shown."""

from __future__ import annotations

from textual.reactive import reactive

from facilitator.ui.widgets.drawn import Drawn
from facilitator.ui.widgets.lines import Lines, paragraph


class Said(Drawn):
    """A sentence that takes no room while there is nothing to say."""

    DEFAULT_CSS = "Said { padding: 0 1; background: $boost; }"
    text: reactive[str] = reactive("", layout=True)

    def watch_text(self, text: str) -> None:
        """Take no room when there is nothing to say."""
        self.display = bool(text)

    def draw(self, width: int) -> Lines:
        """The sentence."""
        return paragraph(self.text, width)
