"""The room sheet: who is here and what was parked, with keys for what is highlighted."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.reactive import Initialize, reactive
from textual.screen import ModalScreen
from textual.widgets.option_list import Option

from facilitator.domain.views import FacilitatorView, Stage
from facilitator.ui.facilitating import agenda, people
from facilitator.ui.facilitating.conductor import Conductor
from facilitator.ui.facilitating.deeds import Deed, Refuse
from facilitator.ui.facilitating.frame import LONG_AGO, LineList, TopLine
from facilitator.ui.facilitating.keys import Row, undo
from facilitator.ui.facilitating.people import Likeness
from facilitator.ui.facilitating.room_lines import RoomRow, room_rows
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.ink import content_of
from facilitator.ui.widgets.dialogs import help_sheet
from facilitator.ui.widgets.keys import Key, KeyLine, bindings, key, letter
from facilitator.ui.widgets.lines import Said

VOTE = key(
    "V",
    "Vote for them",
    "Enter the vote of somebody who can't; it stays marked as entered by you. Nobody replaces what"
    " a person has voted themselves.",
)
WORD = key("W", "Give the word", "Give them the word; hand down.")
TEAM = key("T", "Correct team", "Put them into another team; between rounds only.")
REMOVE = key("X", "Remove", "Have them leave, with a reason that they are told. Asks first.")
READMIT = key("B", "Let back in", "Let somebody come back.")
MERGE = key("M", "Merge", "Make one parked item of several.")
TASK = key("K", "Make it a task", "Put a parked item on the agenda.")
SEAT = key(
    "N",
    "Seat somebody",
    "Give a seat to somebody in the room without a terminal; V votes for them.",
)
ADD = key("A", "Add task", "Add a task to today's agenda.")
UNDO = key("U", "Undo", "Undo the last thing you did, where that can be.")
UP_DOWN = Key("", "↑ ↓", "nothing", "Choose", "Choose a person or a parked item.")
TAB = Key("tab", "Tab", "section(1)", "Next part", "To the next team, or to the parking lot.")
SHIFT_TAB = Key("shift+tab", "Shift+Tab", "section(-1)", "Part before", "To the part before.")
HELP = Key("question_mark", "?", "help", "Help", "This page.")
CLOSE = Key(f"escape,{letter('Q')},{letter('R')}", "Esc", "close", "Close", "Back to the screen.")

_OF_LINES = (VOTE, WORD, TEAM, REMOVE, READMIT, MERGE, TASK)
KEYS = (*_OF_LINES, SEAT, ADD, UNDO, TAB, SHIFT_TAB, HELP, CLOSE)


_MOST_CELLS = 100
_HELP = "The keys act on the line that is highlighted: a person, or a parked item."


class RoomList(LineList):
    """The lines; only people and parked items can be highlighted."""

    DEFAULT_CSS = """
    RoomList {
        max-width: 104; padding: 0 1;
        scrollbar-size-vertical: 1; scrollbar-color: $line; scrollbar-color-hover: $line;
        scrollbar-background: $background; scrollbar-background-hover: $background;
    }
    RoomList > .option-list--option-disabled { color: $foreground; text-opacity: 100%; }
    """


class RoomSheet(ModalScreen[None]):
    """Follows the session while it is open; what was highlighted stays so."""

    DEFAULT_CSS = """
    RoomSheet { background: $background; }
    RoomSheet KeyLine { background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def _at_first(self) -> Scene:
        return self._conductor.desk.scene

    scene: reactive[Scene] = reactive(Initialize(_at_first), init=False)
    now: reactive[datetime] = reactive(LONG_AGO)
    notice: reactive[str] = reactive("")

    def __init__(self, conductor: Conductor, likeness: Likeness) -> None:
        super().__init__()
        self._clock = conductor.clock
        self._conductor = conductor.for_sheet(self.tell)
        self._likeness = likeness
        self._rows: dict[str, RoomRow] = {}
        self._is_acting = False
        self.set_reactive(RoomSheet.now, self._clock())

    def compose(self) -> ComposeResult:
        """The top line, the room, what was last said, the keys."""
        yield TopLine().data_bind(RoomSheet.scene, RoomSheet.now)
        yield RoomList()
        yield Said().data_bind(text=RoomSheet.notice)
        yield KeyLine()

    def on_mount(self) -> None:
        """Follow the clock."""
        self.set_interval(1.0, self._draw)
        self.query_one(RoomList).focus()
        self._draw()
        self.query_one(RoomList).action_first()

    def watch_scene(self) -> None:
        """Show the newest state."""
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
        self.query_one(Said).set_class(refused, "-refusal")

    def action_press(self, shown: str) -> None:
        """Do what a key means on the highlighted line."""
        if self._is_acting or self.scene.stage is Stage.ENDED:
            return
        self.notice = ""
        self._is_acting = True
        deed = press(self.scene, self._chosen, shown, self._likeness)
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

    @property
    def _chosen(self) -> RoomRow | None:
        return self._rows.get(self.query_one(RoomList).chosen or "")

    async def _act(self, deed: Deed) -> None:
        try:
            await self._conductor.carry_out(deed)
        finally:
            self._is_acting = False

    def _draw(self) -> None:
        """Draw what has changed, and keep highlighted what was."""
        if not self.is_mounted:
            return
        listed = self.query_one(RoomList)
        width = max(20, min(_MOST_CELLS, self.size.width - 4))
        self.now = self._clock()
        rows = room_rows(self.scene.view, self.now, width)
        self._rows = {row.id: row for row in rows}
        old, at = listed.chosen, listed.highlighted
        if listed.show(
            [Option(content_of(r.line), id=r.id, disabled=not r.can_be_chosen) for r in rows]
        ):
            choosable = [place for place, row in enumerate(rows) if row.can_be_chosen]
            same = [place for place in choosable if rows[place].id == old]
            near = [place for place in choosable if at is not None and place >= at]
            listed.highlighted = next(iter((*same, *near, *choosable)), None)
        self._say_keys()

    def _say_keys(self) -> None:
        self.query_one(KeyLine).rows = keys_for(self._chosen, self.scene.view)


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


# What the keys do


def keys_for(row: RoomRow | None, view: FacilitatorView) -> tuple[Row, Row]:
    """First those for the highlighted line, below them those for all of the sheet."""
    always = ((UP_DOWN, TAB, SEAT, ADD), (HELP, CLOSE))
    if row is None or view.stage.stage is Stage.ENDED:
        return (((UP_DOWN,), ()), always)
    if row.item is not None:
        merge = (MERGE,) if len(view.parked) > 1 else ()
        return (((TASK, *merge), ()), always)
    return ((_for_person(row, view), ()), always)


def _for_person(row: RoomRow, view: FacilitatorView) -> tuple[Key, ...]:
    person = row.person
    if person is None:
        return ()
    if person.removed:
        return (READMIT,)
    is_open = view.stage.stage is Stage.VOTING
    vote = () if people.flaw_of_voter(view, person) else (VOTE,)
    team = (TEAM,) if row.team and not is_open else ()
    return (*vote, WORD, *team, REMOVE)


def press(scene: Scene, row: RoomRow | None, shown: str, likeness: Likeness) -> Deed:
    """What a key comes to, by how it is written, on the highlighted line."""
    match shown:
        case "N":
            return people.seat(scene, likeness)
        case "A":
            return agenda.add(scene)
        case "U":
            return undo(scene)
        case "M" | "K":
            return _on_item(scene, row, shown)
        case _:
            return _on_person(scene, row, shown)


def _on_person(scene: Scene, row: RoomRow | None, shown: str) -> Deed:
    """See to the person who is highlighted."""
    person = row.person if row else None
    if row is None or person is None:
        return Refuse("Choose a person first: ↑ ↓.")
    if shown == "B":
        return people.readmit(person) if person.removed else Refuse("They are here.")
    if person.removed:
        return Refuse("B lets them back in first.")
    match shown:
        case "V":
            return people.vote_for(scene, person, row.team)
        case "W":
            return people.give_word(person)
        case "T":
            return people.correct_team(scene, person, row.team)
        case _:
            return people.remove(scene, person)


def _on_item(scene: Scene, row: RoomRow | None, shown: str) -> Deed:
    """See to the parked item that is highlighted."""
    if row is None or row.item is None:
        return Refuse("Choose a parked item first: Tab goes to the parking lot.")
    return agenda.merge(scene, row.item) if shown == "M" else agenda.make_task(scene, row.item)
