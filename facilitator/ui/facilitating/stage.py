"""The middle of the facilitator's screen: what the room is on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import reactive

from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.views import FacilitatorView, Stage
from facilitator.ui.facilitating.pages.close import close_lines, ended_lines
from facilitator.ui.facilitating.pages.commit import promises_lines
from facilitator.ui.facilitating.pages.follow_up import follow_up_lines
from facilitator.ui.facilitating.pages.lobby import lobby_lines
from facilitator.ui.facilitating.pages.rate import rating_lines
from facilitator.ui.facilitating.pages.shortlist import dots_lines
from facilitator.ui.facilitating.pages.task import brief_lines, task_lines
from facilitator.ui.facilitating.ports import ServerState, ServerStatus
from facilitator.ui.widgets.drawn import Drawn
from facilitator.ui.widgets.lines import Lines


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

    def draw(self, width: int) -> Lines:
        """The lines of the present stage."""
        view = self.view
        if view is None:
            return []
        match view.stage.stage:
            case Stage.GATHERING:
                return lobby_lines(view, self.server, width)
            case Stage.BRIEF:
                return brief_lines(view, width)
            case Stage.ENDED:
                return ended_lines(view, self.log_path, self.log_trouble, width)
            case _:
                return self._of_its_kind(view, width)

    def _of_its_kind(self, view: FacilitatorView, width: int) -> Lines:
        match view.stage.step.kind if view.stage.step else "":
            case "task":
                return task_lines(view, self.looked_at, width)
            case "follow-up":
                return follow_up_lines(view, self.statuses, width)
            case "rate":
                return rating_lines(view, width)
            case "shortlist":
                return dots_lines(view, width)
            case "commit":
                return promises_lines(view, width)
            case "close":
                return close_lines(view, width)
            case _:
                return []
