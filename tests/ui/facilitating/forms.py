"""A form alone on a screen: what is typed into it goes to the rules of a room."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from textual.pilot import Pilot
from textual.widget import Widget

from facilitator.domain.commands import Command, Envelope, Refusal
from facilitator.domain.rules import decide
from facilitator.ui.facilitating.deeds import Deed, Fill
from facilitator.ui.facilitating.forms.form import Form
from facilitator.ui.facilitating.keys import press
from facilitator.ui.widgets.app import TerminalApp
from tests.ui.facilitating import watching
from tests.ui.facilitating.rooms import START, Room
from tests.ui.facilitating.scenes import scene
from tests.ui.facilitating.staging import SIZE, StillClock

Field = TypeVar("Field", bound=Widget)


class FormApp(TerminalApp[None]):
    """Shows one form and nothing else."""

    def __init__(self) -> None:
        super().__init__(dark=True)


class Filling:
    """A form that somebody fills in; ``room`` is the room as what was saved has made it."""

    def __init__(self, room: Room, form: Form, pilot: Pilot[Any]) -> None:
        self.room = room
        self.form = form
        self.pilot = pilot
        self.is_open = True
        form.submit = self._submit

    @property
    def words(self) -> str:
        """What is on screen."""
        return watching.words(self.pilot.app)

    @property
    def focused(self) -> Widget | None:
        """The widget that takes keys."""
        return self.pilot.app.focused

    async def press(self, *keys: str) -> None:
        await watching.press(self.pilot, *keys)

    async def press_at_once(self, *keys: str) -> None:
        await watching.press_at_once(self.pilot, *keys)

    async def sees(self, text: str) -> None:
        await watching.until_shown(self.pilot, text)

    async def until(self, condition: Callable[[], object]) -> None:
        await watching.until(self.pilot, condition)

    def close(self, *_: object) -> None:
        """The form was dismissed."""
        self.is_open = False

    async def closes(self) -> None:
        """Wait until the form is saved or left."""
        await self.until(lambda: not self.is_open)

    def field(self, kind: type[Field], selector: str = "") -> Field:
        """A field of the form."""
        return self.form.query_one(selector or kind.__name__, kind)

    async def _submit(self, commands: Sequence[Command]) -> str:
        room = self.room
        for command in commands:
            answer = decide(room.state, Envelope(START, "f1", command))
            if isinstance(answer, Refusal):
                return answer.reason
            room = room.do(command)
        self.room = room
        return ""


@asynccontextmanager
async def filling(
    room: Room, key: str | Deed, size: tuple[int, int] = SIZE
) -> AsyncIterator[Filling]:
    """The form that a key or a deed opens, alone on a screen."""
    deed = press(scene(room), key) if isinstance(key, str) else key
    assert isinstance(deed, Fill), deed
    app = FormApp()
    async with app.run_test(size=size) as pilot:
        filled = Filling(room, deed.form(StillClock()), pilot)
        await app.push_screen(filled.form, filled.close)
        await pilot.pause()
        yield filled
