"""The way from a key to the session, and back to the person who pressed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import uuid4

from textual.screen import ModalScreen

from facilitator.domain.commands import Command, Envelope
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.views import FacilitatorView
from facilitator.live.ports import Clock
from facilitator.live.session import Accepted, LiveSession, NotRecorded
from facilitator.ui.facilitating.conducting.remembering import NOTHING, Memory, remembered
from facilitator.ui.widgets.dialogs import Question

Answered = TypeVar("Answered")


class Tell(Protocol):
    """Says something where the person looks."""

    def __call__(self, text: str, *, refused: bool = False) -> None:
        """Say it; ``refused`` stands out."""


class Desk(Protocol):
    """The screen as its conductor needs it."""

    @property
    def picture(self) -> FacilitatorView:
        """What is on screen now."""

    @property
    def is_log_missing(self) -> bool:
        """Whether the log could not be written."""

    @property
    def told(self) -> dict[str, CommitmentStatus]:
        """What was chosen here of what the room said of earlier promises, by promise id."""

    async def ask(self, dialog: ModalScreen[Answered]) -> Answered | None:
        """Show a dialog and wait for its answer."""

    def tell(self, text: str, *, refused: bool = False) -> None:
        """Say something in the notice line."""

    def choose_told(self, promise: str, status: CommitmentStatus) -> None:
        """Have another status stand beside an earlier promise, until it is recorded."""

    def catch_up(self) -> None:
        """Show what the session holds now."""

    @property
    def way_back(self) -> str:
        """The command that comes back here."""

    @property
    def is_visiting(self) -> bool:
        """Whether this is a terminal over SSH: the session goes on without it."""

    def leave(self, *, hands_on: bool = False) -> None:
        """End the app; ``hands_on`` says that others go on, and nobody is to be disconnected."""


class Recalled:
    """The last thing done by one facilitator, shared by all who send for them."""

    def __init__(self) -> None:
        self.last = NOTHING
        self.is_fresh = False
        """Whether the newest command is one that can be undone."""

    def note(self, memory: Memory | None) -> None:
        """Remember a command that was taken."""
        self.is_fresh = memory is not None and memory.inverse is not None
        self.last = memory or self.last


class Sending:
    """Sends one facilitator's commands; ``me`` is that facilitator's participant id."""

    def __init__(
        self,
        session: LiveSession,
        me: str,
        clock: Clock,
        desk: Desk,
        *,
        tell: Tell | None = None,
        recalled: Recalled | None = None,
    ) -> None:
        self.session = session
        self.me = me
        self.clock = clock
        self.desk = desk
        self.tell = tell or desk.tell
        self.recalled = recalled or Recalled()

    def told_by(self, tell: Tell) -> Sending:
        """The same from a sheet that lies over the screen, and says itself what came of it."""
        return Sending(
            self.session, self.me, self.clock, self.desk, tell=tell, recalled=self.recalled
        )

    @property
    def now(self) -> datetime:
        """The moment at which a command is sent."""
        return self.clock()

    async def send(self, command: Command, *, done: str = "", is_undo: bool = False) -> bool:
        """Send a command and tell what came of it; whether it was taken."""
        self.recalled.is_fresh = False
        problem = await self.submit(command, uuid4().hex)
        if problem:
            self.tell(problem, refused=True)
        elif done:
            self.tell(done if is_undo else self.undoable(done))
        return not problem

    def undoable(self, done: str) -> str:
        """What was done, and that it can be undone if the last command can be."""
        return f"{done} U undoes." if self.recalled.is_fresh else done

    async def submit(self, command: Command, command_id: str) -> str:
        """Send a command; return why it came to nothing, or ""."""
        before = self.desk.picture
        envelope = Envelope(self.now, self.me, command)
        answer = await self.session.submit(envelope, command_id=command_id)
        self.desk.catch_up()
        if isinstance(answer, Accepted):
            self.recalled.note(remembered(command, before, self.desk.picture))
            self.desk.catch_up()
            return ""
        if isinstance(answer, NotRecorded):
            return f"Not recorded: {answer.reason}"
        return answer.reason

    async def confirmed(
        self,
        question: str,
        *,
        yes: str,
        no: str,
        more: str = "",
        reworded: Callable[[], str] | None = None,
    ) -> bool:
        """Ask before something that matters; ``reworded`` words it by what the session is now."""
        dialog = Question(question, yes=yes, no=no, more=more, clock=self.clock, reworded=reworded)
        sure = await self.desk.ask(dialog)
        return bool(sure)

    def refuse(self, text: str) -> None:
        """Say why a key does nothing now."""
        self.tell(text, refused=True)


class Retry:
    """Numbers what is sent from a form: the same content sent again is the same command."""

    def __init__(self) -> None:
        self._last: object = None
        self._id = uuid4().hex

    def number(self, content: object) -> str:
        """The id under which to send this content."""
        if content != self._last:
            self._last, self._id = content, uuid4().hex
        return self._id
