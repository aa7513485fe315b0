"""The parts of the facilitator's screen, each drawn from its scene, and the agenda beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from facilitator.domain.views import OutlineEntry, Stage
from facilitator.domain.words.figures import countdown, in_groups
from facilitator.domain.words.signs import STEP_SIGNS
from facilitator.ui.facilitating.lobby import server_trouble
from facilitator.ui.facilitating.room_lines import room_lines, word_lines
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.steps import stage_page
from facilitator.ui.ink import BLANK, Ink, Line, Span, content_of, line, paragraph, spread, width_of
from facilitator.ui.pieces.progress import answered_word
from facilitator.ui.text import cells, fit
from facilitator.ui.widgets.lines import Drawn

_LEAD_CELLS = 16
_GAP: Span = ("   ", Ink.TEXT)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Panel(Drawn):
    """A part of the screen. It is painted again only when what it shows has changed."""

    scene: reactive[Scene | None] = reactive(None, repaint=False)
    now: reactive[datetime] = reactive(LONG_AGO, repaint=False)
    _lines: Sequence[Line] = ()

    def lines(self, scene: Scene, width: int) -> list[Line]:
        """What it shows of a scene; where that is nothing, it takes no room."""
        raise NotImplementedError

    def draw(self, width: int) -> list[Line]:
        """The lines of the scene at hand."""
        return self.lines(self.scene, width) if self.scene else []

    def watch_scene(self) -> None:
        """Something may be otherwise; some lines say how long something takes."""
        old, self._lines = self._lines, self.draw(max(1, self.content_size.width))
        if self._lines != old:
            self.refresh(layout=len(self._lines) != len(old))

    watch_now = watch_scene


class TopLine(Panel):
    """Title, place in the agenda, the clock, and how many are here and have voted."""

    DEFAULT_CSS = "TopLine { height: 1; padding: 0 1; background: $panel; }"

    def lines(self, scene: Scene, width: int) -> list[Line]:
        """One line; the title gives way."""
        stage = scene.view.stage
        voted = f" · {stage.round.voted} {answered_word(stage)}" if stage.round else ""
        right: list[Span] = [(f"{stage.here} here{voted}", Ink.TEXT)]
        if stage.timer:
            left, is_over = countdown(stage.timer.started_at, stage.timer.seconds, self.now)
            right.insert(0, (f"⏱ {left}", Ink.WARN if is_over else Ink.STRONG))
        if stage.lead:
            right.insert(0, (f"{fit(stage.lead, _LEAD_CELLS)} leads", Ink.TEXT))
        if stage.step:
            right.insert(0, (f"Step {stage.step.number} of {stage.step.total}", Ink.TEXT))
        return [spread(line(stage.title, Ink.STRONG), _apart(right), width)]


class WordLine(Panel):
    """Who has the word and for how long; takes no room while nobody has it."""

    DEFAULT_CSS = "WordLine { padding: 0 1; background: $boost; }"

    def lines(self, scene: Scene, width: int) -> list[Line]:
        """One line."""
        return word_lines(scene.word, self.now, width)


class Banner(Panel):
    """Says in words that nothing is being recorded, for as long as that is so."""

    DEFAULT_CSS = """
    Banner { padding: 0 1; background: $error; color: $background; text-style: bold; }
    """

    def lines(self, scene: Scene, width: int) -> list[Line]:
        """What has happened, why, and what to do."""
        if scene.health.recording:
            return []
        reason = scene.health.reason.rstrip(".")
        why = f": {reason}" if reason else ""
        words = (
            f"! Nothing is being recorded{why}. No vote is taken. T tries again; it also tries by"
            " itself."
        )
        return paragraph(words, width)


class Room(Panel):
    """Who is here, by team; always as much as there is room for."""

    DEFAULT_CSS = "Room { height: 1fr; }"

    def lines(self, scene: Scene, width: int) -> list[Line]:
        """The teams, and the parking lot at the foot."""
        parked = len(scene.view.stage.set_aside)
        foot = [line(f"Parking lot ({parked})", Ink.MUTED)] if parked else []
        height = max(1, self.content_size.height - len(foot))
        lines = room_lines(scene.view, self.now, width, height)
        return [*lines, *[BLANK] * (height - len(lines)), *foot] if foot else lines


ROSTER_ONLY = "only those on the roster"
_SAID_ELSEWHERE = (Stage.GATHERING, Stage.ENDED)


class JoinLine(Panel):
    """How to join, in one line; and what is wrong with the server, when something is."""

    DEFAULT_CSS = "JoinLine { padding: 0 1; }"

    def lines(self, scene: Scene, width: int) -> list[Line]:
        """The command and the code; the fingerprint where there is room."""
        server, code = scene.server, scene.view.join_code
        if scene.stage in _SAID_ELSEWHERE:
            return []
        trouble = server_trouble(server)
        lines = paragraph(trouble, width, Ink.BAD) if trouble else []
        if server.command:
            way_in = f"code {in_groups(code)}" if code else ROSTER_ONLY
            joining = _apart((each, Ink.MUTED) for each in (f"join: {server.command}", way_in))
            rest = width - width_of((*joining, _GAP))
            fits = server.fingerprint and cells(server.fingerprint) <= rest
            lines.append((*joining, _GAP, (server.fingerprint, Ink.MUTED)) if fits else joining)
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


class StagePanel(Panel):
    """One stage at a time."""

    def lines(self, scene: Scene, width: int) -> list[Line]:
        """The lines of the present stage."""
        return stage_page(scene, width)


def _apart(spans: Iterable[Span]) -> Line:
    """Pieces with room between them."""
    return tuple(chain.from_iterable((_GAP, each) for each in spans))[1:]


# Lists


class LineList(OptionList):
    """Lines to choose from, which change in place."""

    DEFAULT_CSS = """
    LineList { width: 1fr; height: 1fr; border: none; padding: 0; background: transparent; }
    LineList:focus { border: none; background-tint: transparent; }
    LineList > .option-list--option { padding: 0; }
    LineList:focus > .option-list--option-highlighted { background: $primary; color: $background; }
    """

    @property
    def chosen(self) -> str | None:
        """The id of the line that is highlighted."""
        option = self.highlighted_option
        return option.id if option else None

    def show(self, options: Sequence[Option]) -> bool:
        """Show other lines; whether they had to be listed anew, with none highlighted."""
        if [option.id for option in self.options] != [option.id for option in options]:
            self.set_options(options)
            return True
        for place, option in enumerate(options):
            old, new = self.get_option_at_index(place).prompt, option.prompt
            if not (isinstance(old, Content) and isinstance(new, Content) and old.is_same(new)):
                self.replace_option_prompt_at_index(place, new)
        return False


class Outline(LineList):
    """The agenda's steps. Enter on one goes there; [ and ] move one that was not reached yet."""

    DEFAULT_CSS = """
    Outline { text-wrap: nowrap; text-overflow: ellipsis; }
    Outline > .option-list--option-highlighted { background: transparent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket,shift+up", "move(-1)", show=False),
        Binding("right_square_bracket,shift+down", "move(1)", show=False),
    ]

    scene: reactive[Scene | None] = reactive(None, repaint=False)

    @dataclass
    class MoveAsked(Message):
        """A step shall be taken earlier (−1) or later (1)."""

        step: str
        by: int

    def watch_scene(self, scene: Scene | None) -> None:
        """Draw what has changed; keep the current step in sight, or the one that was chosen."""
        if scene is None:
            return
        entries = scene.view.stage.outline
        chosen = self.chosen
        if self.show([Option(content_of(_entry(each)), id=each.id) for each in entries]):
            self.choose(chosen)
        if not self.has_focus:
            self.choose(next((each.id for each in entries if each.is_current), None))

    def choose(self, step: str | None) -> None:
        """Highlight a step; none where there is none of that id."""
        ids = [option.id for option in self.options]
        self.highlighted = ids.index(step) if step in ids else None

    def action_move(self, by: int) -> None:
        """Ask for the highlighted step to be moved."""
        if self.chosen is not None:
            self.post_message(self.MoveAsked(self.chosen, by))


def _entry(entry: OutlineEntry) -> Line:
    sign = "▶" if entry.is_current else STEP_SIGNS[entry.status].glyph
    ahead = Ink.TEXT if entry.status == "ahead" else Ink.MUTED
    return ((f"{sign} ", Ink.TEXT), (entry.title, Ink.STRONG if entry.is_current else ahead))
