"""What the facilitator's keys come to: commands, and the questions asked before some of them."""

from __future__ import annotations

from typing import Protocol, TypeVar
from uuid import uuid4

from textual.screen import ModalScreen

from facilitator.domain.commands import (
    CloseRound,
    Command,
    EndSession,
    EnterStep,
    ExtendTime,
    LowerHand,
    OpenRound,
    ParkItem,
    RecordDecision,
    ReopenDecision,
)
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.views import FacilitatorView, NextAction, Stage
from facilitator.live.ports import Clock
from facilitator.live.session import Accepted, LiveSession, NotRecorded
from facilitator.ui.facilitating.deciding.form import DecisionForm
from facilitator.ui.facilitating.drawing.closing import what_is_left
from facilitator.ui.facilitating.keys import EXTENSION_SECONDS, extension_said
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice, LinePrompt, Menu, Question
from facilitator.ui.widgets.phrases import listed

_NAME_CELLS = 24
_NAMES = 6

Answered = TypeVar("Answered")


class Desk(Protocol):
    """The screen as its conductor needs it."""

    @property
    def picture(self) -> FacilitatorView:
        """What is on screen now."""

    @property
    def is_log_missing(self) -> bool:
        """Whether the log could not be written."""

    async def ask(self, dialog: ModalScreen[Answered]) -> Answered | None:
        """Show a dialog and wait for its answer."""

    def tell(self, text: str, *, refused: bool = False) -> None:
        """Say something in the notice line."""

    def catch_up(self) -> None:
        """Show what the session holds now."""

    def leave(self) -> None:
        """End the app."""


class Conductor:
    """Sends the facilitator's commands.

    Each carries the step and the round that were on screen when the key was pressed, so that a
    press too many, or one by a second facilitator, is refused by the rules instead of skipping.
    """

    def __init__(self, session: LiveSession, me: str, clock: Clock, desk: Desk) -> None:
        self._session = session
        self._me = me
        self._clock = clock
        self._desk = desk

    async def go_on(self) -> None:
        """The one next thing."""
        view = self._desk.picture
        match view.next_action:
            case NextAction.BEGIN | NextAction.NEXT:
                if view.next_step:
                    await self.enter(view.next_step[0])
            case NextAction.START_VOTING | NextAction.NEW_ROUND:
                await self.new_round()
            case NextAction.CLOSE_AND_REVEAL:
                await self._reveal(view)
            case NextAction.DECIDE:
                await self.decide()
            case NextAction.FALL_BACK:
                await self.fall_back()
            case NextAction.END:
                await self.end()
            case NextAction.LEAVE:
                await self.leave()

    async def enter(self, step: str) -> None:
        """Go to a step."""
        await self._send(EnterStep(at=self._clock(), by=self._me, step=step))

    async def new_round(self) -> None:
        """Open the next round on the task at hand."""
        stage = self._desk.picture.stage
        if stage.step is None or stage.task is None:
            self._desk.tell("This step has no vote.", refused=True)
            return
        number = stage.reveals[-1].number + 1 if stage.reveals else 1
        await self._send(
            OpenRound(at=self._clock(), by=self._me, step=stage.step.id, number=number)
        )

    async def decide(self) -> None:
        """Fill in the decision, and record it."""
        await self._fill_in(Outcome.DECIDED, "Vote first: a decision follows a reveal.")

    async def fall_back(self) -> None:
        """Defer or escalate, as the rules say."""
        outcome = Outcome.ESCALATED if self._desk.picture.rules.approver else Outcome.DEFERRED
        await self._fill_in(outcome, "Vote first: a task is set aside after a reveal.")

    async def skip(self) -> None:
        """Leave a task out that nobody has voted on."""
        stage = self._desk.picture.stage
        if stage.step is None or stage.task is None or stage.stage is Stage.SETTLED:
            self._desk.tell("Only a task without an outcome can be skipped.", refused=True)
            return
        step = stage.step
        if stage.stage is Stage.READY and not await self._confirmed(
            f"Skip “{step.title}”?", yes="Skip it", no="Keep it", more="The log will say so."
        ):
            return
        skipped = Decision(Outcome.SKIPPED)
        await self._send(
            RecordDecision(at=self._clock(), by=self._me, step=step.id, decision=skipped)
        )

    async def extend(self) -> None:
        """More time for the current step."""
        command = ExtendTime(at=self._clock(), by=self._me, seconds=EXTENSION_SECONDS)
        await self._send(command, done=extension_said())

    async def give_word(self) -> None:
        """Lower the hand that was raised first."""
        raised = [
            person
            for team in self._desk.picture.room
            for person in team.people
            if person.hand_raised_at is not None
        ]
        if not raised:
            self._desk.tell("No hand is raised.", refused=True)
            return
        first = min(raised, key=lambda person: str(person.hand_raised_at))
        lowered = LowerHand(at=self._clock(), by=self._me, participant=first.id)
        await self._send(lowered, done=f"{first.name} has the word.")

    async def park(self) -> None:
        """Ask for a line and set it aside; what was typed stays until it is taken or left."""
        typed, problem, command_id = "", "", uuid4().hex
        while True:
            prompt = LinePrompt("Park for later", take="Park it", value=typed, problem=problem)
            text = await self._desk.ask(prompt)
            if text is None:
                return
            command_id = command_id if text == typed else uuid4().hex
            command = ParkItem(at=self._clock(), by=self._me, text=text)
            problem = await self._submit(command, command_id)
            if not problem:
                self._desk.tell("Parked.")
                return
            typed = text

    async def back(self) -> None:
        """Reopen a decision, or return to the step before."""
        view = self._desk.picture
        choices = []
        if view.stage.decision and view.stage.step:
            more = "All its rounds stay, and a new one can be held."
            choices.append(Choice("reopen", "Reopen this task", more))
        if view.previous_step:
            name = fit(view.previous_step[1], 48)
            choices.append(Choice("before", f"Go back to “{name}”", "Nothing is lost by looking."))
        if not choices:
            self._desk.tell("There is nothing to go back to yet.", refused=True)
            return
        chosen = await self._desk.ask(Menu("Back", choices))
        if chosen == "before" and view.previous_step:
            await self.enter(view.previous_step[0])
        elif chosen == "reopen" and view.stage.step:
            await self._reopen(view.stage.step.id, view.stage.step.title)

    async def end(self) -> None:
        """End the workshop, once it is clear what that leaves."""
        question = "End the workshop and write its log?"
        left = what_is_left(self._desk.picture)
        # With a vote open the rules refuse; there is nothing to ask about.
        is_refused = self._desk.picture.stage.stage is Stage.VOTING
        if is_refused or await self._confirmed(question, yes="End it", no="Go on", more=left):
            await self._send(EndSession(at=self._clock(), by=self._me))

    async def recover(self) -> None:
        """Try a failed journal again."""
        if self._session.health.recording:
            self._desk.tell("Everything is being recorded.")
            return
        works = await self._session.recover()
        self._desk.catch_up()
        self._desk.tell("Recording again." if works else "It still fails.", refused=not works)

    async def leave(self) -> None:
        """Leave the screen; the session stays."""
        view = self._desk.picture
        resume = f"facilitator resume {view.stage.session}"
        if view.stage.stage is not Stage.ENDED:
            question = "Leave this session?"
            more = f"It is kept, with every seat and vote. Come back with: {resume}"
        elif self._desk.is_log_missing:
            question = "Leave without the log?"
            more = f"The session is kept. This writes the log later: {resume}"
        else:
            self._desk.leave()
            return
        if await self._confirmed(question, yes="Leave", no="Stay", more=more):
            self._desk.leave()

    async def _reveal(self, view: FacilitatorView) -> None:
        stage = view.stage
        if stage.step is None or stage.round is None:
            return
        if (view.waiting or not stage.round.voted) and not await self._confirmed(
            _missing(view), yes="Reveal", no="Wait"
        ):
            return
        number = stage.round.number
        await self._send(
            CloseRound(at=self._clock(), by=self._me, step=stage.step.id, number=number)
        )

    async def _reopen(self, step: str, title: str) -> None:
        more = "Its decision no longer holds until a new one is recorded. Every round stays."
        if await self._confirmed(f"Reopen “{title}”?", yes="Reopen", no="Leave it", more=more):
            await self._send(ReopenDecision(at=self._clock(), by=self._me, step=step))

    async def _fill_in(self, outcome: Outcome, too_early: str) -> None:
        view = self._desk.picture
        stage = view.stage
        if stage.step is None or stage.stage is not Stage.REVEALED:
            settled = stage.stage is Stage.SETTLED
            self._desk.tell("This task has its outcome. B reopens it." if settled else too_early)
            return
        step, command_id = stage.step.id, uuid4().hex
        last: Decision | None = None

        async def save(decision: Decision) -> str:
            nonlocal last, command_id
            # The same content sent again is the same command; what was changed is another one.
            command_id = command_id if decision == last else uuid4().hex
            last = decision
            command = RecordDecision(at=self._clock(), by=self._me, step=step, decision=decision)
            return await self._submit(command, command_id)

        today = self._clock().date()
        await self._desk.ask(DecisionForm(view, outcome, save, today, self._clock))

    async def _confirmed(self, question: str, *, yes: str, no: str, more: str = "") -> bool:
        dialog = Question(question, yes=yes, no=no, more=more, clock=self._clock)
        sure = await self._desk.ask(dialog)
        return bool(sure)

    async def _send(self, command: Command, *, done: str = "") -> None:
        problem = await self._submit(command, uuid4().hex)
        if problem:
            self._desk.tell(problem, refused=True)
        elif done:
            self._desk.tell(done)

    async def _submit(self, command: Command, command_id: str) -> str:
        """Send a command; return why it came to nothing, or ""."""
        answer = await self._session.submit(command, command_id=command_id)
        self._desk.catch_up()
        if isinstance(answer, Accepted):
            return ""
        if isinstance(answer, NotRecorded):
            return f"Not recorded: {answer.reason}"
        return answer.reason


def _missing(view: FacilitatorView) -> str:
    """Who has not voted, as a question; as many names as can be taken in."""
    if not view.stage.round or not view.stage.round.voted:
        return "Nobody has voted yet: reveal anyway?"
    names = listed([fit(name, _NAME_CELLS) for name in view.waiting], _NAMES)
    have = "has" if len(view.waiting) == 1 else "have"
    return f"{names} {have} not voted: reveal anyway?"
