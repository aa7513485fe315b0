"""Dots on tasks: what is on offer, how far the room is, and which tasks are taken."""

from __future__ import annotations

from facilitator.domain.views import RankedView, ShortlistView, Stage, StageView
from facilitator.domain.words.figures import counted
from facilitator.domain.words.sentences import withheld_words
from facilitator.ui.ink import Entry, Ink
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.parts import progress


def blocks(view: StageView, shortlist: ShortlistView) -> list[Block]:
    """What is on offer; once revealed, in the order of the dots."""
    if view.stage in (Stage.REVEALED, Stage.SETTLED):
        return _order(shortlist)
    title = view.step.title if view.step else ""
    dots, kept = counted(shortlist.dots, "dot"), counted(shortlist.keep, "task")
    return [
        text(title, Ink.STRONG, rank=0, most=1),
        text(f"{dots} each; {kept} will be taken.", Ink.SECONDARY, most=1),
        *(progress(view) if view.stage is Stage.VOTING else []),
        rows_of([("•", offer.title, Ink.TEXT) for offer in shortlist.offers], rank=3),
    ]


def _order(shortlist: ShortlistView) -> list[Block]:
    taken = sum(each.taken for each in shortlist.ranked)
    words = f"{taken} {'are' if taken != 1 else 'is'} taken" if shortlist.settled else "By the dots"
    if shortlist.withheld and not shortlist.settled:
        words = f"Dots by {withheld_words(shortlist.withheld, 'voter')}"
    shown = [
        text(words, Ink.SECONDARY, most=1, rank=4),
        rows_of([_entry(each) for each in shortlist.ranked], rank=0),
    ]
    if shortlist.reason:
        why = "Chosen because" if shortlist.withheld else "Not by the dots alone"
        shown.append(text(f"{why}: {shortlist.reason}", Ink.MUTED, most=1))
    return shown


def _entry(each: RankedView) -> Entry:
    dots = "" if each.dots is None else f": {counted(each.dots, 'dot')}"
    sign, ink = ("✔", Ink.GOOD) if each.taken else ("·", Ink.MUTED)
    return sign, f"{each.title}{dots}", ink
