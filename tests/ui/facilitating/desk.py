"""A facilitator at a desk without a screen: keys are pressed, and questions answered as said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from textual.screen import ModalScreen

from facilitator.domain.commands import Command
from facilitator.ui.facilitating.agenda import move
from facilitator.ui.facilitating.conductor import Conductor
from facilitator.ui.facilitating.deeds import Do, Leave, Pick
from facilitator.ui.facilitating.forms.form import Form
from facilitator.ui.facilitating.keys import press
from facilitator.ui.facilitating.people import Likeness
from facilitator.ui.facilitating.room import press as press_in_room
from facilitator.ui.facilitating.room_lines import room_rows
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.undo import Memory
from tests.ui.facilitating.rooms import Room
from tests.ui.facilitating.scenes import scene
from tests.ui.facilitating.staging import START, InMemory, live

LIKENESS: Likeness = str.casefold
YES, NO = True, False
"""What questions are answered by."""


class Desk:
    """What a conductor needs of a screen: each dialog gets the next of the answers given.

    A question is answered by YES or NO, a menu by a line's id, a prompt by what is typed, a
    form by the commands that it comes to; None leaves any of them.
    """

    def __init__(self, staged: InMemory) -> None:
        self.staged = staged
        self.scene: Scene = scene(staged.room)
        self.said = ""
        self.is_refusal = False
        self.asked: list[type[ModalScreen[Any]]] = []
        self.problems: list[str] = []
        self.performed: list[Pick | Leave | Do] = []
        self._answers: list[Any] = []
        self._conductor = Conductor(staged.session, "f1", staged.clock, self, self.tell)

    @property
    def room(self) -> Room:
        return self.staged.room

    async def press(self, shown: str, *answers: object) -> str:
        """Press a key and answer what it asks; return what is said of it."""
        return await self._do(press(self.scene, shown), answers)

    async def see_to(self, name: str, shown: str, *answers: object) -> str:
        """The same in the sheet of the room, on somebody's line."""
        rows = room_rows(self.scene.view, START, 80)
        row = next(each for each in rows if each.person and each.person.name == name)
        return await self._do(press_in_room(self.scene, row, shown, LIKENESS), answers)

    async def move(self, step: str, by: int) -> str:
        """Take a step of the agenda earlier or later."""
        return await self._do(move(self.scene, step, by), ())

    async def _do(self, following: Any, answers: Sequence[object]) -> str:
        self.said, self.is_refusal, self._answers = "", False, list(answers)
        if isinstance(following, Scene):
            self.scene = following
        else:
            await self._conductor.carry_out(following)
        assert not self._answers, f"nothing asked for {self._answers}"
        return self.said

    def tell(self, text: str, *, refused: bool = False) -> None:
        self.said, self.is_refusal = text, refused

    async def ask(self, dialog: ModalScreen[Any]) -> Any:
        self.asked.append(type(dialog))
        answer = self._answers.pop(0)
        if not isinstance(dialog, Form) or answer is None:
            return answer
        commands: Sequence[Command] = answer
        problem = await dialog.submit(commands)
        self.problems.append(problem)
        return not problem

    def catch_up(self) -> None:
        self.scene = self.scene.showing(self.staged.room.view)

    def remember(self, memory: Memory) -> None:
        self.scene = replace(self.scene, memory=memory)

    async def perform(self, deed: Pick | Leave | Do) -> None:
        self.performed.append(deed)


@asynccontextmanager
async def at_desk(room: Room) -> AsyncIterator[Desk]:
    """A desk in a session that goes on from a room."""
    async with live(room) as staged:
        yield Desk(staged)
