"""How far the room is: the clock, how many have answered, who is still at it; never what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from facilitator.domain import views
from facilitator.domain.words.figures import listed, time_left
from facilitator.ui.ink import BLANK, Ink, Line, line, paragraph, spread, track
from facilitator.ui.text import fit

_PEOPLE_NAMED = 12
_NAME_CELLS = 24


def clock(stage: views.StageView, now: datetime) -> tuple[str, bool]:
    """The time that a step has left, or is over it, and whether it is over; "" without a timebox.

    A step without one has no clock on a screen of the room's: there it would only press.
    """
    timer = stage.timer
    if timer is None or timer.seconds is None or stage.stage is views.Stage.ENDED:
        return "", False
    return time_left(timer.started_at, timer.seconds, now)


def answered_word(stage: views.StageView) -> str:
    """A ballot is cast, a page of items is finished; how many dots are placed may not be told."""
    match stage.matter:
        case views.ShortlistView() if not stage.named:
            return "placed dots"
        case views.RateView() | views.ShortlistView():
            return "finished"
        case _:
            return "voted"


def answered_figure(stage: views.StageView, held: views.RoundProgress) -> str:
    """How many have answered, of how many: ``7 of 9 voted``."""
    return f"{held.voted} of {held.eligible} {answered_word(stage)}"


def round_label(stage: views.StageView, number: int) -> str:
    """Which round it is, and of how many where the rule says so: ``Round 1 of 3``."""
    of = f" of {stage.max_rounds}" if isinstance(stage.matter, views.TaskView) else ""
    return f"Round {number}{of}"


def progress_track(held: views.RoundProgress, width: int) -> Line:
    """How far the round is, as a bar."""
    share = held.voted / held.eligible if held.eligible else 0.0
    return track(share, width, Ink.GOOD if is_complete(held) else Ink.BAR)


def is_complete(held: views.RoundProgress) -> bool:
    """Whether all who are asked have answered all of it."""
    return 0 < held.eligible <= held.voted and not held.has_dots_left


def progress(stage: views.StageView, waiting: Sequence[str], doing: str, width: int) -> list[Line]:
    """The bar, its figure, and who is missing; ``doing`` says what the room is at."""
    held = stage.round
    if held is None:
        return []
    label: Line = ((round_label(stage, held.number), Ink.STRONG), (f" · {doing}", Ink.TEXT))
    return [
        spread(label, line(answered_figure(stage, held), Ink.MINE), width),
        *[progress_track(held, width)] * 2,
        BLANK,
        *_missing(stage, held, waiting, width),
    ]


def _missing(
    stage: views.StageView, held: views.RoundProgress, waiting: Sequence[str], width: int
) -> list[Line]:
    if not held.eligible:
        return paragraph(nobody_asked(stage), width, Ink.MUTED)
    if waiting:
        names = [fit(name, _NAME_CELLS) for name in waiting]
        return paragraph(listed(names, _PEOPLE_NAMED), width, first="Waiting for ", rest="")
    everybody = f"Everybody has {answered_word(stage)}"
    if held.has_dots_left:
        return paragraph(f"{everybody}; not all dots are placed.", width, Ink.WARN)
    return paragraph(f"{everybody}.", width, Ink.GOOD)


def nobody_asked(stage: views.StageView) -> str:
    """Why nobody can answer."""
    if isinstance(stage.matter, views.CommitView | views.FollowUpView):
        return "Nobody of the teams that are asked has joined."
    return "Nobody who may vote has joined yet."
