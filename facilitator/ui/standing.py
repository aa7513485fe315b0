"""How the decision in force is told after the blind vote, in the same words on every screen."""

from __future__ import annotations

from facilitator.domain.views import InForceView, Standing

NOT_TOLD = "Too few have voted to say whether the room still holds it."
"""What is said where nothing may be told of the first, blind round."""


def in_force_words(earlier: InForceView) -> str:
    """Since when who drives the task, and whether the room still holds that."""
    day = f"{earlier.decided_on.day} {earlier.decided_on:%B %Y}"
    match earlier.standing:
        case None:
            held = NOT_TOLD
        case Standing.HELD:
            held = "The room still holds it."
        case Standing.WAVERING:
            held = f"The room holds it, but wavers: {earlier.share:.0%} for it."
        case Standing.DRIFTED:
            held = f"The room has drifted: {earlier.share:.0%} for it."
    return f"In force since {day}: {earlier.driver}. {held}"
