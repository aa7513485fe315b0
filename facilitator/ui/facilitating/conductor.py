"""Carries out what keys come to: sends commands, shows dialogs, says what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar, assert_never
from uuid import uuid4

from textual.screen import ModalScreen

from facilitator.domain.commands import Command, Envelope
from facilitator.live.ports import Clock
from facilitator.live.session import Accepted, LiveSession, NotRecorded
from facilitator.ui.facilitating import deeds
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.facilitating.undo import UNDONE, Memory, remembered
from facilitator.ui.widgets.dialogs import LinePrompt, Menu, Question

Answered = TypeVar("Answered")


class Tell(Protocol):
    """Says something where the person looks."""

    def __call__(self, text: str, *, refused: bool = False) -> None:
        """Say it; ``refused`` stands out."""


class Desk(Protocol):
    """The screen, as its conductor needs it."""

    @property
    def scene(self) -> Scene:
        """What is on screen now."""

    async def ask(self, dialog: ModalScreen[Answered]) -> Answered | None:
        """Show a dialog and wait for its answer."""

    def catch_up(self) -> None:
        """Show what the session holds now."""

    def remember(self, memory: Memory) -> None:
        """Keep what U would undo from now on."""

    async def perform(self, deed: deeds.Pick | deeds.Leave | deeds.Do) -> None:
        """What only the screen itself can do."""


class Retry:
    """Numbers what is sent: the same content sent again is the same command."""

    def __init__(self) -> None:
        self._last: object = None
        self._id = uuid4().hex

    def number(self, content: object) -> str:
        """The id under which to send this content."""
        if content != self._last:
            self._last, self._id = content, uuid4().hex
        return self._id


class Conductor:
    """Acts for one facilitator, whose participant id is ``me``."""

    def __init__(self, session: LiveSession, me: str, clock: Clock, desk: Desk, tell: Tell) -> None:
        self.session = session
        self.me = me
        self.clock = clock
        self.desk = desk
        self._tell = tell
        self._can_undo = False

    def for_sheet(self, tell: Tell) -> Conductor:
        """The same from a sheet that lies over the screen, and says itself what came of it."""
        return Conductor(self.session, self.me, self.clock, self.desk, tell)

    async def carry_out(self, deed: deeds.Deed) -> None:
        """Do it, and whatever its answers lead to."""
        match deed:
            case deeds.Send():
                await self._send(deed)
            case deeds.Refuse(why):
                self._tell(why, refused=True)
            case deeds.Say(text):
                self._tell(text)
            case deeds.Confirm():
                await self._confirm(deed)
            case deeds.Choose(title, choices, then):
                chosen = await self.desk.ask(Menu(title, choices))
                if chosen is not None:
                    await self.carry_out(then(chosen))
            case deeds.Write():
                await self._write(deed)
            case deeds.Fill():
                await self._fill(deed)
            case deeds.Pick() | deeds.Leave() | deeds.Do():
                await self.desk.perform(deed)
            case _:
                assert_never(deed)

    async def _send(self, deed: deeds.Send) -> None:
        problem = await self.submit(deed.command)
        if problem:
            self._tell(problem, refused=True)
            return
        if deed.undoes:
            self.desk.remember(UNDONE)
        self._say_done(deed.done, is_undo=deed.undoes)

    async def _confirm(self, deed: deeds.Confirm) -> None:
        reworded = deed.reworded
        question = Question(
            deed.question,
            yes=deed.yes,
            no=deed.no,
            more=deed.more,
            clock=self.clock,
            reworded=(lambda: reworded(self.desk.scene.view)) if reworded else None,
        )
        if await self.desk.ask(question):
            await self.carry_out(deed.then)

    async def _write(self, deed: deeds.Write) -> None:
        """Ask for a line; what was typed stays until it is taken or left."""
        typed, problem, retry = "", "", Retry()
        while True:
            prompt = LinePrompt(deed.title, take=deed.take, value=typed, problem=problem)
            text = await self.desk.ask(prompt)
            if text is None:
                return
            following = deed.then(text)
            if not isinstance(following, deeds.Send):
                await self.carry_out(following)
                return
            problem = await self.submit(following.command, retry.number(following.command))
            if not problem:
                self._say_done(following.done)
                return
            typed = text

    async def _fill(self, deed: deeds.Fill) -> None:
        form = deed.form(self.clock)
        form.submit = self._submitting()
        if await self.desk.ask(form):
            self._say_done(deed.done)

    def _submitting(self) -> Callable[[Sequence[Command]], Awaitable[str]]:
        retry = Retry()

        async def submit(commands: Sequence[Command]) -> str:
            number = retry.number(tuple(commands))
            for place, command in enumerate(commands):
                if problem := await self.submit(command, f"{number}{place or ''}"):
                    return problem
            return ""

        return submit

    async def submit(self, command: Command, command_id: str = "") -> str:
        """Send a command; return why it came to nothing, or ""."""
        before = self.desk.scene.view
        self._can_undo = False
        envelope = Envelope(self.clock(), self.me, command)
        answer = await self.session.submit(envelope, command_id=command_id or uuid4().hex)
        self.desk.catch_up()
        if isinstance(answer, Accepted):
            memory = remembered(command, before, self.desk.scene.view)
            if memory is not None:
                self._can_undo = memory.inverse is not None
                self.desk.remember(memory)
            return ""
        if isinstance(answer, NotRecorded):
            return f"Not recorded: {answer.reason}"
        return answer.reason

    def _say_done(self, done: str, *, is_undo: bool = False) -> None:
        """What was done, and that it can be undone if the last command can be."""
        if done:
            self._tell(f"{done} U undoes." if self._can_undo and not is_undo else done)
