"""Promises between teams: what became of earlier ones, and those that are made today."""

from __future__ import annotations

from facilitator.domain import views
from facilitator.domain.views import Stage, StageView
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.sentences import FROM_THREE_ON, withheld_words
from facilitator.domain.words.signs import STATUS_SIGNS
from facilitator.ui.ink import Entry, Ink
from facilitator.ui.pieces import promise as promises
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.parts import progress


def follow_up(view: StageView, looking_back: views.FollowUpView) -> list[Block]:
    """What was promised, before and after the room has said what became of it."""
    if looking_back.held_on is None:
        return [text("This is the first workshop: nothing to look back on.", most=1)]
    before = f"{looking_back.earlier}, {day(looking_back.held_on)}"
    owed = [_owed(each, is_told=looking_back.told) for each in looking_back.owed]
    shown = [
        text(before, Ink.SECONDARY, most=1, rank=5, in_one_line=True),
        *(progress(view) if view.stage is Stage.VOTING else []),
        rows_of(owed, rank=1) if owed else text("No promise was left open."),
    ]
    today = [each.title for each in looking_back.due if each.place is not views.Place.NOT_TODAY]
    if today:
        words = f"Due again, and taken up today: {listed(today)}"
        shown.append(text(words, Ink.SECONDARY, most=1, rank=4))
    return shown


def _owed(each: views.OwedView, *, is_told: bool) -> Entry:
    words = promises.promise_words(each)
    if is_told and each.status is not None:
        sign = STATUS_SIGNS[each.status]
        return sign.glyph, f"{words} ({sign.word})", promises.status_ink(each.status)
    said = withheld_words(each.withheld) if each.withheld else promises.said_words(each)
    return "•", f"{words} ({said})" if said else words, Ink.TEXT


def commit(view: StageView, made: views.CommitView) -> list[Block]:
    """The promise at hand and what was said to it; all of them once they are settled."""
    promise = made.at_hand
    if promise is None or view.stage is Stage.SETTLED:
        rows = [promises.promise_entry(each, made) for each in made.promises]
        return [rows_of(rows, rank=0) if rows else text("No promise yet.", Ink.MUTED)]
    when = promises.terms(promise)
    shown = [
        text(promises.parties(promise), Ink.SECONDARY, rank=3),
        text(promise.text, Ink.STRONG, rank=2 if view.stage is Stage.REVEALED else 0),
        *([text(when, Ink.MUTED, most=1, rank=5)] if when else []),
    ]
    if view.stage is Stage.VOTING:
        return [*shown, *progress(view)]
    return [*shown, *(_consent(made.consent) if made.consent else [])]


def _consent(told: views.ConsentView) -> list[Block]:
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
