"""Since last time: the promises, what became of them, and which tasks are due."""

from __future__ import annotations

from facilitator.domain.views import FollowUpView, OwedView, Place, Stage, StageView
from facilitator.domain.words.figures import day, listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.ink import Entry, Ink
from facilitator.ui.pieces.promise import promise_words, said_words, status_ink
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.parts import progress


def blocks(view: StageView, follow_up: FollowUpView) -> list[Block]:
    """What was promised, before and after the room has said what became of it."""
    if follow_up.held_on is None:
        return [text("This is the first workshop: nothing to look back on.", most=1)]
    before = f"{follow_up.earlier}, {day(follow_up.held_on)}"
    owed = [_owed(each, is_told=follow_up.told) for each in follow_up.owed]
    shown = [
        text(before, Ink.SECONDARY, most=1, rank=5, in_one_line=True),
        *(progress(view) if view.stage is Stage.VOTING else []),
        rows_of(owed, rank=1) if owed else text("No promise was left open."),
    ]
    today = [each.title for each in follow_up.due if each.place is not Place.NOT_TODAY]
    if today:
        words = f"Due again, and taken up today: {listed(today)}"
        shown.append(text(words, Ink.SECONDARY, most=1, rank=4))
    return shown


def _owed(each: OwedView, *, is_told: bool) -> Entry:
    words = promise_words(each)
    if is_told and each.status is not None:
        sign = STATUS_SIGNS[each.status]
        return sign.glyph, f"{words} ({sign.word})", status_ink(each.status)
    said = withheld_words(each.withheld) if each.withheld else said_words(each)
    return "•", f"{words} ({said})" if said else words, Ink.TEXT
