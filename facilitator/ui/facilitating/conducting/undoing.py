"""Undoes the last thing that a facilitator did here, where the rules allow it."""

from __future__ import annotations

from facilitator.ui.facilitating.conducting.remembering import Memory
from facilitator.ui.facilitating.conducting.sending import Sending


class Undoing:
    """Sends what takes the last command back; there is no redo."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return self._sending.recalled.last.inverse is not None

    async def undo(self) -> None:
        """Take the last thing back, or say why that can't be."""
        sending = self._sending
        last = sending.recalled.last
        step = sending.desk.picture.stage.step
        if last.inverse is None:
            sending.refuse(last.why)
            return
        if last.here and (step is None or step.id != last.here):
            sending.refuse("The room has moved on since. B and G go back.")
            return
        if last.question and not await sending.confirmed(
            last.question, yes="Undo", no="Leave it", more="Every round stays."
        ):
            return
        if await sending.send(last.inverse, done=last.done, is_undo=True):
            sending.recalled.last = Memory(why="It is undone already; there is no more to undo.")
