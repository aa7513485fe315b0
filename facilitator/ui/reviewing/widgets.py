"""The lines above the rows, and what is told below them."""

from __future__ import annotations

from textual.reactive import reactive
from textual.style import Style

from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import BROKEN, CONTRADICTS
from facilitator.reports.documents.blocks import Section, Tone
from facilitator.ui.reviewing.drawing import STYLES, section_lines
from facilitator.ui.reviewing.model import Past, Tab
from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import Drawn, Lines, line, say, spread, track

_TRACK = 12
_FOLDER_CELLS = 36


class Head(Drawn):
    """The title, the folder, and how far it is read or what it holds."""

    DEFAULT_CSS = "Head { height: 1; padding: 0 1; background: $panel; }"
    past: reactive[Past | None] = reactive(None)

    def draw(self, width: int) -> Lines:
        """One line."""
        past = self.past
        if past is None:
            return []
        folder = say(fit(past.folder, _FOLDER_CELLS), STYLES[Tone.MUTED])
        left = line(say("Past decisions", "bold"), "   ", folder)
        done, total = len(past.found.cards), past.found.total
        if not past.is_read:
            told = f" reading {done:,} of {total:,}" if total else " reading"
            right = line(track(done / total if total else 0.0, _TRACK), say(told))
            return [spread(left, right, width)]
        kind = "rehearsal" if past.are_rehearsals and not past.rehearsals else "session"
        warnings = {
            "rehearsals counted": past.rehearsals,
            f"{CONTRADICTS.glyph} {past.contradicting} contradicting": past.contradicting,
            f"{BROKEN.glyph} {past.broken} broken": past.broken,
        }
        told = "".join(f" · {words}" for words, is_so in warnings.items() if is_so)
        right = line(counted(done - past.broken, kind), say(told, STYLES[Tone.WARN]))
        return [spread(left, right, width)]


class TabLine(Drawn):
    """The tabs by their numbers; the present one stands out, and Due says what is late."""

    DEFAULT_CSS = "TabLine { height: 1; padding: 0 1; }"
    auto_links = False
    tab: reactive[Tab] = reactive(Tab.REGISTER)
    late: reactive[int] = reactive(0)

    def draw(self, width: int) -> Lines:
        """One line."""
        parts = []
        for number, tab in enumerate(Tab, start=1):
            label = f" {number} {tab.value} "
            if tab is Tab.DUE and self.late:
                label = f" {number} {tab.value} · ! {self.late} late "
            style = "bold reverse" if tab is self.tab else "$text-secondary"
            link = Style.from_meta({"@click": f"screen.show_tab('{tab.name}')"})
            parts.append(say(label, style).stylize(link))
            parts.append(say(" "))
        return [line(*parts[:-1]).truncate(width, ellipsis=True)]


class Detail(Drawn):
    """What is told of the row at hand."""

    section: reactive[Section | None] = reactive(None, layout=True)

    def draw(self, width: int) -> Lines:
        """Its lines."""
        return section_lines(self.section, width) if self.section else []
