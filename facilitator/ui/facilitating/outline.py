"""The agenda's steps beside the stage: to see, to go to, and those ahead to move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from facilitator.domain.views import FacilitatorView, OutlineEntry
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.widgets.lines import QUIET, line, say


class Outline(OptionList):
    """The agenda's steps. Enter on one goes there; [ and ] move one that was not reached yet."""

    DEFAULT_CSS = """
    Outline {
        width: 1fr; height: 1fr; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Outline:focus { border: none; background-tint: transparent; }
    Outline > .option-list--option { padding: 0; }
    Outline > .option-list--option-highlighted { background: transparent; }
    Outline:focus > .option-list--option-highlighted { background: $primary; color: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket,shift+up", "move(-1)", show=False),
        Binding("right_square_bracket,shift+down", "move(1)", show=False),
    ]

    view: reactive[FacilitatorView | None] = reactive(None)

    @dataclass
    class MoveAsked(Message):
        """A step shall be taken earlier (−1) or later (1)."""

        step: str
        by: int

    def watch_view(self, view: FacilitatorView | None) -> None:
        """Draw what has changed; keep the current step in sight, or the one that was chosen."""
        if view is None:
            return
        entries = view.stage.outline
        chosen = self.chosen
        if [option.id for option in self.options] != [entry.id for entry in entries]:
            self.set_options([Option(_entry(e), id=e.id) for e in entries])
            self.choose(chosen)
        else:
            for place, entry in enumerate(entries):
                prompt = _entry(entry)
                if self.get_option_at_index(place).prompt != prompt:
                    self.replace_option_prompt_at_index(place, prompt)
        if not self.has_focus:
            self.choose(next((e.id for e in entries if e.is_current), None))

    @property
    def chosen(self) -> str | None:
        """The id of the step that is highlighted."""
        option = self.highlighted_option
        return option.id if option else None

    def choose(self, step: str | None) -> None:
        """Highlight a step; none where there is none of that id."""
        ids = [option.id for option in self.options]
        self.highlighted = ids.index(step) if step in ids else None

    def action_move(self, by: int) -> None:
        """Ask for the highlighted step to be moved."""
        if self.chosen is not None:
            self.post_message(self.MoveAsked(self.chosen, by))


def _entry(entry: OutlineEntry) -> Content:
    sign = "▶" if entry.is_current else STEP_SIGNS[entry.status].glyph
    style = "bold" if entry.is_current else ("" if entry.status == "ahead" else QUIET)
    return line(say(f"{sign} "), say(entry.title, style))
