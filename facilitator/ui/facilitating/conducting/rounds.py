"""Rounds: opened, held again, closed and revealed, in every kind of step."""

from __future__ import annotations

from facilitator.domain.commands import CloseRound, OpenRound
from facilitator.domain.views import FacilitatorView, NextAction, Stage
from facilitator.ui.facilitating.conducting.sending import Sending
from facilitator.ui.facilitating.drawing.asking import answered_word
from facilitator.ui.text import fit
from facilitator.ui.widgets.phrases import listed

_NAME_CELLS = 24
_NAMES = 6
_AGAIN = {
    "rate": "Rate again?",
    "shortlist": "Hand out dots again?",
    "follow-up": "Ask again how it went?",
    "close": "Ask for fingers again?",
}


class Rounds:
    """Opens and closes rounds.

    Each command carries the step and the round that were on screen when the key was pressed, so
    that a press too many, or one by a second facilitator, is refused instead of skipping.
    """

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    async def open(self) -> None:
        """Open the next round on the step at hand; on a promise, the one at hand."""
        stage = self._sending.desk.picture.stage
        at_hand = stage.commit.at_hand if stage.commit else None
        if stage.step is None or stage.step.kind == "brief":
            self._sending.refuse("This step has no vote.")
            return
        if stage.step.kind == "commit" and at_hand is None:
            self._sending.refuse("No promise is open. A adds one.")
            return
        await self._sending.send(
            OpenRound(
                at=self._sending.now,
                by=self._sending.me,
                step=stage.step.id,
                number=stage.rounds_held + 1,
                about=at_hand.id if at_hand else "",
            )
        )

    async def again(self) -> None:
        """Hold one round more; asks first where it takes the place of what is on screen."""
        view = self._sending.desk.picture
        kind = view.stage.step.kind if view.stage.step else ""
        if view.stage.stage is Stage.REVEALED and kind in _AGAIN:
            more = "Everybody answers anew. What was said before stays in the record."
            if not await self._sending.confirmed(
                _AGAIN[kind], yes="Ask again", no="Leave it", more=more
            ):
                return
        await self.open()

    async def reveal(self) -> None:
        """Close and reveal; with people missing, once it is clear that they are."""
        view = self._sending.desk.picture
        stage = view.stage
        if view.next_action is not NextAction.CLOSE_AND_REVEAL or not stage.step or not stage.round:
            return
        number = stage.round.number
        if (view.waiting or not stage.round.voted) and not await self._sending.confirmed(
            _missing(view),
            yes="Reveal",
            no="Wait",
            reworded=lambda: _missing(self._sending.desk.picture),
        ):
            return
        await self._sending.send(
            CloseRound(at=self._sending.now, by=self._sending.me, step=stage.step.id, number=number)
        )


def _missing(view: FacilitatorView) -> str:
    """Who has not answered, as a question; as many names as can be taken in."""
    done = answered_word(view.stage)
    if not view.stage.round:
        return "This round is revealed already."
    if not view.stage.round.voted:
        return f"Nobody has {done} yet: reveal anyway?"
    if not view.waiting:
        return f"Everybody has {done} by now: reveal?"
    names = listed([fit(name, _NAME_CELLS) for name in view.waiting], _NAMES)
    have = "has" if len(view.waiting) == 1 else "have"
    return f"{names} {have} not {done}: reveal anyway?"
