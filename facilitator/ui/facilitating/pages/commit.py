"""What teams promise each other: the one at hand large, the others as a list."""

from __future__ import annotations

from textual.content import Content

from facilitator.domain.views import (
    CommitView,
    ConsentView,
    FacilitatorView,
    PromiseView,
    Stage,
)
from facilitator.domain.words.figures import counted, day, listed
from facilitator.domain.words.sentences import withheld_words
from facilitator.domain.words.signs import PROMISE_SIGNS, Sign
from facilitator.ui.facilitating.pages.asking import progress_lines
from facilitator.ui.facilitating.pages.notes import QUIET, band, say_this, title
from facilitator.ui.text import fit
from facilitator.ui.widgets.lines import BLANK, Lines, flowing, heading, line, paragraph, say

_NAME_CELLS = 24


def promises_lines(view: FacilitatorView, width: int) -> Lines:
    """The panel of a step of promises at its present stage."""
    commit, step = view.stage.commit, view.stage.step
    if commit is None or step is None:
        return []
    lines = title(step.title, width)
    at_hand = commit.at_hand
    if at_hand is None or at_hand.agreed is not None:
        lines += [BLANK, *_nothing_open(commit, width)]
    else:
        lines += [BLANK, *_at_hand(at_hand, width)]
        match view.stage.stage:
            case Stage.VOTING:
                asked = f"asking {_asked(at_hand, view)}"
                lines += [BLANK, *progress_lines(view, asked, width)]
            case Stage.REVEALED if commit.consent:
                lines += [BLANK, *_consent(commit.consent, width)]
            case _:
                lines += _missing(at_hand, width)
    return [*lines, *_list(commit, width), *say_this(view, width), *_owed(commit, width)]


def _asked(promise: PromiseView, view: FacilitatorView) -> str:
    return f"{promise.giver.short} and {promise.receiver.short}" if view.stage.named else "the room"


def _nothing_open(commit: CommitView, width: int) -> Lines:
    if not commit.promises:
        lines = band("No promise has been proposed yet.", width, "accent")
        return [*lines, *paragraph("A adds one. Or go on without.", width)]
    agreed = sum(each.agreed is True for each in commit.promises)
    left_out = len(commit.promises) - agreed
    told = f"{counted(agreed, 'promise')} agreed"
    told += f", {left_out} left out" if left_out else ""
    lines = band(told, width, "success" if agreed else "accent")
    return [*lines, *paragraph("A adds one more, B takes one up again.", width, QUIET)]


def _at_hand(promise: PromiseView, width: int) -> Lines:
    said = f"{promise.giver.name} promises {promise.receiver.name}:"
    lines = paragraph(said, width, "$text-secondary")
    lines += band(promise.text, width, "primary")
    due = say(f"by {day(promise.due)}") if promise.due else say("no day yet", "$text-warning")
    owner = (
        say(f"{fit(promise.owner, _NAME_CELLS)} answers for it")
        if promise.owner
        else say("nobody named yet", "$text-warning")
    )
    return [*lines, line(due, " · ", owner)]


def _missing(promise: PromiseView, width: int) -> Lines:
    if promise.due and promise.owner:
        return []
    return paragraph("W gives it a day and an owner, before you ask.", width, QUIET)


def _consent(consent: ConsentView, width: int) -> Lines:
    if consent.withheld:
        lines = paragraph(withheld_words(consent.withheld), width, "bold $text-warning")
        hint = "Ask again when more are here, or leave it out (L)."
        return [*lines, *paragraph(hint, width, QUIET)]
    told = [f"yes {consent.yes}", f"stood aside {consent.aside}"]
    told.append(counted(len(consent.objections), "objection"))
    if consent.silent:
        told.append(f"silent {consent.silent}")
    if consent.is_given:
        lines = paragraph("✔ Nobody objects: it can be promised.", width, "bold $text-success")
    else:
        lines = paragraph(f"✘ {_why_not(consent)}", width, "bold $text-warning")
    lines += flowing(told, width)
    for objection in consent.objections:
        who = f"{fit(objection.name, _NAME_CELLS)}, {objection.team}" if objection.name else ""
        reason = f"“{objection.reason}”" if objection.reason else "gave no reason"
        lines += paragraph(f"{who or 'Someone'}: {reason}", width, first="• ")
    if not consent.is_given:
        lines += paragraph("Reword it, ask again (N), or leave it out (L).", width, QUIET)
    return lines


def _why_not(consent: ConsentView) -> str:
    said = []
    if consent.objections:
        number = len(consent.objections)
        said.append("Somebody objects." if number == 1 else f"{number} people object.")
    if consent.lacking:
        said.append(f"Nobody said yes for {listed(consent.lacking)}.")
    return " ".join(said) or "Nobody said yes."


def _list(commit: CommitView, width: int) -> Lines:
    if not commit.promises:
        return []
    settled = sum(each.agreed is not None for each in commit.promises)
    lines = heading(f"Promises ({settled} of {len(commit.promises)} settled)", width)
    return [*lines, *(_entry(each, commit, width) for each in commit.promises)]


def _entry(promise: PromiseView, commit: CommitView, width: int) -> Content:
    sign = _sign(promise, commit)
    is_at_hand = sign is PROMISE_SIGNS["at hand"]
    style = "bold" if is_at_hand else ("" if promise.agreed is None else QUIET)
    told = f"{promise.giver.short} → {promise.receiver.short}: {promise.text}"
    colour = "$text-success" if promise.agreed else ""
    return line(say(f"{sign.glyph} ", f"bold {colour}".strip()), say(fit(told, width - 2), style))


def _sign(promise: PromiseView, commit: CommitView) -> Sign:
    if promise.agreed is not None:
        return PROMISE_SIGNS["agreed" if promise.agreed else "left out"]
    at_hand = commit.at_hand is not None and promise.id == commit.at_hand.id
    return PROMISE_SIGNS["at hand" if at_hand else "to come"]


def _owed(commit: CommitView, width: int) -> Lines:
    if not commit.owed:
        return []
    lines = heading("Still owed from last time", width)
    for each in commit.owed:
        told = f"{each.giver.short} → {each.receiver.short}: {each.text}"
        lines += paragraph(told, width, QUIET, first="○ ")
    return lines
