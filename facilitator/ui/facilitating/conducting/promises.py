"""What teams promise each other: worded, agreed, left out, taken up again."""

from __future__ import annotations

from facilitator.domain.commands import (
    ReopenPromise,
    SettlePromise,
    TakeUpPromise,
    WordPromise,
)
from facilitator.domain.commitments import Promise
from facilitator.domain.days import day_of
from facilitator.domain.views import CommitView, FacilitatorView, PromiseView, Stage
from facilitator.ui.facilitating.conducting.sending import Retry, Sending
from facilitator.ui.facilitating.promising.form import PromiseForm
from facilitator.ui.text import fit
from facilitator.ui.widgets.dialogs import Choice, Menu

_TEXT_CELLS = 54


class Promises:
    """Acts on the promises of the step at hand."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def promise(self) -> None:
        """Record that both teams have agreed to the promise at hand."""
        at_hand = self._at_hand()
        if at_hand:
            await self._settle(at_hand, agreed=True)

    async def leave_out(self) -> None:
        """Leave the promise at hand out."""
        at_hand = self._at_hand()
        if at_hand and await self._sending.confirmed(
            "Leave this promise out?",
            yes="Leave it out",
            no="Keep it",
            more=f"“{at_hand.text}”\nB takes it up again.",
        ):
            await self._settle(at_hand, agreed=False)

    async def reword(self) -> None:
        """Give the promise at hand other words, another day, an owner."""
        at_hand = self._at_hand()
        if at_hand:
            await self._word(at_hand)

    async def add(self) -> None:
        """Add a promise."""
        if self._open_here():
            await self._word(None)

    async def choose(self) -> None:
        """Turn to another promise that is not settled."""
        commit = self._open_here()
        if commit is None:
            return
        waiting = [each for each in commit.promises if each.agreed is None]
        if not waiting:
            self._sending.refuse("No promise is open. B takes one up again, A adds one.")
            return
        chosen = await self._pick("Which promise?", waiting)
        step = self._sending.desk.picture.stage.step
        if chosen and step:
            await self._sending.send(TakeUpPromise(step=step.id, promise=chosen))

    async def reopen(self) -> None:
        """Take a settled promise up again; of several, the one that is chosen."""
        stage = self._sending.desk.picture.stage
        settled = settled_promises(stage.commit)
        if len(settled) == 1:
            chosen: str | None = settled[0].id
        else:
            chosen = await self._pick("Take up which promise again?", settled)
        if chosen and stage.step:
            await self._sending.send(ReopenPromise(step=stage.step.id, promise=chosen))

    async def _settle(self, promise: PromiseView, *, agreed: bool) -> None:
        step = self._sending.desk.picture.stage.step
        if step:
            await self._sending.send(
                SettlePromise(step=step.id, promise=promise.id, agreed=agreed),
                done="Promised." if agreed else "Left out. B takes it up again.",
            )

    async def _word(self, promise: PromiseView | None) -> None:
        sending = self._sending
        view = sending.desk.picture
        if view.stage.step is None:
            return
        step, retry = view.stage.step.id, Retry()

        async def save(worded: Promise) -> str:
            command = WordPromise(step=step, promise=worded)
            return await sending.submit(command, retry.number(worded))

        today = day_of(sending.now)
        await sending.desk.ask(PromiseForm(view, promise, save, today, sending.clock))

    async def _pick(self, title: str, promises: list[PromiseView]) -> str | None:
        choices = [
            Choice(
                each.id,
                fit(f"{each.giver.short} → {each.receiver.short}", _TEXT_CELLS),
                fit(each.text, _TEXT_CELLS),
            )
            for each in promises
        ]
        return await self._sending.desk.ask(Menu(title, choices))

    def _at_hand(self) -> PromiseView | None:
        """The open promise that the room is on; says why there is none."""
        commit = self._open_here()
        if commit is None:
            return None
        if commit.at_hand is None or commit.at_hand.agreed is not None:
            self._sending.refuse("No promise is open. B takes one up again, A adds one.")
            return None
        return commit.at_hand

    def _open_here(self) -> CommitView | None:
        """The step's promises where they can be acted on; says why they can't."""
        view: FacilitatorView = self._sending.desk.picture
        if view.stage.commit is None:
            self._sending.refuse("This step has no promises.")
            return None
        if view.stage.stage is Stage.VOTING:
            self._sending.refuse("The room is being asked. Close the round first.")
            return None
        return view.stage.commit


def settled_promises(commit: CommitView | None) -> list[PromiseView]:
    """Those agreed or left out."""
    return [each for each in commit.promises if each.agreed is not None] if commit else []
