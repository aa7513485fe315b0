"""What the facilitator's keys come to, in every kind of step."""

from __future__ import annotations

from uuid import uuid4

from facilitator.domain.commands import EndSession, EnterStep, ExtendTime, ParkItem
from facilitator.domain.views import FacilitatorView, NextAction, Stage
from facilitator.live.ports import Clock
from facilitator.live.session import LiveSession
from facilitator.ui.facilitating.conducting.adding import Adding
from facilitator.ui.facilitating.conducting.follow_ups import FollowUps
from facilitator.ui.facilitating.conducting.promises import Promises, settled_promises
from facilitator.ui.facilitating.conducting.rounds import Rounds
from facilitator.ui.facilitating.conducting.sending import Desk, Sending
from facilitator.ui.facilitating.conducting.shortlists import Shortlists
from facilitator.ui.facilitating.conducting.tasks import Tasks
from facilitator.ui.facilitating.conducting.undoing import Undoing
from facilitator.ui.facilitating.conducting.words import Words
from facilitator.ui.facilitating.drawing.closing import what_is_left
from facilitator.ui.facilitating.inviting import Leads
from facilitator.ui.facilitating.keys import EXTENSION_SECONDS, extension_said
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice, LinePrompt, Menu

_TITLE_CELLS = 48


class Conductor:
    """Sends the facilitator's commands; those of one kind of step through its own part."""

    def __init__(self, session: LiveSession, me: str, clock: Clock, desk: Desk) -> None:
        self._sending = self.sending = Sending(session, me, clock, desk)
        self._session = session
        self._me = me
        self._clock = clock
        self._desk = desk
        self.rounds = Rounds(self._sending)
        self.tasks = Tasks(self._sending)
        self.shortlists = Shortlists(self._sending)
        self.promises = Promises(self._sending)
        self.follow_ups = FollowUps(self._sending)
        self.leads = Leads(self._sending)
        self.words = Words(self._sending)
        self.adding = Adding(self._sending)
        self.undoing = Undoing(self._sending)

    async def go_on(self) -> None:  # noqa: C901 - one arm an action
        """The one next thing."""
        view = self._desk.picture
        match view.next_action:
            case NextAction.BEGIN | NextAction.NEXT:
                if view.next_step:
                    await self.enter(view.next_step[0])
            case NextAction.START_VOTING | NextAction.NEW_ROUND:
                await self.rounds.open()
            case NextAction.CLOSE_AND_REVEAL:
                await self.rounds.reveal()
            case NextAction.DECIDE:
                await self.tasks.decide()
            case NextAction.FALL_BACK:
                await self.tasks.fall_back()
            case NextAction.TAKE:
                await self.shortlists.take()
            case NextAction.RECORD_TOLD:
                await self.follow_ups.record()
            case NextAction.PROMISE:
                await self.promises.promise()
            case NextAction.REWORD:
                await self.promises.reword()
            case NextAction.END:
                await self.end()
            case NextAction.LEAVE:
                await self.leave()

    async def enter(self, step: str) -> None:
        """Go to a step."""
        entering = EnterStep(step=step)
        is_first = self._desk.picture.stage.step is None
        await self._sending.send(entering, done="" if is_first else "Moved on.")

    async def skip(self) -> None:
        """Pass over the step at hand: a task gets that as its outcome, any other is just left."""
        view = self._desk.picture
        stage = view.stage
        if stage.task is not None:
            await self.tasks.skip()
        elif stage.stage not in (Stage.READY, Stage.CLOSING) or stage.step is None:
            self._sending.refuse("Only a step in which nothing was asked yet can be skipped.")
        elif view.next_step is None:
            self._sending.refuse("This is the last step. E ends the workshop.")
        elif await self._sending.confirmed(
            f"Go on without “{fit(stage.step.title, _TITLE_CELLS)}”?",
            yes="Go on",
            no="Stay here",
            more="G comes back to it at any time.",
        ):
            await self.enter(view.next_step[0])

    async def extend(self) -> None:
        """More time for the current step."""
        command = ExtendTime(seconds=EXTENSION_SECONDS)
        await self._sending.send(command, done=extension_said())

    async def park(self) -> None:
        """Ask for a line and set it aside; what was typed stays until it is taken or left."""
        typed, problem, command_id = "", "", uuid4().hex
        while True:
            prompt = LinePrompt("Park for later", take="Park it", value=typed, problem=problem)
            text = await self._desk.ask(prompt)
            if text is None:
                return
            command_id = command_id if text == typed else uuid4().hex
            command = ParkItem(text=text)
            problem = await self._sending.submit(command, command_id)
            if not problem:
                self._desk.tell("Parked.")
                return
            typed = text

    async def back(self) -> None:
        """Reopen what was settled here, or return to the step before."""
        view = self._desk.picture
        choices = _reopening(view)
        if view.previous_step:
            name = fit(view.previous_step[1], _TITLE_CELLS)
            choices.append(Choice("before", f"Go back to “{name}”", "Nothing is lost by looking."))
        if not choices:
            self._sending.refuse("There is nothing to go back to yet.")
            return
        match await self._desk.ask(Menu("Back", choices)):
            case "task":
                await self.tasks.reopen()
            case "shortlist":
                await self.shortlists.reopen()
            case "promise":
                await self.promises.reopen()
            case "before" if view.previous_step:
                await self.enter(view.previous_step[0])

    async def end(self) -> None:
        """End the workshop, once it is clear what that leaves."""
        question = "End the workshop and write its log?"
        left = what_is_left(self._desk.picture)
        # With a vote open the rules refuse; there is nothing to ask about.
        is_refused = self._desk.picture.stage.stage is Stage.VOTING
        if is_refused or await self._sending.confirmed(
            question, yes="End it", no="Go on", more=left
        ):
            await self._sending.send(EndSession())

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
        if self._desk.picture.stage.stage is not Stage.ENDED:
            is_sure, hands_on = await self.leads.leaving()
            if is_sure:
                self._desk.leave(hands_on=hands_on)
        elif not self._desk.is_log_missing or await self._sending.confirmed(
            "Leave before the log is safe?",
            yes="Leave",
            no="Stay",
            more=f"The session is kept. This writes the log later: {self._desk.way_back}",
        ):
            self._desk.leave()


def _reopening(view: FacilitatorView) -> list[Choice]:
    """What was settled in the step at hand and can be taken up again."""
    stage = view.stage
    if stage.decision:
        more = "All its rounds stay, and a new one can be held."
        return [Choice("task", "Reopen this task", more)]
    if stage.shortlist and stage.shortlist.settled:
        return [Choice("shortlist", "Choose the tasks again", "The dots stay as they fell.")]
    settled = settled_promises(stage.commit) if stage.stage is not Stage.VOTING else []
    if len(settled) == 1:
        return [Choice("promise", "Take this promise up again", fit(settled[0].text, 52))]
    if settled:
        return [Choice("promise", "Take a promise up again", "Asks which of them.")]
    return []
