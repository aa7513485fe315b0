"""Rounds opened, held again, closed and revealed, in every kind of step.

Each command carries the step and the round that were on screen when the key was pressed, so that a
press too many, or one by a second facilitator, is refused instead of skipping.
"""

from __future__ import annotations

from collections.abc import Callable

from facilitator.domain.commands import CloseRound, OpenRound
from facilitator.domain.turnout import Exposure
from facilitator.domain.views import FacilitatorView, NextAction, Stage
from facilitator.domain.words.figures import listed
from facilitator.ui.facilitating.deeds import Act, Confirm, Deed, Do, Refuse, Send, act
from facilitator.ui.facilitating.scene import Scene
from facilitator.ui.pieces.progress import answered_word
from facilitator.ui.text import fit

_NAME_CELLS = 24
_EXPOSED_CELLS = 16
_NAMES = 6
NO_VOTE = Refuse("This step has no vote.")


def open_round(scene: Scene, about: str = "") -> Deed:
    """The next round on the step at hand; ``about`` names a promise, where it asks about one."""
    if not scene.step:
        return NO_VOTE
    number = scene.view.stage.rounds_held + 1
    return Send(OpenRound(step=scene.step, number=number, about=about))


def again(opens: Callable[[Scene], Deed], question: str = "") -> Act:
    """The key for one round more; ``question`` is asked where it replaces what is on screen."""

    def does(scene: Scene) -> Deed:
        if not question or scene.stage is not Stage.REVEALED:
            return opens(scene)
        more = "Everybody answers anew. What was said before stays in the record."
        return Confirm(question, opens(scene), yes="Ask again", no="Leave it", more=more)

    return act("N", "New round", "Ask again, blind, after talking.", does)


def reveal(scene: Scene, did: tuple[str, str]) -> Deed:
    """Close and reveal; where something speaks against it, once it is clear what.

    ``did`` says what people do in a round of this kind, and what could be told of them.
    """
    view = scene.view
    stage = view.stage
    if view.next_action is not NextAction.CLOSE_AND_REVEAL or not stage.round:
        return Do.NOTHING
    closing = Send(CloseRound(step=scene.step, number=stage.round.number))
    doubt = _doubt(view, did)
    if not doubt:
        return closing
    return Confirm(
        doubt, closing, yes="Reveal", no="Wait", reworded=lambda now: _doubt_now(now, did)
    )


def _doubt_now(view: FacilitatorView, did: tuple[str, str]) -> str:
    if not view.stage.round:
        return "This round is revealed already."
    everybody = f"Everybody has {answered_word(view.stage)} by now: reveal?"
    return _doubt(view, did) or everybody


def _doubt(view: FacilitatorView, did: tuple[str, str]) -> str:
    """What speaks against revealing now, as a question; "" where nothing does."""
    held, done = view.stage.round, answered_word(view.stage)
    if held is None:
        return ""
    if view.exposure is not None:
        return _exposed(view.exposure, did)
    if not held.voted:
        return f"Nobody has {done} yet: reveal anyway?"
    if view.waiting:
        names = listed([fit(name, _NAME_CELLS) for name in view.waiting], _NAMES)
        have = "has" if len(view.waiting) == 1 else "have"
        return f"{names} {have} not {done}: reveal anyway?"
    return "Not all dots are placed yet: reveal anyway?" if held.has_dots_left else ""


def _exposed(exposure: Exposure, words: tuple[str, str]) -> str:
    """What an anonymous reveal would show too little of, or too much, as a question."""
    did, made = words
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
    return f"{who}: comparing the two may tell what they {made}. Reveal?"
