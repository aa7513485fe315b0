"""The home screen, and its app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from facilitator.domain.words.figures import counted
from facilitator.ui.home import model
from facilitator.ui.home.model import AgendaCard, HomeChoice, HomeModel, InterruptedCard
from facilitator.ui.ink import Line, paragraph
from facilitator.ui.widgets.app import TerminalApp
from facilitator.ui.widgets.dialogs import help_sheet
from facilitator.ui.widgets.keys import Key, KeyLine, bindings, letter
from facilitator.ui.widgets.lines import BLANK, Drawn, Said, joined, line, say

_ENTER = Key("", "Enter", "choose", "Start", "Start a workshop on the agenda chosen, or go on.")
_REHEARSE = Key(
    letter("R"),
    "R",
    "rehearse",
    "Rehearse",
    "Rehearse the agenda chosen with simulated people; nobody has to be there.",
)
_PAST = Key(
    letter("P"),
    "P",
    "past",
    "Past",
    "Look at past decisions: who owns what now, what changed, what is due.",
)
_CHOOSE = Key("", "↑ ↓", "help", "Choose", "Choose an agenda, or a session to go on with.")
_SCROLL = Key(
    "pagedown", "PgDn", "scroll_contents(1)", "Scroll", "Scroll what is shown at the right."
)
_SCROLL_BACK = Key("pageup", "PgUp", "scroll_contents(-1)", "", "Scroll it back.")
_HELP = Key("question_mark", "?", "help", "Help", "This page.")
_LEAVE = Key(f"{letter('Q')},ctrl+c", "Q", "leave", "Leave", "Leave the program.")
_KEYS = (_ENTER, _REHEARSE, _PAST, _CHOOSE, _SCROLL, _SCROLL_BACK, _HELP, _LEAVE)
_HINT = (
    "New here? R rehearses with simulated people: choose an agenda with ↑ ↓ and try it. Enter "
    "opens the lobby of a real workshop, where people join; nothing is voted on before you begin."
)
_NO_AGENDAS = "No agendas were found. Put one into the folder agendas/, or name its file to run."

Card = AgendaCard | InterruptedCard

ReadPast = Callable[[], Awaitable[model.PastSummary]]
"""Reads the folder of decision logs, which may take a while."""


class Contents(Drawn):
    """What the chosen line stands for."""

    card: reactive[Card | None] = reactive(None, layout=True)

    def draw(self, width: int) -> list[Line]:
        """An agenda's contents, or where a session stood."""
        match self.card:
            case AgendaCard() as card:
                return model.agenda_lines(card, width)
            case InterruptedCard() as card:
                return model.interrupted_lines(card, width)
            case None:
                return paragraph(_NO_AGENDAS, width)


class PastLine(Drawn):
    """Past decisions in one line."""

    DEFAULT_CSS = "PastLine { padding: 0 1; }"
    home: reactive[HomeModel | None] = reactive(None, layout=True)

    def draw(self, width: int) -> list[Line]:
        """The line."""
        return [model.past_line(self.home, width)] if self.home else []


class HomeScreen(Screen[None]):
    """Interrupted sessions and agendas at the left, what the chosen one holds at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(b for b in bindings(_KEYS) if b.key),
        Binding("enter", "choose", show=False),
    ]

    def __init__(self, home: HomeModel, read_past: ReadPast | None = None) -> None:
        super().__init__()
        self._home = home
        self._read_past = read_past
        self._cards: dict[str, Card] = {
            **{f"session-{n}": card for n, card in enumerate(home.interrupted)},
            **{f"agenda-{n}": card for n, card in enumerate(home.agendas)},
        }

    def compose(self) -> ComposeResult:
        """The two columns, the line on the past, the keys."""
        yield Static(line(say("facilitator", "bold"), "   who drives what, decided"), id="top")
        with Horizontal(id="columns"):
            with Vertical(id="cards"):
                yield OptionList(*self._options())
            with VerticalScroll(id="contents", can_focus=False):
                yield Contents()
        yield Said()
        yield PastLine()
        yield KeyLine()

    def on_mount(self) -> None:
        """Choose the first line; welcome who is new."""
        cards = self.query_one(OptionList)
        cards.focus()
        if self._cards:
            cards.highlighted = 1
        self._tell_past(self._home.past)
        if self._read_past is not None:
            self.run_worker(self._learn_of_past(self._read_past), name="past")

    async def _learn_of_past(self, read_past: ReadPast) -> None:
        """Tell of past decisions once their folder is read; the screen doesn't wait for that."""
        self._tell_past(await read_past())

    def _tell_past(self, past: model.PastSummary | None) -> None:
        self._home = replace(self._home, past=past)
        self.query_one(PastLine).home = self._home
        said = self.query_one(Said)
        if self._is_new and self._home.agendas and not said.text:
            said.text = _HINT
        self._say_keys()

    @property
    def _is_new(self) -> bool:
        """Whether no workshop was held here yet; not before that is known."""
        past = self._home.past
        is_none = past is not None and (past.rehearsed or not past.logs)
        return is_none and not self._home.interrupted

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the line stands for."""
        self.query_one(Contents).card = self._cards.get(event.option_id or "")
        self.query_one("#contents", VerticalScroll).scroll_home(animate=False)
        self._say_keys()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Give back what is chosen, or say why it can't be."""
        self._choose(model.StartWorkshop)

    def action_rehearse(self) -> None:
        """Give back the agenda chosen, to rehearse it, or say why it can't be."""
        self._choose(model.RehearseWorkshop)

    def _choose(self, to_do: type[model.StartWorkshop | model.RehearseWorkshop]) -> None:
        said = self.query_one(Said)
        match self.query_one(Contents).card:
            case None:
                said.text = _NO_AGENDAS
            case InterruptedCard() as card if to_do is model.StartWorkshop:
                self.app.exit(model.ResumeWorkshop(card.session))
            case InterruptedCard():
                said.text = "Choose an agenda to rehearse; Enter goes on with this."
            case AgendaCard() as card if card.can_start:
                self.app.exit(to_do(card))
            case AgendaCard() as card:
                problems = counted(len(card.problems) or 1, "problem")
                said.text = f"This agenda has {problems}: see at the right."

    def action_past(self) -> None:
        """Go to past decisions."""
        self.app.exit(model.ReviewPast())

    def action_scroll_contents(self, pages: int) -> None:
        """Scroll what is at the right."""
        contents = self.query_one("#contents", VerticalScroll)
        contents.scroll_relative(y=pages * max(1, contents.size.height - 2), animate=False)

    def action_help(self) -> None:
        """What every key does."""
        folder = f"Decision logs are in {self._home.sessions_folder}."
        self.app.push_screen(help_sheet("The home screen", _KEYS, folder))

    def action_leave(self) -> None:
        """Leave without choosing."""
        self.app.exit(None)

    def _say_keys(self) -> None:
        card = self.query_one(Contents).card
        if isinstance(card, InterruptedCard):
            first: tuple[Key, ...] = (_ENTER.named("Go on with this session"),)
        elif card is not None and card.can_start:
            start = _ENTER.named("Start this workshop")
            first = (_REHEARSE, start) if self._is_new else (start, _REHEARSE)
        else:
            first = ()
        moving = (_CHOOSE, _SCROLL) if self._cards else ()
        self.query_one(KeyLine).rows = (((*first, _PAST, *moving), (_HELP, _LEAVE)),)

    def _options(self) -> Iterator[Option]:
        if self._home.interrupted:
            yield Option(say("Interrupted", "bold $text-warning"), disabled=True)
        for number, session in enumerate(self._home.interrupted):
            lines = [say(session.title, "bold"), say(f"  stopped {model.when(session)}")]
            yield Option(joined(lines), id=f"session-{number}")
        if self._home.agendas:
            apart = [BLANK] if self._home.interrupted else []
            name = say("Agendas", "bold $text-secondary")
            yield Option(joined([*apart, name]), disabled=True)
        for number, card in enumerate(self._home.agendas):
            sign = "✘ " * bool(card.problems)
            yield Option(line(say(sign, "$text-error"), say(card.title)), id=f"agenda-{number}")


class HomeApp(TerminalApp[HomeChoice | None]):
    """Ends with what was chosen, or with None.

    ``read_past`` learns of past decisions while the screen stands already.
    """

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "suspend_process", show=False)]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - as the base class declares it
        (0, "-narrow"),
        (100, "-medium"),
        (160, "-wide"),
    ]

    def __init__(self, home: HomeModel, read_past: ReadPast | None = None, *, dark: bool) -> None:
        super().__init__(dark=dark)
        self._home = home
        self._read_past = read_past

    def get_default_screen(self) -> HomeScreen:
        """The one screen."""
        return HomeScreen(self._home, self._read_past)
