"""Tasks added on the spot, typed or made of what was parked; parked items merged; steps moved."""

from __future__ import annotations

from facilitator.domain.commands import AddTask, MergeItems, MoveStep
from facilitator.domain.state import ParkedItem
from facilitator.domain.views import Stage
from facilitator.ui.facilitating.adding.merge import MergeForm
from facilitator.ui.facilitating.adding.task import AddForm, NewTask, title_from
from facilitator.ui.facilitating.conducting.sending import Retry, Sending
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice, Menu

_TEXT_CELLS = 54
_TYPED = "typed"


class Adding:
    """Changes what is still to come today."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def add(self) -> None:
        """Add a task: a new one, or one made of a parked item where there are any."""
        view = self._sending.desk.picture
        if view.stage.stage is Stage.ENDED:
            return
        if not view.parked:
            await self._fill_in(None)
            return
        choices = [Choice(_TYPED, "A new task", "Type what it is.")]
        choices += [Choice(str(each.number), fit(each.text, _TEXT_CELLS)) for each in view.parked]
        chosen = await self._sending.desk.ask(Menu("Make a task of:", choices))
        if chosen == _TYPED:
            await self._fill_in(None)
        elif chosen is not None:
            parked = {str(item.number): item for item in view.parked}
            await self._fill_in(parked[chosen])

    async def make_task(self, item: ParkedItem) -> None:
        """Make a task of a parked item."""
        await self._fill_in(item)

    async def merge(self, item: ParkedItem) -> None:
        """Make one parked item of this one and others that say the same."""
        sending = self._sending
        parked = sending.desk.picture.parked
        if len(parked) == 1:
            sending.refuse("There is no other parked item to merge this one with.")
            return
        retry = Retry()

        async def save(items: tuple[int, ...], text: str) -> str:
            command = MergeItems(items=items, text=text)
            return await sending.submit(command, retry.number((items, text)))

        if await sending.desk.ask(MergeForm(parked, item, save, sending.clock)):
            sending.tell("Merged.")

    async def move(self, step: str, by: int) -> None:
        """Take a step that was not reached yet earlier (−1) or later (1) among its like."""
        ahead = [each for each, _ in self._sending.desk.picture.ahead]
        if step not in ahead:
            self._sending.refuse("Only a step that was not reached yet can be moved.")
            return
        place = ahead.index(step) + by
        if not 0 <= place < len(ahead):
            self._sending.refuse("It is the first of them." if by < 0 else "It is the last.")
            return
        after = place + (1 if by > 0 else 0)
        before = ahead[after] if after < len(ahead) else None
        command = MoveStep(step=step, before=before)
        await self._sending.send(command, done="Moved.")

    async def _fill_in(self, item: ParkedItem | None) -> None:
        sending = self._sending
        retry = Retry()

        async def save(task: NewTask) -> str:
            command = AddTask(
                title=task.title,
                question=task.question,
                candidates=task.candidates,
                before=task.before,
                parked=item.number if item else None,
            )
            return await sending.submit(command, retry.number(task))

        title = title_from(item.text) if item else ""
        form = AddForm(sending.desk.picture, title, save, sending.clock)
        if await sending.desk.ask(form):
            sending.tell(sending.undoable("Added to today's agenda."))
