"""What teams promise each other: the one at hand, then all of them."""

from __future__ import annotations

from facilitator.domain.views import CommitView, ConsentView, Stage, StageView
from facilitator.domain.words.figures import counted
from facilitator.domain.words.sentences import FROM_THREE_ON
from facilitator.ui.ink import Ink
from facilitator.ui.pieces import promise as promises
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.parts import progress


def blocks(view: StageView, commit: CommitView) -> list[Block]:
    """The promise at hand and what was said to it; all of them once they are settled."""
    promise = commit.at_hand
    if promise is None or view.stage is Stage.SETTLED:
        rows = [promises.promise_entry(each, commit) for each in commit.promises]
        return [rows_of(rows, rank=0) if rows else text("No promise yet.", Ink.MUTED)]
    when = promises.terms(promise)
    shown = [
        text(promises.parties(promise), Ink.SECONDARY, rank=3),
        text(promise.text, Ink.STRONG, rank=2 if view.stage is Stage.REVEALED else 0),
        *([text(when, Ink.MUTED, most=1, rank=5)] if when else []),
    ]
    if view.stage is Stage.VOTING:
        return [*shown, *progress(view)]
    return [*shown, *(_consent(commit.consent) if commit.consent else [])]


def _consent(told: ConsentView) -> list[Block]:
    """Whether it is given, the figures, and what was objected: by whom the wall never says."""
    if told.withheld:
        few = text(counted(told.withheld, "answer"), Ink.WARN, rank=1)
        return [few, text(FROM_THREE_ON, most=1, rank=4, gap=0)]
    verdict, *why = promises.consent_verdict(told)
    reasons = [each.reason for each in told.objections if each.reason]
    return [
        text(verdict, promises.consent_ink(told), rank=0),
        *(text(each, Ink.WARN, most=1, rank=5, gap=0) for each in why),
        text(" · ".join(promises.consent_figures(told)), most=1, rank=4),
        *(text(f"“{reason}”", Ink.EMPHASIS, most=1, rank=3) for reason in reasons),
    ]
