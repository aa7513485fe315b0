"""The last plain words in the normal terminal, once the app has ended."""

from __future__ import annotations

from facilitator.domain.views import Stage
from facilitator.ui.text import printable
from facilitator.ui.voting.scene import Scene

TAKEN_OVER = "You have taken your seat from another window. This one is closed; your vote is kept."
SEAT_GONE = "Your seat in this workshop is gone. Ask the facilitator."


def not_seated(reason: str) -> str:
    """Why somebody whose place was known can't sit there, and what to do."""
    why = reason.rstrip(".")
    return printable(f"You could not be seated: {why}. Connect again, or ask the facilitator.")


def removed(reason: str, come_back: str) -> str:
    """Why somebody had to go, what is kept of them, and how to come back once they may."""
    why = reason.rstrip(".")
    return printable(
        f"The facilitator asked you to leave: {why}. Your seat and what you voted are kept. If this"
        f" is a mistake, speak to the facilitator, who can let you back in: {come_back}"
    )


def on_leaving(scene: Scene) -> str:
    """What is kept, and how to come back."""
    back = printable(f"Come back with: {scene.come_back}")
    if scene.view is None:
        return f"You have not taken a seat. {back}"
    if scene.stage is Stage.ENDED:
        return "The workshop has ended. Thank you for taking part."
    kept = "Your seat is kept."
    if scene.view.ballot:
        kept = "Your vote is kept."
    elif scene.view.marks:
        kept = "Your answers are kept."
    return f"{kept} {back}"
