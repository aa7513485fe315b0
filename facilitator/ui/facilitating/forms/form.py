"""A page of fields: filled in, saved with Ctrl+S, and never lost by a wrong key.

What was typed is recorded by commands to the session; the forms themselves send nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from facilitator.domain.commands import Command
from facilitator.domain.text import TextRefused, clean_line
from facilitator.domain.words.figures import counted, listed
from facilitator.live.ports import Clock
from facilitator.ui.text import content, fit
from facilitator.ui.widgets import fields
from facilitator.ui.widgets.dialogs import Question, help_sheet, keys_said
from facilitator.ui.widgets.keys import Key

Field = (
    fields.LineField | fields.ParagraphField | fields.PickOne | fields.PickSome | fields.TurnField
)
Values = Mapping[str, Any]
"""What is typed into a form, by the ids of its rows."""
_NAMES_OFFERED = 5
_NAME_CELLS = 20
FIELDS = "PickOne, PickSome, Input, TextArea, TurnField"
_KEYS = (
    Key("", "Ctrl+S", "save", "Save", "Save. Until then nothing of this page is recorded."),
    Key("", "Tab", "", "", "The next field; Shift+Tab the one before, Enter leaves long text."),
    Key("", "↑ ↓", "", "", "Pick a line, or one of the words offered for a field."),
    Key("", "← →", "", "", "Turn a field between ◂ ▸ to its next word."),
    Key("", "F1", "help", "Help", "This page; ? too, where it would not be typed."),
    Key("", "Esc", "leave", "Leave", "Leave; asks first when something was typed."),
)


def part(name: str, meaning: str) -> Key:
    """A part of a form, for its help."""
    return Key("", name, "", "", meaning)


class Problem(Static):
    """What is wrong with a field, in words; takes no room when nothing is."""

    DEFAULT_CSS = "Problem { display: none; height: auto; color: $text-error; text-style: bold; }"

    def say(self, problem: str) -> None:
        """Show a problem, or that there is none."""
        self.update(content(f"✘ {problem}" if problem else ""))
        self.display = bool(problem)


class Row(Vertical):
    """A part of a form that has an id, one field or more, and a :class:`Problem`."""

    @property
    def typed(self) -> object:
        """What is in its fields."""
        raise NotImplementedError


class FormRow(Row):
    """A label, a field, a hint beside or under it, and what is wrong with it."""

    DEFAULT_CSS = """
    FormRow { height: auto; margin-bottom: 1; }
    FormRow > Horizontal { height: auto; }
    FormRow .label { width: 12; text-style: bold; }
    FormRow .field { width: 1fr; height: auto; }
    FormRow .hint { color: $text-muted; height: auto; }
    """

    def __init__(self, label: str, field: Field, hint: str = "", *, id: str) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._label = label
        self._field = field
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The label at the left, all else at the right."""
        with Horizontal():
            yield Static(self._label, classes="label")
            with Vertical(classes="field"):
                yield self._field
                hint = Static(content(self._hint), classes="hint")
                hint.display = bool(self._hint)
                yield hint
                yield Problem()

    @property
    def typed(self) -> str | frozenset[str] | None:
        """What is in the field; of :class:`PickSome` the lines taken."""
        match self._field:
            case fields.PickSome() as field:
                return field.taken
            case fields.ParagraphField() as field:
                return field.text
            case field:
                return field.value

    def offer_people(self, names: Sequence[str]) -> None:
        """Have the row's field offer people, and say so; any other name can be typed."""
        self.query_one(fields.PickField).offers = names
        offered = listed([fit(name, _NAME_CELLS) for name in names], _NAMES_OFFERED, joint="or")
        self.hint(f"↑ ↓ {offered}; or type" if names else "Type a name")

    def hint(self, text: str) -> None:
        """Say something else under the field."""
        hint = self.query_one(".hint", Static)
        hint.update(content(text))
        hint.display = bool(text)


class Form(ModalScreen[bool]):
    """Keeps all that was typed until it is saved, or thrown away on purpose.

    A form says what its ``rows`` are, what ``problems`` has what is ``typed`` into them, by their
    ids, and which ``commands`` it comes to.
    """

    submit: Callable[[Sequence[Command]], Awaitable[str]]
    """Sends commands; returns why one was not taken, or "". Set before the form is shown."""

    parts: Sequence[Key]
    """What each part of the form is for."""

    DEFAULT_CSS = """
    Form { background: $background; }
    Form > .top { height: 1; padding: 0 2; background: $panel; text-style: bold; }
    Form > VerticalScroll { height: 1fr; padding: 1 1 0 2; scrollbar-size-vertical: 1;
        scrollbar-color: $line; scrollbar-color-hover: $line; scrollbar-background: $background;
        scrollbar-background-hover: $background;
    }
    Form Row { max-width: 120; }
    Form .part { text-style: bold; color: $text-secondary; }
    Form .note { color: $text-muted; }
    Form > #refusal { padding: 0 2; }
    Form > .keys { margin: 0; padding: 0 2; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("f1,question_mark", "help", show=False),
        Binding("escape", "leave", show=False),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(self, title: str, clock: Clock) -> None:
        super().__init__()
        self.heading = title
        self._clock = clock
        self.at_first: Values | None = None
        self._is_saving = False

    def rows(self) -> ComposeResult:
        """The rows, from the top."""
        raise NotImplementedError

    def typed(self) -> Values:
        """Everything in the form."""
        return {row.id or "": row.typed for row in self.query(Row) if row.display}

    def problems(self, typed: Values) -> Mapping[str, str]:
        """What is wrong, a sentence for each row's id, "" for nothing."""
        raise NotImplementedError

    def commands(self, typed: Values) -> Sequence[Command]:
        """What is sent, once there are no problems."""
        raise NotImplementedError

    async def record(self, typed: Values) -> str:
        """Save what was typed; return why it could not be, or ""."""
        return await self.submit(self.commands(typed))

    def catch_up(self) -> None:
        """Have fields follow others, with every change, and once more before they are saved."""

    def compose(self) -> ComposeResult:
        """A title, the rows, and the keys."""
        yield Static(content(self.heading), classes="top")
        with VerticalScroll(can_focus=False):
            yield from self.rows()
        yield Problem(id="refusal")
        yield keys_said(
            ("Ctrl+S", "Save"), ("Tab", "Next field"), ("F1 ?", "Help"), ("Esc", "Leave")
        )

    def on_mount(self) -> None:
        """Start from what the form was given."""
        self.catch_up()
        self.call_after_refresh(self._remember)
        self.set_focus(next(iter(self.query(FIELDS))))

    @on(fields.PickOne.Picked)
    @on(fields.PickSome.Changed)
    @on(fields.TurnField.Turned)
    def follow(self) -> None:
        """Something was picked, taken or turned."""
        self.catch_up()

    def action_save(self) -> None:
        """Save, once the field has taken in every key that was pressed before this one."""
        (self.focused or self).call_later(self._save_unless_flawed)

    def _save_unless_flawed(self) -> None:
        """Save, or say beside each field what keeps it from being saved."""
        if self._is_saving:
            return
        self.catch_up()
        typed = self.typed()
        problems = {row: why for row, why in self.problems(typed).items() if why}
        self._say(problems)
        if problems:
            self._refuse(f"Not saved: {counted(len(problems), 'field')} to mend.")
            return
        self._is_saving = True
        self.run_worker(self._save(typed), group="saving")

    def action_leave(self) -> None:
        """Leave at once when nothing was typed, else ask."""
        if self.typed() == (self.at_first or self.typed()):
            self.dismiss(result=False)
            return
        question = Question(
            "Leave without saving?",
            yes="Throw away",
            no="Go on writing",
            more="What was typed here is not kept.",
            clock=self._clock,
            discards=True,
        )
        self.app.push_screen(question, self._left)

    def action_help(self) -> None:
        """What each part is for, and what every key does."""
        self.app.push_screen(help_sheet(self.heading, [*self.parts, *_KEYS]))

    def _left(self, sure: bool | None) -> None:  # noqa: FBT001 - what the question answers
        if sure:
            self.dismiss(result=False)

    def _remember(self) -> None:
        self.at_first = self.typed()

    async def _save(self, typed: Values) -> None:
        try:
            refusal = await self.record(typed)
        finally:
            self._is_saving = False
        if refusal:
            self._refuse(f"Not saved. {refusal}")
        else:
            self.dismiss(result=True)

    def _refuse(self, text: str) -> None:
        self.query_one("#refusal", Problem).say(text)

    def _say(self, problems: Mapping[str, str]) -> None:
        """Show every problem beside its field, and go to the first."""
        self._refuse("")
        is_first = True
        for row in self.query(Row):
            problem = problems.get(row.id or "", "")
            row.query_one(Problem).say(problem)
            if problem and is_first:
                is_first = False
                self.set_focus(next(iter(row.query(FIELDS))))
                row.scroll_visible(animate=False)


def day_typed(text: str) -> date | None:
    """A date typed as YYYY-MM-DD; None when it is none."""
    text = text.strip()
    try:
        return date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else None
    except ValueError:
        return None


def flaw_of_day(text: str, today: date, such_as: date, flaw: str) -> str:
    """Why a text is no day after today: it is none, or has the other ``flaw``; else ""."""
    chosen = day_typed(text)
    if chosen is None:
        return f"Type a day as YYYY-MM-DD, such as {such_as.isoformat()}."
    return "" if chosen > today else flaw


def flaw_of_line(text: str, most_cells: int) -> str:
    """Why a text can't be kept as one line of so many cells, or ""."""
    try:
        clean_line(text, most_cells=most_cells)
    except TextRefused as error:
        return f"This can't be kept: {error}."
    return ""
