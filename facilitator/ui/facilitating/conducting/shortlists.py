"""The shortlist: its tasks taken as the dots fell, or otherwise with a reason."""

from __future__ import annotations

from facilitator.domain.commands import ReopenShortlist, SettleShortlist
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.choosing.form import OverruleForm
from facilitator.ui.facilitating.conducting.sending import Retry, Sending


class Shortlists:
    """Chooses which tasks are taken today."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def take(self) -> None:
        """Take the tasks that the dots chose; where they may not, ask which."""
        stage = self._sending.desk.picture.stage
        if stage.shortlist and stage.shortlist.withheld:
            await self.overrule()
        elif stage.step and stage.shortlist:
            taken = tuple(each.task for each in stage.shortlist.ranked if each.by_dots)
            await self._sending.send(
                SettleShortlist(step=stage.step.id, taken=taken),
                done="Taken.",
            )

    async def overrule(self) -> None:
        """Take other tasks than the dots chose."""
        sending = self._sending
        stage = sending.desk.picture.stage
        if stage.step is None or stage.shortlist is None:
            sending.refuse("Only a shortlist can be overruled.")
            return
        if stage.stage is Stage.SETTLED:
            sending.refuse("The tasks are chosen. B reopens the choice.")
            return
        if stage.stage is not Stage.REVEALED:
            sending.refuse("Dots first: what they say can be overruled after the reveal.")
            return
        step, retry = stage.step.id, Retry()

        async def save(taken: tuple[str, ...], reason: str) -> str:
            command = SettleShortlist(step=step, taken=taken, reason=reason)
            return await sending.submit(command, retry.number((taken, reason)))

        if await sending.desk.ask(OverruleForm(stage.shortlist, save, sending.clock)):
            sending.tell(sending.undoable("Taken."))

    async def reopen(self) -> None:
        """Choose again; the dots stay, so nothing is asked."""
        step = self._sending.desk.picture.stage.step
        if step:
            await self._sending.send(
                ReopenShortlist(step=step.id),
                done="The choice is open again; the dots stay.",
            )
