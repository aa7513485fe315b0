"""The parts of the facilitator's screen: top line, warnings, stage, room, and the way in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from facilitator.domain.decisions import CommitmentStatus
from facilitator.domain.views import FacilitatorView, Stage, WordView
from facilitator.domain.words.figures import countdown, in_groups
from facilitator.live.ports import ServerState, ServerStatus
from facilitator.live.session import Health
from facilitator.ui.facilitating.pages import Shown, stage_page
from facilitator.ui.facilitating.pages.lobby import server_trouble
from facilitator.ui.facilitating.pages.room import room_lines, word_lines
from facilitator.ui.ink import BLANK, Ink, Line
from facilitator.ui.pieces.progress import answered_word
from facilitator.ui.text import cells, fit
from facilitator.ui.widgets.drawn import Drawn
from facilitator.ui.widgets.lines import QUIET, Lines, paragraph, say, spread

_LEAD_CELLS = 16
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Heading(Static):
    """The name of a column."""

    DEFAULT_CSS = "Heading { height: 1; color: $text-muted; text-style: bold; }"


class TopLine(Drawn):
    """Title, place in the agenda, the clock, and how many are here and have voted."""

    DEFAULT_CSS = "TopLine { height: 1; padding: 0 1; background: $panel; }"

    view: reactive[FacilitatorView | None] = reactive(None)
    now: reactive[datetime] = reactive(LONG_AGO)

    def draw(self, width: int) -> Lines:
        """One line; the title gives way."""
        if self.view is None:
            return []
        stage = self.view.stage
        right = [_people_said(self.view)]
        if stage.timer:
            told, is_over = countdown(stage.timer.started_at, stage.timer.seconds, self.now)
            right.insert(0, say(f"⏱ {told}", "bold $text-warning" if is_over else "bold"))
        if stage.lead:
            right.insert(0, say(f"{fit(stage.lead, _LEAD_CELLS)} leads"))
        if stage.step:
            right.insert(0, say(f"Step {stage.step.number} of {stage.step.total}"))
        return [spread(say(stage.title, "bold"), Content("   ").join(right), width)]


def _people_said(view: FacilitatorView) -> Content:
    held = view.stage.round
    voted = f" · {held.voted} {answered_word(view.stage)}" if held else ""
    return say(f"{view.stage.here} here{voted}")


class WordLine(Drawn):
    """Who has the word and for how long; takes no room while nobody has it."""

    DEFAULT_CSS = "WordLine { padding: 0 1; background: $boost; }"

    view: reactive[FacilitatorView | None] = reactive(None, repaint=False)
    word: reactive[WordView | None] = reactive(None, layout=True)
    now: reactive[datetime] = reactive(LONG_AGO)

    def watch_view(self, view: FacilitatorView | None) -> None:
        """Nothing of it changes with a ballot that comes in."""
        self.word = view.stage.word if view else None

    def watch_word(self, word: WordView | None) -> None:
        """Show or hide."""
        self.display = word is not None

    def draw(self, width: int) -> list[Line]:
        """One line."""
        return word_lines(self.word, self.now, width)


class Banner(Drawn):
    """Says in words that nothing is being recorded, for as long as that is so."""

    DEFAULT_CSS = """
    Banner { padding: 0 1; background: $error; color: $background; text-style: bold; }
    """

    health: reactive[Health] = reactive(Health(), layout=True)

    def watch_health(self, health: Health) -> None:
        """Show or hide."""
        self.display = not health.recording

    def draw(self, width: int) -> Lines:
        """What has happened, why, and what to do."""
        reason = self.health.reason.rstrip(".")
        why = f": {reason}" if reason else ""
        told = (
            f"! Nothing is being recorded{why}. No vote is taken. T tries again; it also tries by"
            " itself."
        )
        return paragraph(told, width)


class Notice(Drawn):
    """The answer to the last key, where one is due: a refusal, or what was done."""

    DEFAULT_CSS = """
    Notice { padding: 0 1; background: $boost; }
    Notice.-refusal { color: $text-warning; text-style: bold; }
    """

    text: reactive[str] = reactive("", layout=True)

    def watch_text(self, text: str) -> None:
        """Take no room when there is nothing to say."""
        self.display = bool(text)

    def draw(self, width: int) -> Lines:
        """The sentence."""
        return paragraph(self.text, width)


class Room(Drawn):
    """Who is here, by team; always as much as there is room for."""

    DEFAULT_CSS = "Room { height: 1fr; }"

    view: reactive[FacilitatorView | None] = reactive(None)
    now: reactive[datetime] = reactive(LONG_AGO)

    def draw(self, width: int) -> list[Line]:
        """The teams, and the parking lot at the foot."""
        if self.view is None:
            return []
        parked = len(self.view.stage.set_aside)
        foot: list[Line] = [((f"Parking lot ({parked})", Ink.MUTED),)] if parked else []
        height = max(1, self.content_size.height - len(foot))
        lines = room_lines(self.view, self.now, width, height)
        return [*lines, *[BLANK] * (height - len(lines)), *foot] if foot else lines


ROSTER_ONLY = "only those on the roster"
_SAID_ELSEWHERE = (Stage.GATHERING, Stage.ENDED)


class JoinLine(Drawn):
    """How to join, in one line; and what is wrong with the server, when something is.

    Not drawn again for every ballot that comes in: nothing of it changes then.
    """

    DEFAULT_CSS = "JoinLine { padding: 0 1; }"

    view: reactive[FacilitatorView | None] = reactive(None, repaint=False)
    way_in: reactive[str] = reactive("", layout=True)
    server: reactive[ServerStatus] = reactive(ServerStatus(ServerState.OFF), layout=True)

    def watch_view(self, view: FacilitatorView | None) -> None:
        """Take no room where the way in is said elsewhere, or closed."""
        is_said_here = view is not None and view.stage.stage not in _SAID_ELSEWHERE
        code = f"code {in_groups(view.join_code)}" if view and view.join_code else ROSTER_ONLY
        self.way_in = code if is_said_here else ""

    def draw(self, width: int) -> Lines:
        """The command and the code; the fingerprint where there is room."""
        if not self.way_in:
            return []
        lines: Lines = []
        if trouble := server_trouble(self.server):
            lines += paragraph(trouble, width, "bold $text-error")
        if self.server.command:
            told = [say(f"join: {self.server.command}", QUIET), say(self.way_in, QUIET)]
            used = sum(part.cell_length for part in told) + 6
            if self.server.fingerprint and cells(self.server.fingerprint) <= width - used:
                told.append(say(self.server.fingerprint, QUIET))
            lines.append(Content("   ").join(told))
        return lines


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
