"""An open round: how many have answered and who is still at it; never what."""

from __future__ import annotations

from facilitator.domain.views import FacilitatorView, StageView
from facilitator.domain.words.figures import listed
from facilitator.ui.facilitating.pages.notes import QUIET
from facilitator.ui.pieces.progress import answered_word
from facilitator.ui.text import fit
from facilitator.ui.widgets.bars import track
from facilitator.ui.widgets.lines import BLANK, Lines, line, paragraph, say, spread

_PEOPLE_NAMED = 12
_NAME_CELLS = 24


def progress_lines(view: FacilitatorView, doing: str, width: int) -> Lines:
    """The bar, its figure, and who is missing; ``doing`` says what the room is at."""
    held = view.stage.round
    if held is None:
        return []
    share = held.voted / held.eligible if held.eligible else 0.0
    of = f" of {view.stage.max_rounds}" if view.stage.task else ""
    label = line(say(f"Round {held.number}{of}", "bold"), f" · {doing}")
    told = f"{held.voted} of {held.eligible}"
    done = answered_word(view.stage)
    told += f" {done}" if done != "voted" else ""
    complete = "$text-success" if held.eligible and share >= 1 else "$text-primary"
    return [
        spread(label, say(told, "bold $text-primary"), width),
        *[track(share, width, complete)] * 2,
        BLANK,
        *waiting_lines(view, width),
    ]


def waiting_lines(view: FacilitatorView, width: int) -> Lines:
    """Who is still at it."""
    if not view.stage.round or not view.stage.round.eligible:
        return [say(_nobody_asked(view.stage), QUIET)]
    if not view.waiting:
        told = f"Everybody has {answered_word(view.stage)}"
        if view.stage.round.has_dots_left:
            return [say(f"{told}; not all dots are placed.", "bold $text-warning")]
        return [say(f"{told}.", "bold $text-success")]
    names = [fit(name, _NAME_CELLS) for name in view.waiting]
    return paragraph(listed(names, _PEOPLE_NAMED), width, first="Waiting for ", rest="")


def _nobody_asked(stage: StageView) -> str:
    if stage.commit or stage.follow_up:
        return "Nobody of the teams that are asked has joined."
    return "Nobody who may vote has joined yet."
