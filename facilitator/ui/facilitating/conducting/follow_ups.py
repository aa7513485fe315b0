"""Since last time: what became of earlier promises, and which due tasks are taken up today."""

from __future__ import annotations

from facilitator.domain.commands import BringBackTask, RecordStatuses, RemoveTask
from facilitator.domain.commitments import CommitmentStatus
from facilitator.domain.views import Place, Stage
from facilitator.domain.words.figures import counted
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.facilitating.conducting.sending import Sending
from facilitator.ui.facilitating.drawing.follow_up import due_said, standing
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice, Menu

_TEXT_CELLS = 54


class FollowUps:
    """Acts on what an earlier session left due."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def record(self) -> None:
        """Record what became of every promise, as it stands on screen."""
        follow_up = self._sending.desk.picture.stage.follow_up
        if follow_up:
            await self._record(standing(follow_up, self._sending.desk.told))

    async def change(self) -> None:
        """Choose another of the things that were said of a promise."""
        desk = self._sending.desk
        stage = desk.picture.stage
        if stage.follow_up is None or stage.stage not in (Stage.REVEALED, Stage.SETTLED):
            self._sending.refuse("Ask how it went first: only what was said can be recorded.")
            return
        disputed = [each for each in stage.follow_up.owed if len(each.possible) > 1]
        if not disputed:
            self._sending.refuse("Of each promise one thing was said: there is no other to record.")
            return
        now = standing(stage.follow_up, desk.told)
        choices = [
            Choice(each.id, fit(each.text, _TEXT_CELLS), f"now {STATUS_SIGNS[now[each.id]]}")
            for each in disputed
        ]
        promise = choices[0].id if len(choices) == 1 else await desk.ask(Menu("Which?", choices))
        owed = next((each for each in disputed if each.id == promise), None)
        if owed is None:
            return
        said = dict(owed.said)
        statuses = [
            Choice(s.value, str(STATUS_SIGNS[s]), f"said by {said.get(s, 0)}")
            for s in owed.possible
        ]
        chosen = await desk.ask(Menu(fit(owed.text, _TEXT_CELLS), statuses))
        if chosen is None:
            return
        status = CommitmentStatus(chosen)
        if stage.follow_up.told:
            await self._record({**now, owed.id: status})
        else:
            desk.choose_told(owed.id, status)

    async def take_up(self) -> None:
        """Take a due task up today, or off today's agenda again."""
        desk = self._sending.desk
        follow_up = desk.picture.stage.follow_up
        if follow_up is None:
            self._sending.refuse("Due tasks are taken up in the follow-up.")
            return
        movable = [each for each in follow_up.due if each.place is not Place.ON_AGENDA]
        if not movable:
            told = "Every due task is on the agenda." if follow_up.due else "No task is due."
            self._sending.refuse(told)
            return
        choices = [
            Choice(
                each.task,
                fit(each.title, _TEXT_CELLS),
                "Take it off again"
                if each.place is Place.BROUGHT_BACK
                else f"Take it up today: {due_said(each)}",
            )
            for each in movable
        ]
        chosen = await desk.ask(Menu("Which task?", choices))
        task = next((each for each in movable if each.task == chosen), None)
        if task is None:
            return
        if task.place is Place.BROUGHT_BACK:
            await self._sending.send(RemoveTask(task=task.task), done="Off today's agenda again.")
        else:
            await self._sending.send(BringBackTask(task=task.task), done="On today's agenda.")

    async def _record(self, statuses: dict[str, CommitmentStatus]) -> None:
        step = self._sending.desk.picture.stage.step
        if step is None:
            return
        await self._sending.send(
            RecordStatuses(step=step.id, statuses=statuses),
            done=f"Recorded: {counted(len(statuses), 'promise')}.",
        )
