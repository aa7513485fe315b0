"""The middle of the facilitator's screen: what the room is on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.views import FacilitatorView
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.ui.facilitating.pages import Shown, stage_page
from facilitator.ui.ink import Line
from facilitator.ui.widgets.drawn import Drawn


class StageScroll(VerticalScroll, inherit_bindings=False):
    """Scrolls the stage with ↑ ↓ and the page keys; ← and → stay free for looking at rounds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]


class StagePanel(Drawn):
    """One stage at a time, drawn from the view.

    ``looked_at`` is an earlier round's number; ``statuses`` are those chosen here of what
    was said of earlier promises; ``log_path`` is where the decision log lies and ``log_trouble``
    why it does not.
    """

    view: reactive[FacilitatorView | None] = reactive(None, layout=True)
    server: reactive[ServerStatus] = reactive(ServerStatus(ServerState.OFF), layout=True)
    looked_at: reactive[int | None] = reactive(None, layout=True)
    statuses: reactive[dict[str, CommitmentStatus]] = reactive(dict, layout=True)
    log_path: reactive[str] = reactive("", layout=True)
    log_trouble: reactive[str] = reactive("", layout=True)

    def draw(self, width: int) -> list[Line]:
        """The lines of the present stage."""
        if self.view is None:
            return []
        shown = Shown(
            self.view,
            self.server,
            looked_at=self.looked_at,
            statuses=self.statuses,
            log_path=self.log_path,
            log_trouble=self.log_trouble,
        )
        return stage_page(shown, width)
