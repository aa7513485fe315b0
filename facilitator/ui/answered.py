"""What those have done who are counted in an open round, in the same words on every screen."""

from __future__ import annotations

from facilitator.domain.views import StageView

_WITH_MANY_ITEMS = ("rate", "shortlist")


def answered_word(stage: StageView) -> str:
    """A ballot is cast, a page of items is finished; how many dots are placed may not be told."""
    kind = stage.step.kind if stage.step else ""
    if kind == "shortlist" and not stage.named:
        return "placed dots"
    return "finished" if kind in _WITH_MANY_ITEMS else "voted"
