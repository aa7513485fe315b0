"""The room sheet: who is here and what was parked, with keys for what is highlighted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from facilitator.domain.views import FacilitatorView, Stage, facilitator_view
from facilitator.live.subscribers import Subscription
from facilitator.ui.facilitating.conductor import Conductor
from facilitator.ui.facilitating.deeds import Deed
from facilitator.ui.facilitating.frame import LONG_AGO, Notice, TopLine
from facilitator.ui.facilitating.people import Likeness
from facilitator.ui.facilitating.room_keys import KEYS, keys_for, press
from facilitator.ui.facilitating.room_rows import RoomRow, room_rows
from facilitator.ui.widgets.dialogs import help_sheet
from facilitator.ui.widgets.keys import KeyLine, bindings

_MOST_CELLS = 100
_HELP = "The keys act on the line that is highlighted: a person, or a parked item."


class RoomList(OptionList):
    """The lines; only people and parked items can be highlighted."""

    DEFAULT_CSS = """
    RoomList {
        width: 1fr; max-width: 104; height: 1fr; padding: 0 1; border: none;
        background: transparent;
        scrollbar-size-vertical: 1; scrollbar-color: $line; scrollbar-color-hover: $line;
        scrollbar-background: $background; scrollbar-background-hover: $background;
    }
    RoomList:focus { border: none; background-tint: transparent; }
    RoomList > .option-list--option { padding: 0; }
    RoomList > .option-list--option-disabled { color: $foreground; text-opacity: 100%; }
    RoomList:focus > .option-list--option-highlighted { background: $primary; color: $background; }
    """


class RoomSheet(ModalScreen[None]):
    """Follows the session while it is open; what was highlighted stays so."""

    DEFAULT_CSS = """
    RoomSheet { background: $background; }
    RoomSheet KeyLine { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    view: reactive[FacilitatorView | None] = reactive(None)
    now: reactive[datetime] = reactive(LONG_AGO)
    notice: reactive[str] = reactive("")

    @dataclass
    class SessionMoved(Message):
        """There is a newer state of the session to show."""

    def __init__(self, conductor: Conductor, likeness: Likeness) -> None:
        super().__init__()
        self._session = conductor.session
        self._clock = conductor.clock
        self._conductor = conductor.told_by(self.tell)
        self._likeness = likeness
        self._rows: dict[str, RoomRow] = {}
        self._subscription: Subscription | None = None
        self._is_acting = False
        self.set_reactive(RoomSheet.view, facilitator_view(self._session.state))
        self.set_reactive(RoomSheet.now, self._clock())

    def compose(self) -> ComposeResult:
        """The top line, the room, what was last said, the keys."""
        yield TopLine().data_bind(RoomSheet.view, RoomSheet.now)
        yield RoomList()
        yield Notice().data_bind(text=RoomSheet.notice)
        yield KeyLine()

    def on_mount(self) -> None:
        """Follow the session and the clock."""
        self._subscription = self._session.subscribe(self._stir)
        self.set_interval(1.0, self._draw)
        self.query_one(RoomList).focus()
        self._draw()
        self.query_one(RoomList).action_first()

    def on_unmount(self) -> None:
        """Follow no more."""
        if self._subscription is not None:
            self._subscription.close()

    def on_room_sheet_session_moved(self) -> None:
        """Show the newest state."""
        state = self._subscription.take() if self._subscription else self._session.state
        self.view = facilitator_view(state)
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """Draw at the new width."""
        del event
        self.call_after_refresh(self._draw)

    def on_option_list_option_highlighted(self) -> None:
        """Other keys do something on another line."""
        self._say_keys()

    def tell(self, text: str, *, refused: bool = False) -> None:
        """Say what came of a key."""
        self.notice = text
        self.query_one(Notice).set_class(refused, "-refusal")

    def action_press(self, shown: str) -> None:
        """Do what a key means on the highlighted line."""
        is_over = self.view is not None and self.view.stage.stage is Stage.ENDED
        if self._is_acting or is_over or self.view is None:
            return
        self.notice = ""
        scene = replace(self._conductor.desk.scene, view=self.view)
        self._is_acting = True
        deed = press(scene, self._chosen, shown, self._likeness)
        self.run_worker(self._act(deed), group="acting")

    def action_section(self, step: int) -> None:
        """To the first line of the next part, or of the part before."""
        firsts = _firsts(list(self._rows.values()))
        listed = self.query_one(RoomList)
        at = listed.highlighted
        if not firsts or at is None:
            return
        before = [place for place in firsts if place <= at]
        part = firsts.index(before[-1]) if before else 0
        listed.highlighted = firsts[(part + step) % len(firsts)]

    def action_nothing(self) -> None:
        """What ↑ ↓ in the key line comes to under the mouse."""

    def action_help(self) -> None:
        """What every key does."""
        self.app.push_screen(help_sheet("The room", KEYS, _HELP))

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)

    def _stir(self) -> None:
        self.post_message(self.SessionMoved())

    @property
    def _chosen(self) -> RoomRow | None:
        option = self.query_one(RoomList).highlighted_option
        return self._rows.get(option.id or "") if option else None

    async def _act(self, deed: Deed) -> None:
        try:
            await self._conductor.carry_out(deed)
        finally:
            self._is_acting = False

    def _draw(self) -> None:
        """Draw what has changed, and keep highlighted what was."""
        if self.view is None or not self.is_mounted:
            return
        listed = self.query_one(RoomList)
        width = max(20, min(_MOST_CELLS, self.size.width - 4))
        self.now = self._clock()
        rows = room_rows(self.view, self.now, width)
        self._rows = {row.id: row for row in rows}
        if [option.id for option in listed.options] != list(self._rows):
            self._list_anew(listed, rows)
        else:
            for place, row in enumerate(rows):
                if not _is_same(listed.get_option_at_index(place).prompt, row.content):
                    listed.replace_option_prompt_at_index(place, row.content)
        self._say_keys()

    def _list_anew(self, listed: RoomList, rows: list[RoomRow]) -> None:
        old, at = listed.highlighted_option, listed.highlighted
        options = [Option(r.content, id=r.id, disabled=not r.can_be_chosen) for r in rows]
        listed.set_options(options)
        choosable = [place for place, row in enumerate(rows) if row.can_be_chosen]
        same = [place for place in choosable if old is not None and rows[place].id == old.id]
        near = [place for place in choosable if at is not None and place >= at]
        listed.highlighted = next(iter((*same, *near, *choosable)), None)

    def _say_keys(self) -> None:
        if self.view is not None:
            self.query_one(KeyLine).rows = keys_for(self._chosen, self.view)


def _is_same(prompt: object, content: Content) -> bool:
    return isinstance(prompt, Content) and prompt.is_same(content)


def _firsts(rows: list[RoomRow]) -> list[int]:
    """Where each part's first line is that can be chosen."""
    firsts = []
    is_waiting = False
    for place, row in enumerate(rows):
        is_waiting = is_waiting or row.is_heading
        if is_waiting and row.can_be_chosen:
            firsts.append(place)
            is_waiting = False
    return firsts
