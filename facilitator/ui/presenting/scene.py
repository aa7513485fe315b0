"""All that the wall shows, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from facilitator.domain.views import Stage, StageView
from facilitator.domain.words.figures import time_left


@dataclass(frozen=True, slots=True)
class JoinWay:
    """How people get in.

    ``command`` is what they type, "" where nobody has said it; ``code`` is what they are asked for,
    "" where only those on a roster get in.
    """

    command: str
    code: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is to draw. ``clock`` is the timer in words, "" without one.

    ``is_late``: the step's time is over. ``trouble`` says why the wall follows no more, or "".
    """

    view: StageView
    join: JoinWay
    clock: str = ""
    is_late: bool = False
    trouble: str = ""


def clock_of(view: StageView, now: datetime) -> tuple[str, bool]:
    """The time that is left or overrun, and whether it is overrun; "" without a timebox.

    A step without a timebox has no clock on the wall: there it would only press.
    """
    timer = view.timer
    if timer is None or timer.seconds is None or view.stage is Stage.ENDED:
        return "", False
    return time_left(timer.started_at, timer.seconds, now)
