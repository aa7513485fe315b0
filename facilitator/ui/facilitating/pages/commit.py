"""What teams promise each other: the one at hand large, the others as a list."""

from __future__ import annotations

from facilitator.domain.views import CommitView, ConsentView, FacilitatorView, PromiseView, Stage
from facilitator.domain.words.figures import counted
from facilitator.ui.facilitating.pages.notes import notes, title
from facilitator.ui.ink import BLANK, Ink, Line, band, fitted, heading, paragraph
from facilitator.ui.pieces.progress import progress
from facilitator.ui.pieces.promise import consent, promise, promise_entry, promise_words


def page(view: FacilitatorView, commit: CommitView, width: int) -> list[Line]:
    """The promise at hand and what is said to it, then all of the step, then what is still owed."""
    at_hand = commit.at_hand
    is_open = at_hand is not None and at_hand.agreed is None
    return [
        *title(view, width),
        BLANK,
        *(_open(view, commit, at_hand, width) if at_hand and is_open else _none(commit, width)),
        *_all(commit, width),
        *notes(view, width),
        *_owed(commit, width),
    ]


def _open(
    view: FacilitatorView, commit: CommitView, at_hand: PromiseView, width: int
) -> list[Line]:
    lines = promise(at_hand, width)
    match view.stage.stage:
        case Stage.VOTING:
            asked = f"asking {_asked(at_hand, view)}"
            return [*lines, BLANK, *progress(view.stage, view.waiting, asked, width)]
        case Stage.REVEALED if commit.consent:
            return [*lines, BLANK, *consent(commit.consent, width), *_hint(commit.consent, width)]
        case _ if not at_hand.due or not at_hand.owner:
            hint = "W gives it a day and an owner, before you ask."
            return [*lines, *paragraph(hint, width, Ink.MUTED)]
        case _:
            return lines


def _asked(promise: PromiseView, view: FacilitatorView) -> str:
    return f"{promise.giver.short} and {promise.receiver.short}" if view.stage.named else "the room"


def _hint(told: ConsentView, width: int) -> list[Line]:
    """What can be done where there is no consent."""
    if told.is_given:
        return []
    how = "Ask again when more are here" if told.withheld else "Reword it, ask again (N)"
    return paragraph(f"{how}, or leave it out (L).", width, Ink.MUTED)


def _none(commit: CommitView, width: int) -> list[Line]:
    """What to do where no promise is open."""
    if not commit.promises:
        lines = band("No promise has been proposed yet.", width, Ink.ACCENT)
        return [*lines, *paragraph("A adds one. Or go on without.", width)]
    agreed = sum(each.agreed is True for each in commit.promises)
    left_out = len(commit.promises) - agreed
    words = f"{counted(agreed, 'promise')} agreed" + (f", {left_out} left out" if left_out else "")
    lines = band(words, width, Ink.GOOD if agreed else Ink.ACCENT)
    return [*lines, *paragraph("A adds one more, B takes one up again.", width, Ink.MUTED)]


def _all(commit: CommitView, width: int) -> list[Line]:
    if not commit.promises:
        return []
    settled = sum(each.agreed is not None for each in commit.promises)
    lines = heading(f"Promises ({settled} of {len(commit.promises)} settled)", width)
    for each in commit.promises:
        sign, words, ink = promise_entry(each, commit)
        lines.append(fitted(((f"{sign} ", ink), (words, ink)), width))
    return lines


def _owed(commit: CommitView, width: int) -> list[Line]:
    if not commit.owed:
        return []
    lines = heading("Still owed from last time", width)
    for each in commit.owed:
        lines += paragraph(promise_words(each), width, Ink.MUTED, first="○ ")
    return lines
