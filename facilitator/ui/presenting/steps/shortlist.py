"""Dots on tasks: what is on offer, how far the room is, and which tasks are taken."""

from __future__ import annotations

from facilitator.domain.views import RankedView, ShortlistView, Stage, StageView
from facilitator.domain.words.figures import counted
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.progress import progress


def shortlist(view: StageView, choice: ShortlistView) -> list[Block]:
    """A shortlist at its present stage."""
    title = view.step.title if view.step else ""
    if view.stage in (Stage.REVEALED, Stage.SETTLED):
        return _order(choice)
    told = f"{counted(choice.dots, 'dot')} each; {counted(choice.keep, 'task')} will be taken."
    offers = rows_of([("•", offer.title, "") for offer in choice.offers], rank=3)
    blocks = [text(title, "bold $text", rank=0, most=1), text(told, "$text-secondary", most=1)]
    return [*blocks, *progress(view), offers] if view.stage is Stage.VOTING else [*blocks, offers]


def _order(choice: ShortlistView) -> list[Block]:
    taken = sum(each.taken for each in choice.ranked)
    told = f"{taken} {'are' if taken != 1 else 'is'} taken" if choice.settled else "By the dots"
    if choice.withheld and not choice.settled:
        told = f"Dots by {withheld_words(choice.withheld, 'voter')}"
    ranked = [(_sign(each), _words(each), _style(each)) for each in choice.ranked]
    blocks = [
        text(told, "$text-secondary", most=1, rank=4),
        rows_of(ranked, rank=0),
    ]
    if choice.reason:
        why = "Chosen because" if choice.withheld else "Not by the dots alone"
        blocks.append(text(f"{why}: {choice.reason}", "$muted", most=1))
    return blocks


def _sign(each: RankedView) -> str:
    return "✔" if each.taken else "·"


def _words(each: RankedView) -> str:
    return each.title if each.dots is None else f"{each.title}: {counted(each.dots, 'dot')}"


def _style(each: RankedView) -> str:
    return "bold $text-success" if each.taken else "$muted"
