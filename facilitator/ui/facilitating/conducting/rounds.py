"""Rounds: opened, held again, closed and revealed, in every kind of step."""

from __future__ import annotations

from facilitator.domain.commands import CloseRound, OpenRound
from facilitator.domain.exposure import Exposure
from facilitator.domain.views import FacilitatorView, NextAction, Stage, StageView
from facilitator.domain.words.figures import listed
from facilitator.ui.answered import answered_word
from facilitator.ui.facilitating.conducting.sending import Sending
from facilitator.ui.text import fit

_NAME_CELLS = 24
_EXPOSED_CELLS = 16
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
        """Close and reveal; where something speaks against it, once it is clear what."""
        view = self._sending.desk.picture
        stage = view.stage
        if view.next_action is not NextAction.CLOSE_AND_REVEAL or not stage.step or not stage.round:
            return
        number = stage.round.number
        if (doubt := _doubt(view)) and not await self._sending.confirmed(
            doubt, yes="Reveal", no="Wait", reworded=self._doubt_now
        ):
            return
        await self._sending.send(CloseRound(step=stage.step.id, number=number))

    def _doubt_now(self) -> str:
        view = self._sending.desk.picture
        if not view.stage.round:
            return "This round is revealed already."
        return _doubt(view) or f"Everybody has {answered_word(view.stage)} by now: reveal?"


def _doubt(view: FacilitatorView) -> str:
    """What speaks against revealing now, as a question; "" where nothing does."""
    held, done = view.stage.round, answered_word(view.stage)
    if held is None:
        return ""
    if view.exposure is not None:
        return _exposed(view.stage, view.exposure)
    if not held.voted:
        return f"Nobody has {done} yet: reveal anyway?"
    if view.waiting:
        names = listed([fit(name, _NAME_CELLS) for name in view.waiting], _NAMES)
        have = "has" if len(view.waiting) == 1 else "have"
        return f"{names} {have} not {done}: reveal anyway?"
    return "Not all dots are placed yet: reveal anyway?" if held.has_dots_left else ""


_DID = {"task": ("voted", "chose"), "shortlist": ("placed dots", "placed")}
"""What people do in a round, and what could be told of them, by the kind of step."""


def _exposed(stage: StageView, exposure: Exposure) -> str:
    """What an anonymous reveal would show too little of, or too much, as a question."""
    did, told = _DID.get(stage.step.kind if stage.step else "", ("answered", "said"))
    if exposure.is_too_few:
        have = "has" if exposure.answered == 1 else "have"
        few = f"Only {exposure.answered} {have} {did}"
        return f"{few}, so nothing can be shown: three are needed. Reveal anyway?"
    gone, new = (
        listed([fit(name, _EXPOSED_CELLS) for name in people])
        for people in (exposure.gone, exposure.new)
    )
    then = f"round {exposure.number}"
    if gone and new:
        who = f"{gone} {did} in {then} only, {new} in this one only"
    elif gone:
        who = f"{gone} {did} in {then} and not in this one"
    else:
        who = f"{new} {did} in this round and not in {then}"
    return f"{who}: comparing the two may tell what they {told}. Reveal?"
