"""Contested tasks: decided, set aside, reopened."""

from __future__ import annotations

from facilitator.domain.commands import RecordDecision, ReopenDecision
from facilitator.domain.days import day_of
from facilitator.domain.decisions import Decision, Outcome
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.conducting.sending import Retry, Sending
from facilitator.ui.facilitating.deciding.form import DecisionForm


class Tasks:
    """Gives the task at hand its outcome, or takes it away again."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def decide(self) -> None:
        """Fill in the decision, and record it."""
        await self._fill_in(Outcome.DECIDED, "Vote first: a decision follows a reveal.")

    async def fall_back(self) -> None:
        """Defer or escalate, as the rules say."""
        rules = self._sending.desk.picture.rules
        outcome = Outcome.ESCALATED if rules.approver else Outcome.DEFERRED
        await self._fill_in(outcome, "Vote first: a task is set aside after a reveal.")

    async def skip(self) -> None:
        """Leave a task out that nobody has voted on."""
        stage = self._sending.desk.picture.stage
        if stage.step is None or stage.stage is Stage.SETTLED:
            self._sending.refuse("Only a task without an outcome can be skipped.")
            return
        step = stage.step
        if stage.stage is Stage.READY and not await self._sending.confirmed(
            f"Skip “{step.title}”?", yes="Skip it", no="Keep it", more="The log will say so."
        ):
            return
        await self._sending.send(RecordDecision(step=step.id, decision=Decision(Outcome.SKIPPED)))

    async def reopen(self) -> None:
        """Take up again a task that has its outcome, once it is clear what that means."""
        step = self._sending.desk.picture.stage.step
        more = "Its decision no longer holds until a new one is recorded. Every round stays."
        if step and await self._sending.confirmed(
            f"Reopen “{step.title}”?", yes="Reopen", no="Leave it", more=more
        ):
            sent = ReopenDecision(step=step.id)
            await self._sending.send(sent)

    async def _fill_in(self, outcome: Outcome, too_early: str) -> None:
        sending = self._sending
        view = sending.desk.picture
        stage = view.stage
        if stage.step is None or stage.task is None:
            sending.refuse("Only a task gets an outcome.")
            return
        if stage.stage is not Stage.REVEALED:
            settled = stage.stage is Stage.SETTLED
            sending.desk.tell("This task has its outcome. B reopens it." if settled else too_early)
            return
        step, retry = stage.step.id, Retry()

        async def save(decision: Decision) -> str:
            command = RecordDecision(step=step, decision=decision)
            return await sending.submit(command, retry.number(decision))

        today = day_of(sending.now)
        if await sending.desk.ask(DecisionForm(view, outcome, save, today, sending.clock)):
            sending.tell(sending.undoable("Recorded."))
