"""What teams promise each other, and what became of earlier promises."""

from __future__ import annotations

from facilitator.domain.views import (
    CommitView,
    ConsentView,
    FollowUpView,
    OwedView,
    Place,
    PromiseView,
    Stage,
    StageView,
)
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.sentences import FROM_THREE_ON, withheld_words
from facilitator.domain.words.signs import PROMISE_SIGNS, STATUS_SIGNS
from facilitator.ui.presenting.blocks import Block, rows_of, text
from facilitator.ui.presenting.steps.progress import progress

_STATUS_STYLES = {"kept": "bold $text-success", "missed": "bold $text-error"}


def commit(view: StageView, step: CommitView) -> list[Block]:
    """The promise at hand; all of them once they are settled."""
    promise = step.at_hand
    if promise is None or view.stage is Stage.SETTLED:
        entries = [(_sign(each), _words(each), _style(each)) for each in step.promises]
        return [rows_of(entries, rank=0) if entries else text("No promise yet.", "$muted")]
    blocks = [
        text(f"{promise.giver.name} promises {promise.receiver.name}:", "$text-secondary", rank=3),
        text(promise.text, "bold $text", rank=0),
    ]
    if when := _when(promise):
        blocks.append(text(when, "$muted", most=1, rank=5))
    if view.stage is Stage.VOTING:
        return [*blocks, *progress(view)]
    return [*blocks, *(_consent(step.consent) if step.consent else [])]


def _when(promise: PromiseView) -> str:
    due = f"by {day(promise.due)}" if promise.due else ""
    return " · ".join(each for each in (due, promise.owner) if each)


def _consent(consent: ConsentView) -> list[Block]:
    if consent.withheld:
        few = text(counted(consent.withheld, "answer"), "bold $text-warning", rank=1)
        return [few, text(FROM_THREE_ON, "", most=1, rank=4, gap=0)]
    told = f"{consent.yes} yes, {consent.aside} stood aside"
    if consent.objections:
        told += f", {counted(len(consent.objections), 'objection')}"
    figures = text(told, "", most=1, rank=4)
    if consent.is_given:
        return [text("✔ Nobody objects", "bold $text-success", rank=1), figures]
    why = "Somebody objects" if consent.objections else "Not agreed yet"
    blocks = [text(f"✘ {why}", "bold $text-warning", rank=1), figures]
    blocks += [
        text(f"“{each.reason}”", "italic", most=1, rank=3)
        for each in consent.objections
        if each.reason
    ]
    if consent.lacking:
        lacking = f"Nobody said yes for {listed(consent.lacking)}."
        blocks.append(text(lacking, "$text-warning", most=1, rank=5))
    return blocks


def _sign(promise: PromiseView) -> str:
    if promise.agreed is None:
        return PROMISE_SIGNS["to come"].glyph
    return PROMISE_SIGNS["agreed" if promise.agreed else "left out"].glyph


def _words(promise: PromiseView) -> str:
    return f"{promise.giver.short} → {promise.receiver.short}: {promise.text}"


def _style(promise: PromiseView) -> str:
    if promise.agreed is None:
        return ""
    return "bold $text-success" if promise.agreed else "$muted"


def promised(view: StageView) -> list[tuple[str, str, str]]:
    """Every promise that was agreed, as entries of a list."""
    return [("✔", _words(each), "$text-success") for each in view.promised]


def follow_up(view: StageView, step: FollowUpView) -> list[Block]:
    """Since last time: the promises, what became of them, and which tasks are due."""
    if step.held_on is None:
        return [text("This is the first workshop: nothing to look back on.", most=1)]
    told = f"{step.earlier}, {day(step.held_on)}"
    before = text(told, "$text-secondary", most=1, rank=5, in_one_line=True)
    blocks = [before]
    if view.stage is Stage.VOTING:
        blocks += progress(view)
    entries = [_owed(each, is_told=step.told) for each in step.owed]
    blocks.append(rows_of(entries, rank=1) if entries else text("No promise was left open."))
    today = [each.title for each in step.due if each.place is not Place.NOT_TODAY]
    if today:
        told = f"Due again, and taken up today: {listed(today)}"
        blocks.append(text(told, "$text-secondary", most=1, rank=4))
    return blocks


def _owed(owed: OwedView, *, is_told: bool) -> tuple[str, str, str]:
    words = f"{owed.giver.short} → {owed.receiver.short}: {owed.text}"
    if is_told and owed.status is not None:
        sign = STATUS_SIGNS[owed.status]
        style = _STATUS_STYLES.get(owed.status.value, "bold $text-warning")
        return sign.glyph, f"{words} ({sign.word})", style
    if owed.said:
        said = " · ".join(f"{STATUS_SIGNS[each].word} {count}" for each, count in owed.said)
        return "•", f"{words} ({said})", ""
    if owed.withheld:
        return "•", f"{words} ({withheld_words(owed.withheld)})", ""
    return "•", words, ""
