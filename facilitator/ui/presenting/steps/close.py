"""The end: reading back what was decided, the fists of five, and thanks."""

from __future__ import annotations

from functools import partial

from facilitator.domain.decisions import Outcome
from facilitator.domain.views import CloseView, DecisionView, Stage, StageView
from facilitator.domain.words.sentences import since_title
from facilitator.domain.words.signs import OUTCOME_SIGNS
from facilitator.ui.ink import Entry, Ink
from facilitator.ui.pieces.decision import outcome_ink, since_entries, summary
from facilitator.ui.pieces.distribution import plan
from facilitator.ui.pieces.promise import promise_words
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.parts import progress

_GAP = 6
_ASK = "A fist of five: how well does this plan stand? Was it worth your time?"


def blocks(view: StageView, close: CloseView) -> list[Block]:
    """The read-back; while the room shows its fingers, how many have; then the fingers."""
    if view.stage is Stage.VOTING:
        return [text(_ASK, Ink.STRONG, rank=0), *progress(view), *_read_back(view, extra=True)]
    if close.plan is not None:
        sizes = tuple(partial(plan, close.plan, rows=rows, gap=_GAP) for rows in (1, 2, 3))
        return [Block(sizes, rank=0), *_read_back(view, extra=True)]
    return [text("What we take with us", Ink.STRONG, rank=2), *_read_back(view)]


def ended(view: StageView) -> list[Block]:
    """Thanks, and what it came to."""
    words = summary(view)
    return [
        text("Thank you!", Ink.GOOD, rank=0),
        *([text(words, Ink.STRONG, most=1, rank=1)] if words else []),
        *_read_back(view, extra=True),
    ]


def _read_back(view: StageView, *, extra: bool = False) -> list[Block]:
    settled = [_settled(title, decision) for title, decision in view.settled]
    promised = [("✔", promise_words(each), Ink.GOOD) for each in view.promised]
    none = [] if extra else [text("No task has its outcome yet.", Ink.MUTED, most=1)]
    return [
        *([rows_of(settled, rank=3, extra=extra)] if settled else none),
        *([rows_of(promised, rank=4, extra=extra)] if promised else []),
        *_since(view),
    ]


def _settled(title: str, decision: DecisionView) -> Entry:
    sign = OUTCOME_SIGNS[decision.outcome]
    is_driven = decision.outcome is Outcome.DECIDED and decision.driver
    word = decision.driver.name if is_driven and decision.driver else sign.word
    return sign.glyph, f"{title}: {word}", outcome_ink(decision.outcome)


def _since(view: StageView) -> list[Block]:
    """What changed since the earlier session, where there is room left for it."""
    rows = since_entries(view.since)
    if view.since is None or not rows:
        return []
    title = text(since_title(view.since), Ink.HEADING, most=1, rank=5, extra=True)
    return [title, rows_of(rows, rank=5, extra=True)]
