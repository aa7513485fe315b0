"""An open round: what is asked, and how many have answered; never what, nor who has not."""

from __future__ import annotations

from facilitator.domain.views import RoundProgress, StageView
from facilitator.ui.pieces.progress import answered_word
from facilitator.ui.presenting.blocks import Block, text
from facilitator.ui.widgets.bars import track
from facilitator.ui.widgets.lines import Lines


def question(view: StageView, *, rank: int = 0, most: int = 2) -> Block:
    """The question about a task."""
    words = view.task.question if view.task else ""
    return text(words, "bold $text", rank=rank, most=most)


def progress(view: StageView) -> list[Block]:
    """How many have answered: the figure, and a bar; what else is said of the round."""
    held = view.round
    if held is None:
        return []
    done = answered_word(view)
    if not held.eligible:
        return [text("Nobody who may vote is here yet.", "$text-warning", most=1, rank=1)]
    is_complete = held.voted >= held.eligible and not held.has_dots_left
    style = "bold $text-success" if is_complete else "bold $text-primary"
    figure = f"{held.voted} of {held.eligible} {done}"
    return [
        text(figure, style, rank=1),
        _bar(held, "$text-success" if is_complete else "$text-primary"),
        text(_about(view, held), "$muted", most=1, rank=6, in_one_line=True),
    ]


def _about(view: StageView, held: RoundProgress) -> str:
    of = f"Round {held.number} of {view.max_rounds}" if view.task else f"Round {held.number}"
    return f"{of} · blind until the reveal, then {'with' if view.named else 'without'} names"


def _bar(held: RoundProgress, style: str) -> Block:
    share = held.voted / held.eligible

    def thick(rows: int, width: int) -> Lines:
        return [track(share, width, style)] * rows

    return Block(
        (lambda width: thick(1, width), lambda width: thick(2, width), lambda w: thick(4, w)),
        rank=2,
    )
