"""Fields to type in, which take no character that a terminal would obey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.dom import DOMNode
from textual.events import Click, Paste
from textual.events import Key as KeyPressed
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, TextArea

from facilitator.domain.text import WORD_PARTS
from facilitator.ui.text import cells, fit, pad, printable, typed
from facilitator.ui.widgets.lines import Drawn, Lines, line, say


async def act_in_order(field: Widget, event: KeyPressed) -> None:
    """Have a field act on its own keys one by one, as they come.

    Left to itself, Textual looks a key such as Backspace up only after it has gone up through all
    that is around the field. Keys that arrive together, as over a slow connection, would overtake
    it: what was typed after Ctrl+U would be deleted by it.
    """
    for binding in field._bindings.key_to_bindings.get(event.key, ()):  # noqa: SLF001 - there is no other way to ask
        event.stop()
        event.prevent_default()
        await field.run_action(binding.action)


class LineField(Input):
    """One line of text; what is pasted comes in as one printable line."""

    DEFAULT_CSS = """
    LineField { background: $surface; }
    LineField:focus { background: $primary 25%; }
    """

    def __init__(
        self, value: str = "", placeholder: str = "", *, classes: str | None = None
    ) -> None:
        super().__init__(
            typed(value),
            printable(placeholder),
            compact=True,
            select_on_focus=False,
            classes=classes,
        )

    async def _on_key(self, event: KeyPressed) -> None:
        await act_in_order(self, event)
        if event.character in WORD_PARTS:  # not printable, as Textual sees it
            self.insert_text_at_cursor(event.character)

    def _on_paste(self, event: Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(typed(event.text.strip()))


class PickField(LineField):
    """One line that is typed, or picked with ↑ and ↓ among ``offers``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "pick(1)", show=False),
        Binding("up", "pick(-1)", show=False),
    ]
    offers: Sequence[str] = ()

    def action_pick(self, step: int) -> None:
        """Put the next of the offers into the field."""
        if not self.offers:
            return
        known = self.value in self.offers
        at = self.offers.index(self.value) + step if known else (0 if step > 0 else -1)
        self.value = typed(self.offers[at % len(self.offers)])
        self.cursor_position = len(self.value)


class ParagraphField(TextArea):
    """A long line of text, wrapped on screen. Enter goes on to the next field."""

    DEFAULT_CSS = """
    ParagraphField { height: 2; background: $surface; border: none; padding: 0; }
    ParagraphField:focus { background: $primary 25%; border: none; }
    """

    def __init__(self, value: str = "") -> None:
        super().__init__(typed(value), compact=True, tab_behavior="focus")
        self.highlight_cursor_line = False

    def watch(
        self,
        obj: DOMNode,
        attribute_name: str,
        callback: Callable[..., Any],
        init: bool = True,  # noqa: FBT001, FBT002 - as the base class has it
    ) -> None:
        """Watch anything but the app, which would keep hold of every field that there ever was.

        It is watched for its theme, and that stays as it is.
        """
        if obj is not self.app:
            super().watch(obj, attribute_name, callback, init)

    async def _on_key(self, event: KeyPressed) -> None:
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.screen.focus_next()
            return
        await act_in_order(self, event)
        if event.character in WORD_PARTS:  # not printable, as Textual sees it
            self.insert(event.character)

    async def _on_paste(self, event: Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert(typed(event.text.strip()))


@dataclass(frozen=True, slots=True)
class Offer:
    """One line to pick: what it is, and a note behind it."""

    id: str
    label: str
    note: str = ""


class PickOne(Drawn, can_focus=True):
    """One of several lines, or none yet; ↑ and ↓ pick.

    SPACE picks the first where none is picked, and changes nothing otherwise: it is the key that a
    nervous hand presses twice.
    """

    DEFAULT_CSS = """
    PickOne { background: $surface; }
    PickOne:focus { background: $primary 25%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "pick(1)", show=False),
        Binding("up", "pick(-1)", show=False),
        Binding("space", "pick_first", show=False),
    ]
    value: reactive[str | None] = reactive(None)

    @dataclass
    class Picked(Message):
        """Another line was picked."""

        value: str

    def __init__(self, offers: Sequence[Offer], value: str | None) -> None:
        super().__init__()
        self._offers = tuple(offers)
        self.set_reactive(PickOne.value, value)

    async def _on_key(self, event: KeyPressed) -> None:
        await act_in_order(self, event)

    def draw(self, width: int) -> Lines:
        """One line per offer; the picked one is marked by a sign, and by colour."""
        label = min(max(cells(offer.label) for offer in self._offers), width // 2)
        return [
            line(
                say(
                    f"{'◉' if offer.id == self.value else '○'} {pad(offer.label, label)}",
                    "bold $text-primary" if offer.id == self.value else "",
                ),
                say(f"   {fit(offer.note, width - label - 5)}", "$muted"),
            )
            for offer in self._offers
        ]

    def action_pick(self, step: int) -> None:
        """Pick the next line."""
        ids = [offer.id for offer in self._offers]
        at = ids.index(self.value) + step if self.value in ids else (0 if step > 0 else -1)
        self._pick(ids[at % len(ids)])

    def action_pick_first(self) -> None:
        """Pick the first line, unless one is picked."""
        if self.value is None:
            self.action_pick(1)

    def on_click(self, event: Click) -> None:
        """Pick the line under the mouse."""
        if 0 <= event.y < len(self._offers):
            self._pick(self._offers[event.y].id)

    def _pick(self, value: str) -> None:
        self.value = value
        self.post_message(self.Picked(value))


class PickSome(Drawn, can_focus=True):
    """Any of several lines; ↑ and ↓ move, SPACE takes one or leaves it."""

    DEFAULT_CSS = """
    PickSome { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("space", "take_or_leave", show=False),
    ]
    at: reactive[int] = reactive(0)
    taken: reactive[frozenset[str]] = reactive(frozenset())

    @dataclass
    class Changed(Message):
        """Another set of lines is taken."""

        taken: frozenset[str]

    def __init__(self, offers: Sequence[Offer], taken: frozenset[str]) -> None:
        super().__init__()
        self._offers = tuple(offers)
        self.set_reactive(PickSome.taken, taken)

    async def _on_key(self, event: KeyPressed) -> None:
        await act_in_order(self, event)

    def draw(self, width: int) -> Lines:
        """One line per offer; a taken one is marked by a sign, and so is the one at hand."""
        note = max(cells(offer.note) for offer in self._offers)
        label = max(8, min(max(cells(o.label) for o in self._offers), width - note - 6))
        rows = []
        for place, offer in enumerate(self._offers):
            is_taken = offer.id in self.taken
            is_here = self.has_focus and place == self.at
            mark = f"{'▸' if is_here else ' '}{'◉' if is_taken else '○'} {pad(offer.label, label)}"
            row = f"{mark}   {fit(offer.note, width - label - 6)}"
            plain = "bold $text-primary" if is_taken else ""
            rows.append(
                line(say(pad(row, width), "bold $background on $primary" if is_here else plain))
            )
        return rows

    def action_move(self, step: int) -> None:
        """Go to the next line."""
        self.at = (self.at + step) % len(self._offers)
        self._keep_in_sight()

    def action_take_or_leave(self) -> None:
        """Take the line at hand, or leave it."""
        self.taken = self.taken ^ {self._offers[self.at].id}
        self.post_message(self.Changed(self.taken))

    def on_click(self, event: Click) -> None:
        """Take or leave the line under the mouse."""
        if 0 <= event.y < len(self._offers):
            self.at = event.y
            self.action_take_or_leave()

    def _keep_in_sight(self) -> None:
        """Have the page around scroll to the line at hand, where there are more than fit."""
        page = next((a for a in self.ancestors if isinstance(a, ScrollableContainer)), None)
        if page is not None:
            row = Region(self.region.x, self.region.y + self.at, self.region.width, 1)
            within = row.translate(page.scroll_offset - page.content_region.offset)
            page.scroll_to_region(within, animate=False)


class TurnField(Drawn, can_focus=True):
    """One of a few words, turned with ← and → or SPACE."""

    DEFAULT_CSS = """
    TurnField { height: 1; background: $surface; }
    TurnField:focus { background: $primary; color: $background; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", show=False),
        Binding("left", "turn(-1)", show=False),
    ]
    at: reactive[int] = reactive(0)

    @dataclass
    class Turned(Message):
        """Another word was turned to."""

        field: TurnField

        @property
        def control(self) -> Widget:
            """The field, for selectors."""
            return self.field

    def __init__(self, words: Sequence[str], value: str) -> None:
        super().__init__()
        self._words = tuple(words)
        self.set_reactive(TurnField.at, self._words.index(value))

    @property
    def value(self) -> str:
        """The word that is shown."""
        return self._words[self.at]

    def turn_to(self, value: str) -> None:
        """Show a word without telling of it."""
        self.at = self._words.index(value)

    async def _on_key(self, event: KeyPressed) -> None:
        await act_in_order(self, event)

    def draw(self, width: int) -> Lines:
        """The word between two arrows."""
        word = self.value[: width - 4]
        return [line(say("◂ "), word, " " * (width - len(word) - 4), say(" ▸"))]

    def action_turn(self, step: int) -> None:
        """Show the next word."""
        self.at = (self.at + step) % len(self._words)
        self.post_message(self.Turned(self))

    def on_click(self) -> None:
        """A click turns too."""
        self.action_turn(1)
