"""The lines above: what the folder holds and how far it is read, and the tabs."""

from __future__ import annotations

from textual.reactive import reactive
from textual.style import Style

from facilitator.domain.words.figures import counted
from facilitator.ui.reviewing.drawing.words import CONTRADICTS, QUIET, WARN
from facilitator.ui.reviewing.model import Past, Tab
from facilitator.ui.text import fit
from facilitator.ui.widgets.bars import track
from facilitator.ui.widgets.drawn import Drawn
from facilitator.ui.widgets.lines import Lines, line, say, spread

_TRACK = 12
_FOLDER_CELLS = 36


class Head(Drawn):
    """The title, the folder, and how far it is read or what it holds."""

    DEFAULT_CSS = "Head { height: 1; padding: 0 1; background: $panel; }"
    past: reactive[Past | None] = reactive(None)

    def draw(self, width: int) -> Lines:
        """One line."""
        if self.past is None:
            return []
        folder = fit(self.past.folder, _FOLDER_CELLS)
        left = line(say("Past decisions", "bold"), "   ", say(folder, QUIET))
        found = self.past.found
        done = len(found.cards)
        if not self.past.is_read:
            share = done / found.total if found.total else 0.0
            told = f" reading {done:,} of {found.total:,}" if found.total else " reading"
            return [spread(left, line(track(share, _TRACK), say(told)), width)]
        kind = "rehearsal" if self.past.are_rehearsals and not self.past.rehearsals else "session"
        right = say(counted(done - self.past.broken, kind))
        if self.past.rehearsals:
            right = line(right, say(" · rehearsals counted", WARN))
        if self.past.contradicting:
            told = f" · {CONTRADICTS} {self.past.contradicting} contradicting"
            right = line(right, say(told, WARN))
        if self.past.broken:
            right = line(right, say(f" · ✘ {self.past.broken} broken", WARN))
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
