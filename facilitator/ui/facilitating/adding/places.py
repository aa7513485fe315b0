"""Where among the steps ahead something new can stand."""

from __future__ import annotations

from facilitator.domain.views import FacilitatorView, Stage
from facilitator.ui.text import fit
from facilitator.ui.widgets.fields import Offer

LAST = "the usual place"
"""Stands for no step in particular; no step's id has a blank."""
_TITLE_CELLS = 40
_USUAL = Offer(LAST, "After today's other tasks", "ahead of promises and the close")


def places(view: FacilitatorView) -> list[Offer]:
    """The places to pick from: next first, while the room is on a step."""
    known = {entry.id: place for place, entry in enumerate(view.stage.outline)}
    here = view.stage.step.number - 1 if view.stage.step else -1
    following = [step for step in view.ahead if known.get(step[0], 0) > here]
    offers = [Offer(step, f"Before “{fit(title, _TITLE_CELLS)}”") for step, title in view.ahead]
    if view.stage.stage is Stage.GATHERING or not following:
        return [_USUAL, *offers]
    step, title = following[0]
    others = [offer for offer in offers if offer.id != step]
    return [Offer(step, "Next", f"before “{fit(title, _TITLE_CELLS)}”"), _USUAL, *others]
