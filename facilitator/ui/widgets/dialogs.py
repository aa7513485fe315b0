"""The few things a screen asks: yes or no, a line of text, one of several, and its own help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from facilitator.ui.ink import BLANK, Ink, Line, content_of, heading, paragraph
from facilitator.ui.text import content
from facilitator.ui.widgets.fields import LineField
from facilitator.ui.widgets.keys import Key
from facilitator.ui.widgets.lines import Drawing, Drawn, joined, say

MOMENT = timedelta(milliseconds=400)
"""How long something new must have been on screen before the same key may act on it.

Longer than a double press, which takes 100 to 300 ms; shorter than reading a word.
"""
DIALOG_CSS = """
    {name} {{ align: center middle; }}
    {name} > .dialog {{
        width: 64; max-width: 94%; height: auto; max-height: 90%;
        padding: 1 3; background: $panel; border: round $primary;
    }}
    {name} .title {{ text-style: bold; margin-bottom: 1; }}
    {name} .keys {{ margin-top: 1; }}
    {name} .problem {{ color: $text-error; text-style: bold; }}
"""


def keys_said(*pairs: tuple[str, str]) -> Static:
    """The line under a dialog that names its keys."""
    spans: Line = BLANK
    for shown, label in pairs:
        spans = (*spans, (shown, Ink.KEY), (f" {label}   ", Ink.TEXT))
    return Static(content_of(spans), classes="keys")


class Guard:
    """Lets a key through only after what it would act on has been on screen for a moment."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._shown_at: datetime | None = None

    def shown(self) -> None:
        """Something new stands on the screen, from now."""
        self._shown_at = self._clock()

    @property
    def is_open(self) -> bool:
        """Whether the key may act. A clock that was set back does not keep it shut."""
        return self._shown_at is None or abs(self._clock() - self._shown_at) >= MOMENT


class Question(ModalScreen[bool]):
    """Asks before something that matters. SPACE or Enter says yes, Esc no.

    With ``discards`` it comes up while somebody may still be typing: then only Ctrl+D says yes, for
    the next word's first blank must not throw away what was written.

    The answer is taken only after the question has been on screen for a moment, so that a key
    pressed twice by mistake does not answer what nobody has read.

    ``reworded`` words the question anew when whoever asked says so with :meth:`follow`: what it
    tells must not grow stale while it waits for its answer.
    """

    DEFAULT_CSS = DIALOG_CSS.format(name="Question")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "yes('SPACE')", show=False),
        Binding("ctrl+d", "yes('Ctrl+D')", show=False),
        Binding("escape,n,N", "no", show=False),
    ]

    def __init__(
        self,
        question: str,
        *,
        yes: str,
        no: str,
        more: str = "",
        clock: Callable[[], datetime],
        discards: bool = False,
        reworded: Callable[[], str] | None = None,
    ) -> None:
        super().__init__()
        self._key = "Ctrl+D" if discards else "SPACE"
        self._reworded = reworded
        self._question = question
        self._more = more
        self._yes = yes
        self._no = no
        self._guard = Guard(clock)

    def compose(self) -> ComposeResult:
        """The question, what it means, and the two answers."""
        with Vertical(classes="dialog"):
            yield Static(content(self._question), classes="title")
            if self._more:
                yield Static(content(self._more))
            yield keys_said((self._key, self._yes), ("Esc", self._no))

    def on_mount(self) -> None:
        """The question stands from now."""
        self._guard.shown()

    def follow(self) -> None:
        """Ask in the words that are true now."""
        if self._reworded is not None and self.is_mounted:
            self.query_one(".title", Static).update(content(self._reworded()))

    def action_yes(self, key: str) -> None:
        """Yes, once there was time to read, and by the key that says so here."""
        if self._guard.is_open and key == self._key:
            self.dismiss(result=True)

    def action_no(self) -> None:
        """No."""
        self.dismiss(result=False)


class LinePrompt(ModalScreen[str | None]):
    """Asks for one line of text. Enter takes it, Esc leaves it."""

    DEFAULT_CSS = DIALOG_CSS.format(name="LinePrompt")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, *, take: str, value: str = "", problem: str = "") -> None:
        super().__init__()
        self._title = title
        self._take = take
        self._value = value
        self._problem = problem

    def compose(self) -> ComposeResult:
        """A title, a field, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(content(self._title), classes="title")
            yield LineField(self._value)
            if self._problem:
                yield Static(content(self._problem), classes="problem")
            yield keys_said(("Enter", self._take), ("Esc", "Leave it"))

    def on_input_submitted(self, event: LineField.Submitted) -> None:
        """Take what was typed; nothing typed is nothing asked for."""
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu, with what it does in a few more words."""

    id: str
    label: str
    more: str = ""


class Menu(ModalScreen[str | None]):
    """Asks for one of several. Enter takes it, Esc none."""

    DEFAULT_CSS = (
        DIALOG_CSS.format(name="Menu")
        + """
    Menu OptionList { height: auto; max-height: 50vh; background: $panel; border: none; padding: 0;
        scrollbar-size-vertical: 1; scrollbar-color: $line; scrollbar-color-hover: $line;
        scrollbar-background: $panel; scrollbar-background-hover: $panel;
    }
    Menu OptionList:focus { border: none; background-tint: transparent; }
    Menu OptionList > .option-list--option { padding: 0 1; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        """A title and the choices."""
        with Vertical(classes="dialog"):
            yield Static(content(self._title), classes="title")
            yield OptionList(
                *(
                    Option(
                        joined([say(c.label, "bold"), *([say(c.more)] if c.more else [])]),
                        id=c.id,
                    )
                    for c in self._choices
                )
            )
            yield keys_said(("↑ ↓", "Choose"), ("Enter", "Take it"), ("Esc", "Leave it"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice."""
        event.stop()
        self.dismiss(event.option_id)

    def action_leave(self) -> None:
        """Take none."""
        self.dismiss(None)


class SheetText(Drawn):
    """What a sheet says, as wide as there is room."""

    DEFAULT_CSS = "SheetText { padding-right: 1; }"

    def __init__(self, draw: Callable[[int], Drawing]) -> None:
        super().__init__()
        self._draw_at = draw

    def draw(self, width: int) -> Drawing:
        """The lines."""
        return self._draw_at(width)


class Sheet(ModalScreen[None]):
    """Something to read over the screen; any of the usual keys closes it."""

    DEFAULT_CSS = (
        DIALOG_CSS.format(name="Sheet")
        + """
    Sheet > .dialog { width: 76; }
    Sheet VerticalScroll { height: auto; max-height: 50vh; scrollbar-size-vertical: 1;
        scrollbar-color: $line; scrollbar-color-hover: $line; scrollbar-background: $panel;
        scrollbar-background-hover: $panel;
    }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,Q,space,enter,question_mark", "close", show=False)
    ]

    def __init__(self, title: str, draw: Callable[[int], Drawing]) -> None:
        super().__init__()
        self._title = title
        self._draw = draw

    def compose(self) -> ComposeResult:
        """The lines, scrolling when there are many."""
        with Vertical(classes="dialog"):
            yield Static(content(self._title), classes="title")
            with VerticalScroll():
                yield SheetText(self._draw)
            yield keys_said(("Esc", "Close"), ("↑ ↓", "Scroll"))

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)


def help_sheet(
    title: str, keys: Sequence[Key], more: str = "", others: Sequence[Key] = ()
) -> Sheet:
    """What every key of a screen does; ``more`` is said above them.

    ``others`` are those that do nothing at this moment, under a heading of their own.
    """

    def draw(width: int) -> list[Line]:
        lines = [each for part in more.splitlines() for each in (*paragraph(part, width), BLANK)]
        lines += _meanings(keys, width)
        if others:
            lines += [*heading("At other moments", width), *_meanings(others, width)]
        return lines

    return Sheet(title, draw)


def _meanings(keys: Sequence[Key], width: int) -> list[Line]:
    return [
        each
        for key in keys
        for each in paragraph(key.meaning, width, first=((f"{key.shown:<9}", Ink.KEY),))
    ]
